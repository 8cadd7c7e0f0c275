/** A function behind an HTTP API with a JWT authorizer, and its table. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const orders = new aws.dynamodb.Table("orders", {
  attributes: [{ name: "id", type: "S" }],
  hashKey: "id",
  billingMode: "PAY_PER_REQUEST",
  pointInTimeRecovery: { enabled: true },
  deletionProtectionEnabled: true,
  serverSideEncryption: { enabled: true },
});
const role = new aws.iam.Role("handler", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "lambda.amazonaws.com" }),
  managedPolicyArns: [aws.iam.ManagedPolicy.AWSLambdaBasicExecutionRole],
});
new aws.iam.RolePolicy("handler", {
  role: role.id,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      { actions: ["dynamodb:GetItem", "dynamodb:PutItem", "dynamodb:Query"], resources: [orders.arn] },
      { actions: ["xray:PutTraceSegments", "xray:PutTelemetryRecords"], resources: ["*"] },
    ],
  }).json,
});
const handler = new aws.lambda.Function("handler", {
  runtime: "nodejs22.x",
  handler: "index.handler",
  role: role.arn,
  code: new pulumi.asset.AssetArchive({
    "index.js": new pulumi.asset.StringAsset("exports.handler = async () => ({ statusCode: 200 });"),
  }),
  environment: { variables: { TABLE_NAME: orders.name } },
  tracingConfig: { mode: "Active" },
});
new aws.cloudwatch.LogGroup("handler", {
  name: pulumi.interpolate`/aws/lambda/${handler.name}`,
  retentionInDays: 30,
});
const api = new aws.apigatewayv2.Api("orders", { protocolType: "HTTP" });
const pool = new aws.cognito.UserPool("users", {
  passwordPolicy: {
    minimumLength: 14,
    requireLowercase: true,
    requireNumbers: true,
    requireSymbols: true,
    requireUppercase: true,
  },
  mfaConfiguration: "ON",
  softwareTokenMfaConfiguration: { enabled: true },
  deletionProtection: "ACTIVE",
  userPoolAddOns: { advancedSecurityMode: "ENFORCED" },
});
const client = new aws.cognito.UserPoolClient("web", { userPoolId: pool.id });
const authorizer = new aws.apigatewayv2.Authorizer("jwt", {
  apiId: api.id,
  authorizerType: "JWT",
  identitySources: ["$request.header.Authorization"],
  jwtConfiguration: { audiences: [client.id], issuer: pulumi.interpolate`https://${pool.endpoint}` },
});
const integration = new aws.apigatewayv2.Integration("handler", {
  apiId: api.id,
  integrationType: "AWS_PROXY",
  integrationUri: handler.invokeArn,
  payloadFormatVersion: "2.0",
});
new aws.apigatewayv2.Route("orders", {
  apiId: api.id,
  routeKey: "ANY /orders",
  target: pulumi.interpolate`integrations/${integration.id}`,
  authorizationType: "JWT",
  authorizerId: authorizer.id,
});
const logs = new aws.cloudwatch.LogGroup("api", { retentionInDays: 30 });
new aws.apigatewayv2.Stage("orders", {
  apiId: api.id,
  name: "$default",
  autoDeploy: true,
  accessLogSettings: {
    destinationArn: logs.arn,
    format: JSON.stringify({ requestId: "$context.requestId", status: "$context.status" }),
  },
  defaultRouteSettings: { throttlingBurstLimit: 100, throttlingRateLimit: 50 },
});
new aws.lambda.Permission("api", {
  action: "lambda:InvokeFunction",
  function: handler.name,
  principal: "apigateway.amazonaws.com",
  sourceArn: pulumi.interpolate`${api.executionArn}/*/*`,
});
