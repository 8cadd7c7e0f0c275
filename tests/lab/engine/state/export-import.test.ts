import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, describe, it } from "mocha";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../../common/special-values";
import { FileBackend, type ResourceState } from "../../../../lab/engine/state";
import { bucket, newFolder, PASSPHRASE, rootResource, SALT, secret, urnOf } from "./fixture";

const OPEN = { passphrase: PASSPHRASE, salt: SALT };
const VERSION = "v3.260.0";

/** An export of the real CLI. */
function exported(resources: readonly object[], more: object = {}, outer: object = {}): string {
  const manifest = {
    time: "2026-01-01T00:00:00Z",
    magic: createHash("sha256").update(VERSION).digest("hex"),
    version: VERSION,
  };
  return JSON.stringify({ version: 3, deployment: { manifest, resources, ...more }, ...outer });
}

describe("FileBackend.importStack", () => {
  let backend: FileBackend;

  beforeEach(async () => {
    backend = new FileBackend(await newFolder());
  });

  const root = rootResource();
  const ciphertext = {
    [SIGNATURE_KEY]: SECRET_SIGNATURE,
    ciphertext: "v1:AAAAAAAAAAAAAAAA:AAAAAAAAAAAAAAAAAAAAAAAAAAA=",
  };
  const refused: [string, string, RegExp][] = [
    ["a wrong magic", exported([root]).replace(/"magic":"./, '"magic":"-'), /import: manifest\.magic is/],
    ["resources in reverse", exported([bucket("a"), root]), /its parent \S+ comes after it/],
    [
      "an unknown provider",
      exported([root, bucket("a", { provider: "urn:x::1" })]),
      /its provider urn:x::1 is missing/,
    ],
    ["a URN twice", exported([root, bucket("a"), bucket("a")]), /is there twice and not marked for deletion/],
    [
      "another stack",
      exported([{ ...root, urn: root.urn.replace("dev", "prod") }]),
      /belongs to archi\/prod, expected archi\/dev/,
    ],
    ["version 99", exported([root], {}, { version: 99 }), /version is 99, expected 3/],
    ["unknown features", exported([root], {}, { features: ["x"] }), /features is \["x"\]/],
    [
      "ciphertext without its salt",
      exported([root, bucket("a", { inputs: { s: ciphertext } })]),
      /secrets_providers is missing/,
    ],
    ["no JSON", "{", /import: it is not JSON/],
  ];
  for (const [what, text, message] of refused) {
    it(`given ${what}, when imported, then it is refused and the stack is not made`, async () => {
      await assert.rejects(backend.importStack("archi", "dev", text, OPEN), { code: "LAB_STATE", message });
      assert.deepEqual(await backend.stacks(), []);
    });
  }

  const taken: [string, string, readonly ResourceState[]][] = [
    ["an unknown field", exported([{ ...root, whatever: 1 }]), [root]],
    [
      "a custom resource without id",
      exported([root, { ...bucket("a"), id: undefined }]),
      [root, (({ id, ...rest }) => rest)(bucket("a"))],
    ],
    [
      "a secret in the clear",
      exported([
        root,
        bucket("a", { inputs: { s: { [SIGNATURE_KEY]: SECRET_SIGNATURE, plaintext: '"x1"' } } }),
      ]),
      [root, bucket("a", { inputs: { s: secret("x1") } })],
    ],
  ];
  for (const [what, text, resources] of taken) {
    it(`given ${what}, when imported, then it is taken`, async () => {
      assert.deepEqual(await backend.importStack("archi", "dev", text, OPEN), []);
      assert.deepEqual((await backend.read("archi", "dev", PASSPHRASE)).base.resources, resources);
    });
  }

  it("given a wrong magic, when imported with force, then it is taken", async () => {
    const text = exported([root]).replace(/"magic":"./, '"magic":"-');

    await backend.importStack("archi", "dev", text, { ...OPEN, force: true });
    assert.equal((await backend.read("archi", "dev")).base.resources.length, 1);
  });

  it("given unfinished operations in the file, when imported, then they are left out and told", async () => {
    const text = exported([root], { pending_operations: [{ type: "creating", resource: bucket("a") }] });

    assert.deepEqual(await backend.importStack("archi", "dev", text, OPEN), [
      `import: the unfinished operation creating ${urnOf("a")} is left out`,
    ]);
    assert.deepEqual((await backend.read("archi", "dev")).base.pendingOperations, []);
  });

  it("given a stack with resources, when another state is imported, then only that is there", async () => {
    await backend.importStack("archi", "dev", exported([root, bucket("a"), bucket("b")]), OPEN);
    await backend.importStack("archi", "dev", exported([root, bucket("c")]), OPEN);

    assert.deepEqual((await backend.read("archi", "dev")).base.resources, [root, bucket("c")]);
  });
});

describe("FileBackend.exportStack", () => {
  let backend: FileBackend;

  beforeEach(async () => {
    backend = new FileBackend(await newFolder(), { now: () => new Date("2026-01-02T03:04:05Z") });
  });

  async function update(...records: Parameters<Awaited<ReturnType<FileBackend["open"]>>["append"]>[0]) {
    const session = await backend.open("archi", "dev", OPEN);
    await session.append(records);
    await session.close();
  }

  it("given secrets, when exported, then they are sealed, and in the clear only when they are asked for", async () => {
    await update({ kind: "put", key: 0, resource: rootResource({ s: secret({ a: 1 }) }) });

    const sealed = await backend.exportStack("archi", "dev");
    assert.match(JSON.parse(sealed).deployment.resources[0].outputs.s.ciphertext, /^v1:/);
    const shown = await backend.exportStack("archi", "dev", { showSecrets: true, passphrase: PASSPHRASE });
    assert.deepEqual(JSON.parse(shown).deployment.resources[0].outputs.s, {
      [SIGNATURE_KEY]: SECRET_SIGNATURE,
      plaintext: '{"a":1}',
    });
    await assert.rejects(backend.exportStack("archi", "dev", { showSecrets: true }), /passphrase is missing/);
  });

  it("given an export, when imported elsewhere under the same names, then the resources are the same", async () => {
    await update({ kind: "put", key: 0, resource: rootResource({ s: secret("x") }) });
    const other = new FileBackend(await newFolder());
    await other.importStack("archi", "dev", await backend.exportStack("archi", "dev"), {
      passphrase: PASSPHRASE,
    });

    const { base } = await other.read("archi", "dev", PASSPHRASE);
    assert.deepEqual(base, (await backend.read("archi", "dev", PASSPHRASE)).base);
  });

  it("given an unfinished operation, when exported, then it is refused without force", async () => {
    await update(
      { kind: "put", key: 0, resource: rootResource() },
      { kind: "pending", operation: 0, type: "creating", resource: bucket("a"), token: "t" },
    );

    await assert.rejects(backend.exportStack("archi", "dev"), {
      message: `archi/dev: 1 operations are unfinished, which an import would forget; run up once more to settle them, or use --force\n  creating ${urnOf("a")}`,
    });
    const text = await backend.exportStack("archi", "dev", { force: true });
    assert.deepEqual(JSON.parse(text).deployment.pending_operations, [
      { resource: bucket("a"), type: "creating" },
    ]);
  });
});
