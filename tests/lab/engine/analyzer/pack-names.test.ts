import assert from "node:assert/strict";
import { findNameFaults } from "../../../../lab/engine/analyzer/pack-names";

const policy = (name: string) => ({ name, enforcementLevel: "advisory" as const });

describe("findNameFaults", () => {
  it("reports two policies with one name once", () => {
    const faults = findNameFaults([policy("a"), policy("b"), policy("a"), policy("a")], new Map());
    assert.deepEqual(faults, ["a: 3 policies have this name, expected 1"]);
  });

  it("accepts known names", () => {
    const settings = new Map([
      ["all", { enforcementLevel: "advisory" as const }],
      ["a", { enforcementLevel: undefined, properties: {} }],
      ["b", { properties: { limit: 3 } }],
    ]);
    const schema = { properties: { limit: { type: "number" } }, required: [] };
    assert.deepEqual(findNameFaults([policy("a"), { ...policy("b"), schema }], settings), []);
  });
});
