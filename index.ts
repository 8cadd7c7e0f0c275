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

/** What is there once, first: who tells of charges, the hosted zone. */
export const foundation = estate.then((laid) => laid.foundation);
/** What is there in each region, by its code. */
export const regions = estate.then((laid) => laid.regions);
/** What joins the regions: names, health checks, CDN, replication. */
export const edge = estate.then((laid) => laid.edge);
/** The ephemeral cluster of this stack. */
export const cluster = estate.then((laid) => laid.cluster);
