import type { ApiNames, ResourceType } from "./resource-type";

/** What is done to a resource. */
export type Action = "create" | "read" | "update" | "delete";

/**
 * Names of services as the AWS SDK for Go has them, where they differ from the module's name in capitals.
 *
 * @see https://github.com/aws/aws-sdk-go-v2, `ServiceID` of each module
 */
const SERVICE_IDS: Readonly<Record<string, string>> = {
  acm: "ACM",
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

/** Names of operations that are not verb and type. */
const OPERATIONS: Readonly<Record<string, ApiNames>> = {
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": put("CompositeAlarm", "DeleteAlarms"),
  "aws:cloudwatch/dashboard:Dashboard": put("Dashboard", "DeleteDashboards"),
  "aws:cloudwatch/eventRule:EventRule": put("Rule", "DeleteRule"),
  "aws:cloudwatch/eventTarget:EventTarget": put("Targets", "RemoveTargets"),
  "aws:cloudwatch/logMetricFilter:LogMetricFilter": put("MetricFilter", "DeleteMetricFilter"),
  "aws:cloudwatch/metricAlarm:MetricAlarm": put("MetricAlarm", "DeleteAlarms"),
  "aws:ec2/eip:Eip": { create: "AllocateAddress", delete: "ReleaseAddress" },
  "aws:ec2/instance:Instance": { create: "RunInstances", delete: "TerminateInstances" },
  "aws:ec2/routeTableAssociation:RouteTableAssociation": {
    create: "AssociateRouteTable",
    delete: "DisassociateRouteTable",
  },
  "aws:iam/rolePolicy:RolePolicy": put("RolePolicy", "DeleteRolePolicy"),
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": {
    create: "AttachRolePolicy",
    delete: "DetachRolePolicy",
  },
  "aws:lambda/permission:Permission": { create: "AddPermission", delete: "RemovePermission" },
  "aws:route53/record:Record": {
    create: "ChangeResourceRecordSets",
    update: "ChangeResourceRecordSets",
    delete: "ChangeResourceRecordSets",
  },
  "aws:route53/zone:Zone": { create: "CreateHostedZone", delete: "DeleteHostedZone" },
  "aws:sns/topicSubscription:TopicSubscription": { create: "Subscribe", delete: "Unsubscribe" },
  "aws:ssm/parameter:Parameter": put("Parameter", "DeleteParameter"),
};

const VERBS = { create: "Create", read: "Describe", update: "Update", delete: "Delete" } as const;

function put(what: string, remove: string): ApiNames {
  return { create: `Put${what}`, update: `Put${what}`, delete: remove };
}

/** Service of a type token: the module's name, such as `s3`. */
export function serviceOf(token: string): string {
  return /^aws:(\w+)\//.exec(token)?.[1] ?? "aws";
}

/** A service as the AWS SDK names it in its errors. */
export function serviceId(service: string): string {
  return SERVICE_IDS[service] ?? service.toUpperCase();
}

/** The API operation by which a type is handled. */
export function operationName(token: string, rules: ResourceType | undefined, action: Action): string {
  const named = rules?.api?.[action] ?? OPERATIONS[token]?.[action];
  if (named !== undefined) return named;
  const kind = typeName(token);
  // settings of a bucket are put and deleted; whatever else belongs to it as well
  if (/^aws:s3\/bucket\w+:/.test(token) && action !== "read" && action !== "delete") return `Put${kind}`;
  return VERBS[action] + kind;
}

/** Type without its module, such as `Bucket`. */
export function typeName(token: string): string {
  return token.slice(token.lastIndexOf(":") + 1);
}

/** A type in words, such as `S3 Bucket` or `Route 53 Health Check`. */
export function typeLabel(token: string): string {
  return `${serviceId(serviceOf(token))} ${typeName(token).replace(/([a-z0-9])([A-Z])/g, "$1 $2")}`;
}

/** Operations that create what is there already without complaint. */
const IDEMPOTENT = new Set(["CreateTopic", "CreateQueue", "Subscribe", "ChangeResourceRecordSets"]);

const DUPLICATE: Readonly<Record<string, string>> = {
  dynamodb: "ResourceInUseException",
  iam: "EntityAlreadyExists",
  kinesis: "ResourceInUseException",
  lambda: "ResourceConflictException",
  lb: "DuplicateLoadBalancerName",
  s3: "BucketAlreadyOwnedByYou",
};

/** The error code with which a service refuses to create what exists, or undefined when it does not refuse. */
export function duplicateErrorCode(token: string, operation: string): string | undefined {
  if (!operation.startsWith("Create") || IDEMPOTENT.has(operation)) return undefined;
  return DUPLICATE[serviceOf(token)] ?? "ResourceAlreadyExistsException";
}
