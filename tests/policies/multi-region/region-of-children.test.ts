import { regionOfChildren } from "../../../policies/multi-region/rules/region-of-children";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  withOptions,
} from "../../helpers/policy";

const usEast1 = { region: "us-east-1" };
const foreign = (property: string, names: string, own = "eu-west-1", there = "us-east-1") =>
  `${property} names ${names}, but it is in ${own}, expected one region for both; give it the provider of ${there}, or name what is in ${own}`;

const valueAt = (inputs: object, path: string): unknown =>
  path.split(".").reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], inputs);

prove(regionOfChildren, {
  compliant: [
    resource("aws:ec2/vpc:Vpc", "network", {}),
    resource("aws:ec2/vpc:Vpc", "far", {}, usEast1),
    resource("aws:ec2/subnet:Subnet", "inner", { vpcId: ref("network"), availabilityZone: "eu-west-1a" }),
    resource("aws:ec2/subnet:Subnet", "outer", { vpcId: ref("far"), region: "us-east-1" }),
    resource("aws:lb/loadBalancer:LoadBalancer", "front", { subnets: [ref("inner")] }),
    resource("aws:lambda/function:Function", "work", { vpcConfig: { subnetIds: [ref("inner")] } }),
    resource("aws:lambda/eventSourceMapping:EventSourceMapping", "feed", {
      functionName: ref("work", "arn"),
      eventSourceArn: "arn:aws:sqs:eu-west-1:123456789012:jobs",
    }),
    resource("aws:cloudwatch/logGroup:LogGroup", "logs", { name: "/app" }),
    resource("aws:cloudwatch/logGroup:LogGroup", "farLogs", { name: "/app" }, usEast1),
    resource("aws:cloudwatch/logMetricFilter:LogMetricFilter", "errors", { logGroupName: "/app" }),
    resource("aws:sns/topic:Topic", "alarms", {}, usEast1),
    resource("aws:sns/topicSubscription:TopicSubscription", "copy", {
      region: "us-east-1",
      topic: ref("alarms", "arn"),
      endpoint: ref("jobs", "arn"),
    }),
    resource("aws:sqs/queue:Queue", "jobs", {}),
    // what may cross regions
    resource("aws:ec2/vpcPeeringConnection:VpcPeeringConnection", "peering", {
      vpcId: ref("network"),
      peerVpcId: ref("far"),
      peerRegion: "us-east-1",
    }),
    resource("aws:s3/bucket:Bucket", "data", {}),
    resource("aws:s3/bucket:Bucket", "replica", {}, usEast1),
    resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", {
      bucket: ref("data"),
      rules: [{ destination: { bucket: ref("replica", "arn") } }],
    }),
    resource("aws:kms/key:Key", "key", { multiRegion: true }),
    resource("aws:kms/replicaKey:ReplicaKey", "keyCopy", { primaryKeyArn: ref("key", "arn") }, usEast1),
    resource("aws:route53/zone:Zone", "zone", { vpcs: [{ vpcId: ref("far") }] }),
    resource("aws:route53/zoneAssociation:ZoneAssociation", "association", { vpcId: ref("far") }),
    resource("aws:acm/certificate:Certificate", "certificate", {}, usEast1),
    resource("aws:cloudfront/distribution:Distribution", "cdn", {
      viewerCertificate: { acmCertificateArn: ref("certificate", "arn") },
    }),
    resource("aws:iam/rolePolicy:RolePolicy", "rights", { policy: derivedFrom("{}", "replica") }),
    // what comes from something of the same region by way of another of its outputs
    resource("aws:ec2/securityGroup:SecurityGroup", "guard", { vpcId: ref("inner", "vpcId") }),
    resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "way", {
      subnetId: ref("inner"),
      routeTableId: ref("network", "mainRouteTableId"),
    }),
    resource("aws:ec2/flowLog:FlowLog", "traffic", {
      vpcId: ref("network"),
      logDestinationType: "s3",
      logDestination: derivedFrom("arn:aws:s3:::data/traffic", "data"),
    }),
    resource("aws:cloudwatch/eventRule:EventRule", "hourly", {}),
    resource("aws:cloudwatch/eventTarget:EventTarget", "call", {
      rule: ref("hourly", "name"),
      eventBusName: ref("hourly", "eventBusName"),
      arn: ref("work", "arn"),
    }),
  ],
  // The filter's log group is found by its name in the filter's own region.
  indifferent: ["farLogs: name"],
  alsoCompliant: {
    "a value that selects one region": [
      resource("aws:ec2/vpc:Vpc", "network", {}),
      resource("aws:ec2/vpc:Vpc", "far", {}, usEast1),
      resource("aws:ec2/subnet:Subnet", "inner", { vpcId: derivedFrom("vpc-1", "network", "far") }),
    ],
    "zones of the own region in all forms": [
      resource("aws:ec2/subnet:Subnet", "named", { availabilityZoneId: "euw1-az1" }),
      resource("aws:ec2/subnet:Subnet", "local", {
        region: "us-west-2",
        availabilityZone: "us-west-2-lax-1a",
      }),
      resource("aws:ec2/subnet:Subnet", "edge", {
        region: "us-east-1",
        availabilityZone: "us-east-1-wl1-bos-wlz-1",
        availabilityZoneId: "use1-wl1-az1",
      }),
      resource("aws:ec2/subnet:Subnet", "public", {
        region: "us-gov-west-1",
        availabilityZone: "us-gov-west-1b",
      }),
      resource("aws:autoscaling/group:Group", "fleet", { availabilityZones: ["eu-west-1a", "eu-west-1b"] }),
      resource("aws:ec2/launchTemplate:LaunchTemplate", "template", {
        placement: { tenancy: "default", groupName: unknown },
      }),
      resource("aws:ec2/subnet:Subnet", "beside", { availabilityZone: ref("named", "availabilityZone") }),
      resource("aws:elasticache/replicationGroup:ReplicationGroup", "cache", {
        nodeGroupConfigurations: [
          { primaryAvailabilityZone: "eu-west-1a", replicaAvailabilityZones: ["eu-west-1b"] },
        ],
      }),
    ],
    "a network of another stack": [
      resource("aws:ec2/subnet:Subnet", "inner", { vpcId: "vpc-1" }),
      resource("aws:lambda/function:Function", "work", {
        vpcConfig: { subnetIds: ["subnet-1"], securityGroupIds: ["sg-1"], ipv6AllowedForDualStack: true },
      }),
    ],
  },
  mutants: [
    ...(
      [
        ["aws:ec2/subnet:Subnet", { availabilityZone: "us-east-1a" }, "availabilityZone"],
        ["aws:ec2/subnet:Subnet", { availabilityZoneId: "use1-az1" }, "availabilityZoneId"],
        ["aws:ebs/volume:Volume", { availabilityZone: "us-west-2-lax-1a" }, "availabilityZone"],
        [
          "aws:autoscaling/group:Group",
          { availabilityZones: ["eu-west-1a", "eu-west-2a"] },
          "availabilityZones.1",
        ],
        [
          "aws:ec2/launchTemplate:LaunchTemplate",
          { placement: { availabilityZone: "eu-west-2a" } },
          "placement.availabilityZone",
        ],
        ["aws:elb/loadBalancer:LoadBalancer", { availabilityZones: ["us-east-1a"] }, "availabilityZones.0"],
        [
          "aws:elasticache/replicationGroup:ReplicationGroup",
          { preferredCacheClusterAzs: ["us-east-1a"] },
          "preferredCacheClusterAzs.0",
        ],
      ] as const
    ).map(([type, inputs, path]) => ({
      title: `${path} of another region in ${type}`,
      change: (): Fixtures => [resource(type, "apart", inputs)],
      messages: {
        apart: `${path} is ${JSON.stringify(valueAt(inputs, path))}, but it is in eu-west-1, expected a zone of eu-west-1; look the zones up with the provider of that region`,
      },
    })),
    {
      title: "an unknown zone of a subnet of another region",
      change: (fixtures) =>
        setInput(fixtures, "inner", "availabilityZone", derivedFrom("us-east-1a", "outer")),
      when: "preview",
      messages: {
        inner:
          "availabilityZone comes from outer of us-east-1, but it is in eu-west-1, expected a zone of eu-west-1",
      },
    },
    {
      title: "a route table that a network of another region was made with",
      change: (fixtures) => setInput(fixtures, "way", "routeTableId", ref("far", "mainRouteTableId")),
      messages: {
        way: "routeTableId comes from far of us-east-1, but it is in eu-west-1, expected one region for both; give it the provider of us-east-1, or name what is in eu-west-1",
      },
    },
    {
      title: "a default group of a VPC that a subnet of another region provides",
      change: (fixtures) => setInput(fixtures, "guard", "vpcId", ref("outer", "vpcId")),
      messages: { guard: foreign("vpcId", "far of us-east-1") },
    },
    {
      title: "a dead-letter queue of another stack in another region, inside of JSON",
      change: (fixtures) =>
        setInput(
          fixtures,
          "jobs",
          "redrivePolicy",
          JSON.stringify({
            deadLetterTargetArn: "arn:aws:sqs:us-east-1:123456789012:dead",
            maxReceiveCount: 3,
          }),
        ),
      messages: {
        jobs: 'redrivePolicy has "arn:aws:sqs:us-east-1:123456789012:dead", but it is in eu-west-1, expected a resource of that region',
      },
    },
    {
      title: "a bucket's key of another stack in another region",
      change: (fixtures) => [
        ...fixtures,
        resource(
          "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
          "sealed",
          {
            bucket: ref("data"),
            rules: [
              {
                applyServerSideEncryptionByDefault: {
                  sseAlgorithm: "aws:kms",
                  kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:key/k1",
                },
              },
            ],
          },
        ),
      ],
      messages: {
        sealed:
          'rules has "arn:aws:kms:us-east-1:123456789012:key/k1", but it is in eu-west-1, expected a resource of that region',
      },
    },
    {
      title: "a subnet of another region than its network",
      change: (fixtures) => setInput(fixtures, "inner", "vpcId", ref("far")),
      messages: { inner: foreign("vpcId", "far of us-east-1"), guard: foreign("vpcId", "far of us-east-1") },
    },
    {
      title: "a subnet whose own region is another",
      change: (fixtures) => setInput(fixtures, "outer", "region", "ap-south-1"),
      messages: { outer: foreign("vpcId", "far of us-east-1", "ap-south-1") },
    },
    {
      title: "one of several subnets that is of another region",
      change: (fixtures) => setInput(fixtures, "front", "subnets.1", ref("outer")),
      messages: { front: foreign("subnets", "outer of us-east-1") },
    },
    {
      title: "a function in subnets of another region",
      change: (fixtures) => setInput(fixtures, "work", "vpcConfig.subnetIds.0", ref("outer")),
      messages: { work: foreign("vpcConfig", "outer of us-east-1") },
    },
    {
      title: "a queue of another stack and region",
      change: (fixtures) =>
        setInput(fixtures, "feed", "eventSourceArn", "arn:aws:sqs:us-east-1:123456789012:jobs"),
      messages: {
        feed: 'eventSourceArn is "arn:aws:sqs:us-east-1:123456789012:jobs", but it is in eu-west-1, expected a resource of that region',
      },
    },
    {
      title: "a filter of a log group that only another region has",
      change: (fixtures) => setInput(fixtures, "logs", "name", "/else"),
      messages: { errors: foreign("logGroupName", "farLogs of us-east-1") },
    },
    {
      title: "a subscription beside its topic",
      change: (fixtures) => setInput(fixtures, "copy", "region", "eu-west-1"),
      messages: { copy: foreign("topic", "alarms of us-east-1") },
    },
    {
      title: "a replication beside its source, and a network and a function that have moved",
      change: (fixtures) => withOptions(withOptions(fixtures, "replication", usEast1), "work", usEast1),
      messages: {
        replication: foreign("bucket", "data of eu-west-1", "us-east-1", "eu-west-1"),
        work: foreign("vpcConfig", "inner of eu-west-1", "us-east-1", "eu-west-1"),
        feed: foreign("functionName", "work of us-east-1"),
      },
    },
    {
      title: "links that may cross, and one that may not",
      change: (fixtures) =>
        setInput(setInput(fixtures, "inner", "vpcId", ref("far")), "copy", "region", "eu-west-1"),
      settings: { crossRegionAllowed: ["aws:ec2/.*\\.vpcId"] },
      messages: { copy: foreign("topic", "alarms of us-east-1") },
    },
  ],
});
