import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { EMAIL_FORM, isEmail, isPhone, PHONE_FORM } from "../../common/contacts";
import { GLOBAL_SERVICES_REGION } from "../../common/regions";
import { checkedLater } from "../shared/deferred-checks";
import { policyDocument, publishByServices } from "../shared/policy";
import { billingPlan } from "./plan";

/** One who is told about charges: an e-mail address, a phone, or both. */
export interface BillingSubscriber {
  /**
   * Plain e-mail address. AWS sends it a confirmation that somebody must accept within two days; the budget's own
   * mail needs none. @default - no e-mail
   */
  readonly email?: pulumi.Input<string> | undefined;
  /**
   * Phone for SMS in E.164 form, such as +12025550123. A new account may text only numbers verified in its SMS
   * sandbox. @default - no SMS
   */
  readonly phone?: pulumi.Input<string> | undefined;
}

/** The monthly cost budget of {@link BillingGuard}. */
export interface BillingBudget {
  /** Limit of one calendar month, in USD, above 0. @default - the highest of thresholds */
  readonly limit?: number | undefined;
  /** Shares of the limit at which spent money is reported, in percent, above 0, strictly increasing. @default [50, 80, 100] */
  readonly actualPercents?: readonly number[] | undefined;
  /** Shares of the limit at which the forecast for the month is reported, in percent. @default [100] */
  readonly forecastPercents?: readonly number[] | undefined;
}

/** Machine-learned detection of unusual charges, of {@link BillingGuard}. */
export interface BillingAnomalyDetection {
  /** Smallest total impact that is reported, in USD, above 0. @default 10 */
  readonly minimumImpact?: number | undefined;
}

/** Arguments of {@link BillingGuard}. */
export interface BillingGuardArgs {
  /**
   * Who is told, by a label that becomes part of the children's names (lower-case letters, digits, dashes): at least one,
   * since an alarm that nobody hears guards nothing; at most ten with an e-mail, the budget's limit.
   */
  readonly subscribers: Readonly<Record<string, BillingSubscriber>>;
  /** Charges of the month to date that raise an alarm each, in USD, above 0, strictly increasing. @default [0.01, 1, 5, 10, 50, 100] */
  readonly thresholds?: readonly number[] | undefined;
  /** Ladders of single services, by the metric's ServiceName such as AmazonEC2, in USD, each like thresholds. @default - none */
  readonly services?: Readonly<Record<string, readonly number[]>> | undefined;
  /**
   * What a gap in the metric means. `ignore` keeps the state, so that a late data point does not raise the same alarm
   * twice; an account without the preference stays at INSUFFICIENT_DATA all the same. @default "ignore"
   */
  readonly treatMissingData?: "ignore" | "missing" | "notBreaching" | "breaching" | undefined;
  /** The monthly budget, or false for none; at most 10 percents in all. @default - limit at the highest threshold */
  readonly budget?: BillingBudget | false | undefined;
  /**
   * Anomaly detection over all services. AWS allows one such monitor per account, and gives it to new accounts itself,
   * so it has to be asked for. @default - none
   */
  readonly anomalyDetection?: BillingAnomalyDetection | undefined;
  /**
   * ARN of a customer managed key in us-east-1 for the topic, whose policy lets cloudwatch, budgets and costalerts
   * decrypt and generate data keys: an AWS managed key would silence them. @default - SNS' own encryption of its disks
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Tags of topic, alarms, budget and monitor. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Watches what the account spends, before anything else is built: a ladder of alarms on the month's estimated charges from
 * the first cent on, a monthly budget with a forecast, and whoever must hear of them by e-mail and SMS.
 *
 * Everything regional lies in us-east-1, where AWS keeps the billing metric, whatever the provider's region: lay it once per
 * account. The metric exists only after "Receive CloudWatch billing alerts" has been switched on by hand in the account's
 * billing preferences; until then the alarms stay at INSUFFICIENT_DATA, while the budget works without it.
 * The topic takes messages of CloudWatch, Budgets and Cost Anomaly Detection of this account alone, over TLS alone.
 * Subscribers with an e-mail hear of the budget twice, by the topic and directly: the direct mail needs no confirmation.
 *
 * @throws {ArgumentError} when there is no subscriber, an address is malformed, or a ladder does not rise
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
 */
export class BillingGuard extends pulumi.ComponentResource {
  /** ARN of the topic that tells of charges, in us-east-1. */
  readonly topicArn: pulumi.Output<string>;
  /** ARNs of the alarms, by `total-<USD>` and `service-<ServiceName>-<USD>`. */
  readonly alarmArns: pulumi.Output<Record<string, string>>;
  /** Name of the budget; undefined without one. */
  readonly budgetName: pulumi.Output<string | undefined>;

