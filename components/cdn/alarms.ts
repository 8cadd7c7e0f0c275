import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { type AlarmCondition, checkAlarmTopics, createAlarm } from "../shared/alarms";
import type { Faults } from "../shared/errors";
import type { CdnArgs } from "./args";

/** Arguments of the alarms, with all defaults filled in. */
export interface ResolvedAlarms {
  readonly topicArns: readonly pulumi.Input<string>[];
  readonly errorRatePercent: number;
  readonly originLatencyMs: number | undefined;
}

/** Checks the arguments of the alarms and fills in their defaults. */
export function resolveAlarms(
  faults: Faults,
  { alarmTopicArns = [], errorRatePercent, originLatencyMs }: CdnArgs,
): ResolvedAlarms {
  const given = Object.entries({ errorRatePercent, originLatencyMs }).find(
    ([, value]) => value !== undefined,
  );
  checkAlarmTopics(faults, alarmTopicArns, given && `${given[0]} is given`);
  const rate = errorRatePercent ?? 5;
  faults.expect(rate > 0 && rate <= 100, "errorRatePercent", rate, "a number over 0, at most 100");
  const isLatency = originLatencyMs === undefined || originLatencyMs > 0;
  faults.expect(isLatency, "originLatencyMs", originLatencyMs, "a number over 0");
  return { topicArns: alarmTopicArns, errorRatePercent: rate, originLatencyMs };
}

/**
 * Creates the alarms of a distribution, in the region of CloudFront's metrics; none without a topic. Three periods of
 * five minutes, two of them breaching, keep a few errors of a quiet hour from raising an alarm.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 */
export function createAlarms(
  name: string,
  distributionId: pulumi.Output<string>,
  { topicArns, errorRatePercent, originLatencyMs }: ResolvedAlarms,
  tags: CdnArgs["tags"],
  parent: pulumi.Resource,
): void {
  if (topicArns.length === 0) return;
  const create = (role: string, metricName: string, condition: AlarmCondition) =>
    createAlarm(
      `${name}-alarm-${role}`,
      {
        metric: {
          namespace: "AWS/CloudFront",
          metricName,
          dimensions: { DistributionId: distributionId, Region: "Global" },
        },
        condition: {
          evaluationPeriods: 3,
          datapointsToAlarm: 2,
          treatMissingData: "notBreaching",
          ...condition,
        },
        topicArns,
        notifyRecovery: true,
        region: GLOBAL_SERVICES_REGION,
        tags,
      },
      { parent },
    );
  create("errors", "5xxErrorRate", {
    threshold: errorRatePercent,
    description: `${name} answers ${errorRatePercent} percent of the requests or more with 5xx.`,
  });
  if (originLatencyMs === undefined) return;
  new aws.cloudfront.MonitoringSubscription(
    `${name}-metrics`,
    {
      distributionId,
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" },
      },
    },
    { parent },
  );
  create("latency", "OriginLatency", {
    threshold: originLatencyMs,
    statistic: "p90",
    description: `Origins of ${name} need ${originLatencyMs} ms or more to the first byte.`,
  });
}
