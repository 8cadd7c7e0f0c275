/**
 * Longest names in characters, by the type token of Pulumi's AWS provider.
 *
 * @see the name limits of each service's API, as pulumi-aws' `provider/resources.go` applies them
 */
export const NAME_LIMITS = {
  "aws:alb/loadBalancer:LoadBalancer": 32,
  "aws:alb/targetGroup:TargetGroup": 32,
  "aws:budgets/budget:Budget": 100,
  "aws:cloudfront/cachePolicy:CachePolicy": 128,
  "aws:cloudfront/function:Function": 64,
  "aws:cloudfront/originAccessControl:OriginAccessControl": 64,
  "aws:cloudfront/originRequestPolicy:OriginRequestPolicy": 128,
  "aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": 128,
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": 255,
  "aws:cloudwatch/dashboard:Dashboard": 255,
  "aws:cloudwatch/eventRule:EventRule": 64,
  "aws:cloudwatch/logGroup:LogGroup": 512,
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": 512,
  "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter": 512,
  "aws:cloudwatch/metricAlarm:MetricAlarm": 255,
  "aws:cloudwatch/queryDefinition:QueryDefinition": 255,
  "aws:ec2/securityGroup:SecurityGroup": 255,
  "aws:ecr/repository:Repository": 256,
  "aws:elb/loadBalancer:LoadBalancer": 32,
  "aws:emr/cluster:Cluster": 256,
  "aws:emr/securityConfiguration:SecurityConfiguration": 10_280,
  "aws:iam/group:Group": 128,
  "aws:iam/instanceProfile:InstanceProfile": 128,
  "aws:iam/policy:Policy": 128,
  "aws:iam/role:Role": 64,
  "aws:iam/rolePolicy:RolePolicy": 128,
  "aws:iam/user:User": 64,
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": 64,
  "aws:kinesis/stream:Stream": 128,
  "aws:kms/alias:Alias": 256,
  "aws:lambda/function:Function": 64,
  "aws:lb/loadBalancer:LoadBalancer": 32,
  "aws:lb/targetGroup:TargetGroup": 32,
  "aws:route53/cidrCollection:CidrCollection": 64,
  "aws:route53/cidrLocation:CidrLocation": 16,
  "aws:s3/bucket:Bucket": 63,
  "aws:s3/bucketV2:BucketV2": 63,
  "aws:scheduler/schedule:Schedule": 64,
  "aws:scheduler/scheduleGroup:ScheduleGroup": 64,
  "aws:sns/topic:Topic": 256,
  "aws:sqs/queue:Queue": 80,
} as const;

/** Longest name in characters of a type, 255 where {@link NAME_LIMITS} has none. */
export function nameLimit(token: string): number {
  return (NAME_LIMITS as Readonly<Record<string, number>>)[token] ?? 255;
}
