import assert from "node:assert/strict";
import { subnetNoAutoPublicIp } from "../../../policies/baseline/rules/subnet-no-auto-public-ip";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const SUBNET = "aws:ec2/subnet:Subnet";

const world: Fixtures = [
  resource(SUBNET, "front", { vpcId: "vpc-1", mapPublicIpOnLaunch: true, tags: { tier: "public" } }),
  resource(SUBNET, "back", { vpcId: "vpc-1", mapPublicIpOnLaunch: false, tags: { tier: "private" } }),
];

const net = resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" });
const gateway = resource("aws:ec2/internetGateway:InternetGateway", "gateway", { vpcId: ref("net") });
const untagged = resource(SUBNET, "front", { vpcId: ref("net"), mapPublicIpOnLaunch: true });
const association = resource("aws:ec2/routeTableAssociation:RouteTableAssociation", "association", {
  subnetId: ref("front"),
  routeTableId: ref("table"),
});
const table = resource("aws:ec2/routeTable:RouteTable", "table", {
  vpcId: ref("net"),
  routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
});
const route = resource("aws:ec2/route:Route", "out", {
  routeTableId: ref("table"),
  destinationCidrBlock: "0.0.0.0/0",
  gatewayId: ref("gateway"),
});
const inGateway = withOptions([gateway], "gateway", { outputs: { id: "igw-0a1b" } });
const routed: Fixtures = [net, ...inGateway, untagged, table, association];
const told = {
  front:
    "mapPublicIpOnLaunch is true, expected false; the subnet has no route to an internet gateway; if it is meant to be public, say so by the tag tier",
};

prove(subnetNoAutoPublicIp, {
  compliant: world,
  alsoCompliant: {
    "no word about addresses": unsetInput(world, "back", "mapPublicIpOnLaunch"),
    "the tag that awsx gives": setInput(world, "front", "tags", { SubnetType: "Public" }),
    "a public tier by the provider's tags": withOptions(unsetInput(world, "front", "tags"), "front", {
      defaultTags: { tier: "public" },
    }),
    "no tag, but a route in the subnet's table": routed,
    "no tag, but a route of its own": [...unsetInput(routed, "table", "routes"), route],
    "no tag, but a known gateway": setInput(routed, "table", "routes", [
      { cidrBlock: "0.0.0.0/0", gatewayId: "igw-0a1b" },
    ]),
    "no tag, but a route in the network's default table": [
      ...withoutResources(routed, "association", "table"),
      resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
        defaultRouteTableId: ref("net", "defaultRouteTableId"),
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
      }),
    ],
    "no tag, but a route of the network's main table": [
      ...withoutResources(routed, "association", "table"),
      { ...route, inputs: { ...route.inputs, routeTableId: ref("net", "mainRouteTableId") } },
    ],
    "no tag, but a table that is made the main one": [
      ...withoutResources(routed, "association"),
      resource("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {
        vpcId: ref("net"),
        routeTableId: ref("table"),
      }),
    ],
  },
  mutants: [
    {
      title: "a private subnet that gives public addresses",
      change: (all) => setInput(all, "back", "mapPublicIpOnLaunch", true),
      messages: { back: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "private"' },
    },
    {
      title: "a private subnet with a route to the internet",
      change: () => setInput(routed, "front", "tags", { tier: "private" }),
      messages: { front: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "private"' },
    },
    {
      title: "a tier that the settings do not take for public",
      settings: { publicTiers: ["edge"] },
      change: (all) => all,
      messages: { front: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "public"' },
    },
    {
      title: "no tag and no route",
      change: (all) => unsetInput(all, "front", "tags"),
      messages: told,
    },
    {
      title: "no tag and a route by a NAT gateway",
      change: () =>
        setInput(routed, "table", "routes", [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-0a1b" }]),
      messages: told,
    },
    {
      title: "no tag, a private table of its own, and a public main one",
      change: () => [
        ...setInput(routed, "table", "routes", []),
        resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
          defaultRouteTableId: ref("net", "defaultRouteTableId"),
          routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
        }),
      ],
      messages: told,
    },
    {
      title: "another tag than the settings name",
      settings: { tierTags: ["layer"] },
      change: (all) => all,
      messages: {
        front:
          "mapPublicIpOnLaunch is true, expected false; the subnet has no route to an internet gateway; if it is meant to be public, say so by the tag layer",
      },
    },
  ],
});

describe("the remediation of subnet-no-auto-public-ip", () => {
  it("given a private subnet, when put right, then it gives no public addresses and all else stays", () => {
    const open = setInput(world, "back", "mapPublicIpOnLaunch", true);
    assert.deepEqual(remediate(subnetNoAutoPublicIp, open, "back"), {
      vpcId: "vpc-1",
      mapPublicIpOnLaunch: false,
      tags: { tier: "private" },
    });
  });

  it("given a public subnet, a closed one, or one without a tag, when put right, then it is left alone", () => {
    assert.equal(remediate(subnetNoAutoPublicIp, world, "front"), undefined);
    assert.equal(remediate(subnetNoAutoPublicIp, world, "back"), undefined);
    assert.equal(remediate(subnetNoAutoPublicIp, unsetInput(world, "front", "tags"), "front"), undefined);
  });

  it("given a tag that is not known yet, when put right, then the subnet is left alone", () => {
    const hidden = setInput(world, "front", "tags.tier", unknown);
    assert.equal(remediate(subnetNoAutoPublicIp, hidden, "front", { when: "preview" }), undefined);
  });
});
