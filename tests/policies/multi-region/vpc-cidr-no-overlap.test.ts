import { vpcCidrNoOverlap } from "../../../policies/multi-region/rules/vpc-cidr-no-overlap";
import { derivedFrom, type Fixtures, prove, ref, resource, setInput, unknown } from "../../helpers/policy";

const VPC = "aws:ec2/vpc:Vpc";
const SUBNET = "aws:ec2/subnet:Subnet";
const FURTHER = "aws:ec2/vpcIpv4CidrBlockAssociation:VpcIpv4CidrBlockAssociation";
const FURTHER_6 = "aws:ec2/vpcIpv6CidrBlockAssociation:VpcIpv6CidrBlockAssociation";
const PEERING = "aws:ec2/vpcPeeringConnection:VpcPeeringConnection";

const ireland = resource(VPC, "net-eu-west-1", { cidrBlock: "10.0.0.0/16" });
const virginia = resource(VPC, "net-us-east-1", { cidrBlock: "10.1.0.0/16" }, { region: "us-east-1" });
const fixtures: Fixtures = [
  ireland,
  virginia,
  resource(FURTHER, "more", { vpcId: ref("net-eu-west-1"), cidrBlock: "10.2.0.0/16" }),
  resource(SUBNET, "a", { vpcId: ref("net-eu-west-1"), cidrBlock: "10.0.0.0/24" }),
  resource(SUBNET, "b", { vpcId: ref("net-eu-west-1"), cidrBlock: "10.0.1.0/24" }),
  resource(SUBNET, "c", { vpcId: ref("net-eu-west-1"), cidrBlock: "10.2.0.0/24" }),
  resource(SUBNET, "far", { vpcId: ref("net-us-east-1"), cidrBlock: "10.1.0.0/24" }),
];
const clashing = setInput([ireland, virginia], "net-us-east-1", "cidrBlock", "10.0.128.0/17");
const clash = {
  "net-us-east-1":
    'cidrBlock is "10.0.128.0/17", expected no address of other VPCs; net-eu-west-1 has "10.0.0.0/16"',
};
const joint = (name: string, type: string, inputs: Readonly<Record<string, unknown>>) =>
  resource(type, name, inputs);

function undecidedMessage(check: string, path: string): string {
  return `${check} cannot be decided because ${path} is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`;
}

