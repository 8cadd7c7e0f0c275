import assert from "node:assert/strict";
import type { Declaration } from "../../../lab/aws/declaration";
import { findDifferences } from "../../../lab/aws/diff";

const declaration: Declaration = {
  token: "aws:test/thing:Thing",
  inputs: {
    name: { type: "string" },
    tags: { type: { map: "string" } },
    rules: { type: { list: { object: "x.Rule" } } },
  },
  outputs: {},
  inputObjects: {
    "x.Rule": { id: { type: "string", required: true, replaces: true }, days: { type: "number" } },
  },
  outputObjects: {},
};

describe("findDifferences", () => {
  const type = { declaration, rules: undefined };

  it("replaces when a list member changes that the documentation calls immutable", () => {
    assert.deepEqual(
      findDifferences({ rules: [{ id: "a", days: 1 }] }, { rules: [{ id: "b", days: 2 }] }, type),
      [
        { path: "rules[0].days", kind: "update", replaces: false },
        { path: "rules[0].id", kind: "update", replaces: true },
      ],
    );
  });

  it("ignores the documentation of members when the type's own file lists the immutable inputs", () => {
    const rules = { type: declaration.token, service: "test", immutable: ["rules[*].days"] };

    assert.deepEqual(
      findDifferences(
        { rules: [{ id: "a", days: 1 }] },
        { rules: [{ id: "b", days: 2 }] },
        {
          declaration,
          rules,
        },
      ),
      [
        { path: "rules[0].days", kind: "update", replaces: true },
        { path: "rules[0].id", kind: "update", replaces: false },
      ],
    );
  });

  it("quotes keys with dots in paths, and ignores such a path", () => {
    const differences = findDifferences({ tags: { "a.b": "1" } }, { tags: { "a.b": "2" } }, type);

    assert.deepEqual(
      differences.map(({ path }) => path),
      ['tags["a.b"]'],
    );
    assert.deepEqual(
      findDifferences({ tags: { "a.b": "1" } }, { tags: { "a.b": "2" } }, type, ['tags["a.b"]']),
      [],
    );
  });

  it("takes objects with other key orders as equal, and null as absent", () => {
    assert.deepEqual(
      findDifferences({ tags: { a: "1", b: "2" }, name: null }, { tags: { b: "2", a: "1" } }, type),
      [],
    );
  });
});
