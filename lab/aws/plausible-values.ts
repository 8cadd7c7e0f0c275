import type { PropertyDeclarations, PropertyType } from "./declaration";
import type { Properties, Value } from "./property-values";
import type { Random } from "./random";

/** What made-up values follow from. */
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
 * A value that AWS could have given to a property of which only the name and the type are known. Lists and maps are
 * empty, nested objects have what they must have.
 */
export function plausibleValue(property: string, type: PropertyType, around: ValueContext): Value {
  if (type === "string" || type === "json") return plausibleString(property, around);
  if (type === "number") return 0;
  if (type === "boolean") return false;
  if (type === "any" || type === "asset") return "";
  if ("list" in type) return [];
  if ("map" in type) return {};
  return plausibleObject(around.objects[type.object] ?? {}, around, 0);
}

function plausibleObject(
  declarations: PropertyDeclarations,
  around: ValueContext,
  depth: number,
): Properties {
  const object: Record<string, Value> = {};
  for (const [name, { type, required, default: value }] of Object.entries(declarations)) {
    if (!required) continue;
    if (value !== undefined) object[name] = value;
    else if (typeof type === "object" && "object" in type) {
      // a type may hold itself
      object[name] = depth > 4 ? {} : plausibleObject(around.objects[type.object] ?? {}, around, depth + 1);
    } else object[name] = plausibleValue(name, type, around);
  }
  return object;
}

/** First match wins. */
const STRING_FORMS: readonly (readonly [pattern: RegExp, make: (around: ValueContext) => string])[] = [
  [/^arn$/, (around) => around.arn],
  [/Arn$/, (around) => around.arn],
  [/^(?:owner|ownerId|accountId|awsAccountId|registryId|callerAccount)$/, (around) => around.account],
  [/^hostedZoneId$|ZoneId$|^zoneId$/, (around) => `Z${around.random.upper(13)}`],
  [
    /(?:Time|Date|At|Timestamp|Expiration)$|^(?:created|updated|lastModified)/,
    (around) => new Date(around.now).toISOString(),
  ],
  [/^region$|Region$/, (around) => around.region],
  [/(?:dnsName|DnsName|domainName|DomainName)$/, dnsName],
  [/(?:Endpoint|endpoint|Address|address|hostname)$/, dnsName],
  [/(?:Url|url|Uri|uri)$/, (around) => `https://${dnsName(around)}`],
  [/^(?:status|state)$/, () => "ACTIVE"],
  [/(?:Status|State)$/, () => "active"],
  [/^etag$|^fingerprint$|Hash$|Sha256$/, (around) => around.random.hex(32)],
  [/^(?:versionId|uniqueId)$/, (around) => around.random.upper(21)],
  [/^(?:version|.*Version)$/, () => "1"],
  [/^(?:name|.*Name)$/, (around) => around.name],
];

/** Beginnings of ids, by the end of the property that holds them. */
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

function plausibleString(property: string, around: ValueContext): string {
  const found = STRING_FORMS.find(([pattern]) => pattern.test(property));
  if (found === undefined && /(?:^id|Id)$/.test(property)) {
    const prefix = ID_PREFIXES.find(([pattern]) => pattern.test(property))?.[1] ?? "";
    return prefix + around.random.hex(17);
  }
  return found ? found[1](around) : `${property}-${around.random.hex(8)}`;
}

function dnsName(around: ValueContext): string {
  const label = around.name
    .toLowerCase()
    .replace(/[^a-z0-9-]+/g, "-")
    .slice(0, 40);
  return `${label}-${around.random.digits(10)}.${around.region}.${around.dnsSuffix}`;
}
