import type { ApiNames, TypeFacts } from "./resource-type";

const put = (name: string, remove: string): ApiNames => ({
  create: `Put${name}`,
  update: `Put${name}`,
  delete: remove,
});

const API_GATEWAY = "arn:{partition}:apigateway:{region}::";
const EVENTS = "arn:{partition}:events:{region}:{account}";

const LISTENER: TypeFacts = { id: "{arn}", arn: "{listenerArn}", alsoImmutable: ["loadBalancerArn"] };
const TARGET_GROUP: TypeFacts = {
  id: "{arn}",
  arn: "arn:{partition}:elasticloadbalancing:{region}:{account}:targetgroup/{name}/{hex16}",
  alsoImmutable: ["namePrefix", "port", "protocol", "protocolVersion", "targetType", "vpcId"],
};

/**
 * Facts of types in common use that have no file of their own: only what the declaration and the generic form get wrong.
 * `simulated-type.ts` says which source wins; `identity.ts` explains the placeholders.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html for ARNs
 * @see https://github.com/hashicorp/terraform-provider-aws, `ForceNew` and `RequiresReplace` in the schema of each type, for immutable inputs
 */
export const TYPE_FACTS: Readonly<Record<string, TypeFacts>> = {
  "aws:alb/listener:Listener": LISTENER,
  "aws:alb/targetGroup:TargetGroup": TARGET_GROUP,
  "aws:apigateway/authorizer:Authorizer": {
    id: "{lower6}",
    arn: `${API_GATEWAY}/restapis/{$restApi}/authorizers/{id}`,
    alsoImmutable: ["restApi"],
  },
  "aws:apigateway/deployment:Deployment": { id: "{lower6}", alsoImmutable: ["restApi", "triggers"] },
  "aws:apigateway/integration:Integration": {
    id: "agi-{$restApi}-{$resourceId}-{$httpMethod}",
    alsoImmutable: ["restApi", "resourceId", "httpMethod", "type"],
  },
  "aws:apigateway/method:Method": {
    id: "agm-{$restApi}-{$resourceId}-{$httpMethod}",
    alsoImmutable: ["restApi", "resourceId", "httpMethod"],
  },
  "aws:apigateway/resource:Resource": { id: "{lower6}", alsoImmutable: ["restApi"] },
  "aws:apigateway/restApi:RestApi": { id: "{lower10}", arn: `${API_GATEWAY}/restapis/{id}` },
  "aws:apigateway/stage:Stage": {
    id: "ags-{$restApi}-{$stageName}",
    arn: `${API_GATEWAY}/restapis/{$restApi}/stages/{$stageName}`,
    alsoImmutable: ["restApi", "stageName"],
  },
  "aws:apigatewayv2/api:Api": {
    id: "{lower10}",
    arn: `${API_GATEWAY}/apis/{id}`,
    alsoImmutable: ["protocolType"],
  },
  "aws:apigatewayv2/authorizer:Authorizer": { id: "{lower6}", alsoImmutable: ["apiId"] },
  "aws:apigatewayv2/integration:Integration": {
    id: "{lower7}",
    alsoImmutable: ["apiId", "integrationType"],
  },
  "aws:apigatewayv2/route:Route": { id: "{lower7}", alsoImmutable: ["apiId"] },
  "aws:apigatewayv2/stage:Stage": {
    arn: `${API_GATEWAY}/apis/{$apiId}/stages/{name}`,
    alsoImmutable: ["apiId"],
  },
  "aws:autoscaling/group:Group": {
    arn: "arn:{partition}:autoscaling:{region}:{account}:autoScalingGroup:{uuid}:autoScalingGroupName/{name}",
    alsoImmutable: ["namePrefix"],
  },
  "aws:autoscaling/policy:Policy": {
    arn: "arn:{partition}:autoscaling:{region}:{account}:scalingPolicy:{uuid}:autoScalingGroupName/{$autoscalingGroupName}:policyName/{name}",
    alsoImmutable: ["autoscalingGroupName"],
  },
  "aws:cloudfront/originAccessIdentity:OriginAccessIdentity": { id: "E{upper13}" },
  "aws:cloudtrail/trail:Trail": {
    id: "{arn}",
    arn: "arn:{partition}:cloudtrail:{region}:{account}:trail/{name}",
  },
  "aws:cloudwatch/eventBus:EventBus": { arn: `${EVENTS}:event-bus/{name}` },
  "aws:cloudwatch/eventRule:EventRule": {
    arn: `${EVENTS}:rule/{name}`,
    alsoImmutable: ["namePrefix", "eventBusName"],
    api: put("Rule", "DeleteRule"),
  },
  "aws:cloudwatch/eventTarget:EventTarget": {
    id: "{$rule}-{$targetId}",
    alsoImmutable: ["rule", "targetId", "eventBusName"],
    api: put("Targets", "RemoveTargets"),
  },
  "aws:cognito/userPool:UserPool": {
    id: "{region}_{lower9}",
    arn: "arn:{partition}:cognito-idp:{region}:{account}:userpool/{id}",
    alsoImmutable: ["aliasAttributes", "usernameAttributes"],
  },
  "aws:cognito/userPoolClient:UserPoolClient": {
    id: "{lower26}",
    alsoImmutable: ["userPoolId", "generateSecret"],
  },
  "aws:cognito/userPoolDomain:UserPoolDomain": { id: "{$domain}", alsoImmutable: ["domain", "userPoolId"] },
  "aws:dynamodb/table:Table": {
    alsoImmutable: ["hashKey", "rangeKey", "localSecondaryIndexes", "importTable"],
  },
  "aws:ebs/volume:Volume": { id: "vol-{hex17}" },
  "aws:ec2/instance:Instance": {
    id: "i-{hex17}",
    alsoImmutable: ["ami", "availabilityZone", "keyName", "subnetId", "privateIp"],
    api: { create: "RunInstances", delete: "TerminateInstances" },
  },
  "aws:ec2/launchTemplate:LaunchTemplate": { id: "lt-{hex17}" },
  "aws:ec2/networkInterface:NetworkInterface": { id: "eni-{hex17}" },
  "aws:ec2/vpcPeeringConnection:VpcPeeringConnection": { id: "pcx-{hex17}" },
  "aws:ecs/cluster:Cluster": { id: "{arn}", arn: "arn:{partition}:ecs:{region}:{account}:cluster/{name}" },
  "aws:elasticbeanstalk/environment:Environment": {
    id: "e-{lower10}",
    arn: "arn:{partition}:elasticbeanstalk:{region}:{account}:environment/{$application}/{name}",
  },
  "aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration": {
    api: put("BlockPublicAccessConfiguration", "PutBlockPublicAccessConfiguration"),
    id: "emr-block-public-access-configuration",
    immutable: ["blockPublicSecurityGroupRules", "permittedPublicSecurityGroupRuleRanges"],
  },
  "aws:iam/group:Group": { arn: "arn:{partition}:iam::{account}:group{path}{name}" },
  "aws:iam/user:User": { arn: "arn:{partition}:iam::{account}:user{path}{name}" },
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": {
    id: "{arn}",
    arn: "arn:{partition}:firehose:{region}:{account}:deliverystream/{name}",
    alsoImmutable: ["destination"],
  },
  "aws:kinesis/stream:Stream": {
    id: "{arn}",
    arn: "arn:{partition}:kinesis:{region}:{account}:stream/{name}",
  },
  "aws:lambda/eventSourceMapping:EventSourceMapping": {
    id: "{uuid}",
    arn: "arn:{partition}:lambda:{region}:{account}:event-source-mapping:{id}",
    alsoImmutable: ["eventSourceArn", "startingPosition"],
  },
  "aws:lambda/permission:Permission": {
    alsoImmutable: [
      "action",
      "eventSourceToken",
      "function",
      "functionUrlAuthType",
      "principal",
      "principalOrgId",
      "qualifier",
      "sourceAccount",
      "sourceArn",
      "statementId",
      "statementIdPrefix",
    ],
    api: { create: "AddPermission", delete: "RemovePermission" },
  },
  "aws:lb/listener:Listener": LISTENER,
  "aws:lb/listenerRule:ListenerRule": { id: "{arn}", arn: "{ruleArn}", alsoImmutable: ["listenerArn"] },
  "aws:lb/targetGroup:TargetGroup": TARGET_GROUP,
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": {
    alsoImmutable: ["availabilityZone", "port", "targetGroupArn", "targetId"],
  },
  "aws:opensearch/domain:Domain": {
    id: "{arn}",
    arn: "arn:{partition}:es:{region}:{account}:domain/{$domainName}",
  },
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock": {
    api: put("PublicAccessBlock", "DeletePublicAccessBlock"),
    id: "{account}",
    immutable: ["accountId"],
  },
  "aws:s3/bucketObject:BucketObject": { id: "{$key}", arn: "arn:{partition}:s3:::{$bucket}/{$key}" },
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration": { id: "{$bucket}" },
  "aws:secretsmanager/secret:Secret": {
    id: "{arn}",
    arn: "arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{lower6}",
  },
  "aws:sqs/queue:Queue": {
    id: "https://sqs.{region}.{dns}/{account}/{name}",
    arn: "arn:{partition}:sqs:{region}:{account}:{name}",
    name: { property: "name", suffix: (inputs) => (inputs["fifoQueue"] === true ? ".fifo" : "") },
    alsoImmutable: ["namePrefix", "fifoQueue"],
    isCreateIdempotent: true,
  },
  "aws:sqs/queuePolicy:QueuePolicy": { id: "{$queueUrl}", alsoImmutable: ["queueUrl"] },
  "aws:ssm/association:Association": { id: "{uuid}" },
  "aws:ssm/parameter:Parameter": {
    arn: "arn:{partition}:ssm:{region}:{account}:parameter{slashName}",
    api: { create: "PutParameter", update: "PutParameter" },
  },
  "aws:synthetics/canary:Canary": {
    arn: "arn:{partition}:synthetics:{region}:{account}:canary:{name}",
  },
  "aws:wafv2/webAcl:WebAcl": {
    id: "{uuid}",
    arn: "arn:{partition}:wafv2:{region}:{account}:regional/webacl/{name}/{id}",
  },
};
