import { dnsSuffix, type Partition } from "./partition";
import { asString, type Properties } from "./property-values";
import type { Random } from "./random";

/** What the id and the ARN of a resource are made from. */
export interface IdentityContext {
  readonly partition: Partition;
  readonly region: string;
  readonly account: string;
  /** Physical name, or the logical one where there is none. */
  readonly name: string;
  /** Whether that is a physical name. */
  readonly named: boolean;
  readonly inputs: Properties;
  readonly random: Random;
}

type Identity = readonly [id: string, arn?: string];

const EC2 = (prefix: string, kind: string): Identity => [
  `${prefix}-{hex17}`,
  `arn:{partition}:ec2:{region}:{account}:${kind}/{id}`,
];
const ELB = "arn:{partition}:elasticloadbalancing:{region}:{account}";
const LOAD_BALANCER: Identity = ["{arn}", `${ELB}:loadbalancer/{lbKind}/{name}/{hex16}`];
const TARGET_GROUP: Identity = ["{arn}", `${ELB}:targetgroup/{name}/{hex16}`];
const IAM = (kind: string): Identity => ["{name}", `arn:{partition}:iam::{account}:${kind}{path}{name}`];
const APIGW = "arn:{partition}:apigateway:{region}::";
const OF_BUCKET: Identity = ["{$bucket}"];

