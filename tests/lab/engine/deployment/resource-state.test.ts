import assert from "node:assert/strict";
import { isSameState } from "../../../../lab/engine/deployment/resource-state";
import type { ResourceState } from "../../../../lab/engine/state";
import { secret, type Value } from "../../../../lab/engine/values/values";

function holding(value: Value, more: Partial<ResourceState> = {}): ResourceState {
  return { urn: "urn:pulumi:dev::p::t:i:T::n", type: "t:i:T", custom: true, inputs: { value }, ...more };
}

describe("isSameState", () => {
  it("ignores the order of keys and the times", () => {
    assert.ok(
      isSameState(holding({ a: 1, b: 2 }), holding({ b: 2, a: 1 }, { modified: "2026-11-23T14:00:00Z" })),
    );
    assert.ok(!isSameState(holding({ a: 1, b: 2 }), holding({ a: 1, b: 3 })));
  });

  it("ignores marks inside a secret, but not the mark of the secret itself", () => {
    const marked = secret([{ email: secret("x") }]);

    assert.ok(isSameState(holding(marked), holding(secret([{ email: "x" }]))));
    assert.ok(!isSameState(holding(marked), holding(secret([{ email: "y" }]))));
    assert.ok(!isSameState(holding(marked), holding([{ email: secret("x") }])));
    assert.ok(!isSameState(holding(secret("x")), holding("x")));
  });
});
