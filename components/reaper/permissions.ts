import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import type { PolicyStatement } from "../shared/policy";

/** Place and resources that the function's permissions refer to. */
export interface ReaperContext {
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly account: pulumi.Input<string>;
  /** ARN of the function's log group. */
  readonly logGroupArn: pulumi.Input<string>;
  /** ARN of the queue for failed runs. */
  readonly deadLetterArn: pulumi.Input<string>;
}

/**
 * Returns the permissions of the function: find clusters, terminate those with the tags, write its log and traces, report failed
 * runs.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazonelasticmapreduce.html
 */
export function functionStatements(
  clusterTags: Readonly<Record<string, string>>,
  { partition, region, account, logGroupArn, deadLetterArn }: ReaperContext,
): PolicyStatement[] {
  const clusters = arn({ partition, service: "elasticmapreduce", region, account, resource: "cluster/*" });
  return [
    {
      sid: "ListClusters",
      actions: ["elasticmapreduce:ListClusters"],
      resources: ["*"],
      wildcardBecause: "ListClusters supports no resources",
    },
    { sid: "ReadTags", actions: ["elasticmapreduce:DescribeCluster"], resources: [clusters] },
    {
      sid: "TerminateOwnClusters",
      actions: ["elasticmapreduce:TerminateJobFlows", "elasticmapreduce:SetTerminationProtection"],
      resources: [clusters],
      conditions: Object.entries(clusterTags).map(([key, value]) => ({
        test: "StringEquals",
        key: `elasticmapreduce:ResourceTag/${key}`,
        values: [value],
      })),
    },
    {
      sid: "WriteLog",
      actions: ["logs:CreateLogStream", "logs:PutLogEvents"],
      resources: [pulumi.interpolate`${logGroupArn}:*`],
    },
    {
      sid: "WriteTraces",
      actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"],
      resources: ["*"],
      wildcardBecause: "traces have no resources",
    },
    { sid: "ReportFailedRuns", actions: ["sqs:SendMessage"], resources: [deadLetterArn] },
  ];
}
