import * as assert from "node:assert/strict";
import type { Measurement } from "../../bench/lib/question";
import { formatNumber, tablesOf, textOf } from "../../bench/lib/table";

/** An answer, with what differs. */
function answer(more: Partial<Measurement>): Measurement {
  const once = { n: 1, median: 1, min: 1, max: 1 };
  return { bench: "own", name: "preview", of: "dev", measure: "wall", unit: "s", ...once, ...more };
}

describe("tablesOf", () => {
  it("creates one table per unit", () => {
    const tables = tablesOf([answer({}), answer({ unit: "MB" }), answer({ name: "up" })]);

    assert.deepEqual(tables, [
      {
        title: "own: seconds",
        head: ["what", "of", "wall"],
        rows: [
          ["preview", "dev", "1"],
          ["up", "dev", "1"],
        ],
      },
      { title: "own: 10^6 bytes", head: ["what", "of", "wall"], rows: [["preview", "dev", "1"]] },
    ]);
  });

  it("adds a second table for measures that do not fit, without empty rows", () => {
    const measures = ["a", "b", "c", "d", "e", "f"].map((measure) => answer({ measure }));

    const tables = tablesOf([...measures, answer({ of: "prod", measure: "a" })]);

    assert.deepEqual(
      tables.map(({ head, rows }) => [head.length, rows.length]),
      [
        [7, 2],
        [3, 1],
      ],
    );
  });

  it("shows no spread for equal runs", () => {
    const [table] = tablesOf([answer({ n: 3, median: 97, min: 97, max: 97 })]);

    assert.deepEqual(table?.rows, [["preview", "dev", "97"]]);
  });

  it("shows a lower bound beside the figure with its unit", () => {
    const tables = tablesOf([answer({ unit: "per s", target: { atLeast: 500 } })]);

    assert.deepEqual(tables.at(-1), {
      title: "targets",
      head: ["what", "of", "measure", "target", "measured"],
      rows: [["own: preview", "dev", "wall", ">= 500", "1 per s"]],
    });
  });
});

describe("textOf", () => {
  it("fits the widest table into 80 columns", () => {
    const long = "a name of many words that go on and on";
    const table = {
      title: "peer: seconds",
      head: Array<string>(7).fill(long),
      rows: [Array<string>(7).fill(long)],
    };

    const lines = textOf(table);

    assert.equal(Math.max(...lines.map((line) => line.length)) <= 80, true);
  });
});

describe("formatNumber", () => {
  it("formats numbers of all sizes with three digits and no exponent", () => {
    const cases: readonly (readonly [number, string])[] = [
      [0, "0"],
      [0.012345, "0.0123"],
      [2.5, "2.5"],
      [99.96, "100"],
      [1234.5, "1235"],
      [16_000_000, "16000000"],
    ];
    for (const [value, text] of cases) assert.equal(formatNumber(value), text);
  });
});
