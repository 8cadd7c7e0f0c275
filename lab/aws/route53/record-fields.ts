import { isGiven, listObjects } from "../common/inputs";
import { AwsError } from "../errors";
import { asString } from "../property-values";
import { isRegion } from "../regions";
import type { RecordSet } from "./record-set";

/** Model of a record set, the source of every rule here without another one. */
const MODEL = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_ResourceRecordSet.html";

/** Zone of every CloudFront distribution. @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
export const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";

const CONTINENTS = ["AF", "AN", "AS", "EU", "OC", "NA", "SA"];

type Rule = (set: RecordSet) => AwsError | undefined;

/** Returns the error of a record set's own fields, or undefined when Route 53 accepts them. */
export function findFieldError(set: RecordSet): AwsError | undefined {
  const rules: readonly Rule[] = [
    findContentError,
    findAddressError,
    findLatencyError,
    findGeolocationError,
    findGeoproximityError,
    findMultivalueError,
    findMembersError,
    findTargetError,
  ];
  for (const rule of rules) {
    const fault = rule(set);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

function findContentError(set: RecordSet): AwsError | undefined {
  if (set.alias !== undefined || (set.ttl !== undefined && set.values.length > 0)) return undefined;
  return inputError(
    `Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in ${describeChange(set)}`,
  );
}

/** @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/ResourceRecordTypes.html#AFormat */
function findAddressError(set: RecordSet): AwsError | undefined {
  if (set.type !== "A") return undefined;
  const bad = set.values.find((value) => !isIpv4(value));
  if (bad === undefined) return undefined;
  return batchError(
    `Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '${bad}''`,
  );
}

function isIpv4(value: string): boolean {
  const parts = value.split(".");
  return parts.length === 4 && parts.every((part) => /^\d{1,3}$/.test(part) && Number(part) <= 255);
}

function findLatencyError(set: RecordSet): AwsError | undefined {
  const region = asString(set.choice.region);
  if (set.policy !== "latency" || region === undefined || isRegion(region)) return undefined;
  return inputError(
    `Value '${region}' at 'Region' failed to satisfy enum value set in ${describeChange(set)}`,
  );
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoLocation.html */
function findGeolocationError(set: RecordSet): AwsError | undefined {
  if (set.policy !== "geolocation") return undefined;
  const { continent, country, subdivision } = set.choice;
  const fieldCount = [continent, country].filter(isGiven).length;
  if (fieldCount !== 1)
    return inputError(
      `Expected exactly one of [ContinentCode, CountryCode], but found ${fieldCount === 0 ? "none" : "more than one"} in ${describeChange(set)}`,
    );
  if (isGiven(continent) && !CONTINENTS.includes(String(continent)))
    return new AwsError(
      "NoSuchGeoLocation",
      "Amazon Route 53 doesn't support the specified geographic location.",
      {
        httpStatus: 404,
        source: MODEL,
      },
    );
  const hasSubdivisions = country === "US" || country === "UA";
  if (isGiven(subdivision) && !hasSubdivisions)
    return inputError(`SubdivisionCode '${subdivision}' requires CountryCode 'US' in ${describeChange(set)}`);
  return undefined;
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_GeoProximityLocation.html */
function findGeoproximityError(set: RecordSet): AwsError | undefined {
  if (set.policy !== "geoproximity") return undefined;
  const { awsRegion, localZoneGroup, coordinates } = set.choice;
  const places = listObjects(coordinates);
  const fieldCount = [isGiven(awsRegion), isGiven(localZoneGroup), places.length > 0].filter(Boolean).length;
  if (fieldCount !== 1)
    return inputError(
      `Expected exactly one of [AWSRegion, LocalZoneGroup, Coordinates], but found ${fieldCount === 0 ? "none" : "more than one"} in ${describeChange(set)}`,
    );
  const place = places[0];
  if (place === undefined) return undefined;
  for (const [field, limit] of [["latitude", 90] as const, ["longitude", 180] as const]) {
    const degrees = asString(place[field]) ?? "";
    if (!/^-?\d{1,3}(\.\d{1,2})?$/.test(degrees) || Math.abs(Number(degrees)) > limit)
      return inputError(
        `Value '${degrees}' at '${field}' failed to satisfy constraint in ${describeChange(set)}`,
      );
  }
  return undefined;
}

function findMultivalueError(set: RecordSet): AwsError | undefined {
  if (set.policy !== "multivalue" || set.alias === undefined) return undefined;
  return inputError(`Expected no AliasTarget with MultiValueAnswer in ${describeChange(set)}`);
}

/** @see the fields Weight and Region of the model, and RFC 1034 section 3.6.2 for CNAME */
function findMembersError(set: RecordSet): AwsError | undefined {
  const alone = set.policy === "weighted" || set.policy === "latency" || set.type === "CNAME";
  if (!alone || set.values.length <= 1) return undefined;
  const kind = set.type === "CNAME" ? "of type CNAME" : `with the routing policy ${set.policy}`;
  return batchError(`RRSet ${kind} with DNS name ${set.name}. must have exactly one resource record`);
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html */
function findTargetError(set: RecordSet): AwsError | undefined {
  const { alias } = set;
  if (alias === undefined) return undefined;
  if (alias.zoneId === CLOUDFRONT_ZONE && alias.evaluateTargetHealth)
    return batchError(
      `EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution: ${alias.name}.`,
    );
  return undefined;
}

function describeChange({ name, type, setIdentifier }: RecordSet): string {
  return `Change with [Action=CREATE, Name=${name}., Type=${type}, SetIdentifier=${setIdentifier ?? "null"}]`;
}

function inputError(words: string): AwsError {
  return new AwsError("InvalidInput", `Invalid request: ${words}`, { source: MODEL });
}

/** Error of a change batch; its message is in brackets since one batch may have several. */
export function batchError(words: string, source: string = MODEL): AwsError {
  return new AwsError("InvalidChangeBatch", `[${words}]`, { source });
}
