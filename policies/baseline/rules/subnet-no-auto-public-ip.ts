import {
  ANY_VPC,
  describeMismatch,
  isAnyPassing,
  isAnyTrue,
  type Props,
  type Resource,
  requireStack,
  resourceRule,
  type Stack,
  SUBNET,
} from "../../kit";

/** A machine in a private subnet that gets a public address is one route away from the internet. */
export const subnetNoAutoPublicIp = resourceRule<Settings>({
  name: "subnet-no-auto-public-ip",
  title: "Private subnets give no public addresses",
  description:
    "Subnets give public addresses only when they are public: by their tag, else by a route to the internet.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EC2.15",
    specification: "EC2 subnets should not automatically assign public IP addresses",
  },
  tags: ["network", "checkov:CKV_AWS_130"],
  remediationSteps:
    "Set mapPublicIpOnLaunch to false; give a public address to what needs one, such as a load balancer, a NAT gateway or an aws.ec2.Eip. A subnet that is meant to be public is tagged tier=public.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html",
  settings: {
    tierTags: {
      type: "array",
      items: { type: "string", minLength: 1, maxLength: 128 },
      default: ["tier", "SubnetType"],
      description: "Keys of tags that say what a subnet is; the first that a subnet has counts.",
    },
    publicTiers: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["public"],
      description: "Values of those tags, in any case, that public subnets have.",
    },
  },
  types: SUBNET,
  checks: {
    "public addresses": (subnet, context) => {
      const { settings } = context;
      if (subnet.boolean("mapPublicIpOnLaunch") !== true) return undefined;
      const tier = tierOf(subnet, settings);
      if (tier !== undefined) {
        if (isPublicTier(tier, settings)) return undefined;
        return describeMismatch(
          subnet,
          "mapPublicIpOnLaunch",
          "false",
          `the subnet's tier is ${JSON.stringify(tier)}`,
        );
      }
      if (hasWayIn(subnet, requireStack(context, "the subnet's route table"))) return undefined;
      const [tag = "tier"] = settings.tierTags;
      return describeMismatch(
        subnet,
        "mapPublicIpOnLaunch",
        "false",
        `the subnet has no route to an internet gateway; if it is meant to be public, say so by the tag ${tag}`,
      );
    },
  },
  remediation: (inputs, subnet, { settings }) => {
    if (subnet.boolean("mapPublicIpOnLaunch") !== true) return false;
    const tier = tierOf(subnet, settings);
    if (tier === undefined || isPublicTier(tier, settings)) return false;
    inputs["mapPublicIpOnLaunch"] = false;
    return true;
  },
});

interface Settings {
  readonly tierTags: readonly string[];
  readonly publicTiers: readonly string[];
}

function tierOf(subnet: Resource, { tierTags }: Settings): string | undefined {
  const tags = subnet.tags();
  return tierTags.map((key) => tags.get(key)).find((value) => value !== undefined);
}

function isPublicTier(tier: string, { publicTiers }: Settings): boolean {
  return publicTiers.some((value) => value.toLowerCase() === tier.toLowerCase());
}

const ROUTE_TABLE = ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"];
const ROUTE = ["aws:ec2/route:Route"];
const ASSOCIATION = ["aws:ec2/routeTableAssociation:RouteTableAssociation"];
const MAIN_ASSOCIATION = ["aws:ec2/mainRouteTableAssociation:MainRouteTableAssociation"];
const DEFAULT_ROUTE_TABLE = ["aws:ec2/defaultRouteTable:DefaultRouteTable"];
const INTERNET_GATEWAY = ["aws:ec2/internetGateway:InternetGateway"];

/**
 * Whether the route table of a subnet, its own or else its network's main one, leads to an internet gateway.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
function hasWayIn(subnet: Resource, stack: Stack): boolean {
  const own = stack.findReferrers(subnet, ASSOCIATION, "subnetId");
  if (own.length > 0) {
    return isAnyPassing(own, (association) =>
      isAnyPassing(stack.findTargets(association, "routeTableId", ROUTE_TABLE), (table) =>
        leadsOut(table, stack),
      ),
    );
  }
  const networks = stack.findTargets(subnet, "vpcId", ANY_VPC);
  return isAnyPassing(networks, (network) =>
    isAnyTrue(
      () => hasRouteOut(network, stack),
      () => isAnyPassing(mainTablesOf(network, stack), (table) => leadsOut(table, stack)),
    ),
  );
}

function mainTablesOf(network: Resource, stack: Stack): readonly Resource[] {
  return [
    ...stack.findReferrers(network, DEFAULT_ROUTE_TABLE, "defaultRouteTableId"),
    ...stack
      .findReferrers(network, MAIN_ASSOCIATION, "vpcId")
      .flatMap((association) => stack.findTargets(association, "routeTableId", ROUTE_TABLE)),
  ];
}

function leadsOut(table: Resource, stack: Stack): boolean {
  return isAnyTrue(
    () => hasRouteOut(table, stack),
    () => isAnyPassing(table.list("routes"), (route) => isToGateway(route, table, stack)),
  );
}

/** Whether a route of its own leads out of a table, or of the main table of a network, which is an output of that. */
function hasRouteOut(tableOrNetwork: Resource, stack: Stack): boolean {
  return isAnyPassing(stack.findReferrers(tableOrNetwork, ROUTE, "routeTableId"), (route) =>
    isToGateway(route, route, stack),
  );
}

function isToGateway(route: Props, resource: Resource, stack: Stack): boolean {
  const gateway = route.read("gatewayId");
  if (gateway.state === "known") return String(gateway.value).startsWith("igw-");
  if (gateway.state === "absent") return false;
  return stack.findTargets(resource, `${route.at}gatewayId`, INTERNET_GATEWAY).length > 0;
}
