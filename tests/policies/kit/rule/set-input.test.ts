import assert from "node:assert/strict";
import { setInput } from "../../../../policies/kit";

describe("setAt", () => {
  it("given a path that is there, when set, then everything beside it stays", () => {
    const inputs = { rules: [{ id: "a" }, { id: "b", __defaults: ["x"] }] };
    setInput(inputs, "rules.1.id", "c");
    assert.deepEqual(inputs, { rules: [{ id: "a" }, { id: "c", __defaults: ["x"] }] });
  });

  it("given a path that ends early, when set, then the objects on the way are made", () => {
    const inputs = { configuration: { state: "on" } };
    setInput(inputs, "configuration.results.encryption", "SSE_S3");
    assert.deepEqual(inputs, { configuration: { state: "on", results: { encryption: "SSE_S3" } } });
  });
});