/**
 * Ids and ARNs of the types in common use. `{…}` is replaced: `{hex17}` and the like by random digits, `{$input}` by an
 * input, `{arn}` in an id by the ARN, `{id}` in an ARN by the id.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
const IDENTITIES: Readonly<Record<string, Identity>> = {
  "aws:acm/certificate:Certificate": ["{arn}", "arn:{partition}:acm:{region}:{account}:certificate/{uuid}"],
  "aws:acm/certificateValidation:CertificateValidation": ["{uuid}"],
  "aws:alb/listener:Listener": ["{arn}", "{listenerArn}"],
  "aws:alb/loadBalancer:LoadBalancer": LOAD_BALANCER,
  "aws:alb/targetGroup:TargetGroup": TARGET_GROUP,
  "aws:apigateway/authorizer:Authorizer": ["{lower6}", `${APIGW}/restapis/{$restApi}/authorizers/{id}`],
  "aws:apigateway/deployment:Deployment": ["{lower6}"],
  "aws:apigateway/integration:Integration": ["agi-{$restApi}-{$resourceId}-{$httpMethod}"],
  "aws:apigateway/method:Method": ["agm-{$restApi}-{$resourceId}-{$httpMethod}"],
  "aws:apigateway/resource:Resource": ["{lower6}"],
  "aws:apigateway/restApi:RestApi": ["{lower10}", `${APIGW}/restapis/{id}`],
  "aws:apigateway/stage:Stage": [
    "ags-{$restApi}-{$stageName}",
    `${APIGW}/restapis/{$restApi}/stages/{$stageName}`,
  ],
  "aws:apigatewayv2/api:Api": ["{lower10}", `${APIGW}/apis/{id}`],
  "aws:apigatewayv2/authorizer:Authorizer": ["{lower6}"],
  "aws:apigatewayv2/integration:Integration": ["{lower7}"],
  "aws:apigatewayv2/route:Route": ["{lower7}"],
  "aws:apigatewayv2/stage:Stage": ["{name}", `${APIGW}/apis/{$apiId}/stages/{name}`],
  "aws:athena/workgroup:Workgroup": ["{name}", "arn:{partition}:athena:{region}:{account}:workgroup/{name}"],
  "aws:autoscaling/group:Group": [
    "{name}",
    "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
  ],
  "aws:autoscaling/policy:Policy": [
    "{name}",
    "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{$autoscalingGroupName}:policyName/{name}",
  ],
  "aws:budgets/budget:Budget": ["{account}:{name}", "arn:{partition}:budgets::{account}:budget/{name}"],
  "aws:cloudfront/distribution:Distribution": [
    "E{upper13}",
    "arn:{partition}:cloudfront::{account}:distribution/{id}",
  ],
  "aws:cloudfront/function:Function": ["{name}", "arn:{partition}:cloudfront::{account}:function/{name}"],
  "aws:cloudfront/originAccessControl:OriginAccessControl": [
    "E{upper13}",
    "arn:{partition}:cloudfront::{account}:origin-access-control/{id}",
  ],
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": [
    "E{upper13}",
    "arn:{partition}:cloudfront::{account}:origin-access-identity/{id}",
  ],
  "aws:cloudtrail/trail:Trail": ["{arn}", "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}"],
  "aws:cloudwatch/compositeAlarm:CompositeAlarm": [
    "{$alarmName}",
    "arn:{partition}:cloudwatch:{region}:{account}:alarm:{$alarmName}",
  ],
  "aws:cloudwatch/dashboard:Dashboard": [
    "{$dashboardName}",
    "arn:{partition}:cloudwatch::{account}:dashboard/{$dashboardName}",
  ],
  "aws:cloudwatch/eventBus:EventBus": [
    "{name}",
    "arn:{partition}:events:{region}:{account}:event-bus/{name}",
  ],
  "aws:cloudwatch/eventRule:EventRule": ["{name}", "arn:{partition}:events:{region}:{account}:rule/{name}"],
  "aws:cloudwatch/eventTarget:EventTarget": ["{$rule}-{$targetId}"],
  "aws:cloudwatch/logGroup:LogGroup": ["{name}", "arn:{partition}:logs:{region}:{account}:log-group:{name}"],
  "aws:cloudwatch/metricAlarm:MetricAlarm": [
    "{name}",
    "arn:{partition}:cloudwatch:{region}:{account}:alarm:{name}",
  ],
  "aws:cognito/userPool:UserPool": [
    "{region}_{letters9}",
    "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}",
  ],
  "aws:cognito/userPoolClient:UserPoolClient": ["{lower26}"],
  "aws:cognito/userPoolDomain:UserPoolDomain": ["{$domain}"],
  "aws:dynamodb/table:Table": ["{name}", "arn:{partition}:dynamodb:{region}:{account}:table/{name}"],
  "aws:ebs/volume:Volume": EC2("vol", "volume"),
  "aws:ec2/eip:Eip": EC2("eipalloc", "elastic-ip"),
  "aws:ec2/flowLog:FlowLog": EC2("fl", "vpc-flow-log"),
  "aws:ec2/instance:Instance": EC2("i", "instance"),
  "aws:ec2/internetGateway:InternetGateway": EC2("igw", "internet-gateway"),
  "aws:ec2/launchTemplate:LaunchTemplate": EC2("lt", "launch-template"),
  "aws:ec2/natGateway:NatGateway": ["nat-{hex17}"],
  "aws:ec2/networkAcl:NetworkAcl": EC2("acl", "network-acl"),
  "aws:ec2/networkInterface:NetworkInterface": EC2("eni", "network-interface"),
  "aws:ec2/route:Route": ["r-{$routeTableId}{digits10}"],
  "aws:ec2/routeTable:RouteTable": EC2("rtb", "route-table"),
  "aws:ec2/routeTableAssociation:RouteTableAssociation": ["rtbassoc-{hex17}"],
  "aws:ec2/securityGroup:SecurityGroup": EC2("sg", "security-group"),
  "aws:ec2/securityGroupRule:SecurityGroupRule": ["sgrule-{digits10}"],
  "aws:ec2/subnet:Subnet": EC2("subnet", "subnet"),
  "aws:ec2/vpc:Vpc": EC2("vpc", "vpc"),
  "aws:ec2/vpcEndpoint:VpcEndpoint": EC2("vpce", "vpc-endpoint"),
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": ["pcx-{hex17}"],
  "aws:ecr/repository:Repository": ["{name}", "arn:{partition}:ecr:{region}:{account}:repository/{name}"],
  "aws:ecs/cluster:Cluster": ["{arn}", "arn:{partition}:ecs:{region}:{account}:cluster/{name}"],
  "aws:elasticbeanstalk/application:Application": [
    "{name}",
    "arn:{partition}:elasticbeanstalk:{region}:{account}:application/{name}",
  ],
  "aws:elasticbeanstalk/environment:Environment": [
    "e-{lower10}",
    "arn:{partition}:elasticbeanstalk:{region}:{account}:environment/{$application}/{name}",
  ],
  "aws:emr/cluster:Cluster": [
    "j-{upper13}",
    "arn:{partition}:elasticmapreduce:{region}:{account}:cluster/{id}",
  ],
  "aws:iam/group:Group": IAM("group"),
  "aws:iam/instanceProfile:InstanceProfile": IAM("instance-profile"),
  "aws:iam/policy:Policy": ["{arn}", "arn:{partition}:iam::{account}:policy{path}{name}"],
  "aws:iam/role:Role": IAM("role"),
  "aws:iam/rolePolicy:RolePolicy": ["{$role}:{name}"],
  "aws:iam/rolePolicyAttachment:RolePolicyAttachment": ["{$role}/{$policyArn}"],
  "aws:iam/user:User": IAM("user"),
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": [
    "{arn}",
    "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}",
  ],
  "aws:kinesis/stream:Stream": ["{arn}", "arn:{partition}:kinesis:{region}:{account}:stream/{name}"],
  "aws:kms/alias:Alias": ["{name}", "arn:{partition}:kms:{region}:{account}:{name}"],
  "aws:kms/key:Key": ["{uuid}", "arn:{partition}:kms:{region}:{account}:key/{id}"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": [
    "{uuid}",
    "arn:{partition}:lambda:{region}:{account}:event-source-mapping:{id}",
  ],
  "aws:lambda/function:Function": ["{name}", "arn:{partition}:lambda:{region}:{account}:function:{name}"],
  "aws:lb/listener:Listener": ["{arn}", "{listenerArn}"],
  "aws:lb/listenerRule:ListenerRule": ["{arn}", "{ruleArn}"],
  "aws:lb/loadBalancer:LoadBalancer": LOAD_BALANCER,
  "aws:lb/targetGroup:TargetGroup": TARGET_GROUP,
  "aws:opensearch/domain:Domain": ["{arn}", "arn:{partition}:es:{region}:{account}:domain/{$domainName}"],
  "aws:route53/healthCheck:HealthCheck": ["{uuid}", "arn:{partition}:route53:::healthcheck/{id}"],
  "aws:route53/record:Record": ["{$zoneId}_{$name}_{$type}{setSuffix}"],
  "aws:route53/zone:Zone": ["Z{upper20}", "arn:{partition}:route53:::hostedzone/{id}"],
  "aws:s3/bucket:Bucket": ["{name}", "arn:{partition}:s3:::{name}"],
  "aws:s3/bucketAcl:BucketAcl": OF_BUCKET,
  "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": OF_BUCKET,
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": OF_BUCKET,
  "aws:s3/bucketLogging:BucketLogging": OF_BUCKET,
  "aws:s3/bucketNotification:BucketNotification": OF_BUCKET,
  "aws:s3/bucketObject:BucketObject": ["{$key}", "arn:{partition}:s3:::{$bucket}/{$key}"],
  "aws:s3/bucketObjectv2:BucketObjectv2": ["{$bucket}/{$key}", "arn:{partition}:s3:::{$bucket}/{$key}"],
  "aws:s3/bucketOwnershipControls:BucketOwnershipControls": OF_BUCKET,
  "aws:s3/bucketPolicy:BucketPolicy": OF_BUCKET,
  "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": OF_BUCKET,
  "aws:s3/bucketReplicationConfig:BucketReplicationConfig": OF_BUCKET,
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": OF_BUCKET,
  "aws:s3/bucketVersioning:BucketVersioning": OF_BUCKET,
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": OF_BUCKET,
  "aws:scheduler/schedule:Schedule": [
    "{groupName}/{name}",
    "arn:{partition}:scheduler:{region}:{account}:schedule/{groupName}/{name}",
  ],
  "aws:secretsmanager/secret:Secret": [
    "{arn}",
    "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{letters6}",
  ],
  "aws:sns/topic:Topic": ["{arn}", "arn:{partition}:sns:{region}:{account}:{name}"],
  "aws:sns/topicPolicy:TopicPolicy": ["{$arn}"],
  "aws:sns/topicSubscription:TopicSubscription": ["{arn}", "{$topic}:{uuid}"],
  "aws:sqs/queue:Queue": [
    "https://sqs.{region}.{dns}/{account}/{name}",
    "arn:{partition}:sqs:{region}:{account}:{name}",
  ],
  "aws:sqs/queuePolicy:QueuePolicy": ["{$queueUrl}"],
  "aws:ssm/association:Association": ["{uuid}", "arn:{partition}:ssm:{region}:{account}:association/{id}"],
  "aws:ssm/document:Document": ["{name}", "arn:{partition}:ssm:{region}:{account}:document/{name}"],
  "aws:ssm/parameter:Parameter": ["{name}", "arn:{partition}:ssm:{region}:{account}:parameter{slashName}"],
  "aws:synthetics/canary:Canary": ["{name}", "arn:{partition}:synthetics:{region}:{account}:canary:{name}"],
  "aws:wafv2/webAcl:WebAcl": [
    "{uuid}",
    "arn:{partition}:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
  ],
};

/** Services that ARNs call otherwise than the SDK's module, or that have no region in them. */
const ARN_SERVICE: Readonly<Record<string, string>> = {
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
  mq: "mq",
  opensearch: "es",
};

