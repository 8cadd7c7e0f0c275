import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Network, type NetworkArgs } from "../../../components/network";
import { assertContract, assertPermissionsBoundary, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  type Registration,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

async function deploy(args: NetworkArgs) {
  const registrations = await recordResources();
  const network = new Network("sea", args);
  await waitForChildren(network);
  return { network, registrations };
}

async function vpcOf(args: NetworkArgs) {
  const { registrations } = await deploy(args);
  return findRegistration(registrations, "sea", "awsx:ec2:Vpc").inputs;
}

describe("Network", () => {
  it("creates a complete and closed network by default", async () => {
    const { registrations } = await deploy({ cidrBlock: "10.8.0.0/16" });

    assertContract(registrations, "Network", "sea", {
      order: {
        "sea-flow-log": ["sea-flow-log-policy"],
        "sea-isolated-s3-endpoint": ["sea-s3-endpoint"],
        "sea-isolated-dynamodb-endpoint": ["sea-dynamodb-endpoint"],
      },
    });
    assert.deepEqual(childNames(registrations), [
      "sea",
      "sea-default-group",
      "sea-dynamodb-endpoint",
      "sea-flow-log",
      "sea-flow-log-policy",
      "sea-flow-log-role",
      "sea-flow-logs",
      "sea-isolated-dynamodb-endpoint",
      "sea-isolated-s3-endpoint",
      "sea-s3-endpoint",
    ]);
    assert.deepEqual(findRegistration(registrations, "sea", "awsx:ec2:Vpc").inputs, {
      cidrBlock: "10.8.0.0/16",
      availabilityZoneNames: ["eu-west-1a", "eu-west-1b"],
      subnetStrategy: "Auto",
      subnetSpecs: [
        { type: "Public", cidrBlocks: ["10.8.32.0/20", "10.8.96.0/20"] },
        { type: "Private", cidrBlocks: ["10.8.0.0/19", "10.8.64.0/19"] },
        { type: "Isolated", cidrBlocks: ["10.8.48.0/20", "10.8.112.0/20"] },
      ],
      natGateways: { strategy: "Single" },
      enableDnsSupport: true,
      enableDnsHostnames: true,
    });
    assert.deepEqual(findRegistration(registrations, "sea-default-group").inputs, {
      vpcId: "sea-vpc-id",
      ingress: [],
      egress: [],
    });
  });

  const routeTablesOf = (...tiers: readonly string[]) =>
    [1, 2].flatMap((zone) => tiers.map((tier) => `sea-${tier}-${zone}-rtb`));
  const statementsOf = (registrations: readonly Registration[], endpoint: string) =>
    JSON.parse(findRegistration(registrations, endpoint).inputs.policy).Statement;
  const ownAccount = (service: string) => ({
    Sid: "OwnAccount",
    Effect: "Allow",
    Principal: "*",
    Action: [`${service}:*`],
    Resource: ["*"],
    Condition: { StringEquals: { "aws:ResourceAccount": ["123456789012"] } },
  });

  it("routes S3 and DynamoDB through gateway endpoints in every route table", async () => {
    const { registrations } = await deploy({ cidrBlock: "10.8.0.0/16" });

    for (const service of ["s3", "dynamodb"]) {
      for (const [endpoint, tiers] of [
        [`sea-${service}-endpoint`, ["public", "private"]],
        [`sea-isolated-${service}-endpoint`, ["isolated"]],
      ] as const) {
        const { policy, ...inputs } = findRegistration(registrations, endpoint).inputs;
        assert.deepEqual(inputs, {
          vpcId: "sea-vpc-id",
          serviceName: `com.amazonaws.eu-west-1.${service}`,
          vpcEndpointType: "Gateway",
          routeTableIds: routeTablesOf(...tiers),
        });
        assert.equal(typeof policy, "string");
      }
      assert.deepEqual(statementsOf(registrations, `sea-${service}-endpoint`), [
        { Sid: "AnyAccount", Effect: "Allow", Principal: "*", Action: [`${service}:*`], Resource: ["*"] },
      ]);
    }
  });

  it("limits isolated subnets to the account's buckets and tables, and AWS's distributions", async () => {
    const { registrations } = await deploy({ cidrBlock: "10.8.0.0/16" });

    assert.deepEqual(statementsOf(registrations, "sea-isolated-dynamodb-endpoint"), [ownAccount("dynamodb")]);
    const [own, distribution, ...others] = statementsOf(registrations, "sea-isolated-s3-endpoint");
    assert.deepEqual([own, others], [ownAccount("s3"), []]);
    assert.deepEqual([distribution.Effect, distribution.Action], ["Allow", ["s3:GetObject"]]);
    assert.deepEqual(distribution.Resource, [
      "arn:aws:s3:::aws-ssm-eu-west-1/*",
      "arn:aws:s3:::aws-windows-downloads-eu-west-1/*",
      "arn:aws:s3:::amazon-ssm-eu-west-1/*",
      "arn:aws:s3:::amazon-ssm-packages-eu-west-1/*",
      "arn:aws:s3:::eu-west-1-birdwatcher-prod/*",
      "arn:aws:s3:::aws-ssm-distributor-file-eu-west-1/*",
      "arn:aws:s3:::aws-ssm-document-attachments-eu-west-1/*",
      "arn:aws:s3:::patch-baseline-snapshot-eu-west-1/*",
      "arn:aws:s3:::amazoncloudwatch-agent-eu-west-1/*",
      "arn:aws:s3:::al2023-repos-eu-west-1-de612dc2/*",
      "arn:aws:s3:::amazonlinux-2-repos-eu-west-1/*",
      "arn:aws:s3:::amazonlinux.eu-west-1.amazonaws.com/*",
      "arn:aws:s3:::prod-eu-west-1-starport-layer-bucket/*",
    ]);
  });

  it("limits all subnets with gatewayAccess 'account', and trusts the given buckets", async () => {
    const { registrations } = await deploy({
      cidrBlock: "10.8.0.0/16",
      gatewayAccess: "account",
      trustedBuckets: ["partner"],
    });

    for (const endpoint of ["sea-s3-endpoint", "sea-isolated-s3-endpoint"]) {
      const statements = statementsOf(registrations, endpoint);
      assert.deepEqual(
        statements.map(({ Sid }: { Sid: string }) => Sid),
        ["OwnAccount", "AwsDistribution", "TrustedBuckets"],
      );
      assert.deepEqual(statements[2].Resource, ["arn:aws:s3:::partner", "arn:aws:s3:::partner/*"]);
    }
    assert.deepEqual(statementsOf(registrations, "sea-dynamodb-endpoint"), [ownAccount("dynamodb")]);
  });

  it("delivers the flow log to a bucket without role and log group", async () => {
    const { network, registrations } = await deploy({
      cidrBlock: "10.8.0.0/16",
      flowLogDestination: "s3",
      flowLogBucketArn: "arn:aws:s3:::logs/flow",
      flowLogFileFormat: "parquet",
      flowLogFields: ["version", "vpc-id", "pkt-srcaddr"],
      flowLogAggregationSeconds: 60,
    });

    assert.deepEqual(findRegistration(registrations, "sea-flow-log").inputs, {
      vpcId: "sea-vpc-id",
      trafficType: "ALL",
      logDestinationType: "s3",
      logDestination: "arn:aws:s3:::logs/flow",
      destinationOptions: { fileFormat: "parquet" },
      logFormat: ["version", "vpc-id", "pkt-srcaddr"].map((field) => `\${${field}}`).join(" "),
      maxAggregationInterval: 60,
    });
    assert.deepEqual(
      childNames(registrations).filter((name) => name.includes("flow")),
      ["sea-flow-log"],
    );
    assert.equal(await outputValue(network.flowLogGroupName), undefined);
  });

  it("creates no flow log with destination 'none'", async () => {
    const { network, registrations } = await deploy({ cidrBlock: "10.8.0.0/16", flowLogDestination: "none" });

    assert.deepEqual(
      childNames(registrations).filter((name) => name.includes("flow")),
      [],
    );
    assert.equal(await outputValue(network.flowLogGroupName), undefined);
  });

  it("encrypts the log group of the flow log with kmsKeyArn", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const { registrations } = await deploy({ cidrBlock: "10.8.0.0/16", kmsKeyArn });

    assert.equal(findRegistration(registrations, "sea-flow-logs").inputs.kmsKeyId, kmsKeyArn);
  });

  it("logs all traffic for 30 days with a role that has no other permissions", async () => {
    const { registrations } = await deploy({ cidrBlock: "10.8.0.0/16" });

    assert.deepEqual(findRegistration(registrations, "sea-flow-logs").inputs, { retentionInDays: 30 });
    assert.deepEqual(findRegistration(registrations, "sea-flow-log").inputs, {
      vpcId: "sea-vpc-id",
      trafficType: "ALL",
      logDestinationType: "cloud-watch-logs",
      logDestination: "arn:aws:mock:::sea-flow-logs",
      iamRoleArn: "arn:aws:mock:::sea-flow-log-role",
    });
    const trust = JSON.parse(findRegistration(registrations, "sea-flow-log-role").inputs.assumeRolePolicy);
    assert.deepEqual(trust.Statement, [
      {
        Effect: "Allow",
        Principal: { Service: ["vpc-flow-logs.amazonaws.com"] },
        Action: ["sts:AssumeRole"],
        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
      },
    ]);
    const rolePolicy = findRegistration(registrations, "sea-flow-log-policy").inputs;
    assert.equal(rolePolicy.role, "sea-flow-log-role-id");
    assert.deepEqual(JSON.parse(rolePolicy.policy).Statement, [
      {
        Effect: "Allow",
        Action: ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        Resource: [
          "arn:aws:logs:eu-west-1:123456789012:log-group:sea-flow-logs",
          "arn:aws:logs:eu-west-1:123456789012:log-group:sea-flow-logs:*",
        ],
      },
      { Effect: "Allow", Action: ["logs:DescribeLogGroups"], Resource: ["*"] },
    ]);
  });

  it("outputs the ids of its parts", async () => {
    const { network } = await deploy({ cidrBlock: "10.8.0.0/16" });

    assert.equal(await outputValue(network.vpcId), "sea-vpc-id");
    assert.deepEqual(await outputValue(network.publicSubnetIds), ["sea-public-1-id", "sea-public-2-id"]);
    assert.deepEqual(await outputValue(network.privateSubnetIds), ["sea-private-1-id", "sea-private-2-id"]);
    assert.deepEqual(await outputValue(network.isolatedSubnetIds), [
      "sea-isolated-1-id",
      "sea-isolated-2-id",
    ]);
    assert.deepEqual(await outputValue(network.zoneNames), ["eu-west-1a", "eu-west-1b"]);
    assert.deepEqual(await outputValue(network.publicRouteTableIds), [
      "sea-public-1-rtb",
      "sea-public-2-rtb",
    ]);
    assert.deepEqual(await outputValue(network.privateRouteTableIds), [
      "sea-private-1-rtb",
      "sea-private-2-rtb",
    ]);
    assert.deepEqual(await outputValue(network.isolatedRouteTableIds), [
      "sea-isolated-1-rtb",
      "sea-isolated-2-rtb",
    ]);
    assert.equal(await outputValue(network.internetGatewayId), "sea-igw");
    assert.deepEqual(await outputValue(network.natGatewayIds), ["sea-1-nat"]);
    assert.deepEqual(await outputValue(network.natPublicIps), ["192.0.2.1"]);
    assert.equal(await outputValue(network.privateSubnetsReachInternet), true);
    assert.equal(await outputValue(network.defaultSecurityGroupId), "sea-default-group-id");
    assert.equal(await outputValue(network.flowLogGroupName), "sea-flow-logs");
    assert.equal(await outputValue(network.cidrBlock), "10.8.0.0/16");
  });

  it("passes every option on", async () => {
    const { registrations } = await deploy({
      cidrBlock: "10.9.0.0/24",
      zones: ["eu-west-1a", "eu-west-1c"],
      nat: "perAz",
      flowLogTraffic: "REJECT",
      flowLogRetentionDays: 7,
      tags: { team: "harbour" },
    });

    const vpc = findRegistration(registrations, "sea", "awsx:ec2:Vpc").inputs;
    assert.deepEqual(vpc.availabilityZoneNames, ["eu-west-1a", "eu-west-1c"]);
    assert.deepEqual(vpc.natGateways, { strategy: "OnePerAz" });
    assert.equal(findRegistration(registrations, "sea-flow-log").inputs.trafficType, "REJECT");
    assert.equal(findRegistration(registrations, "sea-flow-logs").inputs.retentionInDays, 7);
    assertTags(registrations, { team: "harbour" });
  });

  it("passes permissionsBoundaryArn to the role of the flow log", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({ cidrBlock: "10.8.0.0/16", permissionsBoundaryArn });

    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 1);
  });

  it("takes availability zones only, and no zone that an account opts in to", async () => {
    const calls: unknown[] = [];
    const registrations = await recordResources({ onCall: (call) => calls.push(call) });
    await waitForChildren(new Network("sea", { cidrBlock: "10.8.0.0/16", zones: 1 }));

    assert.deepEqual(
      calls.filter((call) => JSON.stringify(call).includes("getAvailabilityZones")),
      [
        {
          token: "aws:index/getAvailabilityZones:getAvailabilityZones",
          inputs: {
            filters: [
              { name: "opt-in-status", values: ["opt-in-not-required"] },
              { name: "zone-type", values: ["availability-zone"] },
            ],
          },
        },
      ],
    );
    assert.deepEqual(findRegistration(registrations, "sea", "awsx:ec2:Vpc").inputs.availabilityZoneNames, [
      "eu-west-1a",
    ]);
  });

  it("rejects more zones than the region has", async () => {
    await recordResources({
      results: { "aws:index/getAvailabilityZones:getAvailabilityZones": { names: ["eu-west-1a"] } },
    });
    const network = new Network("sea", { cidrBlock: "10.8.0.0/16" });

    await assert.rejects(
      outputValue(network.vpcId),
      /sea: zones is 2, expected at most 1, the number of availability zones: eu-west-1a$/,
    );
  });

  it("reports that private subnets do not reach the internet with nat 'none'", async () => {
    const { network } = await deploy({ cidrBlock: "10.8.0.0/16", nat: "none" });

    assert.equal(await outputValue(network.privateSubnetsReachInternet), false);
  });

  it("creates no NAT gateway with nat 'none'", async () => {
    assert.deepEqual((await vpcOf({ cidrBlock: "10.8.0.0/16", nat: "none" })).natGateways, {
      strategy: "None",
    });
  });

  it("does not move subnets when zones are added", async () => {
    const two = (await vpcOf({ cidrBlock: "10.8.0.0/16", zones: 2 })).subnetSpecs;
    const four = (await vpcOf({ cidrBlock: "10.8.0.0/16", zones: 4 })).subnetSpecs;

    for (const [index, { cidrBlocks }] of two.entries()) {
      assert.deepEqual(four[index].cidrBlocks.slice(0, 2), cidrBlocks);
      assert.equal(four[index].cidrBlocks.length, 4);
    }
  });

  it("fits subnets of at least 16 addresses for six zones into the smallest block", async () => {
    const specs = (await vpcOf({ cidrBlock: "10.8.0.0/23", zones: 6 })).subnetSpecs;

    assert.deepEqual(
      specs.map((spec: { cidrBlocks: string[] }) => spec.cidrBlocks[5]),
      ["10.8.1.96/28", "10.8.1.64/27", "10.8.1.112/28"],
    );
  });

  const form = "expected an IPv4 block from /16 to /28 without host bits, such as 10.0.0.0/16";
  for (const [args, message] of [
    [{ cidrBlock: "ten" }, `cidrBlock is "ten", ${form}`],
    [{ cidrBlock: "10.0.0.1/16" }, `cidrBlock is "10.0.0.1/16", ${form}`],
    [{ cidrBlock: "10.0.0.0/15" }, `cidrBlock is "10.0.0.0/15", ${form}`],
    [{ cidrBlock: "10.0.0.0/29" }, `cidrBlock is "10.0.0.0/29", ${form}`],
    [
      { cidrBlock: "10.0.0.0/25" },
      'cidrBlock is "10.0.0.0/25", expected /24 or larger, for three subnets of at least /28 in each of 4 zones',
    ],
    [
      { cidrBlock: "10.0.0.0/24", zones: 5 },
      'cidrBlock is "10.0.0.0/24", expected /23 or larger, for three subnets of at least /28 in each of 8 zones',
    ],
    [{ cidrBlock: "10.0.0.0/16", zones: 0 }, "zones is 0, expected a whole number from 1 to 6"],
    [{ cidrBlock: "10.0.0.0/16", zones: 7 }, "zones is 7, expected a whole number from 1 to 6"],
    [{ cidrBlock: "10.0.0.0/16", zones: [] }, "zones.length is 0, expected a whole number from 1 to 6"],
    [{ cidrBlock: "10.0.0.0/16", zones: ["a", "a"] }, 'zones is ["a","a"], expected each zone once'],
    [{ cidrBlock: "10.0.0.0/16", nat: "some" }, 'nat is "some", expected one of none, single, perAz'],
    [
      { cidrBlock: "10.0.0.0/16", flowLogTraffic: "SOME" },
      'flowLogTraffic is "SOME", expected one of ALL, ACCEPT, REJECT',
    ],
    [
      { cidrBlock: "10.0.0.0/16", gatewayAccess: "some" },
      'gatewayAccess is "some", expected one of any, account',
    ],
    [
      { cidrBlock: "10.0.0.0/16", flowLogDestination: "firehose" },
      'flowLogDestination is "firehose", expected one of cloudwatch, s3, none',
    ],
    [
      { cidrBlock: "10.0.0.0/16", flowLogDestination: "s3" },
      "flowLogBucketArn is undefined, expected the ARN of a bucket, since the destination is s3",
    ],
    [
      {
        cidrBlock: "10.0.0.0/16",
        flowLogDestination: "s3",
        flowLogBucketArn: "arn:aws:s3:::b",
        kmsKeyArn: "k",
      },
      'kmsKeyArn is "k", expected none with destination s3, whose bucket has its own key',
    ],
    [
      { cidrBlock: "10.0.0.0/16", flowLogBucketArn: "arn:aws:s3:::b" },
      'flowLogBucketArn is "arn:aws:s3:::b", expected none with destination cloudwatch',
    ],
    [
      { cidrBlock: "10.0.0.0/16", flowLogFileFormat: "parquet" },
      'flowLogFileFormat is "parquet", expected none with destination cloudwatch',
    ],
    [
      { cidrBlock: "10.0.0.0/16", flowLogAggregationSeconds: 300 },
      "flowLogAggregationSeconds is 300, expected one of 60, 600",
    ],
    ...[[], ["version", "version"], ["vpc_id"], ["Version"], [""]].map(
      (flowLogFields) =>
        [
          { cidrBlock: "10.0.0.0/16", flowLogFields },
          `flowLogFields is ${JSON.stringify(flowLogFields)}, expected one field or more, each once, such as version, vpc-id, srcaddr`,
        ] as const,
    ),
    [
      { cidrBlock: "10.0.0.0/16", flowLogRetentionDays: 31 },
      "flowLogRetentionDays is 31, expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653",
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(args)}`, async () => {
      await assert.rejects(deploy(args as unknown as NetworkArgs), { message: `sea: ${message}` });
    });
  }

  it("reports all faults in one error", async () => {
    await assert.rejects(deploy({ cidrBlock: "ten", zones: 9 }), {
      message: `sea: zones is 9, expected a whole number from 1 to 6\nsea: cidrBlock is "ten", ${form}`,
    });
  });
});
