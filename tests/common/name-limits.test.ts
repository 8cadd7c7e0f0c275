import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { NAME_LIMITS } from "../../common/name-limits";
import { fileOfToken, findSdk } from "../../lab/provider/declarations/source";

/** Limits of the services' API references, with the types that share one. */
const EXPECTED: readonly (readonly [limit: number, ...tokens: string[]])[] = [
  [16, "aws:route53/cidrLocation:CidrLocation"],
  [
    32,
    "aws:alb/loadBalancer:LoadBalancer",
    "aws:alb/targetGroup:TargetGroup",
    "aws:elb/loadBalancer:LoadBalancer",
    "aws:lb/loadBalancer:LoadBalancer",
    "aws:lb/targetGroup:TargetGroup",
  ],
  [63, "aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
  [
    64,
    "aws:cloudfront/function:Function",
    "aws:cloudfront/originAccessControl:OriginAccessControl",
    "aws:cloudwatch/eventRule:EventRule",
    "aws:iam/role:Role",
    "aws:iam/user:User",
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
    "aws:lambda/function:Function",
    "aws:route53/cidrCollection:CidrCollection",
    "aws:scheduler/schedule:Schedule",
    "aws:scheduler/scheduleGroup:ScheduleGroup",
  ],
  [80, "aws:sqs/queue:Queue"],
  [100, "aws:budgets/budget:Budget"],
  [
    128,
    "aws:cloudfront/cachePolicy:CachePolicy",
    "aws:cloudfront/originRequestPolicy:OriginRequestPolicy",
    "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy",
    "aws:iam/group:Group",
    "aws:iam/instanceProfile:InstanceProfile",
    "aws:iam/policy:Policy",
    "aws:iam/rolePolicy:RolePolicy",
    "aws:kinesis/stream:Stream",
  ],
  [
    255,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm",
    "aws:cloudwatch/dashboard:Dashboard",
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    "aws:cloudwatch/queryDefinition:QueryDefinition",
    "aws:ec2/securityGroup:SecurityGroup",
  ],
  [
    256,
    "aws:ecr/repository:Repository",
    "aws:emr/cluster:Cluster",
    "aws:kms/alias:Alias",
    "aws:sns/topic:Topic",
  ],
  [
    512,
    "aws:cloudwatch/logGroup:LogGroup",
    "aws:cloudwatch/logMetricFilter:LogMetricFilter",
    "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
  ],
  [10_280, "aws:emr/securityConfiguration:SecurityConfiguration"],
];

describe("NAME_LIMITS", () => {
  it("lists types that the provider has", () => {
    const sdk = findSdk();
    for (const token of Object.keys(NAME_LIMITS)) assert.ok(fileOfToken(sdk, token), token);
  });

  it("has the limits that the services document", () => {
    const expected = EXPECTED.flatMap(([limit, ...tokens]) => tokens.map((token) => [token, limit] as const));

    assert.deepEqual({ ...NAME_LIMITS }, Object.fromEntries(expected));
  });
});
