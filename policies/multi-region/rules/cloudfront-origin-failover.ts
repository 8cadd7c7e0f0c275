import { ANY_DISTRIBUTION, findFlaws, type Props, type Resource, type Stack, stackRule } from "../../kit";
import { idOf, type Origin, originsOf, regionsOfOrigins } from "../origins";

interface Settings {
  readonly required?: boolean;
}

/** A group whose two origins are in one region fails with that region. */
export const cloudfrontOriginFailover = stackRule<Settings>({
  name: "cloudfront-origin-failover",
  title: "CloudFront has origins in two regions",
  description:
    "Origin groups of CloudFront have two members in two regions, and what is read from one region alone has a group.",
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
    "Add an origin in another region with the same content, an originGroups entry with both as members and failoverCriteria.statusCodes 500, 502, 503 and 504, and make it the targetOriginId of the behavior; or let domainName be a name whose records fail over.",
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html",
  settings: {
    regions: {
      type: "array",
      items: { type: "string", minLength: 1 },
      description: "Regions of the stack. Those of the stack's configuration when it is not set.",
    },
    required: {
      type: "boolean",
      description:
        "Whether what is read from one region alone needs an origin group; when it is not set, a stack of two or more regions does.",
    },
  },
  types: ANY_DISTRIBUTION,
  checks: {
    "members of its origin groups": (distribution, { stack }) =>
      findFlaws(distribution.list("originGroups"), (group) => groupFlaw(group, distribution, stack)),
    "what it reads from": (distribution, { stack, settings, regions = [] }) =>
      (settings.required ?? regions.length > 1) ? behaviorFlaw(distribution, stack) : undefined,
  },
});

function groupFlaw(group: Props, distribution: Resource, stack: Stack): string | undefined {
  const ids = group.list("members").map((member) => member.string("originId") ?? "");
  const distinct = [...new Set(ids)];
  if (distinct.length !== 2) {
    return `${group.at}members name ${distinct.length === 1 ? "one origin" : `${distinct.length} origins`}, expected two, in two regions`;
  }
  const origins = originsOf(distribution);
  const members = distinct.flatMap((id) => origins.find((origin) => origin.id === id) ?? []);
  const stranger = distinct.find((id) => members.every((member) => member.id !== id));
  if (stranger !== undefined) {
    return `${group.at}members name ${JSON.stringify(stranger)}, expected the originId of an entry of origins`;
  }
  const [first, second] = regionsOfOrigins(members, distribution, stack);
  if (first === undefined || first !== second) return undefined;
  return `${group.at}members ${distinct.join(" and ")} are both in ${first}, expected origins in two regions; the group fails with that region`;
}

/** What is wrong with the origin of the default behavior. */
function behaviorFlaw(distribution: Resource, stack: Stack): string | undefined {
  const behavior = distribution.object("defaultCacheBehavior");
  const target = behavior?.string("targetOriginId");
  if (!behavior || target === undefined) return undefined;
  if (distribution.list("originGroups").some((group) => idOf(group) === target)) return undefined;
  const origin: Origin | undefined = originsOf(distribution).find(({ id }) => id === target);
  if (!origin || isRouted(behavior) || writes(behavior)) return undefined;
  const [region] = regionsOfOrigins([origin], distribution, stack);
  if (region === undefined) return undefined;
  return `${behavior.at}targetOriginId is ${JSON.stringify(target)}, an origin in ${region} alone, expected an origin group with a member in another region`;
}

/** Whether a function chooses the origin of each request. */
function isRouted(behavior: Props): boolean {
  return behavior
    .list("lambdaFunctionAssociations")
    .some((association) => association.string("eventType") === "origin-request");
}

/**
 * Whether requests are let through that no origin group takes.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
function writes(behavior: Props): boolean {
  return behavior.strings("allowedMethods").some((method) => !["GET", "HEAD", "OPTIONS"].includes(method));
}