/**
 * Id and ARN of a resource; types that the table does not know get an id like their name and an ARN of the common form.
 *
 * @param global whether the ARN has no region
 */
export function createIdentity(
  token: string,
  global: boolean,
  context: IdentityContext,
): { readonly id: string; readonly arn: string } {
  const [, module = "", kind = ""] = /^aws:(\w+)\/(\w+):/.exec(token) ?? [];
  const [idForm, arnForm] = IDENTITIES[token] ?? [context.named ? "{name}" : `${toKebabCase(kind)}-{hex17}`];
  const service = ARN_SERVICE[module] ?? module;
  const common = () =>
    `arn:{partition}:${service}:${global ? "" : "{region}"}:{account}:${toKebabCase(kind)}/{id}`;
  const form = arnForm ?? common();
  if (idForm === "{arn}") {
    const arn = fillForm(form, context, {});
    return { id: arn, arn };
  }
  const id = fillForm(idForm, context, {});
  return { id, arn: fillForm(form, context, { id }) };
}

function fillForm(form: string, context: IdentityContext, known: Readonly<Record<string, string>>): string {
  return form.replace(/\{(\$?\w+?)(\d*)\}/g, (_, key: string, length: string) => {
    const size = Number(length);
    if (length !== "" && key in DRAWS) return DRAWS[key as keyof typeof DRAWS](context.random, size);
    if (key.startsWith("$")) return asString(context.inputs[key.slice(1)]) ?? context.name;
    return known[key] ?? fillPlaceholder(key, context);
  });
}

