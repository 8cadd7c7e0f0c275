import type { Op } from "../../lab/engine";
import { type Colours, formatCount, oneLine, WIDTH, wrap } from "../formatting";
import { formatResource, type Step } from "../operation-log";

const SIGNS: Readonly<
  Partial<Record<Op, readonly [sign: string, colour: "green" | "yellow" | "red" | "magenta"]>>
> = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  replace: ["+-", "magenta"],
  delete: ["-", "red"],
};

/** Lists steps by location: `+ create, ~ update, +- replace, - delete`, with the properties that differ. */
export function stepLines(
  steps: readonly Step[],
  locations: readonly string[],
  colours: Colours,
): readonly string[] {
  const byLocation = new Map<string, Step[]>(locations.map((location) => [location, []]));
  for (const step of steps) byLocation.set(step.location, [...(byLocation.get(step.location) ?? []), step]);
  return [...byLocation].flatMap(([location, list]) =>
    list.length === 0
      ? []
      : [
          `${colours.bold(oneLine(location))}: ${formatCount(list.length, "step")}`,
          ...list.flatMap((step) => stepLine(step, colours)),
        ],
  );
}

function stepLine({ op, urn, diffs, replaces }: Step, colours: Colours): readonly string[] {
  const [sign, colour] = SIGNS[op] ?? ["=", "yellow" as const];
  const reasons = replaces.length > 0 ? `, replaced because of ${replaces.join(", ")}` : "";
  const properties = diffs.length > 0 ? `: ${diffs.join(", ")}` : "";
  const text = `${oneLine(formatResource(urn))}${oneLine(properties)}${oneLine(reasons)}`;
  return wrap(text, WIDTH - 5, "  ").map((line, index) =>
    index === 0 ? `  ${colours[colour](sign.padEnd(2))} ${line}` : `     ${line}`,
  );
}
