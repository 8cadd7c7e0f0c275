import { RECORD, ZONE } from "../facts/resource-types/global";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";

/** Normalizes a domain name of Route 53: lower case, without a final dot, and with an asterisk instead of its octal code. */
export function normalizeDomainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "").replace("\\052", "*");
}

/** The zone of a record. */
export interface RecordZone {
  /** The same for records of one zone. */
  readonly key: string;
  /** Whether the zone is known. */
  readonly isZoneKnown: boolean;
  /** The zone's name. @default - unknown */
  readonly name?: string;
}

/**
 * The zone of a record.
 *
 * @throws {Undecided} when it may be one of several
 */
export function recordZoneOf(record: Resource, stack: Stack): RecordZone {
  const id = record.read("zoneId");
  // A zone that the program looks up by an unknown id has no dependencies.
  if (id.state === "undecided" && stack.dependenciesOf(record, "zoneId").length === 0) {
    return { key: "", isZoneKnown: false };
  }
  const zone = findZone(record, stack);
  if (zone) {
    const name = zone.read("name");
    return {
      key: zone.urn,
      isZoneKnown: true,
      ...(name.state === "known" && { name: normalizeDomainName(String(name.value)) }),
    };
  }
  if (id.state === "undecided") return { key: sourceKeyOf(record, "zoneId", stack), isZoneKnown: true };
  const text = id.state === "known" ? String(id.value) : "";
  return { key: text.replace(/^\/hostedzone\//, ""), isZoneKnown: true };
}

/** Finds the zone of a record in the stack. Undefined when the record may be in another zone. */
function findZone(record: Resource, stack: Stack): Resource | undefined {
  const sources = stack.dependenciesOf(record, "zoneId");
  const isCertain = sources.length === 0 || sources.some(({ type }) => type === ZONE[0]);
  return isCertain ? stack.findTarget(record, "zoneId", ZONE) : undefined;
}

/** The name of a record. */
export interface RecordName {
  readonly text: string;
  /** Whether the text certainly includes the zone's name. */
  readonly isFullName: boolean;
  /** Whether the text is the name, rather than a key for the resources from which the name is derived. */
  readonly isNameKnown: boolean;
}

/**
 * The name of a record.
 *
 * @param zone name of its zone, if known
 * @throws {Undecided} when neither the name nor the resources from which it is derived are known
 */
export function recordNameOf(record: Resource, zone: string | undefined, stack: Stack): RecordName {
  const fqdn = record.outputs.read("fqdn");
  if (fqdn.state === "known" && typeof fqdn.value === "string" && fqdn.value !== "") {
    return { text: normalizeDomainName(fqdn.value), isFullName: true, isNameKnown: true };
  }
  const reading = record.read("name");
  if (reading.state === "undecided") {
    const sources = stack.dependenciesOf(record, "name").filter(isRecord);
    const [source] = sources;
    // The records of a set often take their name from its first record.
    if (source && sources.length === 1) return recordNameOf(source, zone, stack);
    return { text: sourceKeyOf(record, "name", stack), isFullName: false, isNameKnown: false };
  }
  const name = normalizeDomainName(reading.state === "known" ? String(reading.value) : "");
  if (zone === undefined) return { text: name, isFullName: false, isNameKnown: true };
  const isInside = name === zone || name.endsWith(`.${zone}`);
  const text = isInside ? name : name === "" ? zone : `${name}.${zone}`;
  return { text, isFullName: true, isNameKnown: true };
}

/** A key for the resources from which an unknown value is derived. */
function sourceKeyOf(record: Resource, property: string, stack: Stack): string {
  const sources = stack.dependenciesOf(record, property);
  if (sources.length === 0) throw new Undecided(property);
  return sources
    .map(({ urn }) => urn)
    .sort()
    .join(" ");
}

/** Whether a resource is a record of Route 53. */
export function isRecord({ type }: Resource): boolean {
  return (RECORD as readonly string[]).includes(type);
}
