import assert from "node:assert/strict";
import { subnetNoAutoPublicIp } from "../../../policies/baseline/rules/subnet-no-auto-public-ip";
import {
  prove,
  ref,
  remedied,
  resource,
  set,
  unknown,
  unset,
  type World,
  withOptions,
  without,
} from "../../helpers/policy";

const SUBNET = "aws:ec2/subnet:Subnet";

const world: World = [
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
const routed: World = [net, ...inGateway, untagged, table, association];
const told = {
  front:
    "mapPublicIpOnLaunch is true, expected false; the subnet has no route to an internet gateway; if it is meant to be public, say so by the tag tier",
};

prove(subnetNoAutoPublicIp, {
  compliant: world,
  alsoCompliant: {
    "no word about addresses": unset(world, "back", "mapPublicIpOnLaunch"),
    "the tag that awsx gives": set(world, "front", "tags", { SubnetType: "Public" }),
    "a public tier by the provider's tags": withOptions(unset(world, "front", "tags"), "front", {
      defaultTags: { tier: "public" },
    }),
    "no tag, but a route in the subnet's table": routed,
    "no tag, but a route of its own": [...unset(routed, "table", "routes"), route],
    "no tag, but a known gateway": set(routed, "table", "routes", [
      { cidrBlock: "0.0.0.0/0", gatewayId: "igw-0a1b" },
    ]),
    "no tag, but a route in the network's default table": [
      ...without(routed, "association", "table"),
      resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
        defaultRouteTableId: ref("net", "defaultRouteTableId"),
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
      }),
    ],
    "no tag, but a route of the network's main table": [
      ...without(routed, "association", "table"),
      { ...route, inputs: { ...route.inputs, routeTableId: ref("net", "mainRouteTableId") } },
    ],
    "no tag, but a table that is made the main one": [
      ...without(routed, "association"),
      resource("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {
        vpcId: ref("net"),
        routeTableId: ref("table"),
      }),
    ],
  },
  mutants: [
    {
      given: "a private subnet that gives public addresses",
      change: (all) => set(all, "back", "mapPublicIpOnLaunch", true),
      told: { back: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "private"' },
    },
    {
      given: "a private subnet with a route to the internet",
      change: () => set(routed, "front", "tags", { tier: "private" }),
      told: { front: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "private"' },
    },
    {
      given: "a tier that the settings do not take for public",
      settings: { publicTiers: ["edge"] },
      change: (all) => all,
      told: { front: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "public"' },
    },
    {
      given: "no tag and no route",
      change: (all) => unset(all, "front", "tags"),
      told,
    },
    {
      given: "no tag and a route by a NAT gateway",
      change: () => set(routed, "table", "routes", [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-0a1b" }]),
      told,
    },
    {
      given: "no tag, a private table of its own, and a public main one",
      change: () => [
        ...set(routed, "table", "routes", []),
        resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
          defaultRouteTableId: ref("net", "defaultRouteTableId"),
          routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
        }),
      ],
      told,
    },
    {
      given: "another tag than the settings name",
      settings: { tierTags: ["layer"] },
      change: (all) => all,
      told: {
        front:
          "mapPublicIpOnLaunch is true, expected false; the subnet has no route to an internet gateway; if it is meant to be public, say so by the tag layer",
      },
    },
  ],
});

describe("the remedy of subnet-no-auto-public-ip", () => {
  it("given a private subnet, when put right, then it gives no public addresses and all else stays", () => {
    const open = set(world, "back", "mapPublicIpOnLaunch", true);
    assert.deepEqual(remedied(subnetNoAutoPublicIp, open, "back"), {
      vpcId: "vpc-1",
      mapPublicIpOnLaunch: false,
      tags: { tier: "private" },
    });
  });

  it("given a public subnet, a closed one, or one without a tag, when put right, then it is left alone", () => {
    assert.equal(remedied(subnetNoAutoPublicIp, world, "front"), undefined);
    assert.equal(remedied(subnetNoAutoPublicIp, world, "back"), undefined);
    assert.equal(remedied(subnetNoAutoPublicIp, unset(world, "front", "tags"), "front"), undefined);
  });

  it("given a tag that is not known yet, when put right, then the subnet is left alone", () => {
    const hidden = set(world, "front", "tags.tier", unknown);
    assert.equal(remedied(subnetNoAutoPublicIp, hidden, "front", { when: "preview" }), undefined);
  });
});
