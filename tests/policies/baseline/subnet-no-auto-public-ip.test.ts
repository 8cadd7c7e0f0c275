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

const fixtures: Fixtures = [
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
const messages = {
  front:
    "mapPublicIpOnLaunch is true, expected false; the subnet has no route to an internet gateway; if it must be public, set the tag tier",
};

prove(subnetNoAutoPublicIp, {
  compliant: fixtures,
  alsoCompliant: {
    "no mapPublicIpOnLaunch": unsetInput(fixtures, "back", "mapPublicIpOnLaunch"),
    "the tag of awsx": setInput(fixtures, "front", "tags", { SubnetType: "Public" }),
    "a public tier in the provider's tags": withOptions(unsetInput(fixtures, "front", "tags"), "front", {
      defaultTags: { tier: "public" },
    }),
    "no tag, but a route in the subnet's table": routed,
    "no tag, but a separate route": [...unsetInput(routed, "table", "routes"), route],
    "no tag, but a known gateway": setInput(routed, "table", "routes", [
      { cidrBlock: "0.0.0.0/0", gatewayId: "igw-0a1b" },
    ]),
    "no tag, but a route in the VPC's default table": [
      ...withoutResources(routed, "association", "table"),
      resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
        defaultRouteTableId: ref("net", "defaultRouteTableId"),
        routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
      }),
    ],
    "no tag, but a separate route in the VPC's main table": [
      ...withoutResources(routed, "association", "table"),
      { ...route, inputs: { ...route.inputs, routeTableId: ref("net", "mainRouteTableId") } },
    ],
    "no tag, but a route in a table that replaces the main one": [
      ...withoutResources(routed, "association"),
      resource("aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation", "main", {
        vpcId: ref("net"),
        routeTableId: ref("table"),
      }),
    ],
  },
  mutants: [
    {
      title: "a private subnet that assigns public addresses",
      change: (all) => setInput(all, "back", "mapPublicIpOnLaunch", true),
      messages: { back: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "private"' },
    },
    {
      title: "a private subnet with a route to the internet",
      change: () => setInput(routed, "front", "tags", { tier: "private" }),
      messages: { front: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "private"' },
    },
    {
      title: "a tier that is not public in the settings",
      settings: { publicTiers: ["edge"] },
      change: (all) => all,
      messages: { front: 'mapPublicIpOnLaunch is true, expected false; the subnet\'s tier is "public"' },
    },
    {
      title: "no tag and no route",
      change: (all) => unsetInput(all, "front", "tags"),
      messages,
    },
    {
      title: "no tag and a route to a NAT gateway",
      change: () =>
        setInput(routed, "table", "routes", [{ cidrBlock: "0.0.0.0/0", natGatewayId: "nat-0a1b" }]),
      messages,
    },
    {
      title: "no tag, a private own table and a public main one",
      change: () => [
        ...setInput(routed, "table", "routes", []),
        resource("aws:ec2/defaultRouteTable:DefaultRouteTable", "main", {
          defaultRouteTableId: ref("net", "defaultRouteTableId"),
          routes: [{ cidrBlock: "0.0.0.0/0", gatewayId: ref("gateway") }],
        }),
      ],
      messages,
    },
    {
      title: "a tag outside the settings",
      settings: { tierTags: ["layer"] },
      change: (all) => all,
      messages: {
        front:
          "mapPublicIpOnLaunch is true, expected false; the subnet has no route to an internet gateway; if it must be public, set the tag layer",
      },
    },
  ],
});

describe("the remediation of subnet-no-auto-public-ip", () => {
  it("turns off public addresses of a private subnet, and changes nothing else", () => {
    const open = setInput(fixtures, "back", "mapPublicIpOnLaunch", true);
    assert.deepEqual(remediate(subnetNoAutoPublicIp, open, "back"), {
      vpcId: "vpc-1",
      mapPublicIpOnLaunch: false,
      tags: { tier: "private" },
    });
  });

  it("leaves public, compliant and untagged subnets alone", () => {
    assert.equal(remediate(subnetNoAutoPublicIp, fixtures, "front"), undefined);
    assert.equal(remediate(subnetNoAutoPublicIp, fixtures, "back"), undefined);
    assert.equal(remediate(subnetNoAutoPublicIp, unsetInput(fixtures, "front", "tags"), "front"), undefined);
  });

  it("leaves a subnet with an unknown tag alone", () => {
    const hidden = setInput(fixtures, "front", "tags.tier", unknown);
    assert.equal(remediate(subnetNoAutoPublicIp, hidden, "front", { when: "preview" }), undefined);
  });
});
