import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import type { SlackChannelArgs } from "./args";
import { resolveArgs } from "./resolve";

export type { SlackChannelArgs } from "./args";

/** Actions with which the service draws the graph of an alarm. */
const READ_METRICS = [
  "cloudwatch:DescribeAlarms",
  "cloudwatch:GetMetricData",
  "cloudwatch:GetMetricWidgetImage",
];

/**
 * A Slack channel that shows the messages of alarm topics, through Amazon Q Developer in chat applications (AWS Chatbot).
 *
 * The provider is in one of the regions us-east-2, us-west-2, eu-west-1 and ap-southeast-1; the topics may be anywhere. AWS
 * takes one configuration for each channel of an account, so one SlackChannel lists all topics. An administrator authorizes the
 * workspace once in the console: AWS has no API for that.
 * The role reads metrics and alarms alone, and the guardrail limits every member of the channel to reading.
 *
 * @throws {ArgumentError} when an id has another form, or topics or guardrails are empty
 * @see https://docs.aws.amazon.com/chatbot/latest/adminguide/slack-setup.html
 */
export class SlackChannel extends pulumi.ComponentResource {
  /** ARN of the channel's configuration. */
  readonly configurationArn: pulumi.Output<string>;
  /** ARN of the channel's role. */
  readonly roleArn: pulumi.Output<string>;

  constructor(name: string, args: SlackChannelArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:SlackChannel", name, args, opts);
    const { workspaceId, channelId, topicArns, loggingLevel, permissionsBoundaryArn, tags, ...rest } =
      resolveArgs(name, args);
    const here = { parent: this };
    const { partition } = aws.getPartitionOutput({}, here);

    const role = createServiceRole(
      name,
      { service: "chatbot.amazonaws.com", permissionsBoundaryArn, tags },
      this,
    );
    const wildcardBecause = "these actions take metrics and alarms of every region, by no ARN";
    const policy = policyDocument(name, [
      { sid: "ReadMetrics", actions: READ_METRICS, resources: ["*"], wildcardBecause },
    ]);
    new aws.iam.RolePolicy(`${name}-policy`, { role: role.id, policy }, here);
    const readOnly = arn({
      partition,
      service: "iam",
      account: "aws",
      resource: "policy/CloudWatchReadOnlyAccess",
    });
    const channel = new aws.chatbot.SlackChannelConfiguration(
      `${name}-channel`,
      {
        configurationName: role.name, // AWS requires a name that is unique in the account, like the role's
        slackTeamId: workspaceId,
        slackChannelId: channelId,
        iamRoleArn: role.arn,
        snsTopicArns: [...topicArns],
        guardrailPolicyArns: [...(rest.guardrailPolicyArns ?? [readOnly])],
        loggingLevel,
        ...(tags ? { tags } : {}),
      },
      here,
    );

    this.configurationArn = channel.chatConfigurationArn;
    this.roleArn = role.arn;
    this.registerOutputs({ configurationArn: this.configurationArn, roleArn: this.roleArn });
  }
}
