import assert from "node:assert/strict";
import {
  arnService,
  defaultOperation,
  duplicateErrorCode,
  kebabTypeName,
  typeLabel,
} from "../../../lab/aws/api-names";

describe("typeLabel", () => {
  for (const [token, label] of [
    ["aws:acm/certificate:Certificate", "ACM Certificate"],
    ["aws:alb/targetGroup:TargetGroup", "Elastic Load Balancing v2 Target Group"],
    ["aws:apigateway/restApi:RestApi", "API Gateway Rest Api"],
    ["aws:apigatewayv2/api:Api", "ApiGatewayV2 Api"],
    ["aws:athena/workgroup:Workgroup", "Athena Workgroup"],
    ["aws:autoscaling/group:Group", "Auto Scaling Group"],
    ["aws:budgets/budget:Budget", "Budgets Budget"],
    ["aws:cloudfront/distribution:Distribution", "CloudFront Distribution"],
    ["aws:cloudtrail/trail:Trail", "CloudTrail Trail"],
    ["aws:cloudwatch/metricAlarm:MetricAlarm", "CloudWatch Metric Alarm"],
    ["aws:cognito/userPool:UserPool", "Cognito Identity Provider User Pool"],
    ["aws:dynamodb/table:Table", "DynamoDB Table"],
    ["aws:elasticbeanstalk/application:Application", "Elastic Beanstalk Application"],
    ["aws:kinesis/stream:Stream", "Kinesis Stream"],
    ["aws:lambda/function:Function", "Lambda Function"],
    ["aws:lb/listener:Listener", "Elastic Load Balancing v2 Listener"],
    ["aws:logs/group:Group", "CloudWatch Logs Group"],
    ["aws:opensearch/domain:Domain", "OpenSearch Domain"],
    ["aws:route53/healthCheck:HealthCheck", "Route 53 Health Check"],
    ["aws:scheduler/schedule:Schedule", "Scheduler Schedule"],
    ["aws:synthetics/canary:Canary", "synthetics Canary"],
  ] as const)
    it(`calls ${token} ${label}`, () => {
      assert.equal(typeLabel(token), label);
    });
});

describe("arnService", () => {
  for (const [module, service] of [
    ["alb", "elasticloadbalancing"],
    ["apigatewayv2", "apigateway"],
    ["appautoscaling", "application-autoscaling"],
    ["cfg", "config"],
    ["cognito", "cognito-idp"],
    ["ebs", "ec2"],
    ["elasticsearch", "es"],
    ["elb", "elasticloadbalancing"],
    ["emr", "elasticmapreduce"],
    ["glue", "glue"],
    ["lb", "elasticloadbalancing"],
    ["opensearch", "es"],
  ] as const)
    it(`names ${module} ${service}`, () => {
      assert.equal(arnService(module), service);
    });
});

describe("duplicateErrorCode", () => {
  for (const [service, code] of [
    ["dynamodb", "ResourceInUseException"],
    ["iam", "EntityAlreadyExists"],
    ["kinesis", "ResourceInUseException"],
    ["lambda", "ResourceConflictException"],
    ["glue", "ResourceAlreadyExistsException"],
  ] as const)
    it(`is ${code} in ${service}`, () => {
      assert.equal(duplicateErrorCode(service), code);
    });
});

describe("defaultOperation", () => {
  it("joins a verb and the type", () => {
    const token = "aws:glue/job:Job";
    const operations = (["create", "read", "update", "delete"] as const).map((action) =>
      defaultOperation(token, action),
    );

    assert.deepEqual(operations, ["CreateJob", "DescribeJob", "UpdateJob", "DeleteJob"]);
  });

  it("puts the settings of a bucket", () => {
    const token = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
    const operations = (["create", "read", "update", "delete"] as const).map((action) =>
      defaultOperation(token, action),
    );

    assert.deepEqual(operations, [
      "PutBucketCorsConfiguration",
      "DescribeBucketCorsConfiguration",
      "PutBucketCorsConfiguration",
      "DeleteBucketCorsConfiguration",
    ]);
  });
});

describe("kebabTypeName", () => {
  it("separates the words of a type by hyphens", () => {
    assert.equal(
      kebabTypeName("aws:lb/targetGroupAttachment:TargetGroupAttachment"),
      "target-group-attachment",
    );
  });
});
