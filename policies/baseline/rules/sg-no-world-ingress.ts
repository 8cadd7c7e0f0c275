import { parseCidrClearingHostBits } from "../../../common/cidr";
import {
  ANY_SUBNET,
  ANY_VPC,
  DEFAULT_SECURITY_GROUP,
  evaluateWithin,
  findFirst,
  findFlaws,
  formatValue,
  INGRESS_RULE,
  isAnyTrue,
  isInternetWide,
  matchesAny,
  type Props,
  type Resource,
  requireStack,
  resourceRule,
  SECURITY_GROUP,
  SECURITY_GROUP_RULE,
  type Stack,
  VPC_IPV4_BLOCK,
  VPC_IPV6_BLOCK,
} from "../../kit";

/** Only public ports are open to the internet: scanners find an open database or shell within minutes. */
export const sgNoWorldIngress = resourceRule<Settings>({
  name: "sg-no-world-ingress",
  title: "Only few ports are open to the internet",
  description: "Security groups open only the allowed ports to the whole internet.",
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
    "Restrict the source to CIDR blocks (cidrBlocks, cidrIpv4), another security group (securityGroups, sourceSecurityGroupId, referencedSecurityGroupId) or a prefix list without 0.0.0.0/0 and ::/0. Session Manager provides shells without any rule.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/vpc-security-groups.html",
  settings: {
    allowedPorts: {
      type: "array",
      items: { type: "integer", minimum: 0, maximum: 65535 },
      default: [80, 443],
      description: "TCP and UDP ports that may be open to the internet.",
    },
    allowedGroups: {
      type: "array",
      items: { type: "string", format: "regex", minLength: 1 },
      default: [".*"],
      description:
        "Regular expressions of whole names of the groups or separate rules that may open the allowed ports.",
    },
    allowIcmp: {
      type: "boolean",
      default: true,
      description:
        "Whether ICMP, such as ping, may be open to the internet. IPv6 path MTU discovery needs it.",
    },
  },
  types: [...SECURITY_GROUP, ...DEFAULT_SECURITY_GROUP, ...SECURITY_GROUP_RULE, ...INGRESS_RULE],
  checks: {
    ingress: (resource, { settings, stack }) => {
      const findFault = (rule: Props) => findInternetFault(rule, resource, settings, stack);
      if ((INGRESS_RULE as readonly string[]).includes(resource.type)) return findFault(resource);
      if ((SECURITY_GROUP_RULE as readonly string[]).includes(resource.type)) {
        return resource.string("type") === "egress" ? undefined : findFault(resource);
      }
      return findFlaws(resource.list("ingress"), findFault);
    },
  },
});

interface Settings {
  readonly allowedPorts: readonly number[];
  readonly allowedGroups: readonly string[];
  readonly allowIcmp: boolean;
}

/** Types whose outputs are their own addresses or no addresses, so never the whole internet. */
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

/** Describes why a rule of a group must not be open to the internet. */
function findInternetFault(
  rule: Props,
  resource: Resource,
  settings: Settings,
  stack: Stack | undefined,
): string | undefined {
  const isFine = isAnyTrue(
    () => findInternetSource(rule, resource, stack) === undefined,
    () => isAllowed(rule, resource.name, settings),
  );
  const source = isFine ? undefined : findInternetSource(rule, resource, stack);
  if (source === undefined) return undefined;
  const mayOpen = matchesAny(settings.allowedGroups, resource.name) && settings.allowedPorts.length > 0;
  const ports = mayOpen
    ? `only ports ${settings.allowedPorts.join(", ")} may be open to the internet`
    : "no port may be open to the internet";
  return `${source}, expected only the sources that need ${trafficOf(rule)}, since ${ports}; set CIDR blocks, a security group or a prefix list`;
}

/** Describes a source that covers all addresses; undefined without one. */
function findInternetSource(rule: Props, resource: Resource, stack: Stack | undefined): string | undefined {
  return findFirst(
    () => findInternetBlock(rule, resource, stack),
    ...["prefixListIds", "prefixListId"].map(
      (path) => () => findInternetPrefixList(rule, path, resource, stack),
    ),
  );
}

