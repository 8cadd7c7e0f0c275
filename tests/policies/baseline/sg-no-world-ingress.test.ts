import { sgNoWorldIngress } from "../../../policies/baseline/rules/sg-no-world-ingress";
import { derivedFrom, type Fixtures, prove, ref, resource, setInput, unknown } from "../../helpers/policy";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const world: Fixtures = [
  resource(GROUP, "web", {
    ingress: [
      { protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: ["0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] },
      { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["10.0.0.0/8"] },
    ],
  }),
  resource(RULE, "older", {
    type: "ingress",
    securityGroupId: ref("web"),
    protocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    cidrBlocks: ["10.0.0.0/8"],
  }),
  resource(INGRESS_RULE, "newer", {
    securityGroupId: ref("web"),
    ipProtocol: "tcp",
    fromPort: 5432,
    toPort: 5432,
    cidrIpv4: "10.0.0.0/8",
  }),
];

function finding(
  place: string,
  text: string,
  traffic: string,
  ports = "the world may use ports 80, 443 alone",
): string {
  return `${place} is ${JSON.stringify(text)}, expected no more than who needs ${traffic}, since ${ports}; name blocks, a security group or a prefix list`;
}

function opened(rule: Readonly<Record<string, unknown>>): Fixtures {
  return [resource(GROUP, "web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, ...rule }] })];
}

prove(sgNoWorldIngress, {
  compliant: world,
  // Whoever may come in by port 443 may come in from anywhere.
  indifferent: ["web: ingress.0.cidrBlocks", "web: ingress.0.cidrBlocks.0", "web: ingress.0.ipv6CidrBlocks"],
  alsoCompliant: {
    "what goes out": [
      resource(GROUP, "web", {
        egress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }],
      }),
      resource(RULE, "out", {
        type: "egress",
        protocol: "-1",
        fromPort: 0,
        toPort: 0,
        cidrBlocks: ["0.0.0.0/0"],
      }),
    ],
    "ping, of either family": [
      ...opened({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      resource(INGRESS_RULE, "ping", { ipProtocol: "icmpv6", fromPort: -1, toPort: -1, cidrIpv6: "::/0" }),
    ],
    "a security group as the source, and a prefix list": [
      ...opened({ securityGroups: ["sg-0a1b"] }),
      resource(INGRESS_RULE, "listed", {
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        prefixListId: "pl-0a1b",
      }),
      resource(INGRESS_RULE, "near", { ipProtocol: "-1", referencedSecurityGroupId: ref("web") }),
    ],
    "the block of the network, before it is known": [
      resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" }),
      resource(GROUP, "web", {
        ingress: [{ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: [ref("net", "cidrBlock")] }],
      }),
      resource("aws:ec2/eip:Eip", "office", {}),
      resource(INGRESS_RULE, "newer", {
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        cidrIpv4: derivedFrom("192.0.2.7/32", "office"),
      }),
    ],
    "port 443 by its number and UDP": opened({
      protocol: "17",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    }),
  },
  mutants: [
    {
      title: "a shell for the world",
      change: (all) => setInput(all, "web", "ingress.1.cidrBlocks.0", "0.0.0.0/0"),
      messages: { web: finding("ingress.1.cidrBlocks.0", "0.0.0.0/0", "tcp 22") },
    },
    {
      title: "a shell for the world of IPv6",
      change: () => opened({ ipv6CidrBlocks: ["fd00::/8", "::/0"] }),
      messages: { web: finding("ingress.0.ipv6CidrBlocks.1", "::/0", "tcp 22") },
    },
    {
      title: "the world in two halves",
      change: () => opened({ cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }),
      messages: { web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/1", "tcp 22") },
    },
    {
      title: "all traffic",
      change: () => opened({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "all traffic") },
    },
    {
      title: "a range that has more than the allowed ports",
      change: () => opened({ fromPort: 80, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "tcp 80 to 443") },
    },
    {
      title: "a protocol without ports",
      change: () => opened({ protocol: "50", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "protocol 50") },
    },
    {
      title: "a rule of its own, of the older kind",
      change: (all) => setInput(all, "older", "cidrBlocks.0", "0.0.0.0/0"),
      messages: { older: finding("cidrBlocks.0", "0.0.0.0/0", "tcp 5432") },
    },
    {
      title: "a rule of its own",
      change: (all) => setInput(all, "newer", "cidrIpv4", "0.0.0.0/0"),
      messages: { newer: finding("cidrIpv4", "0.0.0.0/0", "tcp 5432") },
    },
    {
      title: "a rule of its own without ports",
      change: () => [resource(INGRESS_RULE, "newer", { ipProtocol: "-1", cidrIpv6: "::/0" })],
      messages: { newer: finding("cidrIpv6", "::/0", "all traffic") },
    },
    {
      title: "a rule in the default group",
      change: () => [
        resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
          ingress: [{ protocol: "udp", fromPort: 53, toPort: 53, cidrBlocks: ["0.0.0.0/0"] }],
        }),
      ],
      messages: { default: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "udp 53") },
    },
    {
      title: "two rules, and one of which nothing is known",
      change: () => [
        resource(GROUP, "web", {
          ingress: [
            { protocol: "tcp", fromPort: 22, toPort: 22, cidrBlocks: ["0.0.0.0/0"] },
            { protocol: "tcp", fromPort: 23, toPort: 23, cidrBlocks: [unknown] },
            { protocol: "tcp", fromPort: 3389, toPort: 3389, cidrBlocks: ["0.0.0.0/0"] },
          ],
        }),
      ],
      messages: {
        web: [
          finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "tcp 22"),
          finding("ingress.2.cidrBlocks.0", "0.0.0.0/0", "tcp 3389"),
        ],
      },
    },
    {
      title: "a block that comes from elsewhere, before it is known",
      when: "preview",
      change: () => [
        resource("random:index/randomString:RandomString", "source", {}),
        resource("aws:ec2/vpc:Vpc", "net", { cidrBlock: "10.0.0.0/16" }),
        resource(INGRESS_RULE, "newer", {
          ipProtocol: "tcp",
          fromPort: 22,
          toPort: 22,
          cidrIpv4: derivedFrom("10.0.0.0/8", "net", "source"),
        }),
      ],
      messages: {
        newer:
          "incoming traffic cannot be decided because cidrIpv4 is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "ping where that is not allowed",
      settings: { allowIcmp: false },
      change: () => opened({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "protocol icmp") },
    },
    {
      title: "a port that the settings do not allow",
      settings: { allowedPorts: [8443] },
      change: (all) => all.slice(0, 1),
      messages: {
        web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "tcp 443", "the world may use ports 8443 alone"),
      },
    },
    {
      title: "a group that may open none",
      settings: { allowedGroups: ["edge-.*"] },
      change: (all) => all.slice(0, 1),
      messages: { web: finding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "tcp 443", "the world may use none") },
    },
  ],
});
