import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import type { ResolvedNetworkArgs } from "./resolve";

/** Creates the flow log of a VPC, with its log group and its role; returns the name of the log group. */
export function createFlowLog(
  name: string,
  vpcId: pulumi.Input<string>,
  args: ResolvedNetworkArgs,
  region: pulumi.Input<string>,
  parent: pulumi.Resource,
): pulumi.Output<string> {
  const { flowLogTraffic, flowLogRetentionDays, permissionsBoundaryArn, tags } = args;
  const here = { parent };
  const common = tags ? { tags } : {};
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    { retentionInDays: flowLogRetentionDays, ...common },
    here,
  );
  const account = aws.getCallerIdentityOutput({}, here).accountId;
  const { partition } = aws.getPartitionOutput({}, here);
  // built from the name, which a preview knows before the ARN, so that policy packs can evaluate the role policy
  const resource = pulumi.interpolate`log-group:${logGroup.name}`;
  const logGroupArn = arn({ partition, service: "logs", region, account, resource });
  const role = createServiceRole(
    `${name}-flow-log-role`,
    { service: "vpc-flow-logs.amazonaws.com", account, permissionsBoundaryArn, tags },
    parent,
  );
  const rolePolicy = new aws.iam.RolePolicy(
    `${name}-flow-log-policy`,
    { role: role.id, policy: policyDocument(name, deliveryStatements(logGroupArn)) },
    here,
  );
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      vpcId,
      trafficType: flowLogTraffic,
      logDestinationType: "cloud-watch-logs",
      logDestination: logGroup.arn,
      iamRoleArn: role.arn,
      ...common,
    },
    { ...here, dependsOn: [rolePolicy] }, // without its policy, the role cannot deliver the first records
  );
  return logGroup.name;
}

/** @see https://docs.aws.amazon.com/vpc/latest/userguide/flow-logs-iam-role.html */
function deliveryStatements(logGroupArn: pulumi.Output<string>): PolicyStatement[] {
  return [
    {
      actions: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
      resources: [logGroupArn, pulumi.interpolate`${logGroupArn}:*`],
    },
    {
      actions: ["logs:DescribeLogGroups"],
      resources: ["*"],
      wildcardBecause: "the action does not support single log groups",
    },
  ];
}
