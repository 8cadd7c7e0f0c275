import type * as pulumi from "@pulumi/pulumi";
import type { AlarmActions, AlarmCondition } from "../shared/alarms";
import type { MetricSpec } from "../shared/metrics";
import type { Statistic } from "../shared/statistics";
import type { Tags } from "../shared/tags";
import type { AlarmSubscribers } from "../shared/topic";

/** Notifications and actions of an alarm. */
export interface AlarmNotifications {
  /** Whether the alarm notifies the topic; false for an alarm that serves only composites. @default true */
  readonly notify?: boolean | undefined;
  /** Whether the alarm also notifies when its metric stops, for a metric that always has data. @default false */
  readonly notifyMissingData?: boolean | undefined;
  /** Actions beside the topic. @default - none */
  readonly actions?: AlarmActions | undefined;
}

/** Alarm on one metric. */
export interface MetricAlarmSpec extends MetricSpec, AlarmCondition, AlarmNotifications {}

/** Metric of an expression. */
export interface MathMetric extends MetricSpec {
  /** Statistic of each period. @default - that of the alarm */
  readonly statistic?: Statistic | undefined;
}

/** Alarm on an expression over metrics, such as the percentage of requests that fail. */
export interface MathAlarmSpec extends AlarmCondition, AlarmNotifications {
  /** Expression of CloudWatch's metric math over the ids of metrics, such as `100 * errors / requests`, 1 to 1024 characters. */
  readonly expression: string;
  /** Metrics, 1 to 9, by ids: a lower-case letter, then letters, digits and underscores. */
  readonly metrics: Readonly<Record<string, MathMetric>>;
}

/** Alarm on a metric that leaves the band of values that CloudWatch expects from its past. */
export interface AnomalyAlarmSpec
  extends MetricSpec,
    Omit<AlarmCondition, "threshold" | "comparison">,
    AlarmNotifications {
  /** Band of expected values; CloudWatch learns it from up to two weeks of data. */
  readonly band: {
    /** Width of the band, in standard deviations, above 0 and at most 1000. @default 2 */
    readonly deviations?: number | undefined;
    /** Side of the band on which values raise the alarm. @default "both" */
    readonly side?: keyof typeof BAND_COMPARISONS | undefined;
  };
}

/** Comparisons with a band, by the side that breaches. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html */
export const BAND_COMPARISONS = {
  both: "LessThanLowerOrGreaterThanUpperThreshold",
  above: "GreaterThanUpperThreshold",
  below: "LessThanLowerThreshold",
} as const;

/** Alarm on one metric, on an expression over metrics, or on an anomaly. */
export type AlarmSpec = MetricAlarmSpec | MathAlarmSpec | AnomalyAlarmSpec;

/** Alarm on the states of other alarms, so that one incident sends one message. */
export interface CompositeSpec {
  /** Labels of the alarms, 2 to 100. */
  readonly alarms: readonly string[];
  /** Whether any of them or all of them raise the composite. @default "any" */
  readonly when?: "any" | "all" | undefined;
  /** Meaning of the composite, in a sentence, at most 1024 characters. @default - none */
  readonly description?: string | undefined;
  /** Alarm whose state ALARM suppresses the composite's notifications, such as one that a deployment raises. @default - none */
  readonly suppressor?:
    | {
        /** Label of the alarm. */
        readonly alarm: string;
        /** Seconds for which the composite waits for the suppressor before it notifies, 0 to 86400. @default 60 */
        readonly waitSeconds?: number | undefined;
        /** Seconds for which the suppression outlasts the suppressor's alarm, 0 to 86400. @default 60 */
        readonly extensionSeconds?: number | undefined;
      }
    | undefined;
}

/** One line of a graph. */
export interface DashboardLine extends MetricSpec {
  /** Id by which expressions refer to the line: a lower-case letter, then letters, digits and underscores. @default - none */
  readonly id?: string | undefined;
  /** Label of the line. @default - that of CloudWatch */
  readonly label?: string | undefined;
  /** Whether the graph does not show the line, which serves an expression only. @default false */
  readonly hidden?: boolean | undefined;
}

/** Views of a graph. */
export const GRAPH_VIEWS = ["timeSeries", "singleValue", "gauge", "bar", "pie"] as const;

/** Table of log events on a dashboard. */
export interface DashboardLogTable {
  /** Heading of the table. */
  readonly title: string;
  /** Query of CloudWatch Logs Insights, 1 to 10000 characters. */
  readonly query: string;
  /** Names of the log groups, 1 to 50. */
  readonly logGroupNames: readonly pulumi.Input<string>[];
}

/** One graph of a dashboard. */
export interface DashboardGraph {
  /** Heading of the graph. */
  readonly title: string;
  /** Lines of the graph, 1 to 500. */
  readonly metrics: readonly DashboardLine[];
  /** Further lines: expressions of metric math over ids of metrics, by their labels. @default - none */
  readonly expressions?: Readonly<Record<string, string>> | undefined;
  /** View: lines over time, the last value, a gauge between the limits of the axis, bars, or a pie. @default "timeSeries" */
  readonly view?: (typeof GRAPH_VIEWS)[number] | undefined;
  /** Limits of the axis, required for a gauge. @default - those of the values */
  readonly axis?:
    | {
        /** Lower limit. */
        readonly min: number;
        /** Upper limit. */
        readonly max: number;
      }
    | undefined;
  /** Region of the metrics, for a dashboard over several regions. @default - the region of the component */
  readonly region?: string | undefined;
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
  /** Tables of log events below the graphs, at most 20. @default - none */
  readonly logTables?: readonly DashboardLogTable[] | undefined;
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
