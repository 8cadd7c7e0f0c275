import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { ReaperArgs } from "../../../components/reaper/args";
import { resolveArgs } from "../../../components/reaper/resolve";

const base: ReaperArgs = {
  clusterTags: { project: "tide" },
  alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:alarms"],
};

describe("resolveArgs", () => {
  it("runs every five minutes and retains the log for 30 days by default", () => {
    const { intervalMinutes, logRetentionDays } = resolveArgs("tide", base);

    assert.deepEqual([intervalMinutes, logRetentionDays], [5, 30]);
  });

  const tags = (count: number) =>
    Object.fromEntries(Array.from({ length: count }, (_, index) => [`k${index}`, "v"]));
  for (const args of [
    { intervalMinutes: 1 },
    { intervalMinutes: 60 },
    { reservedConcurrency: 10 },
    { clusterTags: tags(10) },
    { clusterTags: { ["k".repeat(128)]: "v".repeat(256) } },
  ] satisfies Partial<ReaperArgs>[]) {
    it(`accepts ${JSON.stringify(args).slice(0, 60)}`, () => {
      assert.doesNotThrow(() => resolveArgs("tide", { ...base, ...args }));
    });
  }

  const eleven = JSON.stringify(tags(11));
  const few = "expected 1 to 10 tags; without one, the reaper would terminate clusters of others";
  const key = "expected 1 to 128 characters, not aws:… and not expiresAt";
  const cases: readonly (readonly [Partial<ReaperArgs>, string])[] = [
    [{ clusterTags: {} }, `tide: clusterTags is {}, ${few}`],
    [{ clusterTags: tags(11) }, `tide: clusterTags is ${eleven}, ${few}`],
    [{ clusterTags: { "": "v" } }, `tide: a key of clusterTags is "", ${key}`],
    [{ clusterTags: { "AWS:x": "v" } }, `tide: a key of clusterTags is "AWS:x", ${key}`],
    [{ clusterTags: { expiresAt: "v" } }, `tide: a key of clusterTags is "expiresAt", ${key}`],
    [
      { clusterTags: { project: "" } },
      'tide: clusterTags.project is "", expected 1 to 256 characters without * ? $',
    ],
    [
      { clusterTags: { project: "*" } },
      'tide: clusterTags.project is "*", expected 1 to 256 characters without * ? $',
    ],
    [
      { alarmTopicArns: [] },
      "tide: alarmTopicArns is 0, expected 1 to 5 topics, since a cluster that outlives its time needs a reader",
    ],
    [{ intervalMinutes: 0 }, "tide: intervalMinutes is 0, expected a whole number from 1 to 60"],
    [{ intervalMinutes: 61 }, "tide: intervalMinutes is 61, expected a whole number from 1 to 60"],
    [{ reservedConcurrency: 0 }, "tide: reservedConcurrency is 0, expected a whole number from 1 to 10"],
  ];
  for (const [args, message] of cases) {
    it(`rejects ${JSON.stringify(args).slice(0, 60)}`, () => {
      assert.throws(() => resolveArgs("tide", { ...base, ...args }), { message });
    });
  }
});
