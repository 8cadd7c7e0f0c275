import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { EphemeralCluster, type EphemeralClusterArgs } from "../../../components/ephemeral-cluster";
import {
  findSubnetFault,
  needsEndpoint,
  requireWayOut,
  type SubnetFacts,
} from "../../../components/ephemeral-cluster/ways-out";
import { outputValue, recordResources, waitForChildren } from "../../helpers/mocks";

const local = { cidrBlock: "10.8.0.0/16", gatewayId: "local" };
const facts = (gatewayId: string | undefined, mapPublicIpOnLaunch = false): SubnetFacts => ({
  routes: [local, ...(gatewayId === undefined ? [] : [{ cidrBlock: "0.0.0.0/0", gatewayId }])],
  mapPublicIpOnLaunch,
});
const NONE = facts(undefined);
const PUBLIC = facts("igw-0", true);

const WAY_OUT =
  "a subnet with a way to the API of EMR: a default route to a NAT or transit gateway, or an interface endpoint for elasticmapreduce in the VPC";

describe("findSubnetFault", () => {
  const cases: readonly (readonly [
    string,
    "private" | "public",
    SubnetFacts,
    boolean,
    string | undefined,
  ])[] = [
    ["a private subnet with a default route to NAT", "private", facts(""), false, undefined],
    ["a private subnet with a virtual private gateway", "private", facts("vgw-0"), false, undefined],
    ["a private subnet with an endpoint for EMR", "private", NONE, true, undefined],
    ["a private subnet without any way out", "private", NONE, false, WAY_OUT],
    [
      "a public subnet as a private one",
      "private",
      PUBLIC,
      true,
      'a private subnet; this one routes to an internet gateway; or set subnetType to "public"',
    ],
    ["a public subnet with public addresses", "public", PUBLIC, false, undefined],
    [
      "a public subnet without public addresses",
      "public",
      facts("igw-0"),
      true,
      "a public subnet that gives its instances public addresses; without one, a node has no way out",
    ],
    [
      "a private subnet as a public one",
      "public",
      facts("", true),
      true,
      "a public subnet, which has a default route to an internet gateway",
    ],
    [
      "an isolated subnet as a public one",
      "public",
      NONE,
      true,
      "a public subnet, which has a default route to an internet gateway",
    ],
  ];
  for (const [name, type, one, hasEndpoint, fault] of cases) {
    it(`${fault === undefined ? "accepts" : "refuses"} ${name}`, () => {
      assert.equal(findSubnetFault(type, one, hasEndpoint), fault);
    });
  }

  it("does not take a route to a part of the internet for a way out", () => {
    const part = { routes: [{ cidrBlock: "192.0.2.0/24", gatewayId: "" }], mapPublicIpOnLaunch: false };

    assert.equal(findSubnetFault("private", part, false), WAY_OUT);
  });
});

describe("needsEndpoint", () => {
  it("is true only for a private subnet without a default route", () => {
    const needs = (["private", "public"] as const).map((type) =>
      [NONE, facts(""), PUBLIC].map((one) => needsEndpoint(type, one)),
    );

    assert.deepEqual(needs, [
      [true, false, false],
      [false, false, false],
    ]);
  });
});

describe("EphemeralCluster in a subnet", () => {
  const CLUSTER = "aws:emr/cluster:Cluster";
  const base: EphemeralClusterArgs = {
    owner: "data@example.com",
    lifetime: { expiresAt: "2026-11-23T14:00:00Z" },
    vpcId: "vpc-0",
    subnetIds: ["subnet-0"],
    logUri: "s3://example-logs/emr/",
  };
  const withRoutes = async (
    routes: readonly object[],
    args: Partial<EphemeralClusterArgs>,
    results: Record<string, Record<string, unknown>> = {},
  ) => {
    const registrations = await recordResources({
      results: { "aws:ec2/getRouteTable:getRouteTable": { routes }, ...results },
    });
    const tide = new EphemeralCluster("tide", { ...base, ...args });
    await waitForChildren(tide);
    return registrations.find(({ type }) => type === CLUSTER)?.inputs;
  };

  it("has no service access group when the subnet is public", async () => {
    const cluster = await withRoutes(
      [{ cidrBlock: "0.0.0.0/0", gatewayId: "igw-0" }],
      { subnetType: "public" },
      {
        "aws:ec2/getSubnet:getSubnet": { mapPublicIpOnLaunch: true },
      },
    );

    assert.deepEqual(cluster?.ec2Attributes, {
      instanceProfile: "arn:aws:mock:::tide-node",
      subnetId: "subnet-0",
      emrManagedMasterSecurityGroup: "tide-master-id",
      emrManagedSlaveSecurityGroup: "tide-core-id",
    });
  });

  it("is created through an interface endpoint for EMR without a default route", async () => {
    const cluster = await withRoutes(
      [],
      {},
      { "aws:ec2/getVpcEndpoint:getVpcEndpoint": { state: "available" } },
    );

    assert.equal(cluster?.ec2Attributes.subnetId, "subnet-0");
  });
});

describe("requireWayOut", () => {
  const check = async (results: Record<string, Record<string, unknown>>) => {
    await recordResources({ results });
    const subnet = { vpcId: "vpc-0", subnetId: "subnet-0", type: "private" } as const;
    return outputValue(requireWayOut("tide", subnet, {}));
  };

  it("refuses a subnet whose endpoint is not available yet", async () => {
    const results = {
      "aws:ec2/getRouteTable:getRouteTable": { routes: [] },
      "aws:ec2/getVpcEndpoint:getVpcEndpoint": { state: "pending" },
    };

    await assert.rejects(check(results), { message: `tide: subnetIds is "subnet-0", expected ${WAY_OUT}` });
  });

  it("returns the id of a subnet with a way out", async () => {
    assert.equal(await check({}), "subnet-0");
  });
});
