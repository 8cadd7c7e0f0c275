/** A REST API in front of a function, with IAM authorization. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const role = new aws.iam.Role("hello", {
  assumeRolePolicy: JSON.stringify({
    Version: "2012-10-17",
    Statement: [
      { Action: "sts:AssumeRole", Effect: "Allow", Principal: { Service: "lambda.amazonaws.com" } },
    ],
  }),
});
for (const [name, policyArn] of Object.entries({
  logs: "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
  traces: "arn:aws:iam::aws:policy/AWSXRayDaemonWriteAccess",
})) {
  new aws.iam.RolePolicyAttachment(`hello-${name}`, { role: role.name, policyArn });
}
new aws.cloudwatch.LogGroup("hello", { name: "/aws/lambda/hello", retentionInDays: 14 });
const hello = new aws.lambda.Function("hello", {
  name: "hello",
  runtime: "python3.13",
  handler: "main.handler",
  role: role.arn,
  code: new pulumi.asset.AssetArchive({
    "main.py": new pulumi.asset.StringAsset("def handler(event, context): return {'statusCode': 200}"),
  }),
  tracingConfig: { mode: "Active" },
});
const api = new aws.apigateway.RestApi("hello", {});
const proxy = new aws.apigateway.Resource("hello", {
  restApi: api.id,
  parentId: api.rootResourceId,
  pathPart: "hello",
});
const method = new aws.apigateway.Method("hello", {
  restApi: api.id,
  resourceId: proxy.id,
  httpMethod: "GET",
  authorization: "AWS_IAM",
});
const integration = new aws.apigateway.Integration("hello", {
  restApi: api.id,
  resourceId: proxy.id,
  httpMethod: method.httpMethod,
  integrationHttpMethod: "POST",
  type: "AWS_PROXY",
  uri: hello.invokeArn,
});
const deployment = new aws.apigateway.Deployment(
  "hello",
  { restApi: api.id, triggers: { method: method.id } },
  { dependsOn: [integration] },
);
const logs = new aws.cloudwatch.LogGroup("access", { retentionInDays: 14 });
const stage = new aws.apigateway.Stage("hello", {
  restApi: api.id,
  deployment: deployment.id,
  stageName: "v1",
  xrayTracingEnabled: true,
  accessLogSettings: { destinationArn: logs.arn, format: '{"requestId":"$context.requestId"}' },
});
new aws.apigateway.MethodSettings("hello", {
  restApi: api.id,
  stageName: stage.stageName,
  methodPath: "*/*",
  settings: { throttlingBurstLimit: 100, throttlingRateLimit: 50, metricsEnabled: true },
});
new aws.lambda.Permission("hello", {
  action: "lambda:InvokeFunction",
  function: hello.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
});
