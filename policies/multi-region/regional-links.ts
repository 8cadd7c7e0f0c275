/** Property that AWS accepts only for a resource in the same region. */
export interface RegionalLink {
  /** Path of the property. */
  readonly property: string;
  /** Types that the property can name. */
  readonly parents: readonly string[];
}

type Row = readonly [children: string, properties: string, parents: string];

/**
 * Modules and types (as regular expressions, all when empty), their properties, and the types that these name.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/how-it-works.html a VPC and its resources are in one region
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/how-to-enable-disable-notification-intro.html
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/enable-server-access-logging.html
 * @see https://docs.aws.amazon.com/lambda/latest/dg/invocation-eventsourcemapping.html
 * @see https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-dead-letter-queues.html
 * @see https://docs.aws.amazon.com/kms/latest/developerguide/multi-region-keys-overview.html keys belong to one region
 * @see https://docs.aws.amazon.com/elasticloadbalancing/latest/application/https-listener-certificates.html
 */
const ROWS: readonly Row[] = [
  // networks
  ["", "vpcId", "ec2/vpc ec2/defaultVpc"],
  ["servicediscovery/privateDnsNamespace", "vpc", "ec2/vpc"],
  ["directoryservice/directory", "vpcSettings", "ec2/vpc ec2/subnet"],
  ["", "subnetId subnetIds subnets subnetMappings vpcZoneIdentifiers", "ec2/subnet ec2/defaultSubnet"],
  [
    "",
    "securityGroupId securityGroupIds securityGroups vpcSecurityGroupIds sourceSecurityGroupId referencedSecurityGroupId",
    "ec2/securityGroup ec2/defaultSecurityGroup",
  ],
  [
    "",
    "vpcConfig vpcConfiguration vpcOptions networkConfiguration brokerNodeGroupInfo ec2Attributes",
    "ec2/subnet ec2/defaultSubnet ec2/securityGroup ec2/defaultSecurityGroup",
  ],
  ["ec2/launchTemplate", "networkInterfaces", "ec2/subnet ec2/securityGroup"],
  ["route53/resolverEndpoint", "ipAddresses", "ec2/subnet"],
  ["ec2/|vpc/", "routeTableId routeTableIds", "ec2/routeTable ec2/defaultRouteTable"],
  [
    "ec2/",
    "gatewayId internetGatewayId egressOnlyGatewayId",
    "ec2/internetGateway ec2/egressOnlyInternetGateway ec2/vpnGateway",
  ],
  ["ec2/", "natGatewayId", "ec2/natGateway"],
  ["ec2/", "allocationId", "ec2/eip"],
  ["ec2/", "networkInterfaceId", "ec2/networkInterface"],
  ["ec2/", "networkAclId", "ec2/networkAcl"],
  ["ec2/", "dhcpOptionsId", "ec2/vpcDhcpOptions"],
  ["ec2/|vpc/", "vpcEndpointId", "ec2/vpcEndpoint"],
  ["ec2/|directconnect/", "vpnGatewayId", "ec2/vpnGateway"],
  ["ec2/vpnConnection", "customerGatewayId", "ec2/customerGateway"],
  ["ec2/|ec2transitgateway/", "transitGatewayId", "ec2transitgateway/transitGateway"],
  [
    "ec2transitgateway/(?!peering)",
    "transitGatewayAttachmentId",
    "ec2transitgateway/vpcAttachment ec2transitgateway/connect",
  ],
  ["ec2transitgateway/", "transitGatewayRouteTableId", "ec2transitgateway/routeTable"],
  ["ec2/flowLog", "logDestination", "cloudwatch/logGroup"],
  ["ec2clientvpn/", "clientVpnEndpointId", "ec2clientvpn/endpoint"],
  ["networkfirewall/", "firewallPolicyArn", "networkfirewall/firewallPolicy"],
  ["networkfirewall/", "firewallArn", "networkfirewall/firewall"],
  // instances and load balancing
  ["ec2/|ebs/", "instanceId", "ec2/instance ec2/spotInstanceRequest"],
  ["ec2/|ebs/", "volumeId", "ebs/volume"],
  ["ec2/eip", "instance", "ec2/instance"],
  ["", "launchTemplate", "ec2/launchTemplate"],
  ["autoscaling/", "launchConfiguration", "ec2/launchConfiguration"],
  ["autoscaling/", "autoscalingGroupName", "autoscaling/group"],
  [
    "autoscaling/|ecs/|lb/|alb/",
    "targetGroupArns targetGroupArn lbTargetGroupArn loadBalancers defaultActions actions",
    "lb/targetGroup alb/targetGroup applicationloadbalancing/targetGroup elasticloadbalancingv2/targetGroup",
  ],
  ["autoscaling/", "loadBalancers elb", "elb/loadBalancer"],
  [
    "\\w*/",
    "loadBalancerArn",
    "lb/loadBalancer alb/loadBalancer applicationloadbalancing/loadBalancer elasticloadbalancingv2/loadBalancer",
  ],
  [
    "lb/|alb/|applicationloadbalancing/|elasticloadbalancingv2/",
    "listenerArn",
    "lb/listener alb/listener applicationloadbalancing/listener elasticloadbalancingv2/listener",
  ],
  [
    "lb/|alb/|applicationloadbalancing/|elasticloadbalancingv2/",
    "certificateArn",
    "acm/certificate acm/certificateValidation",
  ],
  ["acm/", "certificateArn", "acm/certificate"],
  ["ecs/", "cluster clusterName", "ecs/cluster"],
  ["ecs/", "taskDefinition", "ecs/taskDefinition"],
  ["ecs/", "service", "ecs/service"],
  ["eks/", "clusterName", "eks/cluster"],
  ["elasticbeanstalk/", "application", "elasticbeanstalk/application"],
  ["elasticbeanstalk/", "version", "elasticbeanstalk/applicationVersion"],
  ["emr/", "clusterId", "emr/cluster"],
  ["emr/", "securityConfiguration", "emr/securityConfiguration"],
  ["batch/", "computeEnvironmentOrders", "batch/computeEnvironment"],
  ["ecr/", "repository", "ecr/repository"],
  ["codedeploy/", "appName", "codedeploy/application"],
  [
    "servicediscovery/",
    "namespaceId",
    "servicediscovery/privateDnsNamespace servicediscovery/publicDnsNamespace servicediscovery/httpNamespace",
  ],
  ["servicediscovery/", "serviceId", "servicediscovery/service"],
  // functions and APIs
  ["lambda/", "functionName function", "lambda/function lambda/alias"],
  ["lambda/", "layers", "lambda/layerVersion"],
  [
    "lambda/eventSourceMapping",
    "eventSourceArn",
    "sqs/queue kinesis/stream kinesis/streamConsumer dynamodb/table msk/cluster msk/serverlessCluster mq/broker docdb/cluster",
  ],
  ["lambda/function", "fileSystemConfig", "efs/accessPoint"],
  ["apigateway/", "restApi restApiId", "apigateway/restApi"],
  ["apigateway/", "resourceId parentId", "apigateway/resource apigateway/restApi"],
  ["apigateway/", "authorizerId", "apigateway/authorizer"],
  ["apigateway/", "deployment", "apigateway/deployment"],
  ["apigateway/", "connectionId", "apigateway/vpcLink"],
  ["apigateway/", "targetArn", "lb/loadBalancer alb/loadBalancer"],
  ["apigateway/", "usagePlanId", "apigateway/usagePlan"],
  ["apigateway/domainName", "regionalCertificateArn", "acm/certificate acm/certificateValidation"],
  ["apigatewayv2/", "apiId", "apigatewayv2/api"],
  ["apigatewayv2/", "authorizerId", "apigatewayv2/authorizer"],
  ["apigatewayv2/", "connectionId", "apigatewayv2/vpcLink"],
  ["apigatewayv2/domainName", "domainNameConfiguration", "acm/certificate acm/certificateValidation"],
  ["appsync/", "apiId", "appsync/graphQLApi appsync/api"],
  ["cognito/", "userPoolId", "cognito/userPool"],
  ["cognito/", "identityPoolId", "cognito/identityPool"],
  ["wafv2/", "webAclArn", "wafv2/webAcl"],
  [
    "wafv2/webAclAssociation",
    "resourceArn",
    "lb/loadBalancer alb/loadBalancer apigateway/stage appsync/graphQLApi cognito/userPool",
  ],
  // messages, logs and alarms
  ["cloudwatch/(?:metric|composite)Alarm", "alarmActions okActions insufficientDataActions", "sns/topic"],
  ["sns/topicSubscription", "topic", "sns/topic"],
  ["sns/(?:topicPolicy|dataProtectionPolicy)", "arn", "sns/topic"],
  ["sqs/", "queueUrl", "sqs/queue"],
  ["sqs/", "redrivePolicy", "sqs/queue"],
  ["cloudwatch/log", "logGroupName logGroup", "cloudwatch/logGroup"],
  ["cloudtrail/trail", "cloudWatchLogsGroupArn", "cloudwatch/logGroup"],
  ["cloudwatch/event", "rule", "cloudwatch/eventRule"],
  ["cloudwatch/event", "eventBusName", "cloudwatch/eventBus"],
  ["kinesis/", "streamArn", "kinesis/stream"],
  ["kinesis/firehoseDeliveryStream", "kinesisSourceConfiguration", "kinesis/stream"],
  // buckets
  ["s3/(?!bucket:|bucketV2:|directoryBucket:)", "bucket", "s3/bucket s3/bucketV2"],
  ["s3/bucketLogging", "targetBucket", "s3/bucket s3/bucketV2"],
  ["s3/inventory", "destination", "s3/bucket s3/bucketV2"],
  ["s3/bucketNotification", "queues", "sqs/queue"],
  ["s3/bucketNotification", "topics", "sns/topic"],
  ["s3/bucketNotification", "lambdaFunctions", "lambda/function lambda/alias"],
  // files, databases and secrets
  ["efs/", "fileSystemId", "efs/fileSystem"],
  ["rds/|docdb/", "dbSubnetGroupName", "rds/subnetGroup docdb/subnetGroup"],
  ["neptune/", "neptuneSubnetGroupName", "neptune/subnetGroup"],
  [
    "elasticache/|memorydb/|dax/",
    "subnetGroupName",
    "elasticache/subnetGroup memorydb/subnetGroup dax/subnetGroup",
  ],
  ["elasticache/", "replicationGroupId", "elasticache/replicationGroup"],
  ["redshift/", "clusterSubnetGroupName", "redshift/subnetGroup"],
  [
    "(?:rds|docdb|neptune|redshift)/(?!cluster:)",
    "clusterIdentifier dbClusterIdentifier",
    "rds/cluster docdb/cluster neptune/cluster redshift/cluster",
  ],
  [
    "rds/",
    "parameterGroupName dbParameterGroupName dbClusterParameterGroupName optionGroupName",
    "rds/parameterGroup rds/clusterParameterGroup rds/optionGroup",
  ],
  ["rds/", "dbProxyName", "rds/proxy"],
  ["dynamodb/(?:kinesisStreamingDestination|contributorInsights|tableItem)", "tableName", "dynamodb/table"],
  ["dynamodb/kinesisStreamingDestination", "streamArn", "kinesis/stream"],
  ["secretsmanager/", "secretId secretArn", "secretsmanager/secret"],
  ["secretsmanager/", "rotationLambdaArn", "lambda/function"],
  ["backup/", "planId", "backup/plan"],
  ["backup/vault", "backupVaultName", "backup/vault"],
  ["athena/", "workgroup", "athena/workgroup"],
  ["glue/", "databaseName", "glue/catalogDatabase"],
  // keys
  ["kms/(?!replica)", "keyId targetKeyId", "kms/key kms/replicaKey kms/externalKey"],
  [
    "(?:cloudwatch/logGroup|docdb/cluster|ebs/|efs/|elasticache/|kinesis/stream|lambda/|neptune/cluster|rds/(?:cluster|instance)|redshift/cluster|secretsmanager/secret|sns/topic|sqs/queue|ssm/parameter):?",
    "kmsKeyId kmsKeyArn kmsMasterKeyId keyId",
    "kms/key kms/replicaKey kms/externalKey kms/alias",
  ],
  ["s3/bucketServerSideEncryptionConfiguration", "rules", "kms/key kms/replicaKey kms/externalKey kms/alias"],
  ["dynamodb/table:", "serverSideEncryption", "kms/key kms/replicaKey kms/externalKey kms/alias"],
  ["ecr/repository:", "encryptionConfigurations", "kms/key kms/replicaKey kms/externalKey"],
  ["opensearch/domain:|elasticsearch/domain:", "encryptAtRest", "kms/key kms/replicaKey kms/externalKey"],
];

interface Parsed {
  readonly children: RegExp;
  readonly links: readonly RegionalLink[];
}

const PARSED: readonly Parsed[] = ROWS.map(([children, properties, parents]) => ({
  children: new RegExp(`^aws:(?:${children})`),
  links: properties.split(" ").map((property) => ({ property, parents: parents.split(" ").map(token) })),
}));

const BY_TYPE = new Map<string, readonly RegionalLink[]>();

/** Properties of a type that must name resources of the same region. */
export function regionalLinksOf(type: string): readonly RegionalLink[] {
  const known = BY_TYPE.get(type);
  if (known) return known;
  const links = PARSED.flatMap((row) => (row.children.test(type) ? row.links : []));
  BY_TYPE.set(type, links);
  return links;
}

/** `aws:ec2/vpc:Vpc` for `ec2/vpc`. */
function token(short: string): string {
  const name = short.slice(short.indexOf("/") + 1);
  return `aws:${short}:${name.slice(0, 1).toUpperCase()}${name.slice(1)}`;
}
