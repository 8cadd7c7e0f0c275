const ALL_OF_PERMISSION = [
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
] as const;
const QUEUE_OR_TOPIC = ["name", "namePrefix"] as const;

/**
 * Inputs whose change makes a new resource, of types without rules of their own where the SDK's documentation is silent.
 *
 * @see https://github.com/hashicorp/terraform-provider-aws, `ForceNew` and `RequiresReplace` in the schema of each type
 */
export const IMMUTABLE: Readonly<Record<string, readonly string[]>> = {
  "aws:apigateway/authorizer:Authorizer": ["restApi"],
  "aws:apigateway/deployment:Deployment": ["restApi", "triggers"],
  "aws:apigateway/integration:Integration": ["restApi", "resourceId", "httpMethod", "type"],
  "aws:apigateway/method:Method": ["restApi", "resourceId", "httpMethod"],
  "aws:apigateway/resource:Resource": ["restApi"],
  "aws:apigateway/stage:Stage": ["restApi", "stageName"],
  "aws:apigatewayv2/api:Api": ["protocolType"],
  "aws:apigatewayv2/authorizer:Authorizer": ["apiId"],
  "aws:apigatewayv2/integration:Integration": ["apiId", "integrationType"],
  "aws:apigatewayv2/route:Route": ["apiId"],
  "aws:apigatewayv2/stage:Stage": ["apiId", "name"],
  "aws:autoscaling/group:Group": ["name", "namePrefix"],
  "aws:autoscaling/policy:Policy": ["name", "autoscalingGroupName"],
  "aws:cloudwatch/eventRule:EventRule": ["name", "namePrefix", "eventBusName"],
  "aws:cloudwatch/eventTarget:EventTarget": ["rule", "targetId", "eventBusName"],
  "aws:cognito/userPool:UserPool": ["name", "aliasAttributes", "usernameAttributes"],
  "aws:cognito/userPoolClient:UserPoolClient": ["userPoolId", "generateSecret"],
  "aws:cognito/userPoolDomain:UserPoolDomain": ["domain", "userPoolId"],
  "aws:dynamodb/table:Table": ["name", "hashKey", "rangeKey", "localSecondaryIndexes", "importTable"],
  "aws:ec2/instance:Instance": ["ami", "availabilityZone", "keyName", "subnetId", "privateIp"],
  "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": ["name", "destination"],
  "aws:lambda/eventSourceMapping:EventSourceMapping": ["eventSourceArn", "startingPosition"],
  "aws:lambda/function:Function": ["name", "packageType"],
  "aws:lambda/permission:Permission": ALL_OF_PERMISSION,
  "aws:lb/listener:Listener": ["loadBalancerArn"],
  "aws:lb/listenerRule:ListenerRule": ["listenerArn"],
  "aws:lb/targetGroup:TargetGroup": [
    "name",
    "namePrefix",
    "port",
    "protocol",
    "protocolVersion",
    "targetType",
    "vpcId",
  ],
  "aws:lb/targetGroupAttachment:TargetGroupAttachment": [
    "availabilityZone",
    "port",
    "targetGroupArn",
    "targetId",
  ],
  "aws:opensearch/domain:Domain": ["domainName"],
  "aws:sns/topic:Topic": [...QUEUE_OR_TOPIC, "fifoTopic"],
  "aws:sns/topicPolicy:TopicPolicy": ["arn"],
  "aws:sns/topicSubscription:TopicSubscription": ["endpoint", "protocol", "topic"],
  "aws:sqs/queue:Queue": [...QUEUE_OR_TOPIC, "fifoQueue"],
  "aws:sqs/queuePolicy:QueuePolicy": ["queueUrl"],
};
