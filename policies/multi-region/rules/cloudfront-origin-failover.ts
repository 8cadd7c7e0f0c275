import { ANY_DISTRIBUTION, findFlaws, type Props, type Resource, type Stack, stackRule } from "../../kit";
import { idOf, type Origin, originsOf, regionsOfOrigins } from "../origins";

interface Settings {
  readonly required?: boolean;
}

/** An origin group with both origins in one region fails with that region. */
export const cloudfrontOriginFailover = stackRule<Settings>({
  name: "cloudfront-origin-failover",
  title: "CloudFront origins are in two regions",
  description:
    "CloudFront origin groups have two members in two regions, and an origin in only one region is replaced by a group.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "CloudFront.4",
    specification: "CloudFront distributions should have origin failover configured",
  },
  tags: ["multi-region", "checkov:CKV_AWS_310"],
  remediationSteps:
    "Add an origin in another region with the same content, an originGroups entry with both as members and failoverCriteria.statusCodes 500, 502, 503 and 504, and make it the targetOriginId of the behavior; or set domainName to a name whose records fail over.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description: "Regions of the stack. Default: the regions of the stack's configuration.",
    },
    required: {
      type: "boolean",
      description:
        "Whether an origin in only one region needs an origin group. Default: true in a stack of two or more regions.",
    },
  },
  types: ANY_DISTRIBUTION,
  checks: {
    "members of its origin groups": (distribution, { stack }) =>
      findFlaws(distribution.list("originGroups"), (group) => findGroupFault(group, distribution, stack)),
    "origin of the default behavior": (distribution, { stack, settings, regions = [] }) =>
      (settings.required ?? regions.length > 1) ? findBehaviorFault(distribution, stack) : undefined,
  },
});

function findGroupFault(group: Props, distribution: Resource, stack: Stack): string | undefined {
  const ids = group.list("members").map((member) => member.string("originId") ?? "");
  const distinct = [...new Set(ids)];
  if (distinct.length !== 2) {
    return `${group.at}members name ${distinct.length === 1 ? "one origin" : `${distinct.length} origins`}, expected two origins in two regions`;
  }
  const origins = originsOf(distribution);
  const members = distinct.flatMap((id) => origins.find((origin) => origin.id === id) ?? []);
  const unknownId = distinct.find((id) => members.every((member) => member.id !== id));
  if (unknownId !== undefined) {
    return `${group.at}members name ${JSON.stringify(unknownId)}, expected the originId of an entry of origins`;
  }
  const [first, second] = regionsOfOrigins(members, distribution, stack);
  if (first === undefined || first !== second) return undefined;
  return `${group.at}members ${distinct.join(" and ")} are both in ${first}, expected origins in two regions; the group fails with that region`;
}

/** Describes the fault of the default behavior's origin. */
function findBehaviorFault(distribution: Resource, stack: Stack): string | undefined {
  const behavior = distribution.object("defaultCacheBehavior");
  const target = behavior?.string("targetOriginId");
  if (!behavior || target === undefined) return undefined;
  if (distribution.list("originGroups").some((group) => idOf(group) === target)) return undefined;
  const origin: Origin | undefined = originsOf(distribution).find(({ id }) => id === target);
  if (!origin || isRouted(behavior) || allowsWrites(behavior)) return undefined;
  const [region] = regionsOfOrigins([origin], distribution, stack);
  if (region === undefined) return undefined;
  return `${behavior.at}targetOriginId is ${JSON.stringify(target)}, an origin only in ${region}, expected an origin group with a member in another region`;
}

/** Whether a function selects the origin of each request. */
function isRouted(behavior: Props): boolean {
  return behavior
    .list("lambdaFunctionAssociations")
    .some((association) => association.string("eventType") === "origin-request");
}

/**
 * Whether the behavior allows methods that origin groups do not serve.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function allowsWrites(behavior: Props): boolean {
  return behavior.strings("allowedMethods").some((method) => !["GET", "HEAD", "OPTIONS"].includes(method));
}
