import Table from "cli-table3";
import type { Properties, Value } from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";
import type { Environment } from "../environment";
import { type Colours, cut, oneLine, WIDTH } from "../text";

/** What is in one place. */
export interface Inventory {
  readonly place: string;
  /** Resources of the cloud; components and providers are none. */
  readonly count: number;
  /** Resources by service, the most first. */
  readonly services: readonly (readonly [service: string, count: number])[];
  /** Ids and names of what one looks for first: networks, buckets, zones, clusters. */
  readonly names: readonly string[];
}

/** The types that one looks for first, and the property that names them. */
const LANDMARKS: Readonly<Record<string, string>> = {
  "aws:ec2/vpc:Vpc": "id",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:route53/zone:Zone": "name",
  "aws:cloudfront/distribution:Distribution": "domainName",
  "aws:emr/cluster:Cluster": "id",
  "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
};

/** What is where, by the state of an environment's stacks; places with nothing in them are left out. */
export function takeInventory(
  resources: ReadonlyMap<string, readonly ResourceState[]>,
  { places, placeOf }: Pick<Environment, "places" | "placeOf">,
): readonly Inventory[] {
  const found = new Map<string, ResourceState[]>(places.map((place) => [place, []]));
  for (const [stack, list] of resources) {
    for (const resource of list.filter(isThere)) {
      const place = placeOf(stack, resource.urn);
      found.set(place, [...(found.get(place) ?? []), resource]);
    }
  }
  return [...found].flatMap(([place, list]) => (list.length === 0 ? [] : [describe(place, list)]));
}

function isThere({ custom, type, external }: ResourceState): boolean {
  return custom && !external && !type.startsWith("pulumi:");
}

function describe(place: string, list: readonly ResourceState[]): Inventory {
  const services = new Map<string, number>();
  for (const { type } of list) {
    const service = /^[^:]+:([^/:]+)/.exec(type)?.[1] ?? type;
    services.set(service, (services.get(service) ?? 0) + 1);
  }
  const sorted = [...services].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return { place, count: list.length, services: sorted, names: list.flatMap(landmark) };
}

function landmark({ type, id, outputs }: ResourceState): readonly string[] {
  const property = LANDMARKS[type];
  if (property === undefined) return [];
  const value: Value | undefined = property === "id" ? id : (outputs as Properties | undefined)?.[property];
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** Frames would take the room that names need. */
const NO_FRAME = {
  top: "",
  "top-mid": "",
  "top-left": "",
  "top-right": "",
  bottom: "",
  "bottom-mid": "",
  "bottom-left": "",
  "bottom-right": "",
  left: "",
  "left-mid": "",
  mid: "",
  "mid-mid": "",
  right: "",
  "right-mid": "",
  middle: " ",
} as const;

/** Rows under a head, each cell wrapped to its column; at most {@link WIDTH} columns when `widths` are. */
export function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  colours: Colours,
): readonly string[] {
  const made = new Table({
    chars: NO_FRAME,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 1, compact: true },
    colWidths: [...widths],
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  made.push(head.map((cell) => colours.bold(cell)));
  for (const row of rows) made.push([...row]);
  return made
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** Names of a place that are shown; the table takes ever longer for a line the more of them a cell has. */
const FEW = 20;

function firstOf(names: readonly string[]): readonly string[] {
  if (names.length <= FEW) return names;
  return [...names.slice(0, FEW - 1), `and ${names.length - FEW + 1} more`];
}

/** The table of what is where. */
export function inventoryTable(inventories: readonly Inventory[], colours: Colours): readonly string[] {
  const widest = Math.max(5, ...inventories.map(({ place }) => place.length));
  const first = Math.min(widest + 1, 24);
  const rest = WIDTH - first - 6 - 2;
  const services = Math.floor(rest * 0.45);
  const names = rest - services - 1;
  const rows = inventories.map(({ place, count, services: list, names: found }) => [
    cut(oneLine(place), first - 1),
    String(count),
    list.map(([service, number]) => `${number} ${oneLine(service)}`).join(", "),
    firstOf(found)
      .map((name) => cut(oneLine(name), names - 1))
      .join("\n"),
  ]);
  return table(["place", "count", "resources", "names"], rows, [first, 6, services, names], colours);
}
