import { parseCidrClearingHostBits } from "../../../common/cidr";
import {
  ANY_SUBNET,
  ANY_VPC,
  DEFAULT_SECURITY_GROUP,
  describeMismatch,
  findFirst,
  findFlaws,
  INGRESS_RULE,
  isAnyTrue,
  isInternetWide,
  matchesAny,
  type Props,
  type Resource,
  resourceRule,
  SECURITY_GROUP,
  SECURITY_GROUP_RULE,
  type Stack,
  VPC_IPV4_BLOCK,
  VPC_IPV6_BLOCK,
} from "../../kit";

/** Only what is meant for everybody is reached by everybody: a database or a shell that is gets found within minutes. */
export const sgNoWorldIngress = resourceRule<Settings>({
  name: "sg-no-world-ingress",
  title: "The world is let in by few ports",
  description: "Security groups let the whole internet in by the allowed ports alone.",
  level: "mandatory",
  severity: "critical",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EC2.18",
    specification: "Security groups should only allow unrestricted incoming traffic for authorized ports",
  },
  tags: [
    "network",
    "security-hub:EC2.13",
    "security-hub:EC2.14",
    "security-hub:EC2.19",
    "cis-5.0:5.3",
    "cis-5.0:5.4",
    "cis-3.0:5.2",
    "cis-3.0:5.3",
    "checkov:CKV_AWS_24",
    "checkov:CKV_AWS_260",
    "cdk-nag:AwsSolutions-EC23",
  ],
  remediationSteps:
    "Name who may come in: blocks of addresses (cidrBlocks, cidrIpv4), another security group (securityGroups, sourceSecurityGroupId, referencedSecurityGroupId) or a prefix list. Shells are reached through Session Manager without any rule.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  settings: {
    allowedPorts: {
      type: "array",
      items: { type: "integer", minimum: 0, maximum: 65535 },
      default: [80, 443],
      description: "Ports of TCP and UDP that may be open to the world.",
    },
    allowedGroups: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [".*"],
      description:
        "Regular expressions of whole names of the resources, groups or rules of their own, that may open the allowed ports.",
    },
    allowIcmp: {
      type: "boolean",
      default: true,
      description:
        "Whether the world may send ICMP, such as ping, without which paths of IPv6 are not found out.",
    },
  },
  types: [...SECURITY_GROUP, ...DEFAULT_SECURITY_GROUP, ...SECURITY_GROUP_RULE, ...INGRESS_RULE],
  checks: {
    "incoming traffic": (resource, { settings, stack }) => {
      const judge = (rule: Props) => worldFinding(rule, resource, settings, stack);
      if ((INGRESS_RULE as readonly string[]).includes(resource.type)) return judge(resource);
      if ((SECURITY_GROUP_RULE as readonly string[]).includes(resource.type)) {
        return resource.string("type") === "egress" ? undefined : judge(resource);
      }
      return findFlaws(resource.list("ingress"), judge);
    },
  },
});

interface Settings {
  readonly allowedPorts: readonly number[];
  readonly allowedGroups: readonly string[];
  readonly allowIcmp: boolean;
}

/** Resources whose outputs are addresses of their own, or no addresses at all, so never the world's. */
const NETWORK: readonly string[] = [
  ...ANY_VPC,
  ...ANY_SUBNET,
  ...VPC_IPV4_BLOCK,
  ...VPC_IPV6_BLOCK,
  ...SECURITY_GROUP,
  ...DEFAULT_SECURITY_GROUP,
  "aws:ec2/eip:Eip",
  "aws:ec2/instance:Instance",
  "aws:ec2/natGateway:NatGateway",
  "aws:ec2/networkInterface:NetworkInterface",
  "awsx:ec2:Vpc",
  "awsx:ec2:DefaultVpc",
];

/** Why the world may not come in by a rule of a group. */
function worldFinding(
  rule: Props,
  resource: Resource,
  settings: Settings,
  stack: Stack | undefined,
): string | undefined {
  const fine = isAnyTrue(
    () => worldSource(rule, resource, stack) === undefined,
    () => isAllowed(rule, resource.name, settings),
  );
  const path = fine ? undefined : worldSource(rule, resource, stack);
  if (path === undefined) return undefined;
  const mayOpen = matchesAny(settings.allowedGroups, resource.name) && settings.allowedPorts.length > 0;
  const ports = mayOpen
    ? `the world may use ports ${settings.allowedPorts.join(", ")} alone`
    : "the world may use none";
  return describeMismatch(
    rule,
    path,
    `no more than who needs ${trafficOf(rule)}, since ${ports}`,
    "name blocks, a security group or a prefix list",
  );
}

/** Path of a source that is all addresses. Undefined when there is none. */
function worldSource(rule: Props, resource: Resource, stack: Stack | undefined): string | undefined {
  const paths = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"].flatMap((path) => {
    const reading = rule.read(path);
    if (reading.state !== "known" || !Array.isArray(reading.value)) return [path];
    return Array.from({ length: reading.value.length }, (_, index) => `${path}.${index}`);
  });
  return findFirst(
    ...paths.map((path) => () => {
      const reading = rule.read(path);
      if (reading.state === "undecided" && isOfNetwork(resource, rule.at + path, stack)) return undefined;
      const block = parseCidrClearingHostBits(rule.string(path) ?? "");
      return block && isInternetWide(block) ? path : undefined;
    }),
  );
}

function isOfNetwork(resource: Resource, path: string, stack: Stack | undefined): boolean {
  const [property = path] = path.split(".");
  const sources = stack?.dependenciesOf(resource, property) ?? [];
  return sources.length > 0 && sources.every(({ type }) => NETWORK.includes(type));
}

const ICMP = ["icmp", "icmpv6", "1", "58"];

/** Names of the protocols that have ports. @see https://www.iana.org/assignments/protocol-numbers */
const WITH_PORTS: Readonly<Record<string, string>> = { tcp: "tcp", udp: "udp", "6": "tcp", "17": "udp" };

function isAllowed(rule: Props, name: string, { allowedPorts, allowedGroups, allowIcmp }: Settings): boolean {
  const protocol = protocolOf(rule);
  if (ICMP.includes(protocol)) return allowIcmp;
  const ports = portsOf(rule, protocol);
  if (!ports || !matchesAny(allowedGroups, name)) return false;
  const [from, to] = ports;
  // As many allowed ports as there are in the range, since each is counted once.
  const among = new Set(allowedPorts.filter((port) => from <= port && port <= to));
  return among.size === to - from + 1;
}

function protocolOf(rule: Props): string {
  return (rule.string("protocol") ?? rule.string("ipProtocol") ?? "-1").toLowerCase();
}

/** First and last port; undefined when it is all, or the protocol has none. */
function portsOf(rule: Props, protocol: string): readonly [number, number] | undefined {
  const from = rule.number("fromPort");
  const to = rule.number("toPort") ?? from;
  const hasPorts = WITH_PORTS[protocol] !== undefined && from !== undefined && to !== undefined && from >= 0;
  return hasPorts ? [from, to] : undefined;
}

function trafficOf(rule: Props): string {
  const protocol = protocolOf(rule);
  if (protocol === "-1" || protocol === "all") return "all traffic";
  const ports = portsOf(rule, protocol);
  if (!ports) return `protocol ${protocol}`;
  const [from, to] = ports;
  return `${WITH_PORTS[protocol]} ${from === to ? from : `${from} to ${to}`}`;
}
