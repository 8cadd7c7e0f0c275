import assert from "node:assert/strict";
import { ec2 } from "../../../../lab/aws/ec2";
import { defaultVpcOf } from "../../../../lab/aws/ec2/default-network";
import { lookups } from "../../../../lab/aws/lookups";
import type { Properties } from "../../../../lab/aws/property-values";
import type { Call } from "../../../../lab/aws/resource-type";
import { Cloud } from "../../../helpers/cloud";

function withTables() {
  const cloud = new Cloud(ec2);
  const vpc = cloud.create("aws:ec2/vpc:Vpc", { cidrBlock: "10.8.0.0/16" });
  const [inside, outside] = ["10.8.0.0/24", "10.8.1.0/24"].map((cidrBlock) =>
    cloud.create("aws:ec2/subnet:Subnet", { vpcId: vpc.id, cidrBlock }),
  );
  assert.ok(inside && outside);
  const gateway = cloud.create("aws:ec2/internetGateway:InternetGateway", { vpcId: vpc.id });
  const table = cloud.create("aws:ec2/routeTable:RouteTable", { vpcId: vpc.id });
  cloud.create("aws:ec2/route:Route", {
    routeTableId: table.id,
    destinationCidrBlock: "0.0.0.0/0",
    gatewayId: gateway.id,
  });
  cloud.create("aws:ec2/routeTableAssociation:RouteTableAssociation", {
    subnetId: outside.id,
    routeTableId: table.id,
  });
  const call: Call = {
    account: "123456789012",
    region: "eu-west-1",
    partition: "aws",
    clock: cloud.clock,
    store: cloud,
  };
  const invoke = (name: string, args: Properties): Properties => {
    const lookup = lookups.functions?.find(({ token }) => token === `aws:ec2/${name}:${name}`);
    assert.ok(lookup);
    return lookup.run(args, call);
  };
  return { cloud, call, invoke, vpc, inside, outside, table, gateway };
}

const bySubnet = (id: string): Properties => ({
  filters: [{ name: "association.subnet-id", values: [id] }],
});

describe("getRouteTables", () => {
  it("finds the table of a subnet, and none for a subnet with the main table", () => {
    const { invoke, inside, outside, table } = withTables();

    assert.deepEqual(invoke("getRouteTables", bySubnet(outside.id))["ids"], [table.id]);
    assert.deepEqual(invoke("getRouteTables", bySubnet(inside.id))["ids"], []);
  });

  it("finds all tables of a VPC, the main one by its filter", () => {
    const { invoke, vpc, table } = withTables();
    const main = String(vpc.outputs["mainRouteTableId"]);
    const filters = [{ name: "association.main", values: ["true"] }];

    assert.deepEqual(
      [...Object(invoke("getRouteTables", { vpcId: vpc.id })["ids"])].sort(),
      [main, table.id].sort(),
    );
    assert.deepEqual(invoke("getRouteTables", { vpcId: vpc.id, filters })["ids"], [main]);
  });

  it("refuses a filter that it does not know", () => {
    const { invoke } = withTables();

    assert.throws(
      () => invoke("getRouteTables", { filters: [{ name: "route.state", values: ["active"] }] }),
      {
        message: 'filter is "route.state", expected one that the simulator knows',
      },
    );
  });
});

describe("getRouteTable", () => {
  it("returns routes with all their targets", () => {
    const { invoke, table, gateway, outside, vpc } = withTables();
    const { routes, associations, vpcId } = invoke("getRouteTable", { routeTableId: table.id });

    const [route, ...more] = Object(routes);
    assert.deepEqual([route.cidrBlock, route.gatewayId, route.natGatewayId], ["0.0.0.0/0", gateway.id, ""]);
    assert.deepEqual(more, []);
    assert.equal(Object(associations)[0].subnetId, outside.id);
    assert.equal(vpcId, vpc.id);
  });

  it("returns the internet gateway of the default VPC", () => {
    const { invoke, call } = withTables();
    const id = String(defaultVpcOf(call).outputs["mainRouteTableId"]);

    const [route] = Object(invoke("getRouteTable", { routeTableId: id })["routes"]);
    assert.match(route.gatewayId, /^igw-/);
  });

  it("fails without a match", () => {
    const { invoke } = withTables();

    assert.throws(() => invoke("getRouteTable", { routeTableId: "rtb-0" }), /query returned no results/);
  });
});

describe("getVpcEndpoint", () => {
  it("finds the endpoint of a service in a VPC, or fails", () => {
    const { cloud, invoke, vpc } = withTables();
    const args = { vpcId: vpc.id, serviceName: "com.amazonaws.eu-west-1.elasticmapreduce" };

    assert.throws(() => invoke("getVpcEndpoint", args), { message: "no matching EC2 VPC Endpoint found" });
    const { id } = cloud.create("aws:ec2/vpcEndpoint:VpcEndpoint", { ...args, vpcEndpointType: "Interface" });
    assert.deepEqual(
      [invoke("getVpcEndpoint", args)["id"], invoke("getVpcEndpoint", args)["state"]],
      [id, "available"],
    );
  });
});
