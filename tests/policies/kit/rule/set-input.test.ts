import assert from "node:assert/strict";
import { setInput } from "../../../../policies/kit";

describe("setInput", () => {
  it("sets an existing path and keeps everything else", () => {
    const inputs = { rules: [{ id: "a" }, { id: "b", __defaults: ["x"] }] };
    setInput(inputs, "rules.1.id", "c");
    assert.deepEqual(inputs, { rules: [{ id: "a" }, { id: "c", __defaults: ["x"] }] });
  });

  it("creates the missing objects on the path", () => {
    const inputs = { configuration: { state: "on" } };
    setInput(inputs, "configuration.results.encryption", "SSE_S3");
    assert.deepEqual(inputs, { configuration: { state: "on", results: { encryption: "SSE_S3" } } });
  });
});
