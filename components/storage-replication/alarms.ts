import * as pulumi from "@pulumi/pulumi";
import { type AlarmCondition, createAlarm } from "../shared/alarms";
import type { MetricSpec } from "../shared/metrics";
import type { ResolvedReplicationDestination, ResolvedStorageReplicationArgs } from "./args";
import { ruleId } from "./rules";

/** Namespace of the metrics. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html */
const NAMESPACE = "AWS/S3";

/**
 * Creates two alarms for each enabled rule: on objects that S3 could not replicate, and on replicas that lag. Returns their ARNs,
 * by `failures-to-<label>` and `latency-to-<label>`: `to`, because an alarm is in the region of the source.
 */
export function createReplicationAlarms(
  name: string,
  args: ResolvedStorageReplicationArgs,
  parent: pulumi.Resource,
): Record<string, pulumi.Output<string>> {
  if (args.alarmTopicArns.length === 0) return {};
  const { alarmTopicArns: topicArns, sourceRegion: region, tags, maxLatencySeconds } = args;
  const arns: Record<string, pulumi.Output<string>> = {};
  for (const [label, destination] of Object.entries(args.destinations)) {
    if (!destination.enabled) continue;
    const conditions: Record<string, readonly [string, AlarmCondition]> = {
      [`failures-${ruleId(label)}`]: ["OperationsFailedReplication", failures(label)],
      [`latency-${ruleId(label)}`]: ["ReplicationLatency", latency(label, maxLatencySeconds)],
    };
    for (const [key, [metricName, condition]] of Object.entries(conditions)) {
      const metric = metricOf(metricName, label, args, destination);
      const alarm = createAlarm(
        `${name}-${key}`,
        { metric, condition, topicArns, notifyRecovery: true, region, tags },
        { parent },
      );
      arns[key] = alarm.arn;
    }
  }
  return arns;
}

function metricOf(
  metricName: string,
  label: string,
  { sourceBucketName }: ResolvedStorageReplicationArgs,
  { bucketArn }: ResolvedReplicationDestination,
): MetricSpec {
  const DestinationBucket = pulumi.output(bucketArn).apply((arn) => arn.split(":").at(-1) ?? arn);
  return {
    namespace: NAMESPACE,
    metricName,
    dimensions: { SourceBucket: sourceBucketName, DestinationBucket, RuleId: ruleId(label) },
  };
}

/** S3 never retries an operation that failed, so one is enough. */
function failures(label: string): AlarmCondition {
  return {
    threshold: 1,
    statistic: "Sum",
    treatMissingData: "notBreaching",
    description: `S3 could not replicate objects to ${label}; repair the cause, then replicate them with S3 Batch Replication.`,
  };
}

function latency(label: string, threshold: number): AlarmCondition {
  return {
    threshold,
    statistic: "Maximum",
    evaluationPeriods: 3,
    treatMissingData: "notBreaching",
    description: `Replicas in ${label} lag ${threshold} seconds or more behind the source.`,
  };
}
