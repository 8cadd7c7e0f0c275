import type * as pulumi from "@pulumi/pulumi";
import type { LogRetentionDays } from "../../common/log-retention";
import type { Tags } from "../shared/tags";

/** Default of {@link ReaperArgs.intervalMinutes}, and the limit. */
export const DEFAULT_REAPER_INTERVAL_MINUTES = 5;
export const MAX_REAPER_INTERVAL_MINUTES = 60;

/** Default of {@link ReaperArgs.logRetentionDays}. */
export const DEFAULT_REAPER_LOG_RETENTION_DAYS: LogRetentionDays = 30;

/** Arguments of {@link Reaper}. */
export interface ReaperArgs {
  /**
   * Tags, 1 to 10, that a cluster must have with exactly these values, such as `project` and `environment`. The reaper can
   * terminate no other cluster: its permissions have the same condition. The tag `expiresAt` is reserved.
   *
   * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-fine-grained-cluster-access.html
   */
  readonly clusterTags: Readonly<Record<string, string>>;
  /** Topics of the alarms, 1 to 5, in the region of the reaper. */
  readonly alarmTopicArns: readonly pulumi.Input<string>[];
  /** Minutes between two runs, 1 to 60; a cluster lives at most so much longer than its tag says. @default 5 */
  readonly intervalMinutes?: number | undefined;
  /** Days for which the function's log is retained. @default 30 */
  readonly logRetentionDays?: LogRetentionDays | undefined;
  /**
   * ARN of a KMS key in the region of the reaper that encrypts its log; the key's policy must allow CloudWatch Logs.
   *
   * @default - encryption by CloudWatch Logs
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly kmsKeyArn?: pulumi.Input<string> | undefined;
  /**
   * Executions of the function that Lambda reserves, 1 to 10. An account reserves none of its last 100, or of all 10 that a new
   * account has, so that the reservation fails there. @default - none; two runs at the same time do no harm
   *
   * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-concurrency.html
   */
  readonly reservedConcurrency?: number | undefined;
  /** ARN of the policy that limits the permissions of both roles. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of all taggable resources; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
