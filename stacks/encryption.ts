import type * as pulumi from "@pulumi/pulumi";
import { EncryptionKey, type TopicPublisher } from "../components";
import type { Settings } from "./settings";

/** Properties of a key that encrypts topics and log groups. */
interface KeyRequest {
  /** Services that publish to the topics. */
  readonly publishers: readonly TopicPublisher[];
  /** Region of the key. @default - the provider's */
  readonly region?: string;
}

/**
 * Creates the customer managed key of one region's topics and log groups, and returns its ARN; undefined without
 * customerManagedKeys.
 */
export function createKey(
  name: string,
  { customerManagedKeys }: Settings,
  { publishers, region }: KeyRequest,
  options: pulumi.ComponentResourceOptions,
): pulumi.Output<string> | undefined {
  if (!customerManagedKeys) return undefined;
  return new EncryptionKey(name, { topicPublishers: publishers, region }, options).keyArn;
}
