import type { Op } from "../../lab/engine";
import { label, type Step } from "../tally";
import { type Colours, count, oneLine, WIDTH, wrap } from "../text";

const SIGNS: Readonly<
  Partial<Record<Op, readonly [sign: string, colour: "green" | "yellow" | "red" | "magenta"]>>
> = {
  create: ["+", "green"],
  update: ["~", "yellow"],
  replace: ["+-", "magenta"],
  delete: ["-", "red"],
};

/** Steps of an operation by place: `+ create, ~ update, +- replace, - delete`, with the properties that differ. */
export function stepLines(
  steps: readonly Step[],
  places: readonly string[],
  colours: Colours,
): readonly string[] {
  const byPlace = new Map<string, Step[]>(places.map((place) => [place, []]));
  for (const step of steps) byPlace.set(step.place, [...(byPlace.get(step.place) ?? []), step]);
  return [...byPlace].flatMap(([place, list]) =>
    list.length === 0
      ? []
      : [
          `${colours.bold(oneLine(place))}: ${count(list.length, "step")}`,
          ...list.flatMap((step) => stepLine(step, colours)),
        ],
  );
}

function stepLine({ op, urn, diffs, replaces }: Step, colours: Colours): readonly string[] {
  const [sign, colour] = SIGNS[op] ?? ["=", "yellow" as const];
  const reasons = replaces.length > 0 ? `, because of ${replaces.join(", ")}` : "";
  const properties = diffs.length > 0 ? `: ${diffs.join(", ")}` : "";
  const text = `${oneLine(label(urn))}${oneLine(properties)}${oneLine(reasons)}`;
  return wrap(text, WIDTH - 5, "  ").map((line, index) =>
    index === 0 ? `  ${colours[colour](sign.padEnd(2))} ${line}` : `     ${line}`,
  );
}
