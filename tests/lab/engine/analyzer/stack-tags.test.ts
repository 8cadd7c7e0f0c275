import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { readStackTags } from "../../../../lab/engine/analyzer/stack-tags";
import { EngineError } from "../../../../lab/engine/errors";

describe("readStackTags", () => {
  let root: string;
  const leave = (text: string): void => {
    const folder = path.join(root, ".pulumi/stacks/tides");
    fs.mkdirSync(folder, { recursive: true });
    fs.writeFileSync(path.join(folder, "dev.pulumi-tags"), text);
  };
  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "tags-"));
  });
  afterEach(() => fs.rmSync(root, { recursive: true }));

  it("returns no tags without a file", async () => {
    assert.deepEqual(await readStackTags(root, "tides", "dev"), {});
  });

  it("reads the file of Pulumi's CLI", async () => {
    leave('{"version": 1, "tags": {"owner": "tide", "pulumi:project": "tides"}}');
    assert.deepEqual(await readStackTags(root, "tides", "dev"), { owner: "tide", "pulumi:project": "tides" });
  });

  for (const [what, text] of [
    ["no JSON", "{"],
    ["another version", '{"version": 2, "tags": {}}'],
    ["a tag that is not a string", '{"version": 1, "tags": {"owner": 3}}'],
  ] as const) {
    it(`refuses ${what}`, async () => {
      leave(text);
      await assert.rejects(readStackTags(root, "tides", "dev"), (error: unknown) => {
        assert.ok(error instanceof EngineError);
        assert.equal(error.code, "LAB_STATE");
        assert.match(error.message, /^tags of stack dev in .*dev\.pulumi-tags cannot be read: /);
        return true;
      });
    });
  }
});