  constructor(name: string, args: BillingGuardArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:BillingGuard", name, args, opts);
    const plan = billingPlan(name, args);
    const here = { parent: this };
    const region = GLOBAL_SERVICES_REGION;
    const tags = args.tags ? { tags: args.tags } : {};
    const account = aws.getCallerIdentityOutput({}, here).accountId;

    const key = args.kmsKeyArn ? { kmsMasterKeyId: args.kmsKeyArn } : {};
    const topic = new aws.sns.Topic(name, { region, ...key, ...tags }, here);
    const policy = new aws.sns.TopicPolicy(
      `${name}-policy`,
      {
        region,
        arn: topic.arn,
        policy: policyDocument(name, publishByServices(topic.arn, account, PUBLISHERS)),
      },
      here,
    );
    const subscriptions = subscriptionsOf(name, args.subscribers).map(
      ({ child, protocol, endpoint }) =>
        new aws.sns.TopicSubscription(child, { region, topic: topic.arn, protocol, endpoint }, here),
    );
    // an alarm that is born above its threshold publishes at once, and only once
    const heard = { ...here, dependsOn: [policy, ...subscriptions] };

    const alarms = plan.alarms.map(({ key, threshold, service }): [string, aws.cloudwatch.MetricAlarm] => [
      key,
      new aws.cloudwatch.MetricAlarm(
        `${name}-${key}`,
        {
          region,
          alarmDescription: `Estimated charges${service ? ` of ${service}` : ""} of this month reach USD ${threshold}.`,
          namespace: "AWS/Billing",
          metricName: "EstimatedCharges",
          dimensions: { Currency: "USD", ...(service ? { ServiceName: service } : {}) },
          statistic: "Maximum",
          period: SIX_HOURS,
          evaluationPeriods: 1,
          comparisonOperator: "GreaterThanOrEqualToThreshold",
          threshold,
          treatMissingData: args.treatMissingData ?? "ignore",
          alarmActions: [topic.arn],
          ...tags,
        },
        heard,
      ),
    ]);

    const emails = emailsOf(name, args.subscribers);
    const budget =
      plan.budget &&
      new aws.budgets.Budget(
        `${name}-budget`,
        {
          budgetType: "COST",
          timeUnit: "MONTHLY",
          limitAmount: String(plan.budget.limit),
          limitUnit: "USD",
          notifications: plan.budget.notices.map(({ type, percent }) => ({
            notificationType: type,
            comparisonOperator: "GREATER_THAN",
            thresholdType: "PERCENTAGE",
            threshold: percent,
            subscriberSnsTopicArns: [topic.arn],
            ...(emails.length > 0 ? { subscriberEmailAddresses: emails } : {}),
          })),
          ...tags,
        },
        heard,
      );

    if (plan.minimumImpact !== undefined) {
      const monitor = new aws.costexplorer.AnomalyMonitor(
        `${name}-anomalies`,
        { monitorType: "DIMENSIONAL", monitorDimension: "SERVICE", ...tags },
        here,
      );
      new aws.costexplorer.AnomalySubscription(
        `${name}-anomalies`,
        {
          frequency: "IMMEDIATE",
          monitorArnLists: [monitor.arn],
          subscribers: [{ type: "SNS", address: topic.arn }],
          thresholdExpression: {
            dimension: {
              key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
              matchOptions: ["GREATER_THAN_OR_EQUAL"],
              values: [String(plan.minimumImpact)],
            },
          },
          ...tags,
        },
        heard,
      );
    }

    this.topicArn = topic.arn;
    this.alarmArns = pulumi.output(Object.fromEntries(alarms.map(([key, alarm]) => [key, alarm.arn])));
    this.budgetName = pulumi.output(budget?.name);
    this.registerOutputs({
      topicArn: this.topicArn,
      alarmArns: this.alarmArns,
      budgetName: this.budgetName,
    });
  }
}

/** Seconds of an evaluation: AWS publishes the charges a few times a day, and its own console takes this period. */
const SIX_HOURS = 21_600;

/**
 * Services that publish to the topic.
 *
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-sns-policy.html
 * @see https://docs.aws.amazon.com/cost-management/latest/userguide/ad-SNS.html
 */
const PUBLISHERS = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"];

function subscriptionsOf(name: string, subscribers: BillingGuardArgs["subscribers"]) {
  return Object.entries(subscribers).flatMap(([key, { email, phone }]) => [
    ...(email === undefined
      ? []
      : [{ child: `${name}-email-${key}`, protocol: "email", endpoint: checkedEmail(name, key, email) }]),
    ...(phone === undefined
      ? []
      : [{ child: `${name}-sms-${key}`, protocol: "sms", endpoint: checkedPhone(name, key, phone) }]),
  ]);
}

function emailsOf(name: string, subscribers: BillingGuardArgs["subscribers"]): pulumi.Output<string>[] {
  return Object.entries(subscribers).flatMap(([key, { email }]) =>
    email === undefined ? [] : [checkedEmail(name, key, email)],
  );
}

function checkedEmail(name: string, key: string, email: pulumi.Input<string>): pulumi.Output<string> {
  return checkedLater(name, `subscribers.${key}.email`, email, isEmail, EMAIL_FORM);
}

function checkedPhone(name: string, key: string, phone: pulumi.Input<string>): pulumi.Output<string> {
  return checkedLater(name, `subscribers.${key}.phone`, phone, isPhone, PHONE_FORM);
}
