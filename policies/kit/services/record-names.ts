import { RECORD, ZONE } from "../facts/resource-types/global";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";

/** A domain name in lower case, without a dot at its end, and with a star where Route 53 writes one as a number. */
export function normalizeDomainName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "").replace("\\052", "*");
}

/** The zone of a record. */
export interface RecordZone {
  /** The same for records of one zone. */
  readonly key: string;
  /** Whether it is known which zone that is, rather than that nothing tells it. */
  readonly isZoneKnown: boolean;
  /** The zone's name, when it is known. */
  readonly name?: string;
}

/**
 * The zone that a record is in.
 *
 * @throws {Undecided} when it may be one of several
 */
export function recordZoneOf(record: Resource, stack: Stack): RecordZone {
  const id = record.read("zoneId");
  // A zone that is looked up by an id that is not known yet leaves no trace of where that comes from.
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

/** The zone of the stack that a record is in, when that is certain. */
function findZone(record: Resource, stack: Stack): Resource | undefined {
  const sources = stack.dependenciesOf(record, "zoneId");
  const isCertain = sources.length === 0 || sources.some(({ type }) => type === ZONE[0]);
  return isCertain ? stack.findTarget(record, "zoneId", ZONE) : undefined;
}

/** The name of a record. */
export interface RecordName {
  readonly text: string;
  /** Whether the zone's name is part of it, rather than perhaps left out. */
  readonly isFullName: boolean;
  /** Whether it is known, rather than what it is made from. */
  readonly isNameKnown: boolean;
}

/**
 * The name of a record.
 *
 * @param zone name of its zone, when that is known
 * @throws {Undecided} when neither it nor what it is made from is known
 */
export function recordNameOf(record: Resource, zone: string | undefined, stack: Stack): RecordName {
  const fqdn = record.outputs.read("fqdn");
  if (fqdn.state === "known" && typeof fqdn.value === "string" && fqdn.value !== "") {
    return { text: normalizeDomainName(fqdn.value), isFullName: true, isNameKnown: true };
  }
  const given = record.read("name");
  if (given.state === "undecided") {
    const sources = stack.dependenciesOf(record, "name").filter(isRecord);
    const [source] = sources;
    // The further records of a set often take their name from its first.
    if (source && sources.length === 1) return recordNameOf(source, zone, stack);
    return { text: sourceKeyOf(record, "name", stack), isFullName: false, isNameKnown: false };
  }
  const name = normalizeDomainName(given.state === "known" ? String(given.value) : "");
  if (zone === undefined) return { text: name, isFullName: false, isNameKnown: true };
  const isInside = name === zone || name.endsWith(`.${zone}`);
  const text = isInside ? name : name === "" ? zone : `${name}.${zone}`;
  return { text, isFullName: true, isNameKnown: true };
}

/** What a value that is not known is made from. */
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