prove(vpcCidrNoOverlap, {
  compliant: fixtures,
  alsoCompliant: {
    "blocks that an IPAM pool allocates": [
      resource(VPC, "net-eu-west-1", { ipv4IpamPoolId: ref("pool"), ipv4NetmaskLength: 16 }),
      resource(VPC, "net-us-east-1", {
        ipv4IpamPoolId: "ipam-pool-0a1b",
        cidrBlock: derivedFrom("10.9.0.0/16", "pool"),
      }),
      resource("aws:ec2/vpcIpamPool:VpcIpamPool", "pool", { addressFamily: "ipv4" }),
      resource(SUBNET, "a", {
        vpcId: ref("net-eu-west-1"),
        cidrBlock: derivedFrom("10.8.0.0/24", "net-eu-west-1"),
      }),
      resource(SUBNET, "b", { vpcId: ref("net-eu-west-1"), ipv4IpamPoolId: ref("pool") }),
      resource(SUBNET, "c", { vpcId: ref("net-eu-west-1"), cidrBlock: "10.8.9.0/24" }),
    ].map((each) =>
      each.name === "net-eu-west-1" ? { ...each, outputs: { cidrBlock: "10.8.0.0/16" } } : each,
    ),
    "IPv6 blocks that Amazon gives": [
      { ...ireland, inputs: { ...ireland.inputs, assignGeneratedIpv6CidrBlock: true } },
      resource(SUBNET, "a", {
        vpcId: ref("net-eu-west-1"),
        cidrBlock: "10.0.0.0/24",
        ipv6CidrBlock: derivedFrom("2001:db8:0:1::/64", "net-eu-west-1"),
      }),
      {
        ...virginia,
        inputs: { ...virginia.inputs, ipv6CidrBlock: "2001:db8:1::/56", ipv6IpamPoolId: "pool" },
      },
      resource(FURTHER_6, "more", { vpcId: ref("net-us-east-1"), assignGeneratedIpv6CidrBlock: true }),
      resource(SUBNET, "far", {
        vpcId: ref("net-us-east-1"),
        cidrBlock: "10.1.0.0/24",
        ipv6CidrBlock: "2001:db8:1::/64",
      }),
    ].map((each) =>
      each.name === "net-eu-west-1" ? { ...each, outputs: { ipv6CidrBlock: "2001:db8::/56" } } : each,
    ),
    "a subnet of a network of another stack": [
      resource(SUBNET, "a", { vpcId: "vpc-0a1b", cidrBlock: "192.168.0.0/24" }),
    ],
    "default networks, which are all alike": [
      resource("aws:ec2/defaultVpc:DefaultVpc", "one", {}, { outputs: { cidrBlock: "172.31.0.0/16" } }),
      resource("aws:ec2/defaultVpc:DefaultVpc", "two", {}, { outputs: { cidrBlock: "172.31.0.0/16" } }),
    ],
  },
  mutants: [
    {
      title: "the same block in two regions",
      change: (all) => setInput(all.slice(0, 2), "net-us-east-1", "cidrBlock", "10.0.0.0/16"),
      messages: {
        "net-us-east-1":
          'cidrBlock is "10.0.0.0/16", expected no address of other VPCs; net-eu-west-1 has "10.0.0.0/16"',
      },
    },
    { title: "a block within another", change: () => clashing, messages: clash },
    {
      title: "a further block that another network has",
      change: (all) => setInput(all.slice(0, 3), "more", "cidrBlock", "10.1.0.0/20"),
      messages: {
        more: 'cidrBlock is "10.1.0.0/20", expected no address of other VPCs; net-us-east-1 has "10.1.0.0/16"',
      },
    },
    {
      title: "IPv6 blocks that overlap",
      change: () => [
        { ...ireland, inputs: { ...ireland.inputs, ipv6CidrBlock: "2001:db8::/48" } },
        virginia,
        resource(FURTHER_6, "more", { vpcId: ref("net-us-east-1"), ipv6CidrBlock: "2001:db8:0:1::/64" }),
      ],
      messages: {
        more: 'ipv6CidrBlock is "2001:db8:0:1::/64", expected no address of other VPCs; net-eu-west-1 has "2001:db8::/48"',
      },
    },
    {
      title: "a block of a pool that another network has by hand",
      when: "up",
      change: () => [
        ireland,
        resource(
          VPC,
          "net-us-east-1",
          { ipv4IpamPoolId: "ipam-pool-0a1b" },
          { outputs: { cidrBlock: "10.0.128.0/17" } },
        ),
      ],
      messages: clash,
    },
    {
      title: "a block that is reserved",
      settings: { reservedCidrs: ["192.168.0.0/16", "10.1.128.0/17"] },
      change: (all) => all,
      messages: {
        "net-us-east-1":
          'cidrBlock is "10.1.0.0/16", expected no address of 10.1.128.0/17, which is reserved',
      },
    },
    {
      title: "a malformed reserved range",
      settings: { reservedCidrs: ["10.0.0.0/99"] },
      change: (all) => all,
      messages: { stack: 'reservedCidrs.0 is "10.0.0.0/99", expected a block such as "192.168.0.0/16"' },
    },
    {
      title: "malformed blocks",
      change: () => [
        resource(VPC, "net-eu-west-1", { cidrBlock: "10.0.0.0" }),
        resource(SUBNET, "a", { vpcId: ref("net-eu-west-1"), cidrBlock: "2001:db8::/64" }),
      ],
      messages: {
        "net-eu-west-1": 'cidrBlock is "10.0.0.0", expected a block such as "10.0.0.0/16"',
        a: 'cidrBlock is "2001:db8::/64", expected a block such as "10.0.0.0/16"',
      },
    },
    {
      title: "a subnet outside of its network",
      change: (all) => setInput(all, "c", "cidrBlock", "10.3.0.0/24"),
      messages: {
        c: 'cidrBlock is "10.3.0.0/24", expected a part of 10.0.0.0/16 or 10.2.0.0/16, which net-eu-west-1 has',
      },
    },
    {
      title: "a subnet of IPv6 in a network that has none",
      change: (all) => setInput(all, "a", "ipv6CidrBlock", "2001:db8::/64"),
      messages: {
        a: 'ipv6CidrBlock is "2001:db8::/64", expected a part of no block, which net-eu-west-1 has',
      },
    },
    {
      title: "subnets that overlap",
      change: (all) => setInput(all, "b", "cidrBlock", "10.0.0.128/25"),
      messages: {
        b: 'cidrBlock is "10.0.0.128/25", expected no address of other subnets; a has "10.0.0.0/24"',
      },
    },
    {
      title: "a subnet's block that is not known yet",
      when: "preview",
      change: (all) => setInput(all, "a", "cidrBlock", unknown),
      messages: { a: undecidedMessage("the subnet's IPv4 block", "cidrBlock") },
    },
    {
      title: "joined networks that overlap, where only isolated ones may",
      settings: { allowIsolatedOverlap: true },
      change: () => [
        ...clashing,
        joint("peering", PEERING, {
          vpcId: ref("net-eu-west-1"),
          peerVpcId: ref("net-us-east-1"),
          peerRegion: "us-east-1",
        }),
      ],
      messages: clash,
    },
    {
      title: "networks that overlap at one transit gateway, where only isolated ones may",
      settings: { allowIsolatedOverlap: true },
      change: () => [
        ...clashing,
        joint("one", "aws:ec2transitgateway/vpcAttachment:VpcAttachment", { vpcId: ref("net-eu-west-1") }),
        joint("two", "aws:networkmanager/vpcAttachment:VpcAttachment", {
          vpcArn: ref("net-us-east-1", "arn"),
        }),
      ],
      messages: clash,
    },
  ],
});

prove(vpcCidrNoOverlap, {
  compliant: clashing,
  settings: { allowIsolatedOverlap: true },
  alsoCompliant: {
    "a VPC that is connected to a third one": [
      ...clashing,
      resource(VPC, "third", { cidrBlock: "10.4.0.0/16" }),
      joint("peering", PEERING, { vpcId: ref("net-eu-west-1"), peerVpcId: ref("third") }),
    ],
    "a peering with one unknown side": [
      ...clashing,
      joint("peering", PEERING, { vpcId: ref("net-eu-west-1"), peerVpcId: "vpc-0a1b" }),
    ],
  },
  mutants: [
    {
      title: "a peering with two unknown sides",
      when: "preview",
      change: (all) => [...all, joint("peering", PEERING, { vpcId: unknown, peerVpcId: unknown })],
      messages: { "net-us-east-1": undecidedMessage("the IPv4 block", "vpcId of peering") },
    },
  ],
});
