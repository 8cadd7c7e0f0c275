import assert from "node:assert/strict";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, it } from "mocha";
import { FileBackend } from "../../../../lab/engine/state";
import { bucket, newFolder, PASSPHRASE, rootResource, SALT, secret } from "./world";

const OPEN = { passphrase: PASSPHRASE, salt: SALT };

async function withTwo(backend: FileBackend): Promise<void> {
  const session = await backend.open("archi", "dev", OPEN);
  await session.append([{ kind: "put", key: 0, resource: rootResource() }]);
  await session.append([
    { kind: "put", key: 1, resource: bucket("a", { inputs: { token: secret("s3cr3t") } }) },
  ]);
  await session.close({ outputs: { name: "a" } });
}

describe("FileBackend", () => {
  it("given an empty folder, when a session puts two resources and closes, then they are read back", async () => {
    const root = await newFolder();
    const backend = new FileBackend(root);
    await withTwo(backend);

    const { base, serial, notices, salt } = await backend.read("archi", "dev", PASSPHRASE);
    assert.deepEqual(base.resources, [
      rootResource({ name: "a" }),
      bucket("a", { inputs: { token: secret("s3cr3t") } }),
    ]);
    assert.deepEqual([serial, notices, salt], [1, [], SALT]);
    assert.deepEqual((await readdir(join(root, ".pulumi", "stacks", "archi"))).sort(), [
      "dev.json",
      "dev.lab",
    ]);
    assert.ok(!(await readFile(join(root, ".pulumi/stacks/archi/dev.json"), "utf8")).includes("s3cr3t"));
    assert.deepEqual(await backend.locks("archi", "dev"), []);
  });
});
