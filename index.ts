import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { openStack } from "./stacks/environments";
import { layDown } from "./stacks/estate";
import { spareStackTraces } from "./stacks/stack-traces";

spareStackTraces();

const config = new pulumi.Config("archipelago");
const { scope, settings } = openStack(
  pulumi.getStack(),
  config.getObject("settings"),
  pulumi.getRootDirectory(),
);
const project = pulumi.getProject();

const providers = new Map<string, aws.Provider>();

/** The provider of a region, made at its first use; its name holds the region, so that it never means another one. */
function provider(region: string): aws.Provider {
  const known = providers.get(region);
  if (known) return known;
  const made = new aws.Provider(`aws-${region}`, {
    region: region as aws.Region,
    defaultTags: { tags: { ...settings.tags, project, environment: settings.environment, region } },
  });
  providers.set(region, made);
  return made;
}

const phone = config.getSecret("billingPhone");

const estate = layDown(scope, settings, {
  provider,
  fullName: (stack) => `${pulumi.getOrganization()}/${project}/${stack}`,
  phones: phone ? [phone] : [],
  clusterStartedAt: config.get("clusterStartedAt"),
});

// Named exports would be there in every stack, and the SDK warns of each that is undefined: a stack hands out the layers it has.
/** Outputs of the stack: foundation, regions by code, edge and cluster, as far as its name says that it holds them. */
module.exports = () => estate;
