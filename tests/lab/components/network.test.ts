// starts processes
import assert from "node:assert/strict";
import { overlapsCidr, parseIPv4Cidr } from "../../../common/cidr";
import { testLifecycle } from "../../helpers/lifecycle";

const VPC = "Network$awsx:ec2:Vpc$aws:ec2/vpc:Vpc";
const SUBNET = `${VPC}$aws:ec2/subnet:Subnet`;
const TABLE = `${SUBNET}$aws:ec2/routeTable:RouteTable`;

describe("Network in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/network.ts",
    resources: {
      "pulumi:providers:aws": 2,
      "pulumi:providers:awsx": 1,
      Network: 3,
      "Network$awsx:ec2:Vpc": 3,
      [VPC]: 3,
      [`${VPC}$aws:ec2/internetGateway:InternetGateway`]: 3,
      [SUBNET]: 18,
      [TABLE]: 18,
      [`${TABLE}$aws:ec2/routeTableAssociation:RouteTableAssociation`]: 18,
      [`${TABLE}$aws:ec2/route:Route`]: 11,
      [`${SUBNET}$aws:ec2/eip:Eip`]: 4,
      [`${SUBNET}$aws:ec2/natGateway:NatGateway`]: 4,
      "Network$aws:ec2/defaultSecurityGroup:DefaultSecurityGroup": 3,
      "Network$aws:ec2/vpcEndpoint:VpcEndpoint": 12,
      "Network$aws:ec2/flowLog:FlowLog": 3,
      "Network$aws:cloudwatch/logGroup:LogGroup": 2,
      "Network$aws:iam/role:Role": 2,
      "Network$aws:iam/rolePolicy:RolePolicy": 2,
      "aws:s3/bucket:Bucket": 1,
    },
  });

  const vpcs = () =>
    life()
      .findAll("ec2/vpc:Vpc")
      .map(({ id, urn, region, outputs }) => ({
        id,
        name: urn.split("::").at(-1),
        region,
        block: outputs["cidrBlock"],
      }));

  it("deploys each network to the region of its provider", () => {
    assert.deepEqual(
      vpcs()
        .map(({ name, region, block }) => [name, region, block])
        .sort(),
      [
        ["creek", "eu-central-1", "10.9.0.0/20"],
        ["deep", "eu-central-1", "10.10.0.0/16"],
        ["sea", "ap-northeast-2", "10.8.0.0/16"],
      ],
    );
  });

  it("creates disjoint subnets within their network", () => {
    const cidr = (block: unknown) => {
      const range = parseIPv4Cidr(String(block));
      assert.ok(range, `${block} is a block`);
      return range;
    };
    const subnets = life()
      .findAll("ec2/subnet:Subnet")
      .map(({ outputs }) => outputs);

    for (const [index, subnet] of subnets.entries()) {
      const own = cidr(subnet["cidrBlock"]);
      for (const other of subnets.slice(0, index))
        assert.ok(
          !overlapsCidr(own, cidr(other["cidrBlock"])),
          `${subnet["cidrBlock"]} and ${other["cidrBlock"]}`,
        );
      const [home] = vpcs().filter(({ id }) => id === subnet["vpcId"]);
      const around = cidr(home?.block);
      assert.ok(
        overlapsCidr(own, around) && own.prefix > around.prefix,
        `${subnet["cidrBlock"]} in ${home?.block}`,
      );
    }
  });

  it("creates the NAT gateways of each mode and routes private subnets to them", () => {
    const gateways = life().findAll("ec2/natGateway:NatGateway");
    const subnets = life().findAll("ec2/subnet:Subnet");
    const homeOf = (subnetId: unknown) => {
      const vpcId = subnets.find(({ id }) => id === subnetId)?.outputs["vpcId"];
      return vpcs().find(({ id }) => id === vpcId)?.name;
    };
    const homes = gateways.map(({ outputs }) => homeOf(outputs["subnetId"])).sort();
    const uses = life()
      .findAll("ec2/route:Route")
      .flatMap(({ urn, outputs }) =>
        outputs["natGatewayId"] ? [[urn.split("::").at(-1), outputs["natGatewayId"]]] : [],
      );
    const gatewayId = (name: string) => gateways.find(({ urn }) => urn.endsWith(`::${name}`))?.id;

    assert.deepEqual(homes, ["deep", "deep", "deep", "sea"]);
    assert.deepEqual(uses.sort(), [
      ["deep-private-1", gatewayId("deep-1")],
      ["deep-private-2", gatewayId("deep-2")],
      ["deep-private-3", gatewayId("deep-3")],
      ["sea-private-1", gatewayId("sea-1")],
      ["sea-private-2", gatewayId("sea-1")],
    ]);
  });

  it("creates no route out of isolated subnets", () => {
    const routes = life()
      .findAll("ec2/route:Route")
      .map(({ outputs }) => outputs["routeTableId"]);
    const isolatedTables = life()
      .findAll("ec2/routeTable:RouteTable")
      .filter(({ urn }) => urn.includes("-isolated-"));

    assert.equal(isolatedTables.length, 6);
    assert.deepEqual(
      isolatedTables.filter(({ id }) => routes.includes(id)),
      [],
    );
  });

  it("gives instances public addresses only in public subnets, and only on request", () => {
    const withAddresses = life()
      .findAll("ec2/subnet:Subnet")
      .flatMap(({ urn, outputs }) => (outputs["mapPublicIpOnLaunch"] ? [urn.split("::").at(-1)] : []));

    assert.deepEqual(withAddresses.sort(), ["deep-public-1", "deep-public-2", "deep-public-3"]);
  });

  it("associates isolated subnets with endpoints of their own", () => {
    const tables = life().findAll("ec2/routeTable:RouteTable");
    for (const { urn, outputs } of life().findAll("ec2/vpcEndpoint:VpcEndpoint")) {
      const names = (outputs["routeTableIds"] as readonly string[]).map(
        (id) =>
          tables
            .find((table) => table.id === id)
            ?.urn.split("::")
            .at(-1) ?? id,
      );
      assert.ok(names.length > 0, urn);
      for (const name of names) assert.equal(name.includes("-isolated-"), urn.includes("-isolated-"), urn);
    }
  });

  it("creates a default security group without rules, and a flow log", () => {
    for (const { outputs } of life().findAll("ec2/defaultSecurityGroup:DefaultSecurityGroup"))
      assert.deepEqual([outputs["ingress"], outputs["egress"]], [[], []]);
    const flowLogs = life()
      .findAll("ec2/flowLog:FlowLog")
      .map(({ outputs }) => [
        vpcs().find(({ id }) => id === outputs["vpcId"])?.name,
        outputs["trafficType"],
        outputs["logDestinationType"],
      ]);
    assert.deepEqual(flowLogs.sort(), [
      ["creek", "ALL", "s3"],
      ["deep", "REJECT", "cloud-watch-logs"],
      ["sea", "ALL", "cloud-watch-logs"],
    ]);
  });
});
