import type * as pulumi from "@pulumi/pulumi";

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
