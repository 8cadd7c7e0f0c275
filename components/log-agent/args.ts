import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../common/log-retention";
import type { Tags } from "../shared/tags";

/** Types of a filter of lines. */
export const LOG_AGENT_FILTER_TYPES = ["include", "exclude"] as const;

/** Filter of the lines that the agent sends; a line is sent when it passes all filters of its file. */
export interface LogAgentFilter {
  /** Whether the agent sends the lines that match, or those that do not. */
  readonly type: (typeof LOG_AGENT_FILTER_TYPES)[number];
  /** Regular expression of Go's RE2, 1 to 4096 characters. */
  readonly expression: string;
}

/** File on the instance whose lines the agent sends to a log group. */
export interface LogAgentFile {
  /** Absolute path of the file; `*` matches any part of a name. */
  readonly path: string;
  /** Name of the log group. */
  readonly logGroupName: pulumi.Input<string>;
  /** ARN of that log group, without `:*`. */
  readonly logGroupArn: pulumi.Input<string>;
  /** Name of the stream; the agent replaces {instance_id}, {hostname} and {ip_address}. @default "{instance_id}" */
  readonly streamName?: string | undefined;
  /**
   * Form of the timestamps, such as `%Y-%m-%dT%H:%M:%S`; without it an event has the time at which the agent reads its line.
   * @default - none
   */
  readonly timestampFormat?: string | undefined;
  /** Time zone of the timestamps, for a form without one: UTC or that of the instance; only with timestampFormat. @default "UTC" */
  readonly timezone?: "UTC" | "Local" | undefined;
  /**
   * Regular expression that matches the first line of an event, or `{timestamp_format}` for a line with a timestamp; it keeps a
   * stack trace in one event. @default - a line without leading white space begins an event
   */
  readonly multiLineStartPattern?: string | undefined;
  /** Filters of lines, which reduce what AWS bills, at most 20. @default - all lines */
  readonly filters?: readonly LogAgentFilter[] | undefined;
  /**
   * Days for which the group retains events; the agent sets it at each start and the role may change it. For a group that the
   * agent itself creates: the groups of Logs have their retention already. @default - the group's own
   */
  readonly retentionDays?: LogRetentionDays | undefined;
}

/** File systems that the agent measures. */
export interface LogAgentDisks {
  /** Mount points, such as `/` and `/data`; `*` for all. @default ["*"] */
  readonly mountPoints?: readonly string[] | undefined;
  /** Types of file systems to leave out, such as tmpfs. @default ["devtmpfs", "overlay", "squashfs", "sysfs", "tmpfs"] */
  readonly ignoreFileSystemTypes?: readonly string[] | undefined;
  /**
   * Whether the name of the device is no dimension of the metrics. It differs by instance type and boot, so an alarm cannot know
   * it. @default true
   */
  readonly dropDevice?: boolean | undefined;
}

/** Measurement that is visible only inside the instance. */
export type LogAgentMeasurement = "memory" | "disk" | "swap";

/** Instances whose measurements an alarm watches together: those of an Auto Scaling group, or one instance. */
export type LogAgentInstances =
  | {
      /** Name of the Auto Scaling group. */
      readonly autoScalingGroupName: pulumi.Input<string>;
    }
  | {
      /** Id of the instance. */
      readonly instanceId: pulumi.Input<string>;
    };

/** Arguments of {@link LogAgent}. */
export interface LogAgentArgs {
  /** Files to send, at least one, by a permanent label: lower-case letters, digits, dashes. */
  readonly files: Readonly<Record<string, LogAgentFile>>;
  /** Measurements, in percent used. @default memory and disk */
  readonly measurements?: readonly LogAgentMeasurement[] | undefined;
  /** File systems of the measurement disk. @default - all but virtual ones */
  readonly disks?: LogAgentDisks | undefined;
  /** Seconds between two measurements, 1 to 172800; below 60 costs more. @default 60 */
  readonly intervalSeconds?: number | undefined;
  /** Namespace of the measurements, 1 to 255 characters, the only one the instance may write to. @default "CWAgent" */
  readonly namespace?: string | undefined;
  /** Whether Systems Manager may manage the instances: sessions without SSH, patches, inventory. @default true */
  readonly systemsManager?: boolean | undefined;
  /** ARN of the policy that limits the permissions of the role. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of role, profile and parameter; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}

/** Validated arguments with all defaults filled in. */
export interface ResolvedLogAgentArgs extends LogAgentArgs {
  readonly measurements: readonly LogAgentMeasurement[];
  readonly disks: Required<{ readonly [K in keyof LogAgentDisks]: Exclude<LogAgentDisks[K], undefined> }>;
  readonly intervalSeconds: number;
  readonly namespace: string;
  readonly systemsManager: boolean;
}
