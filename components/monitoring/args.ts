import type * as pulumi from "@pulumi/pulumi";
import type { AlarmCondition, Statistic } from "../shared/alarms";
import type { MetricSpec } from "../shared/metrics";
import type { Tags } from "../shared/tags";
import type { AlarmSubscribers } from "../shared/topic";

/** Alarm on one metric. */
export interface AlarmSpec extends MetricSpec, AlarmCondition {
  /** Whether the alarm notifies the topic; false for an alarm that serves only composites. @default true */
  readonly notify?: boolean | undefined;
}

/** Alarm on the states of other alarms, so that one incident sends one message. */
export interface CompositeSpec {
  /** Labels of the alarms, 2 to 100. */
  readonly alarms: readonly string[];
  /** Whether any of them or all of them raise the composite. @default "any" */
  readonly when?: "any" | "all" | undefined;
  /** Meaning of the composite, in a sentence, at most 1024 characters. @default - none */
  readonly description?: string | undefined;
}

/** One graph of a dashboard. */
export interface DashboardGraph {
  /** Heading of the graph. */
  readonly title: string;
  /** Lines of the graph, 1 to 500. */
  readonly metrics: readonly MetricSpec[];
  /** Statistic of each period. @default "Average" */
  readonly statistic?: Statistic | undefined;
  /** Length of a period, in seconds. @default 300 */
  readonly periodSeconds?: number | undefined;
  /** Value and label of a horizontal line. @default - no line */
  readonly mark?:
    | {
        /** Value, in the unit of the metrics. */
        readonly value: number;
        /** Label of the line. */
        readonly label: string;
      }
    | undefined;
}

/** Content of a dashboard in addition to the alarms of its region. */
export interface DashboardSpec {
  /** Heading, as plain text, 1 to 200 characters. @default - the component's name */
  readonly title?: string | undefined;
  /** Paragraphs below the heading, as plain text, 1000 characters each. @default - none */
  readonly notes?: readonly string[] | undefined;
  /** Graphs below those of the alarms. @default - none */
  readonly graphs?: readonly DashboardGraph[] | undefined;
}

/** Arguments of {@link Monitoring}. */
export interface MonitoringArgs {
  /** Subscribers of the topic, by a permanent label: lower-case letters, digits, dashes. @default - none */
  readonly subscribers?: AlarmSubscribers | undefined;
  /** Alarms, by a permanent label: lower-case letters, digits, dashes. @default - none */
  readonly alarms?: Readonly<Record<string, AlarmSpec>> | undefined;
  /** Composite alarms, by a permanent label that differs from those of alarms. @default - none */
  readonly composites?: Readonly<Record<string, CompositeSpec>> | undefined;
  /** Whether alarms also notify when they return to the state OK. @default true */
  readonly notifyRecovery?: boolean | undefined;
  /** Dashboard of the region, or false for none. @default - a dashboard with all alarms */
  readonly dashboard?: DashboardSpec | false | undefined;
  /**
   * Whether this region is us-east-1, the only one with metrics of AWS/Billing, AWS/CloudFront, AWS/Route53 and the web ACLs of
   * CloudFront. @default false
   */
  readonly globalServices?: boolean | undefined;
  /**
   * ARN of a customer managed key that encrypts the topic's messages. Its policy must let cloudwatch.amazonaws.com decrypt and
   * generate data keys. @default - encryption of the disks by SNS
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /** Tags of topic and alarms; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedMonitoringArgs extends MonitoringArgs {
  readonly subscribers: AlarmSubscribers;
  readonly alarms: Readonly<Record<string, AlarmSpec>>;
  readonly composites: Readonly<Record<string, CompositeSpec>>;
  readonly notifyRecovery: boolean;
  readonly dashboard: DashboardSpec | false;
  readonly globalServices: boolean;
}
