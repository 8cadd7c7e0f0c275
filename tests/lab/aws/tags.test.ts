import assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../common/special-values";
import { mergeTags } from "../../../lab/aws/tags";

describe("mergeTags", () => {
  it("overlays default tags by the resource's own and leaves out ignored keys", () => {
    const settings = { defaultTags: { a: "d", b: "d" }, ignoreKeys: ["x"], ignoreKeyPrefixes: ["aws:"] };

    assert.deepEqual(mergeTags({ b: "own", x: "1", "aws:y": "2" }, settings), { a: "d", b: "own" });
    assert.equal(mergeTags(UNKNOWN_VALUE, settings), UNKNOWN_VALUE);
    assert.deepEqual(mergeTags(undefined, {}), {});
  });
});
