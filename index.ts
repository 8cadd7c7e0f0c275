import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { bindToAccount } from "./stacks/account";
import { contactReader } from "./stacks/contact-sources";
import { loadStack } from "./stacks/environments";
import { deployEstate } from "./stacks/estate";
import { ownTags } from "./stacks/own-tags";
import { rejectPlaceholders } from "./stacks/placeholders";
import { protectData } from "./stacks/protect";
import { limitStackTraces } from "./stacks/stack-traces";

limitStackTraces();

const config = new pulumi.Config("archipelago");
const { scope, settings } = loadStack(
  pulumi.getStack(),
  config.getObject("settings"),
  pulumi.getRootDirectory(),
);
rejectPlaceholders(settings, process.env);
// A cluster is short-lived, with everything that belongs to it.
if (settings.protect && scope.kind !== "cluster") pulumi.runtime.registerStackTransformation(protectData);
const project = pulumi.getProject();

const providers = new Map<string, aws.Provider>();

/** Returns the provider of a region, created at the first call; its name has the region, so that it never changes to another. */
function provider(region: string): aws.Provider {
  const existing = providers.get(region);
  if (existing) return existing;
  const created = new aws.Provider(`aws-${region}`, {
    region: region as aws.Region,
    ...bindToAccount(settings),
    defaultTags: { tags: { ...settings.tags, ...ownTags(project, settings), region } },
  });
  providers.set(region, created);
  return created;
}

const estate = deployEstate(scope, settings, {
  project,
  provider,
  fullName: (stack) => `${pulumi.getOrganization()}/${project}/${stack}`,
  phone: config.getSecret("billingPhone"),
  contact: contactReader(settings, {
    secret: (key) => config.requireSecret(key),
    environment: process.env,
    provider,
  }),
  clusterStartedAt: config.get("clusterStartedAt"),
});

// Named exports would exist in every stack, and the SDK warns about each undefined one; a function exports only the layers in scope.
/** Outputs of the stack: foundation, regions by code, edge and cluster, those in its scope. */
module.exports = () => estate;
