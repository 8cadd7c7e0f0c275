import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags";

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
  /** Time zone of the file's timestamps: UTC or that of the instance. @default "UTC" */
  readonly timezone?: "UTC" | "Local" | undefined;
}

/** Measurement that is visible only inside the instance. */
export type LogAgentMeasurement = "memory" | "disk" | "swap";

/** Arguments of {@link LogAgent}. */
export interface LogAgentArgs {
  /** Files to send, at least one, by a permanent label: lower-case letters, digits, dashes. */
  readonly files: Readonly<Record<string, LogAgentFile>>;
  /** Measurements, in percent used. @default memory and disk */
  readonly measurements?: readonly LogAgentMeasurement[] | undefined;
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
  readonly intervalSeconds: number;
  readonly namespace: string;
  readonly systemsManager: boolean;
}
