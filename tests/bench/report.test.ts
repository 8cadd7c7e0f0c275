import * as assert from "node:assert/strict";
import type { Question } from "../../bench/lib/question";
import { Report } from "../../bench/lib/report";

const WALL: Question = { bench: "peer", name: "create", of: "N=10", measure: "wall", unit: "s" };

/** Lines of a report that was filled. */
function linesOf(fill: (report: Report) => void, markdown = false): readonly string[] {
  const lines: string[] = [];
  const report = new Report({ write: (line) => lines.push(line), markdown });
  fill(report);
  return lines;
}

describe("Report", () => {
  it("writes a measurement as a line of JSON", () => {
    const [line = ""] = linesOf((report) => report.add(WALL, [9.5, 8, 12]));

    assert.deepEqual(JSON.parse(line), { ...WALL, n: 3, median: 9.5, min: 8, max: 12 });
  });

  it("rounds to five digits", () => {
    const [line = ""] = linesOf((report) => report.add(WALL, [1.23456789]));

    assert.equal(JSON.parse(line).median, 1.2346);
  });

  it("writes a table of measurements and a table of targets at the end", () => {
    const lines = linesOf((report) => {
      report.add({ ...WALL, target: { atMost: 10 } }, [9.5, 8, 12]);
      report.add({ ...WALL, measure: "program CPU" }, [4.25]);
      report.add({ ...WALL, name: "destroy" }, [123.4]);
      report.end();
    });

    assert.deepEqual(lines.slice(3), [
      "",
      "peer: seconds",
      "what         of             wall      program",
      "                                      CPU",
      "create       N=10           9.5 8-12  4.25",
      "destroy      N=10           123",
      "",
      "targets",
      "what         of             measure   target    measured",
      "peer: create N=10           wall      <= 10     9.5 s",
    ]);
  });

  it("writes the tables as Markdown on request", () => {
    const lines = linesOf((report) => {
      report.add({ ...WALL, of: "a|b" }, [9.5, 8, 12]);
      report.end();
    }, true);

    assert.deepEqual(lines.slice(1), [
      "",
      "**peer: seconds**",
      "",
      "| what | of | wall |",
      "| --- | --- | --- |",
      "| create | a\\|b | 9.5 8-12 |",
    ]);
  });
});
