import type { PropertyDeclarations, PropertyType } from "./declaration";
import type { Properties, Value } from "./property-values";
import type { Random } from "./random";

/** Source of plausible values. */
export interface ValueContext {
  readonly account: string;
  readonly region: string;
  readonly dnsSuffix: string;
  readonly arn: string;
  readonly id: string;
  readonly name: string;
  /** Lab time, milliseconds since 1970. */
  readonly now: number;
  readonly random: Random;
  /** Nested objects of the outputs. */
  readonly objects: Readonly<Record<string, PropertyDeclarations>>;
}

/**
 * Returns a value that AWS could give to a property, by its name and type alone. Lists and maps are empty, nested objects
 * have their required members.
 */
export function plausibleValue(property: string, type: PropertyType, context: ValueContext): Value {
  if (type === "string" || type === "json") return plausibleString(property, context);
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if (type === "any" || type === "asset") return "";
  if ("list" in type) return [];
  if ("map" in type) return {};
  return plausibleObject(context.objects[type.object] ?? {}, context, 0);
}

function plausibleObject(
  declarations: PropertyDeclarations,
  context: ValueContext,
  depth: number,
): Properties {
  const object: Record<string, Value> = {};
  for (const [name, { type, required, default: value }] of Object.entries(declarations)) {
    if (!required) continue;
    if (value !== undefined) object[name] = value;
    else if (typeof type === "object" && "object" in type) {
      // A type can contain itself.
      object[name] = depth > 4 ? {} : plausibleObject(context.objects[type.object] ?? {}, context, depth + 1);
    } else object[name] = plausibleValue(name, type, context);
  }
  return object;
}

/** Strings by the name of the property; the first match wins. */
const STRING_FORMS: readonly (readonly [pattern: RegExp, make: (context: ValueContext) => string])[] = [
  [/^arn$/, (context) => context.arn],
  [/Arn$/, (context) => context.arn],
  [/^(?:owner|ownerId|accountId|awsAccountId|registryId|callerAccount)$/, (context) => context.account],
  [/^hostedZoneId$|ZoneId$|^zoneId$/, (context) => `Z${context.random.upper(13)}`],
  [
    /(?:Time|Date|At|Timestamp|Expiration)$|^(?:created|updated|lastModified)/,
    (context) => new Date(context.now).toISOString(),
  ],
  [/^region$|Region$/, (context) => context.region],
  [/(?:dnsName|DnsName|domainName|DomainName)$/, dnsName],
  [/(?:Endpoint|endpoint|Address|address|hostname)$/, dnsName],
  [/(?:Url|url|Uri|uri)$/, (context) => `https://${dnsName(context)}`],
  [/^(?:status|state)$/, () => "ACTIVE"],
  [/(?:Status|State)$/, () => "active"],
  [/^etag$|^fingerprint$|Hash$|Sha256$/, (context) => context.random.hex(32)],
  [/^(?:versionId|uniqueId)$/, (context) => context.random.upper(21)],
  [/^(?:version|.*Version)$/, () => "1"],
  [/^(?:name|.*Name)$/, (context) => context.name],
];

/** Prefixes of ids, by the end of the property's name. */
const ID_PREFIXES: readonly (readonly [pattern: RegExp, prefix: string])[] = [
  [/networkAclId$/i, "acl-"],
  [/routeTableId$/i, "rtb-"],
  [/securityGroupId$/i, "sg-"],
  [/dhcpOptionsId$/i, "dopt-"],
  [/subnetId$/i, "subnet-"],
  [/vpcId$/i, "vpc-"],
  [/networkInterfaceId$/i, "eni-"],
  [/allocationId$/i, "eipalloc-"],
  [/associationId$/i, "assoc-"],
  [/instanceId$/i, "i-"],
];

function plausibleString(property: string, context: ValueContext): string {
  const form = STRING_FORMS.find(([pattern]) => pattern.test(property));
  if (form === undefined && /(?:^id|Id)$/.test(property)) {
    const prefix = ID_PREFIXES.find(([pattern]) => pattern.test(property))?.[1] ?? "";
    return prefix + context.random.hex(17);
  }
  return form ? form[1](context) : `${property}-${context.random.hex(8)}`;
}

function dnsName(context: ValueContext): string {
  const label = context.name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, 40);
  return `${label}-${context.random.digits(10)}.${context.region}.${context.dnsSuffix}`;
}
