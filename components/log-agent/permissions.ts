import * as pulumi from "@pulumi/pulumi";
import type { PolicyStatement } from "../shared/policy";
import type { ResolvedLogAgentArgs } from "./args";

/**
 * Returns the agent's permissions: write to its log groups and its namespace, read its configuration.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/create-iam-roles-for-cloudwatch-agent.html
 */
export function agentStatements(
  { files, namespace }: ResolvedLogAgentArgs,
  parameterArn: pulumi.Input<string>,
): PolicyStatement[] {
  const logGroupArns = Object.values(files).map(({ logGroupArn }) => logGroupArn);
  return [
    {
      sid: "WriteLogs",
      actions: [
        "logs:CreateLogGroup",
        "logs:CreateLogStream",
        "logs:PutLogEvents",
        "logs:DescribeLogStreams",
      ],
      resources: logGroupArns.flatMap((arn) => [arn, pulumi.interpolate`${arn}:*`]),
    },
    {
      sid: "WriteMeasurements",
      actions: ["cloudwatch:PutMetricData"],
      resources: ["*"],
      conditions: [{ test: "StringEquals", key: "cloudwatch:namespace", values: [namespace] }],
      wildcardBecause: "metrics have no ARN; the condition limits it to one namespace",
    },
    { sid: "ReadConfiguration", actions: ["ssm:GetParameter"], resources: [parameterArn] },
  ];
}
