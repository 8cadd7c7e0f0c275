/** Action of the provider on a resource. */
export type Action = "create" | "read" | "update" | "delete";

/**
 * Names of services in the AWS SDK for Go, by the module of a type token, where they are not the module in capitals.
 *
 * @see https://github.com/aws/aws-sdk-go-v2, `ServiceID` of each module
 */
const SERVICE_IDS: Readonly<Record<string, string>> = {
  alb: "Elastic Load Balancing v2",
  apigateway: "API Gateway",
  apigatewayv2: "ApiGatewayV2",
  athena: "Athena",
  autoscaling: "Auto Scaling",
  budgets: "Budgets",
  cloudfront: "CloudFront",
  cloudtrail: "CloudTrail",
  cloudwatch: "CloudWatch",
  cognito: "Cognito Identity Provider",
  dynamodb: "DynamoDB",
  elasticbeanstalk: "Elastic Beanstalk",
  kinesis: "Kinesis",
  lambda: "Lambda",
  lb: "Elastic Load Balancing v2",
  logs: "CloudWatch Logs",
  opensearch: "OpenSearch",
  route53: "Route 53",
  scheduler: "Scheduler",
  synthetics: "synthetics",
};

/**
 * Names of services in ARNs, by the module of a type token, where they are not the module itself.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const ARN_SERVICES: Readonly<Record<string, string>> = {
  alb: "elasticloadbalancing",
  apigatewayv2: "apigateway",
  appautoscaling: "application-autoscaling",
  cfg: "config",
  cognito: "cognito-idp",
  ebs: "ec2",
  elasticsearch: "es",
  elb: "elasticloadbalancing",
  emr: "elasticmapreduce",
  lb: "elasticloadbalancing",
  opensearch: "es",
};

/** Error codes of a duplicate name, by the module of a type token. @see the errors of each service's API reference */
const DUPLICATE_ERROR_CODES: Readonly<Record<string, string>> = {
  dynamodb: "ResourceInUseException",
  iam: "EntityAlreadyExists",
  kinesis: "ResourceInUseException",
  lambda: "ResourceConflictException",
};

const VERBS = { create: "Create", read: "Describe", update: "Update", delete: "Delete" } as const;

/** Module of a type token, such as `s3`. */
export function moduleOf(token: string): string {
  return /^aws:(\w+)\//.exec(token)?.[1] ?? "aws";
}

/** Type of a token without its module, such as `Bucket`. */
export function typeName(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/** Type in kebab case, as generic ids and ARNs have it: `load-balancer`. */
export function kebabTypeName(token: string): string {
  const name = /^aws:\w+\/(\w+):/.exec(token)?.[1] ?? "";
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}

/** Type in words, such as `S3 Bucket` or `Route 53 Health Check`. */
export function typeLabel(token: string): string {
  return `${serviceId(moduleOf(token))} ${typeName(token).replace(/([a-z0-9])([A-Z])/g, "$1 $2")}`;
}

/** Name of a service in the errors of the AWS SDK for Go. */
export function serviceId(service: string): string {
  return SERVICE_IDS[service] ?? service.toUpperCase();
}

/** Name of a service in ARNs. */
export function arnService(service: string): string {
  return ARN_SERVICES[service] ?? service;
}

/** API operation of a type that names none: a verb and the type, such as `CreateBucket`. */
export function defaultOperation(token: string, action: Action): string {
  // S3 puts the settings of a bucket, whether or not there were any.
  const isBucketSetting = /^aws:s3\/bucket\w+:/.test(token);
  const verb = isBucketSetting && (action === "create" || action === "update") ? "Put" : VERBS[action];
  return verb + typeName(token);
}

/** Error code of a service that refuses to create a resource whose id exists. */
export function duplicateErrorCode(service: string): string {
  return DUPLICATE_ERROR_CODES[service] ?? "ResourceAlreadyExistsException";
}
