import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { beforeEach, describe, it } from "mocha";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../../common/special-values";
import { FileBackend, type ResourceState } from "../../../../lab/engine/state";
import { bucket, newFolder, PASSPHRASE, rootResource, SALT, secret, urnOf } from "./fixture";

const OPEN = { passphrase: PASSPHRASE, salt: SALT };
const VERSION = "v3.260.0";

/** An export of the real CLI. */
function exportOf(resources: readonly object[], more: object = {}, outer: object = {}): string {
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
  const invalid: [string, string, RegExp][] = [
    ["a wrong magic", exportOf([root]).replace(/"magic":"./, '"magic":"-'), /import: manifest\.magic is/],
    ["unsorted resources", exportOf([bucket("a"), root]), /its parent \S+ comes after it/],
    [
      "an unknown provider",
      exportOf([root, bucket("a", { provider: "urn:x::1" })]),
      /its provider urn:x::1 is missing/,
    ],
    [
      "a duplicate URN",
      exportOf([root, bucket("a"), bucket("a")]),
      /exists twice and is not marked for deletion/,
    ],
    [
      "another stack",
      exportOf([{ ...root, urn: root.urn.replace("dev", "prod") }]),
      /belongs to archi\/prod, expected archi\/dev/,
    ],
    ["version 99", exportOf([root], {}, { version: 99 }), /version is 99, expected 3/],
    ["unknown features", exportOf([root], {}, { features: ["x"] }), /features is \["x"\]/],
    [
      "a ciphertext without its salt",
      exportOf([root, bucket("a", { inputs: { s: ciphertext } })]),
      /secrets_providers is missing/,
    ],
    ["a file that is not JSON", "{", /import: the file is not JSON/],
  ];
  for (const [what, text, message] of invalid) {
    it(`refuses ${what} and creates no stack`, async () => {
      await assert.rejects(backend.importStack("archi", "dev", text, OPEN), { code: "LAB_STATE", message });
      assert.deepEqual(await backend.stacks(), []);
    });
  }

  const valid: [string, string, readonly ResourceState[]][] = [
    ["an unknown field", exportOf([{ ...root, other: 1 }]), [root]],
    [
      "a custom resource without id",
      exportOf([root, { ...bucket("a"), id: undefined }]),
      [root, (({ id, ...rest }) => rest)(bucket("a"))],
    ],
    [
      "a secret in the clear",
      exportOf([
        root,
        bucket("a", { inputs: { s: { [SIGNATURE_KEY]: SECRET_SIGNATURE, plaintext: '"x1"' } } }),
      ]),
      [root, bucket("a", { inputs: { s: secret("x1") } })],
    ],
  ];
  for (const [what, text, resources] of valid) {
    it(`imports ${what}`, async () => {
      assert.deepEqual(await backend.importStack("archi", "dev", text, OPEN), []);
      assert.deepEqual((await backend.read("archi", "dev", PASSPHRASE)).base.resources, resources);
    });
  }

  it("imports a wrong magic with force", async () => {
    const text = exportOf([root]).replace(/"magic":"./, '"magic":"-');

    await backend.importStack("archi", "dev", text, { ...OPEN, force: true });
    assert.equal((await backend.read("archi", "dev")).base.resources.length, 1);
  });

  it("leaves out pending operations with a notice", async () => {
    const text = exportOf([root], { pending_operations: [{ type: "creating", resource: bucket("a") }] });

    assert.deepEqual(await backend.importStack("archi", "dev", text, OPEN), [
      `import: the pending operation creating ${urnOf("a")} is left out`,
    ]);
    assert.deepEqual((await backend.read("archi", "dev")).base.pendingOperations, []);
  });

  it("replaces the resources of an existing stack", async () => {
    await backend.importStack("archi", "dev", exportOf([root, bucket("a"), bucket("b")]), OPEN);
    await backend.importStack("archi", "dev", exportOf([root, bucket("c")]), OPEN);

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

  it("exports secrets encrypted, and in the clear only on request", async () => {
    await update({ kind: "put", key: 0, resource: rootResource({ s: secret({ a: 1 }) }) });

    const sealed = await backend.exportStack("archi", "dev");
    assert.match(JSON.parse(sealed).deployment.resources[0].outputs.s.ciphertext, /^v1:/);
    const clear = await backend.exportStack("archi", "dev", { showSecrets: true, passphrase: PASSPHRASE });
    assert.deepEqual(JSON.parse(clear).deployment.resources[0].outputs.s, {
      [SIGNATURE_KEY]: SECRET_SIGNATURE,
      plaintext: '{"a":1}',
    });
    await assert.rejects(backend.exportStack("archi", "dev", { showSecrets: true }), /passphrase is missing/);
  });

  it("keeps the resources through export and import into another folder", async () => {
    await update({ kind: "put", key: 0, resource: rootResource({ s: secret("x") }) });
    const other = new FileBackend(await newFolder());
    await other.importStack("archi", "dev", await backend.exportStack("archi", "dev"), {
      passphrase: PASSPHRASE,
    });

    const { base } = await other.read("archi", "dev", PASSPHRASE);
    assert.deepEqual(base, (await backend.read("archi", "dev", PASSPHRASE)).base);
  });

  it("refuses to export a pending operation without force", async () => {
    await update(
      { kind: "put", key: 0, resource: rootResource() },
      { kind: "pending", operation: 0, type: "creating", resource: bucket("a"), token: "t" },
    );

    await assert.rejects(backend.exportStack("archi", "dev"), {
      message: `archi/dev: 1 operations are pending, and an import would drop them; run up again to finish them, or use --force\n  creating ${urnOf("a")}`,
    });
    const text = await backend.exportStack("archi", "dev", { force: true });
    assert.deepEqual(JSON.parse(text).deployment.pending_operations, [
      { resource: bucket("a"), type: "creating" },
    ]);
  });
});
