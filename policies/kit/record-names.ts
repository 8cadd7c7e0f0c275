import type { Stack } from "./graph";
import { Undecided } from "./props";
import type { Resource } from "./resource";
import { RECORD, ZONE } from "./types/global";

/** A domain name in lower case, without a dot at its end, and with a star where Route 53 writes one as a number. */
export function normalName(name: string): string {
  return name.toLowerCase().replace(/\.$/, "").replace("\\052", "*");
}

/** The zone of a record. */
export interface Place {
  /** The same for records of one zone. */
  readonly key: string;
  /** Whether it is known which zone that is, rather than that nothing tells it. */
  readonly isPlaced: boolean;
  /** The zone's name, when it is known. */
  readonly name?: string;
}

/**
 * The zone that a record is in.
 *
 * @throws {Undecided} when it may be one of several
 */
export function zoneOf(record: Resource, stack: Stack): Place {
  const id = record.read("zoneId");
  // A zone that is looked up by an id that is not known yet leaves no trace of where that comes from.
  if (id.state === "undecided" && stack.dependenciesOf(record, "zoneId").length === 0) {
    return { key: "", isPlaced: false };
  }
  const zone = ownZone(record, stack);
  if (zone) {
    const name = zone.read("name");
    return {
      key: zone.urn,
      isPlaced: true,
      ...(name.state === "known" && { name: normalName(String(name.value)) }),
    };
  }
  if (id.state === "undecided") return { key: sourcesOf(record, "zoneId", stack), isPlaced: true };
  const text = id.state === "known" ? String(id.value) : "";
  return { key: text.replace(/^\/hostedzone\//, ""), isPlaced: true };
}

/** The zone of the stack that a record is in, when that is certain. */
function ownZone(record: Resource, stack: Stack): Resource | undefined {
  const sources = stack.dependenciesOf(record, "zoneId");
  const isCertain = sources.length === 0 || sources.some(({ type }) => type === ZONE[0]);
  return isCertain ? stack.link(record, "zoneId", ZONE) : undefined;
}

/** The name of a record. */
export interface Name {
  readonly text: string;
  /** Whether the zone's name is part of it, rather than perhaps left out. */
  readonly isFull: boolean;
  /** Whether it is known, rather than what it is made from. */
  readonly isNamed: boolean;
}

/**
 * The name of a record.
 *
 * @param zone name of its zone, when that is known
 * @throws {Undecided} when neither it nor what it is made from is known
 */
export function nameOf(record: Resource, zone: string | undefined, stack: Stack): Name {
  const fqdn = record.outputs.read("fqdn");
  if (fqdn.state === "known" && typeof fqdn.value === "string" && fqdn.value !== "") {
    return { text: normalName(fqdn.value), isFull: true, isNamed: true };
  }
  const given = record.read("name");
  if (given.state === "undecided") {
    const sources = stack.dependenciesOf(record, "name").filter(isRecord);
    const [source] = sources;
    // The further records of a set often take their name from its first.
    if (source && sources.length === 1) return nameOf(source, zone, stack);
    return { text: sourcesOf(record, "name", stack), isFull: false, isNamed: false };
  }
  const name = normalName(given.state === "known" ? String(given.value) : "");
  if (zone === undefined) return { text: name, isFull: false, isNamed: true };
  const isInside = name === zone || name.endsWith(`.${zone}`);
  const text = isInside ? name : name === "" ? zone : `${name}.${zone}`;
  return { text, isFull: true, isNamed: true };
}

/** What a value that is not known is made from. */
function sourcesOf(record: Resource, property: string, stack: Stack): string {
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
