import { sgNoWorldIngress } from "../../../policies/baseline/rules/sg-no-world-ingress";
import { derivedFrom, type Fixtures, prove, ref, resource, setInput, unknown } from "../../helpers/policy";

const GROUP = "aws:ec2/securityGroup:SecurityGroup";
const RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";

const fixtures: Fixtures = [
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

function describeFinding(
  place: string,
  text: string,
  traffic: string,
  ports = "only ports 80, 443 may be open to the internet",
): string {
  return `${place} is ${JSON.stringify(text)}, expected only the sources that need ${traffic}, since ${ports}; set CIDR blocks, a security group or a prefix list`;
}

function prefixList(name: string, ...cidrs: readonly string[]) {
  return resource("aws:ec2/managedPrefixList:ManagedPrefixList", name, {
    name,
    addressFamily: "IPv4",
    maxEntries: 5,
    entries: cidrs.map((cidr) => ({ cidr })),
  });
}

function openGroup(rule: Readonly<Record<string, unknown>>): Fixtures {
  return [resource(GROUP, "web", { ingress: [{ protocol: "tcp", fromPort: 22, toPort: 22, ...rule }] })];
}

prove(sgNoWorldIngress, {
  compliant: fixtures,
  // Port 443 may be open to any source.
  indifferent: ["web: ingress.0.cidrBlocks", "web: ingress.0.cidrBlocks.0", "web: ingress.0.ipv6CidrBlocks"],
  alsoCompliant: {
    "prefix lists without the internet, of AWS, and of another stack": [
      prefixList("office", "10.0.0.0/8", "203.0.113.0/24"),
      ...openGroup({ prefixListIds: [ref("office"), "pl-3b927c52"] }),
      resource(INGRESS_RULE, "edge", { ipProtocol: "-1", prefixListId: "pl-a3a144ca" }),
    ],
    "an open prefix list for a public port": [
      prefixList("open", "0.0.0.0/0"),
      ...openGroup({ fromPort: 443, toPort: 443, prefixListIds: [ref("open")] }),
    ],
    egress: [
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
    "ping over IPv4 and IPv6": [
      ...openGroup({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      resource(INGRESS_RULE, "ping", { ipProtocol: "icmpv6", fromPort: -1, toPort: -1, cidrIpv6: "::/0" }),
    ],
    "a security group and a prefix list as sources": [
      ...openGroup({ securityGroups: ["sg-0a1b"] }),
      resource(INGRESS_RULE, "listed", {
        ipProtocol: "tcp",
        fromPort: 22,
        toPort: 22,
        prefixListId: "pl-0a1b",
      }),
      resource(INGRESS_RULE, "near", { ipProtocol: "-1", referencedSecurityGroupId: ref("web") }),
    ],
    "the unknown block of the VPC": [
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
    "port 443 over UDP by protocol number": openGroup({
      protocol: "17",
      fromPort: 443,
      toPort: 443,
      cidrBlocks: ["0.0.0.0/0"],
    }),
  },
  mutants: [
    ...[
      openGroup({ prefixListIds: [ref("office")] }),
      [
        resource(INGRESS_RULE, "web", {
          ipProtocol: "tcp",
          fromPort: 22,
          toPort: 22,
          prefixListId: ref("office"),
        }),
      ],
      [
        resource(RULE, "web", {
          type: "ingress",
          protocol: "tcp",
          fromPort: 22,
          toPort: 22,
          prefixListIds: [ref("office")],
        }),
      ],
    ].flatMap((group, index) => {
      const place = ["ingress.0.prefixListIds", "prefixListId", "prefixListIds"][index] ?? "";
      const describeList = (cidr: string) =>
        `${place} names office, whose entries contain "${cidr}", expected only the sources that need tcp 22, since only ports 80, 443 may be open to the internet; set CIDR blocks, a security group or a prefix list`;
      return [
        {
          title: `a prefix list with 0.0.0.0/0 in ${place} of ${group[0]?.type}`,
          change: () => [prefixList("office", "10.0.0.0/8", "0.0.0.0/0"), ...group],
          messages: { web: describeList("0.0.0.0/0") },
        },
        {
          title: `a prefix list with a separate entry ::/0 in ${place} of ${group[0]?.type}`,
          change: () => [
            prefixList("office", "10.0.0.0/8"),
            resource("aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry", "more", {
              prefixListId: ref("office"),
              cidr: "::/0",
            }),
            ...group,
          ],
          messages: { web: describeList("::/0") },
        },
      ];
    }),
    {
      title: "an open prefix list for a public port and another one for SSH, not yet created",
      change: () => [
        prefixList("open", "0.0.0.0/0"),
        prefixList("office", "10.0.0.0/8"),
        resource(GROUP, "web", {
          ingress: [
            { protocol: "tcp", fromPort: 443, toPort: 443, prefixListIds: [ref("open")] },
            { protocol: "tcp", fromPort: 22, toPort: 22, prefixListIds: [ref("office")] },
          ],
        }),
      ],
      when: "preview",
      messages: {
        web: "ingress cannot be decided because ingress.1.prefixListIds is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "SSH open to the internet",
      change: (all) => setInput(all, "web", "ingress.1.cidrBlocks.0", "0.0.0.0/0"),
      messages: { web: describeFinding("ingress.1.cidrBlocks.0", "0.0.0.0/0", "tcp 22") },
    },
    {
      title: "SSH open to the IPv6 internet",
      change: () => openGroup({ ipv6CidrBlocks: ["fd00::/8", "::/0"] }),
      messages: { web: describeFinding("ingress.0.ipv6CidrBlocks.1", "::/0", "tcp 22") },
    },
    {
      title: "the internet as two halves",
      change: () => openGroup({ cidrBlocks: ["0.0.0.0/1", "128.0.0.0/1"] }),
      messages: { web: describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/1", "tcp 22") },
    },
    {
      title: "all traffic",
      change: () => openGroup({ protocol: "-1", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "all traffic") },
    },
    {
      title: "a range beyond the allowed ports",
      change: () => openGroup({ fromPort: 80, toPort: 443, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "tcp 80 to 443") },
    },
    {
      title: "a protocol without ports",
      change: () => openGroup({ protocol: "50", fromPort: 0, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "protocol 50") },
    },
    {
      title: "a SecurityGroupRule",
      change: (all) => setInput(all, "older", "cidrBlocks.0", "0.0.0.0/0"),
      messages: { older: describeFinding("cidrBlocks.0", "0.0.0.0/0", "tcp 5432") },
    },
    {
      title: "a SecurityGroupIngressRule",
      change: (all) => setInput(all, "newer", "cidrIpv4", "0.0.0.0/0"),
      messages: { newer: describeFinding("cidrIpv4", "0.0.0.0/0", "tcp 5432") },
    },
    {
      title: "a SecurityGroupIngressRule without ports",
      change: () => [resource(INGRESS_RULE, "newer", { ipProtocol: "-1", cidrIpv6: "::/0" })],
      messages: { newer: describeFinding("cidrIpv6", "::/0", "all traffic") },
    },
    {
      title: "a rule of the default group",
      change: () => [
        resource("aws:ec2/defaultSecurityGroup:DefaultSecurityGroup", "default", {
          ingress: [{ protocol: "udp", fromPort: 53, toPort: 53, cidrBlocks: ["0.0.0.0/0"] }],
        }),
      ],
      messages: { default: describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "udp 53") },
    },
    {
      title: "two open rules and an unknown one",
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
          describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "tcp 22"),
          describeFinding("ingress.2.cidrBlocks.0", "0.0.0.0/0", "tcp 3389"),
        ],
      },
    },
    {
      title: "an unknown block from another resource",
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
          "ingress cannot be decided because cidrIpv4 is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "ping where it is not allowed",
      settings: { allowIcmp: false },
      change: () => openGroup({ protocol: "icmp", fromPort: 8, toPort: 0, cidrBlocks: ["0.0.0.0/0"] }),
      messages: { web: describeFinding("ingress.0.cidrBlocks.0", "0.0.0.0/0", "protocol icmp") },
    },
    {
      title: "a port that the settings do not allow",
      settings: { allowedPorts: [8443] },
      change: (all) => all.slice(0, 1),
      messages: {
        web: describeFinding(
          "ingress.0.cidrBlocks.0",
          "0.0.0.0/0",
          "tcp 443",
          "only ports 8443 may be open to the internet",
        ),
      },
    },
    {
      title: "a group that may open no port",
      settings: { allowedGroups: ["edge-.*"] },
      change: (all) => all.slice(0, 1),
      messages: {
        web: describeFinding(
          "ingress.0.cidrBlocks.0",
          "0.0.0.0/0",
          "tcp 443",
          "no port may be open to the internet",
        ),
      },
    },
  ],
});
