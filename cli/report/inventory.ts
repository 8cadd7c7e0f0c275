import Table from "cli-table3";
import type { Properties, Value } from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";
import type { Environment } from "../environment";
import { type Colours, oneLine, truncate, WIDTH } from "../formatting";

/** Deployed resources of one location. */
export interface Inventory {
  readonly location: string;
  /** Number of cloud resources, without components and providers. */
  readonly count: number;
  /** Number of resources by service, in descending order. */
  readonly services: readonly (readonly [service: string, count: number])[];
  /** Ids and names of the landmark resources: networks, buckets, zones, clusters. */
  readonly names: readonly string[];
}

/** Landmark types, and the property that names them. */
const LANDMARKS: Readonly<Record<string, string>> = {
  "aws:ec2/vpc:Vpc": "id",
  "aws:s3/bucket:Bucket": "bucket",
  "aws:route53/zone:Zone": "name",
  "aws:cloudfront/distribution:Distribution": "domainName",
  "aws:emr/cluster:Cluster": "id",
  "aws:cloudwatch/dashboard:Dashboard": "dashboardName",
};

/** Groups the resources of stacks by location; leaves out empty locations. */
export function takeInventory(
  resources: ReadonlyMap<string, readonly ResourceState[]>,
  { locations, locationOf }: Pick<Environment, "locations" | "locationOf">,
): readonly Inventory[] {
  const groups = new Map<string, ResourceState[]>(locations.map((location) => [location, []]));
  for (const [stack, list] of resources) {
    for (const resource of list.filter(isCloudResource)) {
      const location = locationOf(stack, resource.urn);
      groups.set(location, [...(groups.get(location) ?? []), resource]);
    }
  }
  return [...groups].flatMap(([location, list]) => (list.length === 0 ? [] : [describe(location, list)]));
}

function isCloudResource({ custom, type, external }: ResourceState): boolean {
  return custom && !external && !type.startsWith("pulumi:");
}

function describe(location: string, list: readonly ResourceState[]): Inventory {
  const services = new Map<string, number>();
  for (const { type } of list) {
    const service = /^[^:]+:([^/:]+)/.exec(type)?.[1] ?? type;
    services.set(service, (services.get(service) ?? 0) + 1);
  }
  const sorted = [...services].sort(([a, m], [b, n]) => n - m || a.localeCompare(b));
  return { location: location, count: list.length, services: sorted, names: list.flatMap(landmarkName) };
}

function landmarkName({ type, id, outputs }: ResourceState): readonly string[] {
  const property = LANDMARKS[type];
  if (property === undefined) return [];
  const value: Value | undefined = property === "id" ? id : (outputs as Properties | undefined)?.[property];
  return typeof value === "string" && value !== "" ? [value] : [];
}

/** A frame would take space from the names. */
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

/** Formats rows under a head, each cell wrapped to its column. */
export function formatTable(
  head: readonly string[],
  rows: readonly (readonly string[])[],
  widths: readonly number[],
  colours: Colours,
): readonly string[] {
  const output = new Table({
    chars: NO_FRAME,
    style: { head: [], border: [], "padding-left": 0, "padding-right": 1, compact: true },
    colWidths: [...widths],
    wordWrap: true,
    wrapOnWordBoundary: true,
  });
  output.push(head.map((cell) => colours.bold(cell)));
  for (const row of rows) output.push([...row]);
  return output
    .toString()
    .split("\n")
    .map((line) => line.trimEnd());
}

/** Limit of names per location: the table slows down with the number of lines in a cell. */
const FEW = 20;

function firstOf(names: readonly string[]): readonly string[] {
  if (names.length <= FEW) return names;
  return [...names.slice(0, FEW - 1), `and ${names.length - FEW + 1} more`];
}

/** Inventories in the form of `--json`. */
export function inventoryJson(inventories: readonly Inventory[]) {
  return inventories.map(({ location, services, ...rest }) => ({
    place: location,
    ...rest,
    services: Object.fromEntries(services),
  }));
}

/** The table of resources by location. */
export function inventoryTable(inventories: readonly Inventory[], colours: Colours): readonly string[] {
  const widest = Math.max("region".length, ...inventories.map(({ location }) => location.length));
  const first = Math.min(widest + 1, 24);
  const rest = WIDTH - first - 6 - 2;
  const services = Math.floor(rest * 0.45);
  const nameWidth = rest - services - 1;
  const rows = inventories.map(({ location, count, services: list, names }) => [
    truncate(oneLine(location), first - 1),
    String(count),
    list.map(([service, number]) => `${number} ${oneLine(service)}`).join(", "),
    firstOf(names)
      .map((name) => truncate(oneLine(name), nameWidth - 1))
      .join("\n"),
  ]);
  return formatTable(
    ["region", "count", "resources", "names"],
    rows,
    [first, 6, services, nameWidth],
    colours,
  );
}
