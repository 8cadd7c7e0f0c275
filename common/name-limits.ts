/**
 * Longest names in characters, by the type token of Pulumi's AWS provider.
 *
 * @see the name limits of each service's API, as pulumi-aws' `provider/resources.go` applies them
 */
export const NAME_LIMITS: Readonly<Record<string, number>> = {
  "aws:alb/loadBalancer:LoadBalancer": 32,
  "aws:alb/targetGroup:TargetGroup": 32,
  "aws:cloudwatch/eventRule:EventRule": 64,
  "aws:dynamodb/table:Table": 255,
  "aws:ecr/repository:Repository": 256,
  "aws:elb/loadBalancer:LoadBalancer": 32,
  "aws:iam/group:Group": 128,
  "aws:iam/instanceProfile:InstanceProfile": 128,
  "aws:iam/policy:Policy": 128,
  "aws:iam/role:Role": 64,
  "aws:iam/rolePolicy:RolePolicy": 128,
  "aws:iam/user:User": 64,
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": 64,
  "aws:kinesis/stream:Stream": 128,
  "aws:lambda/function:Function": 64,
  "aws:lb/loadBalancer:LoadBalancer": 32,
  "aws:lb/targetGroup:TargetGroup": 32,
  "aws:scheduler/schedule:Schedule": 64,
  "aws:sns/topic:Topic": 256,
  "aws:sqs/queue:Queue": 80,
};

/** Longest name of an S3 bucket in characters. @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucketnamingrules.html */
export const BUCKET_NAME_LIMIT = 63;

/** Longest name in characters of a type that {@link NAME_LIMITS} does not list. */
export const DEFAULT_NAME_LIMIT = 255;
