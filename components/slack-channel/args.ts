import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags";

/** Form of the id of a Slack workspace. @see https://docs.aws.amazon.com/chatbot/latest/APIReference/API_SlackChannelConfiguration.html */
export const SLACK_WORKSPACE = /^T[0-9A-Z]{1,254}$/;

/** Form of the id of a Slack channel, public or private. */
export const SLACK_CHANNEL = /^[CG][0-9A-Z]{1,254}$/;

/** Levels of the log that the chat service keeps in CloudWatch Logs of us-east-1. */
export const SLACK_LOGGING_LEVELS = ["ERROR", "INFO", "NONE"] as const;

/** Arguments of {@link SlackChannel}. */
export interface SlackChannelArgs {
  /** Id of the workspace, such as T0123ABCD, which an administrator has authorized once in the console of the account. */
  readonly workspaceId: string;
  /** Id of the channel, such as C0123ABCD: the end of its link. A private channel must invite the application first. */
  readonly channelId: string;
  /** ARNs of the topics whose messages the channel shows, at least one, of any region of the account. */
  readonly topicArns: readonly pulumi.Input<string>[];
  /**
   * ARNs of the policies that limit what any member of the channel can do; AWS's own default is AdministratorAccess.
   * @default - CloudWatchReadOnlyAccess, for the graphs of alarms
   */
  readonly guardrailPolicyArns?: readonly pulumi.Input<string>[] | undefined;
  /** Level of the service's log, which AWS bills as events of CloudWatch Logs. @default "NONE" */
  readonly loggingLevel?: (typeof SLACK_LOGGING_LEVELS)[number] | undefined;
  /** ARN of the policy that limits the permissions of the role. @default - none */
  readonly permissionsBoundaryArn?: pulumi.Input<string> | undefined;
  /** Tags of role and channel; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
