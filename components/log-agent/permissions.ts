import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared/policy";
import type { LogAgentFile, ResolvedLogAgentArgs } from "./args";

/**
 * Returns the agent's permissions: write to its log groups and its namespace, read its configuration and tags.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html
 */
export function agentStatements(
  { files, measurements, namespace }: ResolvedLogAgentArgs,
  parameterArn: pulumi.Input<string>,
): PolicyStatement[] {
  const arnsOf = (some: readonly LogAgentFile[]) =>
    some.flatMap(({ logGroupArn }) => [logGroupArn, pulumi.interpolate`${logGroupArn}:*`]);
  const all = Object.values(files);
  const withRetention = all.filter(({ retentionDays }) => retentionDays !== undefined);
  const setRetention: PolicyStatement = {
    sid: "SetRetention",
    actions: ["logs:PutRetentionPolicy"],
    resources: arnsOf(withRetention),
  };
  const readGroup: PolicyStatement = {
    sid: "ReadAutoScalingGroup",
    actions: ["ec2:DescribeTags"],
    resources: ["*"],
    wildcardBecause:
      "EC2 supports no resources for this action, which finds the instance's Auto Scaling group",
  };
  return [
    {
      sid: "WriteLogs",
      actions: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogStreams",
      ],
      resources: arnsOf(all),
    },
    ...(withRetention.length > 0 ? [setRetention] : []),
    {
      sid: "WriteMeasurements",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: [{ test: "StringEquals", key: "cloudwatch:namespace", values: [namespace] }],
      wildcardBecause: "metrics have no ARN; the condition limits it to one namespace",
    },
    ...(measurements.length > 0 ? [readGroup] : []),
    { sid: "ReadConfiguration", actions: ["ssm:GetParameter"], resources: [parameterArn] },
  ];
}