const DRAWS = {
  hex: (random: Random, length: number) => random.hex(length),
  lower: (random: Random, length: number) => random.lower(length),
  upper: (random: Random, length: number) => random.upper(length),
  digits: (random: Random, length: number) => random.digits(length),
  /** Mixed letters, of which lower case is a subset. */
  letters: (random: Random, length: number) => random.lower(length),
} as const;

function fillPlaceholder(key: string, context: IdentityContext): string {
  const { inputs } = context;
  switch (key) {
    case "partition":
    case "region":
    case "account":
    case "name":
      return context[key];
    case "dns":
      return dnsSuffix(context.partition);
    case "uuid":
      return context.random.uuid();
    case "path":
      return asString(inputs["path"]) ?? "/";
    case "groupName":
      return asString(inputs["groupName"]) ?? "default";
    case "slashName":
      return context.name.startsWith("/") ? context.name : `/${context.name}`;
    case "setSuffix":
      return inputs["setIdentifier"] === undefined ? "" : `_${asString(inputs["setIdentifier"])}`;
    case "lbKind":
      return { network: "net", gateway: "gwy" }[asString(inputs["loadBalancerType"]) ?? ""] ?? "app";
    case "listenerArn":
      return `${asString(inputs["loadBalancerArn"])?.replace(":loadbalancer/", ":listener/")}/${context.random.hex(16)}`;
    case "ruleArn":
      return `${asString(inputs["listenerArn"])?.replace(":listener/", ":listener-rule/")}/${context.random.hex(16)}`;
    default:
      throw new Error(
        `identityOf: placeholder is ${JSON.stringify(key)}, expected one that the table defines`,
      );
  }
}

/** `loadBalancer` as `load-balancer`. */
export function toKebabCase(name: string): string {
  return name.replace(/([a-z0-9])([A-Z])/g, "$1-$2").toLowerCase();
}
