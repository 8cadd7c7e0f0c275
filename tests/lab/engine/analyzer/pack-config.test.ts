import assert from "node:assert/strict";
import {
  findConfigFaults,
  mergePackConfig,
  type PolicyDefaults,
  type PolicySetting,
  parsePackConfig,
} from "../../../../lab/engine/analyzer/pack-config";
import type { Value } from "../../../../lab/engine/values/values";

const DEFAULTS: readonly PolicyDefaults[] = [
  { name: "plain", enforcementLevel: "advisory" },
  {
    name: "set",
    enforcementLevel: "mandatory",
    schema: {
      properties: {
        key: { type: "string", default: "team" },
        limit: { type: "number", default: 3, maximum: 10 },
        mode: { enum: ["a", "b"] },
        rows: { type: "array", items: { type: "object", properties: { size: { type: "integer" } } } },
      },
      required: ["mode"],
    },
  },
];

function layer(settings: Record<string, PolicySetting>): ReadonlyMap<string, PolicySetting> {
  return new Map(Object.entries(settings));
}

/** The policy `set` with the given optional settings. */
function settingsOf(properties: Record<string, Value>): PolicyDefaults {
  return { name: "set", enforcementLevel: "advisory", schema: { properties, required: [] } };
}

describe("parsePackConfig", () => {
  it("parses levels, and settings with or without a level", () => {
    const text = '{"a":"mandatory","b":{"enforcementLevel":"disabled","key":"x"},"c":{"limit":1}}';
    assert.deepEqual(Object.fromEntries(parsePackConfig(text)), {
      a: { enforcementLevel: "mandatory" },
      b: { enforcementLevel: "disabled", properties: { key: "x" } },
      c: { enforcementLevel: undefined, properties: { limit: 1 } },
    });
  });

  it("parses a blank file as no settings", () => {
    assert.equal(parsePackConfig(" \n").size, 0);
  });

  it("refuses a list and expects an object", () => {
    assert.throws(() => parsePackConfig("[]"), {
      message: "expected an object of levels or settings by policy",
    });
  });
});

describe("mergePackConfig", () => {
  it("uses the pack's levels and the schema's defaults without layers", () => {
    assert.deepEqual(Object.fromEntries(mergePackConfig(DEFAULTS, [])), {
      plain: { enforcementLevel: "advisory", properties: {} },
      set: { enforcementLevel: "mandatory", properties: { key: "team", limit: 3 } },
    });
  });

  it("merges layers key by key and applies `all` before the policy's own", () => {
    const initial = layer({
      all: { enforcementLevel: "disabled" },
      set: { enforcementLevel: "advisory", properties: { key: "owner", mode: "a" } },
    });
    const file = layer({
      all: { enforcementLevel: "mandatory", properties: { key: "no" } },
      set: { properties: { limit: 5 } },
    });

    assert.deepEqual(Object.fromEntries(mergePackConfig(DEFAULTS, [initial])), {
      plain: { enforcementLevel: "disabled", properties: {} },
      set: { enforcementLevel: "advisory", properties: { key: "owner", limit: 3, mode: "a" } },
    });
    assert.deepEqual(Object.fromEntries(mergePackConfig(DEFAULTS, [initial, file])), {
      plain: { enforcementLevel: "mandatory", properties: {} },
      set: { enforcementLevel: "mandatory", properties: { key: "owner", limit: 5, mode: "a" } },
    });
  });
});

describe("findConfigFaults", () => {
  function faults(properties: PolicySetting["properties"], defaults = DEFAULTS): string[] {
    return findConfigFaults(defaults, mergePackConfig(defaults, [layer({ set: { properties } })]));
  }

  it("accepts valid settings and settings outside the schema", () => {
    assert.deepEqual(faults({ mode: "a", rows: [{ size: 1 }], more: true }), []);
  });

  it("reports each invalid setting with its path and value", () => {
    assert.deepEqual(faults({ limit: 11, key: 1, rows: [{ size: 1 }, { size: "x" }] }), [
      "set: mode is missing, expected a value: it is required",
      "set: key is 1, expected that it must be string",
      "set: limit is 11, expected that it must be <= 10",
      'set: rows.1.size is "x", expected that it must be integer',
    ]);
    assert.deepEqual(faults({ mode: "c" }), [
      'set: mode is "c", expected that it must be equal to one of the allowed values: ["a","b"]',
    ]);
  });

  it("checks only the formats that Pulumi's engine checks", () => {
    const policy = settingsOf({
      stacks: { type: "array", items: { type: "string", format: "regex" } },
      day: { type: "string", format: "date" },
      own: { type: "string", format: "of-the-author" },
    });
    assert.deepEqual(faults({ stacks: ["prod\\-.*"], day: "2026-02-28", own: "anything" }, [policy]), []);
    assert.deepEqual(faults({ stacks: ["prod", "dev("], day: "2026-02-31" }, [policy]), [
      'set: stacks.1 is "dev(", expected that it must match format "regex"',
      'set: day is "2026-02-31", expected that it must match format "date"',
    ]);
  });

  it("matches patterns with Go's syntax", () => {
    const policy = settingsOf({
      code: { type: "string", pattern: "^us\\-east" },
      word: { type: "string", pattern: "(?i)^[[:alpha:]]+$" },
      match: { type: "string", format: "regex" },
    });
    assert.deepEqual(faults({ code: "us-east-1", word: "Tide", match: "(?i)tide" }, [policy]), []);
    assert.deepEqual(faults({ code: "eu-west-1", word: "t1de", match: "(?!tide)" }, [policy]), [
      'set: code is "eu-west-1", expected that it must match pattern "^us\\-east"',
      'set: word is "t1de", expected that it must match pattern "(?i)^[[:alpha:]]+$"',
      'set: match is "(?!tide)", expected that it must match format "regex"',
    ]);
    const lookahead = settingsOf({ a: { pattern: "(?=x)" } });
    assert.match(faults({}, [lookahead]).join(), /^set: configSchema is not a JSON schema: .*\(\?=/);
  });

  it("reports the minimum length of a string that is too short", () => {
    const reason = { type: "string", minLength: 10, maxLength: 12 };
    const policy = settingsOf({ reason });
    assert.deepEqual(faults({ reason: "no" }, [policy]), [
      'set: reason is "no", expected that it must have at least 10 characters',
    ]);
    assert.deepEqual(faults({ reason: "no reason at all" }, [policy]), [
      'set: reason is "no reason at all", expected that it must have at most 12 characters',
    ]);
  });

  it("refuses environments of Pulumi ESC", () => {
    assert.throws(() => parsePackConfig('{ "environments": ["team/prod"] }'), {
      message:
        'environments is ["team/prod"], expected none: they are environments of Pulumi ESC, which only Pulumi Cloud has',
    });
  });

  it("reports an invalid schema as a fault of the pack", () => {
    const bad = [settingsOf({ a: { type: "text" } })];
    assert.match(faults({}, bad).join(), /^set: configSchema is not a JSON schema: /);
  });
});
