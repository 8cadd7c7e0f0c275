import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import type { AccountFacts } from "./account-facts";
import { DEFAULT_FLOW_LOG_AGGREGATION_SECONDS } from "./args";
import type { ResolvedNetworkArgs } from "./resolve";

/** Creates the flow log of a VPC in its destination; returns the name of the log group, undefined for other destinations. */
export function createFlowLog(
  name: string,
  vpcId: pulumi.Input<string>,
  args: ResolvedNetworkArgs,
  account: AccountFacts,
  parent: pulumi.Resource,
): pulumi.Output<string> | undefined {
  const { flowLogDestination, flowLogFields, flowLogAggregationSeconds, tags } = args;
  if (flowLogDestination === "none") return undefined;
  const { logGroup, options, ...destination } =
    flowLogDestination === "s3"
      ? bucketDestination(args)
      : createLogGroupDestination(name, args, account, parent);
  new aws.ec2.FlowLog(
    `${name}-flow-log`,
    {
      vpcId,
      trafficType: args.flowLogTraffic,
      ...destination,
      ...(flowLogFields ? { logFormat: flowLogFields.map((field) => `\${${field}}`).join(" ") } : {}),
      ...(flowLogAggregationSeconds === DEFAULT_FLOW_LOG_AGGREGATION_SECONDS
        ? {}
        : { maxAggregationInterval: flowLogAggregationSeconds }),
      ...(tags ? { tags } : {}),
    },
    // EC2 rejects a second flow log with the same destination, and every change but that of tags replaces a flow log
    { parent, deleteBeforeReplace: true, ...options },
  );
  return logGroup?.name;
}

/** Destination of a flow log: inputs that name it, options, and the log group if it is one. */
interface Destination
  extends Pick<
    aws.ec2.FlowLogArgs,
    "logDestinationType" | "logDestination" | "iamRoleArn" | "destinationOptions"
  > {
  readonly logGroup?: aws.cloudwatch.LogGroup;
  readonly options?: pulumi.CustomResourceOptions;
}

function bucketDestination({ flowLogBucketArn, flowLogFileFormat }: ResolvedNetworkArgs): Destination {
  return {
    logDestinationType: "s3",
    ...(flowLogBucketArn === undefined ? {} : { logDestination: flowLogBucketArn }),
    ...(flowLogFileFormat === undefined ? {} : { destinationOptions: { fileFormat: flowLogFileFormat } }),
  };
}

function createLogGroupDestination(
  name: string,
  { flowLogRetentionDays, kmsKeyArn, permissionsBoundaryArn, tags }: ResolvedNetworkArgs,
  { account, partition, region }: AccountFacts,
  parent: pulumi.Resource,
): Destination {
  const here = { parent };
  const logGroup = new aws.cloudwatch.LogGroup(
    `${name}-flow-logs`,
    {
      retentionInDays: flowLogRetentionDays,
      ...(kmsKeyArn === undefined ? {} : { kmsKeyId: kmsKeyArn }),
      ...(tags ? { tags } : {}),
    },
    here,
  );
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
  return {
    logDestinationType: "cloud-watch-logs",
    logDestination: logGroup.arn,
    iamRoleArn: role.arn,
    logGroup,
    options: { dependsOn: [rolePolicy] }, // without its policy, the role cannot deliver the first records
  };
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
