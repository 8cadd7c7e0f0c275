import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { LogFilterSpec } from "../../../components/logs";
import { checkFilter } from "../../../components/logs/filters";
import { Faults } from "../../../components/shared/errors";

const good: LogFilterSpec = { group: "web", pattern: "", namespace: "Tide", metricName: "Errors" };

function errorOf(spec: Partial<LogFilterSpec>): string {
  const faults = new Faults("chart");
  checkFilter(faults, "f", { ...good, ...spec }, ["web"]);
  try {
    faults.raise();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

describe("checkFilter", () => {
  for (const spec of [
    {},
    { pattern: "x".repeat(1024) },
    { value: "-1.5" },
    { value: "$.bytes", defaultValue: 0 },
    { dimensions: { a: "$.a", b: "$b", c: "$.c" } },
    { alarm: { threshold: 1 } },
  ]) {
    it(`accepts ${JSON.stringify(spec).slice(0, 60)}`, () => {
      assert.equal(errorOf(spec), "");
    });
  }

  for (const [spec, message] of [
    [
      { pattern: "x".repeat(1025) },
      `f.pattern is "${"x".repeat(199)}…, expected a string of 0 to 1024 characters`,
    ],
    [{ namespace: "" }, 'f.namespace is "", expected a string of 1 to 255 characters'],
    [{ namespace: "Tide*" }, 'f.namespace is "Tide*", expected no colon, star or dollar'],
    [{ metricName: "$x" }, 'f.metricName is "$x", expected no colon, star or dollar'],
    [
      { namespace: "AWS/Tide" },
      'f.namespace is "AWS/Tide", expected a namespace of your own, since AWS reserves AWS/',
    ],
    [{ value: "many" }, 'f.value is "many", expected a number, or a field such as $.bytes'],
    [{ defaultValue: Number.NaN }, "f.defaultValue is NaN, expected a finite number"],
    [{ dimensions: {} }, "f.dimensions is [], expected 1 to 3 dimensions"],
    [
      { dimensions: { a: "$.a", b: "$.b", c: "$.c", d: "$.d" } },
      'f.dimensions is ["a","b","c","d"], expected 1 to 3 dimensions',
    ],
    [{ dimensions: { a: "path" } }, 'f.dimensions.a is "path", expected a field such as $.path'],
    [{ dimensions: { a: "$.a" }, defaultValue: 0 }, "f.defaultValue is 0, expected none with dimensions"],
    [
      { dimensions: { a: "$.a" }, alarm: { threshold: 1 } },
      'f.alarm is {"threshold":1}, expected none with dimensions, since their values are not known in advance',
    ],
    [{ alarm: { threshold: Number.NaN } }, "f.alarm.threshold is NaN, expected a finite number"],
  ] as const) {
    it(`rejects ${JSON.stringify(spec).slice(0, 60)}`, () => {
      assert.equal(errorOf(spec), `chart: ${message}`);
    });
  }
});
