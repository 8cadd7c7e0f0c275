import type * as pulumi from "@pulumi/pulumi";
import type { MissingData } from "../shared/alarms";
import type { Tags } from "../shared/tags";
import type { AlarmSubscribers } from "../shared/topic";

/** Default of {@link BillingGuardArgs.thresholds}: from the first cent on. */
export const DEFAULT_BILLING_THRESHOLDS: readonly number[] = [0.01, 1, 5, 10, 50, 100];

/** Properties by which a budget selects charges. @see https://docs.aws.amazon.com/cost-management/latest/userguide/budgets-create-filters.html */
export const BUDGET_FILTERS = [
  "AZ",
  "InstanceType",
  "LinkedAccount",
  "Operation",
  "PurchaseType",
  "Region",
  "Service",
  "TagKeyValue",
  "UsageType",
  "UsageTypeGroup",
] as const;

/** Monthly cost budget of {@link BillingGuard}. */
export interface BillingBudget {
  /** Limit of one calendar month, in USD, at least 0.01. @default - the highest of thresholds */
  readonly limit?: number | undefined;
  /** Percentages of the limit at which actual costs notify, above 0, strictly increasing. @default [50, 80, 100] */
  readonly actualPercents?: readonly number[] | undefined;
  /** Percentages of the limit at which forecast costs notify, above 0, strictly increasing. @default [100] */
  readonly forecastPercents?: readonly number[] | undefined;
  /**
   * Values that the charges have, by property: `{ TagKeyValue: ["user:environment$prod"] }`; charges match all properties, each by
   * one of its values. @default - all charges of the account
   */
  readonly filters?:
    | Readonly<Partial<Record<(typeof BUDGET_FILTERS)[number], readonly string[]>>>
    | undefined;
  /** Whether credits and refunds reduce the costs; without them a budget notifies while credits still pay. @default true */
  readonly includeCredits?: boolean | undefined;
}

/** Detection of unusual charges of {@link BillingGuard}. */
export interface BillingAnomalyDetection {
  /** Smallest total impact that notifies, in USD, at least 0.01. @default 10 */
  readonly minimumImpact?: number | undefined;
}

/** Arguments of {@link BillingGuard}. */
export interface BillingGuardArgs {
  /**
   * Subscribers of topic and budget, by a permanent label: lower-case letters, digits, dashes. At least one; at most ten with
   * an e-mail address, which is the limit of a budget.
   */
  readonly subscribers: AlarmSubscribers;
  /** Charges of the month to date that raise one alarm each, in USD, strictly increasing. @default [0.01, 1, 5, 10, 50, 100] */
  readonly thresholds?: readonly number[] | undefined;
  /** Thresholds of single services, by the metric's ServiceName such as AmazonEC2. @default - none */
  readonly services?: Readonly<Record<string, readonly number[]>> | undefined;
  /**
   * Treatment of a gap in the metric. `ignore` keeps the alarm's state, so a late data point does not raise the same alarm
   * twice. @default "ignore"
   */
  readonly treatMissingData?: MissingData | undefined;
  /** Monthly budget, or false for none; at most 10 percentages in all. @default - limit at the highest threshold */
  readonly budget?: BillingBudget | false | undefined;
  /**
   * Anomaly detection over all services. AWS allows one such monitor per account and creates it for new accounts, so it is off
   * by default. @default - none
   */
  readonly anomalyDetection?: BillingAnomalyDetection | undefined;
  /**
   * ARN of a customer managed key in us-east-1 that encrypts the topic's messages. Its policy must let cloudwatch, budgets and
   * costalerts decrypt and generate data keys. @default - encryption of the disks by SNS
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Tags of topic, alarms, budget and anomaly detection; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
