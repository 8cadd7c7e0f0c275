import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../common/log-retention";
import type { AlarmCondition } from "../shared/alarms";
import type { Tags } from "../shared/tags";

/** Default of {@link LogsArgs.retentionDays}. */
export const DEFAULT_LOG_RETENTION_DAYS = 30;

/** Classes of log groups. */
export const LOG_GROUP_CLASSES = ["STANDARD", "INFREQUENT_ACCESS"] as const;

/** Class of a log group. */
export type LogGroupClass = (typeof LOG_GROUP_CLASSES)[number];

/** One log group of {@link Logs}. */
export interface LogGroupSpec {
  /** Days for which events are retained. @default - retentionDays of {@link LogsArgs} */
  readonly retentionDays?: LogRetentionDays | undefined;
  /** Class; `INFREQUENT_ACCESS` halves the price of ingestion, allows no metric filters, and is permanent. @default "STANDARD" */
  readonly class?: LogGroupClass | undefined;
  /** Name of the group, for writers that require it, such as /aws/lambda/thumbnail. @default - named by the provider */
  readonly logGroupName?: string | undefined;
  /**
   * Kinds of personal data to mask in events, by AWS's identifiers such as EmailAddress or CreditCardNumber, 1 to 100; only with
   * class STANDARD. A reader needs logs:Unmask for the original. @default - none
   */
  readonly mask?: readonly string[] | undefined;
}

/** Target of a subscription. */
export type LogTarget =
  | {
      /** ARN of a function in this region, which the component permits CloudWatch Logs to invoke. */
      readonly functionArn: pulumi.Input<string>;
    }
  | {
      /** ARN of a Kinesis data stream in this region, which a role of the component may write to. */
      readonly streamArn: pulumi.Input<string>;
    }
  | {
      /** ARN of a Firehose stream in this region, which a role of the component may write to. */
      readonly firehoseArn: pulumi.Input<string>;
    }
  | {
      /** ARN of a destination of CloudWatch Logs in another account, whose policy admits this one. */
      readonly destinationArn: pulumi.Input<string>;
    };

/** Ways of spreading events over the shards of a stream. */
export const LOG_DISTRIBUTIONS = ["ByLogStream", "Random"] as const;

/** Subscription: the events of a group that CloudWatch Logs sends on as they arrive. */
export interface LogSubscriptionSpec {
  /** Label of the log group, which has class STANDARD; at most two subscriptions for each group. */
  readonly group: string;
  /** Pattern of the events to send, at most 1024 characters. @default - all events */
  readonly pattern?: string | undefined;
  /** Target of the events. */
  readonly target: LogTarget;
  /** Way of spreading events over the shards of a Kinesis stream. @default "ByLogStream" */
  readonly distribution?: (typeof LOG_DISTRIBUTIONS)[number] | undefined;
}

/** Metric filter: a metric derived from a group's events. */
export interface LogFilterSpec {
  /** Label of the log group, which has class STANDARD. */
  readonly group: string;
  /** Pattern of the events that count, at most 1024 characters; an empty one matches all events. */
  readonly pattern: string;
  /** Namespace of the metric, other than those of AWS. */
  readonly namespace: string;
  /** Name of the metric. */
  readonly metricName: string;
  /** Value that an event adds: a number, or the field that holds it, such as `$.bytes`. @default "1" */
  readonly value?: string | undefined;
  /** Value of a minute without matching events; not with dimensions. @default - none */
  readonly defaultValue?: number | undefined;
  /** Fields that become dimensions, at most three, such as `{ path: "$.path" }`; AWS bills each combination. @default - none */
  readonly dimensions?: Readonly<Record<string, string>> | undefined;
  /** Unit of the metric, such as Bytes. @default "None" */
  readonly unit?: string | undefined;
  /** Alarm on the metric, which notifies alarmTopicArns; not with dimensions. @default - none */
  readonly alarm?: AlarmCondition | undefined;
}

/** Saved query of CloudWatch Logs Insights. */
export interface LogQuerySpec {
  /** Query, 1 to 10000 characters. */
  readonly query: string;
  /** Labels of the groups to query. @default - all groups */
  readonly groups?: readonly string[] | undefined;
}

/** Arguments of {@link Logs}. */
export interface LogsArgs {
  /** Log groups, at least one, by a permanent label: lower-case letters, digits, dashes. */
  readonly groups: Readonly<Record<string, LogGroupSpec>>;
  /** Days for which groups without their own setting retain events. @default 30 */
  readonly retentionDays?: LogRetentionDays | undefined;
  /** ARN of the KMS key that encrypts all groups; its policy lets logs.<region>.amazonaws.com use it. @default - encryption by CloudWatch Logs */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Metric filters, by label; at most 100 for each group. @default - none */
  readonly filters?: Readonly<Record<string, LogFilterSpec>> | undefined;
  /** Subscriptions, by label. @default - none */
  readonly subscriptions?: Readonly<Record<string, LogSubscriptionSpec>> | undefined;
  /** ARN of the policy that limits the permissions of the subscriptions' roles. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Saved queries, by label. @default - none */
  readonly queries?: Readonly<Record<string, LogQuerySpec>> | undefined;
  /** ARNs of the topics in this region that the filters' alarms notify, 1 to 5 when there is an alarm. @default - none */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[] | undefined;
  /** Tags of groups and alarms; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}

/** A log group with all defaults filled in. */
export interface ResolvedLogGroup extends LogGroupSpec {
  readonly retentionDays: LogRetentionDays;
  readonly class: LogGroupClass;
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedLogsArgs extends LogsArgs {
  readonly groups: Readonly<Record<string, ResolvedLogGroup>>;
  readonly filters: Readonly<Record<string, LogFilterSpec>>;
  readonly subscriptions: Readonly<Record<string, LogSubscriptionSpec>>;
  readonly queries: Readonly<Record<string, LogQuerySpec>>;
  readonly alarmTopicArns: readonly pulumi.Input<string>[];
}
