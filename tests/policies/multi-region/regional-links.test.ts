import assert from "node:assert/strict";
import { regionalLinksOf } from "../../../policies/multi-region/regional-links";

describe("regionalLinksOf", () => {
  const parentsOf = (type: string, property: string) =>
    regionalLinksOf(type)
      .filter((link) => link.property === property)
      .flatMap(({ parents }) => parents);

  it("lists links that AWS accepts only within one region", () => {
    const links: readonly (readonly [type: string, property: string, parent: string])[] = [
      ["aws:ec2/subnet:Subnet", "vpcId", "aws:ec2/vpc:Vpc"],
      [
        "aws:ec2/routeTableAssociation:RouteTableAssociation",
        "routeTableId",
        "aws:ec2/routeTable:RouteTable",
      ],
      ["aws:ec2/natGateway:NatGateway", "allocationId", "aws:ec2/eip:Eip"],
      ["aws:ec2/vpcEndpoint:VpcEndpoint", "routeTableIds", "aws:ec2/routeTable:RouteTable"],
      ["aws:ec2/flowLog:FlowLog", "logDestination", "aws:cloudwatch/logGroup:LogGroup"],
      [
        "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule",
        "securityGroupId",
        "aws:ec2/securityGroup:SecurityGroup",
      ],
      ["aws:alb/listener:Listener", "loadBalancerArn", "aws:lb/loadBalancer:LoadBalancer"],
      ["aws:lb/listenerRule:ListenerRule", "listenerArn", "aws:alb/listener:Listener"],
      ["aws:autoscaling/group:Group", "launchTemplate", "aws:ec2/launchTemplate:LaunchTemplate"],
      ["aws:ecs/service:Service", "cluster", "aws:ecs/cluster:Cluster"],
      ["aws:lambda/function:Function", "layers", "aws:lambda/layerVersion:LayerVersion"],
      ["aws:apigateway/method:Method", "restApi", "aws:apigateway/restApi:RestApi"],
      ["aws:cloudwatch/metricAlarm:MetricAlarm", "alarmActions", "aws:sns/topic:Topic"],
      [
        "aws:cloudwatch/logSubscriptionFilter:LogSubscriptionFilter",
        "logGroup",
        "aws:cloudwatch/logGroup:LogGroup",
      ],
      ["aws:s3/bucketVersioningV2:BucketVersioningV2", "bucket", "aws:s3/bucketV2:BucketV2"],
      ["aws:rds/cluster:Cluster", "dbSubnetGroupName", "aws:rds/subnetGroup:SubnetGroup"],
      ["aws:sns/topic:Topic", "kmsMasterKeyId", "aws:kms/alias:Alias"],
    ];

    for (const [type, property, parent] of links) assert.ok(parentsOf(type, property).includes(parent), type);
  });

  it("omits links that may cross regions", () => {
    const links: readonly (readonly [type: string, property: string])[] = [
      ["aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peerVpcId"],
      [
        "aws:ec2transitgateway/peeringAttachmentAccepter:PeeringAttachmentAccepter",
        "transitGatewayAttachmentId",
      ],
      ["aws:kms/replicaKey:ReplicaKey", "primaryKeyArn"],
      ["aws:dynamodb/tableReplica:TableReplica", "globalTableArn"],
      ["aws:sns/topicSubscription:TopicSubscription", "endpoint"],
      ["aws:cloudtrail/trail:Trail", "s3BucketName"],
      ["aws:cloudtrail/trail:Trail", "kmsKeyId"],
      ["aws:rds/instance:Instance", "replicateSourceDb"],
      ["aws:s3/bucket:Bucket", "bucket"],
      ["aws:apigateway/domainName:DomainName", "certificateArn"],
    ];

    for (const [type, property] of links)
      assert.deepEqual(parentsOf(type, property), [], `${type}.${property}`);
  });
});
