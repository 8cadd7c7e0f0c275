// starts processes
import assert from "node:assert/strict";
import { overlapsCidr, parseIPv4Cidr } from "../../../common/cidr";
import { livesAndDies } from "../../helpers/life";

const VPC = "Network$awsx:ec2:Vpc$aws:ec2/vpc:Vpc";
const SUBNET = `${VPC}$aws:ec2/subnet:Subnet`;
const TABLE = `${SUBNET}$aws:ec2/routeTable:RouteTable`;

describe("Network in the lab", () => {
  const life = livesAndDies({
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
      "Network$aws:ec2/vpcEndpoint:VpcEndpoint": 6,
      "Network$aws:ec2/flowLog:FlowLog": 3,
      "Network$aws:cloudwatch/logGroup:LogGroup": 3,
      "Network$aws:iam/role:Role": 3,
      "Network$aws:iam/rolePolicy:RolePolicy": 3,
    },
  });

  const vpcs = () =>
    life()
      .all("ec2/vpc:Vpc")
      .map(({ id, urn, region, outputs }) => ({
        id,
        name: urn.split("::").at(-1),
        region,
        block: outputs["cidrBlock"],
      }));

  it("given two providers, when up, then each network is in the region of its own", () => {
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

  it("given its subnets, when up, then no two overlap and all lie within their network", () => {
    const cidr = (block: unknown) => {
      const parsed = parseIPv4Cidr(String(block));
      assert.ok(parsed, `${block} is a block`);
      return parsed;
    };
    const subnets = life()
      .all("ec2/subnet:Subnet")
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

  it("given nat none, single and perAz, when up, then there are as many gateways, and private subnets route to them", () => {
    const gateways = life().all("ec2/natGateway:NatGateway");
    const subnets = life().all("ec2/subnet:Subnet");
    const homeOf = (subnetId: unknown) => {
      const vpcId = subnets.find(({ id }) => id === subnetId)?.outputs["vpcId"];
      return vpcs().find(({ id }) => id === vpcId)?.name;
    };
    const homes = gateways.map(({ outputs }) => homeOf(outputs["subnetId"])).sort();
    const uses = life()
      .all("ec2/route:Route")
      .flatMap(({ urn, outputs }) =>
        outputs["natGatewayId"] ? [[urn.split("::").at(-1), outputs["natGatewayId"]]] : [],
      );
    const named = (name: string) => gateways.find(({ urn }) => urn.endsWith(`::${name}`))?.id;

    assert.deepEqual(homes, ["deep", "deep", "deep", "sea"]);
    assert.deepEqual(uses.sort(), [
      ["deep-private-1", named("deep-1")],
      ["deep-private-2", named("deep-2")],
      ["deep-private-3", named("deep-3")],
      ["sea-private-1", named("sea-1")],
      ["sea-private-2", named("sea-1")],
    ]);
  });

  it("given isolated subnets, when up, then none of their route tables has a way out", () => {
    const routes = life()
      .all("ec2/route:Route")
      .map(({ outputs }) => outputs["routeTableId"]);
    const isolated = life()
      .all("ec2/routeTable:RouteTable")
      .filter(({ urn }) => urn.includes("-isolated-"));

    assert.equal(isolated.length, 6);
    assert.deepEqual(
      isolated.filter(({ id }) => routes.includes(id)),
      [],
    );
  });

  it("given a network, when up, then its default security group has no rules and its traffic is logged", () => {
    for (const { outputs } of life().all("ec2/defaultSecurityGroup:DefaultSecurityGroup"))
      assert.deepEqual([outputs["ingress"], outputs["egress"]], [[], []]);
    const logged = life()
      .all("ec2/flowLog:FlowLog")
      .map(({ outputs }) => [
        vpcs().find(({ id }) => id === outputs["vpcId"])?.name,
        outputs["trafficType"],
        outputs["logDestinationType"],
      ]);
    assert.deepEqual(logged.sort(), [
      ["creek", "ALL", "cloud-watch-logs"],
      ["deep", "REJECT", "cloud-watch-logs"],
      ["sea", "ALL", "cloud-watch-logs"],
    ]);
  });
});
