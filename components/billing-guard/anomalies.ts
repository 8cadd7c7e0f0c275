import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags";

/** Arguments of {@link createAnomalyDetection}. */
export interface AnomalyDetectionArgs {
  /** Smallest total impact that notifies, in USD. */
  readonly minimumImpact: number;
  /** Topic to notify. */
  readonly topicArn: pulumi.Input<string>;
  /** Tags of monitor and subscription. */
  readonly tags: Tags | undefined;
}

/** Creates the anomaly monitor of all services, and a subscription that depends on the topic's `delivery`. */
export function createAnomalyDetection(
  name: string,
  { minimumImpact, topicArn, tags }: AnomalyDetectionArgs,
  parent: pulumi.Resource,
  delivery: readonly pulumi.Resource[],
): void {
  const common = tags ? { tags } : {};
  const monitor = new aws.costexplorer.AnomalyMonitor(
    `${name}-anomalies`,
    { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE", ...common },
    { parent },
  );
  new aws.costexplorer.AnomalySubscription(
    `${name}-anomalies`,
    {
      frequency: "IMMEDIATE",
      monitorArnLists: [monitor.arn],
      subscribers: [{ type: "SNS", address: topicArn }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: [String(minimumImpact)],
        },
      },
      ...common,
    },
    { parent, dependsOn: [...delivery] },
  );
}
