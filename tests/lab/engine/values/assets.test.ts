import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ARCHIVE_SIGNATURE, ASSET_SIGNATURE, SIGNATURE_KEY } from "../../../../common/special-values";
import { withHashes } from "../../../../lab/engine/values/assets";
import type { Properties, Value } from "../../../../lab/engine/values/values";

const asset = (fields: Properties): Properties => ({ [SIGNATURE_KEY]: ASSET_SIGNATURE, ...fields });
const archive = (fields: Properties): Properties => ({ [SIGNATURE_KEY]: ARCHIVE_SIGNATURE, ...fields });
const sha256 = (text: string): string => createHash("sha256").update(text).digest("hex");

describe("withHashes", () => {
  let dir: string;
  before(() => {
    dir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-assets-"));
    fs.mkdirSync(path.join(dir, "site/css"), { recursive: true });
    fs.writeFileSync(path.join(dir, "site/index.html"), "<h1>tides</h1>");
    fs.writeFileSync(path.join(dir, "site/css/a.css"), "h1{}");
  });
  after(() => fs.rmSync(dir, { recursive: true, force: true }));

  async function hash(value: Value): Promise<unknown> {
    return ((await withHashes(value, dir)) as Properties)["hash"];
  }

  it("hashes text by its SHA-256 and removes the SDK's own mark", async () => {
    const text = "hello";
    assert.deepEqual(await withHashes({ deep: [asset({ text, __pulumiAsset: true })] }, dir), {
      deep: [asset({ text, hash: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" })],
    });
  });

  it("hashes a file by its SHA-256 and keeps its relative path", async () => {
    const hashed = await withHashes(asset({ path: "site/index.html" }), dir);
    assert.deepEqual(hashed, asset({ path: "site/index.html", hash: sha256("<h1>tides</h1>") }));
  });

  it("hashes an archive as the real engine does", async () => {
    const text = "exports.handler = async () => 1;";
    const code = archive({ assets: { "index.js": asset({ text }) } });
    assert.equal(await hash(code), "974a8d5c36882d7fb5896f5490a6a3f0e46653b567bd81eb536e5827a06f1e76");
  });

  it("hashes a folder like its files one by one", async () => {
    const files = archive({
      assets: {
        "index.html": asset({ path: "site/index.html" }),
        css: archive({ assets: { "a.css": asset({ text: "h1{}" }) } }),
      },
    });
    assert.equal(await hash(archive({ path: "site" })), await hash(files));
  });

  it("changes the hash with a file in a folder inside an archive, and back", async () => {
    const nested = archive({ assets: { web: archive({ path: "site" }), "n.txt": asset({ text: "n" }) } });
    const before = await hash(nested);
    fs.writeFileSync(path.join(dir, "site/css/a.css"), "h1{margin:0}");
    const changed = await hash(nested);
    fs.writeFileSync(path.join(dir, "site/css/a.css"), "h1{}");
    assert.notEqual(changed, before);
    assert.equal(await hash(nested), before);
  });

  it("hashes an archive file by the SHA-256 of its bytes", async () => {
    fs.writeFileSync(path.join(dir, "code.zip"), "PK");
    assert.equal(await hash(archive({ path: "code.zip" })), sha256("PK"));
  });

  it("changes the hash with the bytes of an archive file inside an archive", async () => {
    const nested = archive({ assets: { layer: archive({ path: "layer.zip" }) } });
    fs.writeFileSync(path.join(dir, "layer.zip"), "PK1");
    const before = await hash(nested);
    fs.writeFileSync(path.join(dir, "layer.zip"), "PK2");
    assert.notEqual(await hash(nested), before);
  });

  it("distinguishes names of more than 100 bytes", async () => {
    const long = (last: string): Properties =>
      archive({ assets: { [`${"d".repeat(120)}${last}`]: asset({ text: "x" }) } });
    assert.notEqual(await hash(long("a")), await hash(long("b")));
  });

  it("treats a key __proto__ beside an asset as data", async () => {
    const given = JSON.parse('{"__proto__":1,"tags":{"__proto__":"x"}}');
    const hashed = await withHashes({ given, file: asset({ text: "a" }) }, dir);
    assert.equal(JSON.stringify((hashed as Properties)["given"]), JSON.stringify(given));
    const same = await withHashes(
      JSON.parse('{"__proto__":1,"a":0}', (k, v) => (k === "a" ? asset({ text: "a" }) : v)),
      dir,
    );
    assert.equal(Object.getOwnPropertyDescriptor(same, "__proto__")?.value, 1);
  });

  it("names a missing file", async () => {
    const file = path.join(dir, "nope.txt");
    await assert.rejects(withHashes({ a: asset({ path: "nope.txt" }) }, dir), {
      message: `asset ${JSON.stringify(file)} cannot be read: ENOENT: no such file or directory, open '${file}'`,
    });
  });

  it("refuses a remote asset and names its address", async () => {
    await assert.rejects(withHashes(asset({ uri: "https://example.com/x" }), dir), {
      code: "LAB_UNSUPPORTED",
      message:
        'asset "https://example.com/x" is remote, which the lab does not fetch; expected text or a path',
    });
  });
});
