import assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../common/special-values";
import type { Declaration } from "../../../lab/aws/declaration";
import { normalizeInputs } from "../../../lab/aws/normalize-inputs";

const declaration: Declaration = {
  token: "aws:sns/topic:Topic",
  inputs: {
    name: { type: "string" },
    policy: { type: "json" },
    port: { type: "number" },
    open: { type: "boolean" },
    tags: { type: { map: "string" } },
    rules: { type: { list: { object: "x.Rule" } } },
  },
  outputs: {},
  inputObjects: {
    "x.Rule": { id: { type: "string", required: true, replaces: true }, days: { type: "number" } },
  },
  outputObjects: {},
};

describe("normalizeInputs", () => {
  it("converts strings that spell numbers and booleans, and scalars that should be strings", () => {
    assert.deepEqual(normalizeInputs({ port: "80", open: "true", name: 5 }, declaration), {
      inputs: { port: 80, open: true, name: "5" },
      failures: [],
    });
  });

  it("turns a policy object into a JSON string with sorted keys", () => {
    assert.equal(
      normalizeInputs({ policy: { b: 1, a: [{ d: 1, c: 2 }] } }, declaration).inputs["policy"],
      '{"a":[{"c":2,"d":1}],"b":1}',
    );
    assert.equal(
      normalizeInputs({ policy: { a: UNKNOWN_VALUE } }, declaration).inputs["policy"],
      UNKNOWN_VALUE,
    );
  });

  it("leaves nulls out", () => {
    assert.deepEqual(normalizeInputs({ name: null, tags: { a: null, b: "1" } }, declaration).inputs, {
      tags: { b: "1" },
    });
  });

  it("reports nested failures with their paths", () => {
    const { failures } = normalizeInputs(
      { rules: [{ days: 1 }, { id: "a", dasy: 2 }], tags: "x" },
      declaration,
    );

    assert.deepEqual(
      failures.map(({ property }) => property),
      ["rules[0].id", "rules[1].dasy", "tags"],
    );
  });

  it("accepts unknown values of any type", () => {
    assert.deepEqual(
      normalizeInputs({ port: UNKNOWN_VALUE, rules: UNKNOWN_VALUE, tags: UNKNOWN_VALUE }, declaration)
        .failures,
      [],
    );
  });
});
