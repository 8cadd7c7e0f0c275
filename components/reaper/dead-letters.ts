import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { policyDocument } from "../shared/policy";
import type { Tags } from "../shared/tags";

/** Seconds for which a failed run is retained: the next runs do its work, so that its alarm ends by itself after a day. */
const RETENTION_SECONDS = 86_400;

/** Creates the queue for runs that Scheduler could not start or that failed; it accepts messages over TLS only. */
export function createDeadLetters(
  name: string,
  tags: Tags | undefined,
  parent: pulumi.Resource,
): aws.sqs.Queue {
  const child = `${name}-dead-letters`;
  const queue = new aws.sqs.Queue(
    child,
    { messageRetentionSeconds: RETENTION_SECONDS, sqsManagedSseEnabled: true, ...(tags ? { tags } : {}) },
    { parent },
  );
  const denyPlainText = {
    sid: "DenyPlainText",
    effect: "Deny" as const,
    principals: "everyone" as const,
    actions: ["sqs:*"],
    resources: [queue.arn],
    conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
  };
  new aws.sqs.QueuePolicy(
    child,
    { queueUrl: queue.url, policy: policyDocument(name, [denyPlainText]) },
    { parent },
  );
  return queue;
}
