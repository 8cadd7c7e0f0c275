const { apigateway, cognito, lambda } = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const AUTHORIZATION = "COGNITO_USER_POOLS";

/** A REST API in front of a function, for the users of a pool. */
exports.api = ({ at, opts, tags, name }, fn) => {
  const apiArgs = { ...at, endpointConfiguration: { types: "REGIONAL" }, tags };
  const api = new apigateway.RestApi(name("api"), apiArgs, opts);
  const resourceArgs = { ...at, restApi: api.id, parentId: api.rootResourceId, pathPart: "items" };
  const resource = new apigateway.Resource(name("items"), resourceArgs, opts);
  const passwordPolicy = {
    minimumLength: 12,
    requireLowercase: true,
    requireNumbers: true,
    requireSymbols: true,
    requireUppercase: true,
  };
  const pool = new cognito.UserPool(name("users"), { ...at, passwordPolicy, tags }, opts);
  const client = { ...at, userPoolId: pool.id, generateSecret: false };
  new cognito.UserPoolClient(name("users-client"), client, opts);
  const authorizerArgs = { ...at, restApi: api.id, type: AUTHORIZATION, providerArns: [pool.arn] };
  const authorizer = new apigateway.Authorizer(name("users-only"), authorizerArgs, opts);

  const of = { ...at, restApi: api.id, resourceId: resource.id };
  const methodArgs = { ...of, httpMethod: "GET", authorization: AUTHORIZATION, authorizerId: authorizer.id };
  const method = new apigateway.Method(name("get-items"), methodArgs, opts);
  const target = { integrationHttpMethod: "POST", type: "AWS_PROXY", uri: fn.invokeArn };
  const integrationArgs = { ...of, httpMethod: method.httpMethod, ...target };
  const integration = new apigateway.Integration(name("items-to-fn"), integrationArgs, opts);
  const waiting = { ...opts, dependsOn: [integration] };
  const deployment = new apigateway.Deployment(name("deployment"), { ...at, restApi: api.id }, waiting);
  const stage = { ...at, restApi: api.id, deployment: deployment.id, stageName: "v1" };
  new apigateway.Stage(name("stage"), { ...stage, xrayTracingEnabled: true, tags }, opts);
  const sourceArn = pulumi.interpolate`${api.executionArn}/*`;
  const caller = { action: "lambda:InvokeFunction", principal: "apigateway.amazonaws.com", sourceArn };
  new lambda.Permission(name("fn-caller"), { ...at, function: fn.name, ...caller }, opts);
  return api;
};
