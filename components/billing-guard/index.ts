import * as pulumi from "@pulumi/pulumi";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { createAlarm } from "../shared/alarms";
import { createAlarmTopic } from "../shared/topic";
import { createAnomalyDetection } from "./anomalies";
import type { BillingGuardArgs } from "./args";
import { createBudget } from "./budget";
import { resolveArgs } from "./resolve";

export type { BillingAnomalyDetection, BillingBudget, BillingGuardArgs } from "./args";

/** Seconds of a period: AWS publishes the charges a few times a day, and its console uses this period. */
const PERIOD_SECONDS = 21_600;

/**
 * Services that publish to the topic.
 *
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
 */
const PUBLISHERS = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"];

/**
 * Alarms on the charges of an account: one alarm for each threshold of the month's estimated charges, a monthly budget with a
 * forecast, and optional anomaly detection. They notify by e-mail and SMS.
 *
 * All regional resources are in us-east-1, where AWS publishes the billing metric, whatever the provider's region: create one
 * BillingGuard per account. The metric exists only after "Receive CloudWatch billing alerts" is enabled by hand in the account's
 * billing preferences; until then the alarms stay in INSUFFICIENT_DATA, while the budget works.
 * The topic accepts messages of CloudWatch, Budgets and Cost Anomaly Detection for this account only, over TLS only.
 * Budget messages reach an e-mail address twice, through the topic and directly, because direct mail needs no confirmation.
 *
 * @throws {ArgumentError} when there is no subscriber, an address is malformed, or thresholds do not increase
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
 */
export class BillingGuard extends pulumi.ComponentResource {
  /** ARN of the topic of alarms, budget and anomalies, in us-east-1; an alarm that uses it depends on the subscriptions. */
  readonly alarmTopicArn: pulumi.Output<string>;
  /** ARNs of the alarms, by `total-<USD>` and `service-<ServiceName>-<USD>`. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;
  /** Name of the budget; undefined without one. */
  readonly budgetName: pulumi.Output<string | undefined>;

  constructor(name: string, args: BillingGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:BillingGuard", name, args, opts);
    const { subscribers, alarms, treatMissingData, budget, minimumImpact, kmsKeyArn, tags } = resolveArgs(
      name,
      args,
    );
    const region = GLOBAL_SERVICES_REGION;

    const topic = createAlarmTopic(
      name,
      { publishers: PUBLISHERS, subscribers, policyName: `${name}-policy`, region, kmsKeyArn, tags },
      this,
    );
    const afterDelivery = { parent: this, dependsOn: [...topic.delivery] };

    const alarmArns: Record<string, pulumi.Output<string>> = {};
    for (const { key, threshold, service } of alarms) {
      const metric = {
        namespace: "AWS/Billing",
        metricName: "EstimatedCharges",
        dimensions: service ? { ServiceName: service } : {},
      };
      const condition = {
        threshold,
        statistic: "Maximum",
        periodSeconds: PERIOD_SECONDS,
        treatMissingData,
        description: `Estimated charges${service ? ` of ${service}` : ""} of this month reach USD ${threshold}.`,
      } as const;
      const alarm = createAlarm(
        `${name}-${key}`,
        { metric, condition, topicArns: [topic.arn], notifyRecovery: false, region, tags },
        afterDelivery,
      );
      alarmArns[key] = alarm.arn;
    }
    const budgetName =
      budget && createBudget(name, { budget, topicArn: topic.arn, subscribers, tags }, afterDelivery).name;
    if (minimumImpact !== undefined) {
      createAnomalyDetection(name, { minimumImpact, topicArn: topic.arn, tags }, this, topic.delivery);
    }

    this.alarmTopicArn = topic.arnAfterDelivery;
    this.alarmArns = pulumi.all(alarmArns);
    this.budgetName = pulumi.output(budgetName);
    this.registerOutputs({
      alarmTopicArn: this.alarmTopicArn,
      alarmArns: this.alarmArns,
      budgetName: this.budgetName,
    });
  }
}
