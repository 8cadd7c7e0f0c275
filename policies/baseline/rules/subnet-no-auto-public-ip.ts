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

/** An instance with a public address in a private subnet is one route away from the internet. */
export const subnetNoAutoPublicIp = resourceRule<Settings>({
  name: "subnet-no-auto-public-ip",
  title: "Private subnets assign no public addresses",
  description:
    "Only public subnets assign public addresses; the tag of a subnet, else a route to the internet, makes it public.",
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
    "Set mapPublicIpOnLaunch to false; use a load balancer, a NAT gateway or an aws.ec2.Eip where a public address is needed. Tag a public subnet with tier=public.",
  url: "https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html",
  settings: {
    tierTags: {
      type: "array",
      items: { type: "string", minLength: 1, maxLength: 128 },
      default: ["tier", "SubnetType"],
      description: "Keys of the tags with the tier of a subnet; the first one that a subnet has counts.",
    },
    publicTiers: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: ["public"],
      description: "Values of those tags that mark public subnets; case is ignored.",
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
      if (hasInternetRoute(subnet, requireStack(context, "the subnet's route table"))) return undefined;
      const [tag = "tier"] = settings.tierTags;
      return describeMismatch(
        subnet,
        "mapPublicIpOnLaunch",
        "false",
        `the subnet has no route to an internet gateway; if it must be public, set the tag ${tag}`,
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
 * Whether the route table of a subnet, its own or else the VPC's main one, has a route to an internet gateway.
 *
 * @see https://docs.aws.amazon.com/vpc/latest/userguide/configure-subnets.html
 */
function hasInternetRoute(subnet: Resource, stack: Stack): boolean {
  const own = stack.findReferrers(subnet, ASSOCIATION, "subnetId");
  if (own.length > 0) {
    return isAnyPassing(own, (association) =>
      isAnyPassing(stack.findTargets(association, "routeTableId", ROUTE_TABLE), (table) =>
        isPublicTable(table, stack),
      ),
    );
  }
  const vpcs = stack.findTargets(subnet, "vpcId", ANY_VPC);
  return isAnyPassing(vpcs, (vpc) =>
    isAnyTrue(
      () => hasSeparateRoute(vpc, stack),
      () => isAnyPassing(mainTablesOf(vpc, stack), (table) => isPublicTable(table, stack)),
    ),
  );
}

function mainTablesOf(vpc: Resource, stack: Stack): readonly Resource[] {
  return [
    ...stack.findReferrers(vpc, DEFAULT_ROUTE_TABLE, "defaultRouteTableId"),
    ...stack
      .findReferrers(vpc, MAIN_ASSOCIATION, "vpcId")
      .flatMap((association) => stack.findTargets(association, "routeTableId", ROUTE_TABLE)),
  ];
}

function isPublicTable(table: Resource, stack: Stack): boolean {
  return isAnyTrue(
    () => hasSeparateRoute(table, stack),
    () => isAnyPassing(table.list("routes"), (route) => targetsGateway(route, table, stack)),
  );
}

/** Whether a separate route to a gateway belongs to a route table, or to the main table among a VPC's outputs. */
function hasSeparateRoute(tableOrVpc: Resource, stack: Stack): boolean {
  return isAnyPassing(stack.findReferrers(tableOrVpc, ROUTE, "routeTableId"), (route) =>
    targetsGateway(route, route, stack),
  );
}

function targetsGateway(route: Props, resource: Resource, stack: Stack): boolean {
  const gateway = route.read("gatewayId");
  if (gateway.state === "known") return String(gateway.value).startsWith("igw-");
  if (gateway.state === "absent") return false;
  return stack.findTargets(resource, `${route.at}gatewayId`, INTERNET_GATEWAY).length > 0;
}
