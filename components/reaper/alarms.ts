import type * as pulumi from "@pulumi/pulumi";
import { type AlarmCondition, createAlarm } from "../shared/alarms";
import type { MetricSpec } from "../shared/metrics";
import type { ResolvedReaperArgs } from "./resolve";

/** Namespace of the function's own metrics. */
export const REAPER_NAMESPACE = "Archipelago/Reaper";

/** Names of the resources that the alarms watch. */
export interface WatchedNames {
  readonly functionName: pulumi.Input<string>;
  readonly deadLetterName: pulumi.Input<string>;
}

/**
 * Creates the alarms: a cluster was terminated or the reaper has stopped, a cluster has no readable end of life, a run failed, a
 * run was lost. Returns their ARNs by label.
 */
export function createAlarms(
  name: string,
  { alarmTopicArns, intervalMinutes, tags }: ResolvedReaperArgs,
  { functionName, deadLetterName }: WatchedNames,
  parent: pulumi.Resource,
): Record<string, pulumi.Output<string>> {
  const own = (metricName: string): MetricSpec => ({
    namespace: REAPER_NAMESPACE,
    metricName,
    dimensions: { FunctionName: functionName },
  });
  const specs: Readonly<Record<string, { metric: MetricSpec; condition: Partial<AlarmCondition> }>> = {
    reaped: {
      metric: own("ReapedClusters"),
      condition: {
        // every run reports the metric, so that three missed runs leave the alarm without data
        periodSeconds: 3 * intervalMinutes * 60,
        treatMissingData: "missing",
        description:
          "A cluster outlived its end of life and was terminated, or the reaper has stopped (insufficient data).",
      },
    },
    "without-expiry": {
      metric: own("ClustersWithoutExpiry"),
      condition: { description: "A cluster has no readable end of life, so that nothing terminates it." },
    },
    errors: {
      metric: { namespace: "AWS/Lambda", metricName: "Errors", dimensions: { FunctionName: functionName } },
      condition: { description: "The reaper failed; its log names the clusters." },
    },
    "dead-letters": {
      metric: {
        namespace: "AWS/SQS",
        metricName: "ApproximateNumberOfMessagesVisible",
        dimensions: { QueueName: deadLetterName },
      },
      condition: { statistic: "Maximum", description: "Runs of the reaper were lost or failed." },
    },
  };
  return Object.fromEntries(
    Object.entries(specs).map(([label, { metric, condition }]) => {
      const alarm = createAlarm(
        `${name}-${label}-alarm`,
        {
          metric,
          condition: { threshold: 1, statistic: "Sum", treatMissingData: "notBreaching", ...condition },
          topicArns: alarmTopicArns,
          notifyRecovery: true,
          notifyMissingData: condition.treatMissingData === "missing",
          tags,
        },
        { parent },
      );
      return [label, alarm.arn];
    }),
  );
}