function findInternetBlock(rule: Props, resource: Resource, stack: Stack | undefined): string | undefined {
  const paths = ["cidrBlocks", "ipv6CidrBlocks", "cidrIpv4", "cidrIpv6"].flatMap((path) => {
    const reading = rule.read(path);
    if (reading.state !== "known" || !Array.isArray(reading.value)) return [path];
    return Array.from({ length: reading.value.length }, (_, index) => `${path}.${index}`);
  });
  return findFirst(
    ...paths.map((path) => () => {
      const reading = rule.read(path);
      if (reading.state === "undecided" && derivesFromNetwork(resource, rule.at + path, stack))
        return undefined;
      const block = parseCidrClearingHostBits(rule.string(path) ?? "");
      return block && isInternetWide(block)
        ? `${rule.at}${path} is ${formatValue(rule.value(path))}`
        : undefined;
    }),
  );
}

const PREFIX_LIST = ["aws:ec2/managedPrefixList:ManagedPrefixList"];
const PREFIX_LIST_ENTRY = ["aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry"];

/** Describes a prefix list of the stack with an entry that covers all addresses. Lists of AWS have none. */
function findInternetPrefixList(
  rule: Props,
  path: string,
  resource: Resource,
  stack: Stack | undefined,
): string | undefined {
  const reading = rule.read(path);
  if (reading.state === "absent") return undefined;
  const place = `${rule.at}${path}`;
  const all = requireStack({ ...(stack && { stack }) }, place);
  const lists = all.findTargets(resource, place, PREFIX_LIST);
  const faults = lists.flatMap((list) => {
    const cidr = evaluateWithin(list, () => findInternetEntry(list, all));
    return cidr === undefined
      ? []
      : `${place} names ${list.name}, whose entries contain ${formatValue(cidr)}`;
  });
  // The dependencies of all rules of a group are in one list, and this rule may use another prefix list.
  const isAmbiguous = faults.length < lists.length && !isFullyKnown(rule, path);
  if (faults.length > 0 && isAmbiguous) throw rule.undecided(path);
  return faults[0];
}

/** Whether a string or each item of a list is known. */
function isFullyKnown(rule: Props, path: string): boolean {
  const reading = rule.read(path);
  if (reading.state !== "known" || !Array.isArray(reading.value)) return reading.state === "known";
  const items = Array.from({ length: reading.value.length }, (_, index) => rule.read(`${path}.${index}`));
  return items.every(({ state }) => state === "known");
}

function findInternetEntry(list: Resource, stack: Stack): string | undefined {
  const separate = stack.findReferrers(list, PREFIX_LIST_ENTRY, "prefixListId");
  return findFirst(
    ...[...list.list("entries"), ...separate].map((entry) => () => {
      const cidr = entry.string("cidr");
      const block = parseCidrClearingHostBits(cidr ?? "");
      return block && isInternetWide(block) ? cidr : undefined;
    }),
  );
}

function derivesFromNetwork(resource: Resource, path: string, stack: Stack | undefined): boolean {
  const [property = path] = path.split(".");
  const sources = stack?.dependenciesOf(resource, property) ?? [];
  return sources.length > 0 && sources.every(({ type }) => NETWORK.includes(type));
}

const ICMP = ["icmp", "icmpv6", "1", "58"];

/** Protocols with ports, by name or number. @see https://www.iana.org/assignments/protocol-numbers */
const WITH_PORTS: Readonly<Record<string, string>> = { tcp: "tcp", udp: "udp", "6": "tcp", "17": "udp" };

function isAllowed(rule: Props, name: string, { allowedPorts, allowedGroups, allowIcmp }: Settings): boolean {
  const protocol = protocolOf(rule);
  if (ICMP.includes(protocol)) return allowIcmp;
  const ports = portsOf(rule, protocol);
  if (!ports || !matchesAny(allowedGroups, name)) return false;
  const [from, to] = ports;
  // The range is allowed when every port in it is.
  const allowed = new Set(allowedPorts.filter((port) => from <= port && port <= to));
  return allowed.size === to - from + 1;
}

function protocolOf(rule: Props): string {
  return (rule.string("protocol") ?? rule.string("ipProtocol") ?? "-1").toLowerCase();
}

/** First and last port; undefined for all ports or a protocol without ports. */
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
