import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ARCHIVE_SIGNATURE, ASSET_SIGNATURE, SIGNATURE_KEY } from "../../../common/special-values";
import { withHashes } from "../../../lab/engine/assets";
import type { Properties, Value } from "../../../lab/engine/values";

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

  it("given text, when hashed, then it is the text's SHA-256, and the SDK's own mark is gone", async () => {
    const text = "hello";
    assert.deepEqual(await withHashes({ deep: [asset({ text, __pulumiAsset: true })] }, dir), {
      deep: [asset({ text, hash: "2cf24dba5fb0a30e26e83b2ac5b9e29e1b161e5c1fa7425e73043362938b9824" })],
    });
  });

  it("given a file by a relative path, when hashed, then it is the file's SHA-256 and the path stays", async () => {
    const hashed = await withHashes(asset({ path: "site/index.html" }), dir);
    assert.deepEqual(hashed, asset({ path: "site/index.html", hash: sha256("<h1>tides</h1>") }));
  });

  it("given an archive that the real engine has hashed, when hashed, then the hash is the same", async () => {
    const text = "exports.handler = async () => 1;";
    const code = archive({ assets: { "index.js": asset({ text }) } });
    assert.equal(await hash(code), "974a8d5c36882d7fb5896f5490a6a3f0e46653b567bd81eb536e5827a06f1e76");
  });

  it("given a folder and the same files one by one, when hashed, then the hashes are the same", async () => {
    const files = archive({
      assets: {
        "index.html": asset({ path: "site/index.html" }),
        css: archive({ assets: { "a.css": asset({ text: "h1{}" }) } }),
      },
    });
    assert.equal(await hash(archive({ path: "site" })), await hash(files));
  });

  it("given a folder inside an archive, when a file in it changes, then the hash does, and back", async () => {
    const nested = archive({ assets: { web: archive({ path: "site" }), "n.txt": asset({ text: "n" }) } });
    const before = await hash(nested);
    fs.writeFileSync(path.join(dir, "site/css/a.css"), "h1{margin:0}");
    const changed = await hash(nested);
    fs.writeFileSync(path.join(dir, "site/css/a.css"), "h1{}");
    assert.notEqual(changed, before);
    assert.equal(await hash(nested), before);
  });

  it("given an archive file, when hashed, then it is the SHA-256 of its bytes", async () => {
    fs.writeFileSync(path.join(dir, "code.zip"), "PK");
    assert.equal(await hash(archive({ path: "code.zip" })), sha256("PK"));
  });

  it("given an archive file inside an archive, when hashed, then a change of its bytes is seen", async () => {
    const nested = archive({ assets: { layer: archive({ path: "layer.zip" }) } });
    fs.writeFileSync(path.join(dir, "layer.zip"), "PK1");
    const before = await hash(nested);
    fs.writeFileSync(path.join(dir, "layer.zip"), "PK2");
    assert.notEqual(await hash(nested), before);
  });

  it("given a name over 100 bytes, when hashed, then another such name gives another hash", async () => {
    const long = (last: string): Properties =>
      archive({ assets: { [`${"d".repeat(120)}${last}`]: asset({ text: "x" }) } });
    assert.notEqual(await hash(long("a")), await hash(long("b")));
  });

  it("given a key __proto__ beside an asset, when hashed, then it is data", async () => {
    const given = JSON.parse('{"__proto__":1,"tags":{"__proto__":"x"}}');
    const hashed = await withHashes({ given, file: asset({ text: "a" }) }, dir);
    assert.equal(JSON.stringify((hashed as Properties)["given"]), JSON.stringify(given));
    const same = await withHashes(
      JSON.parse('{"__proto__":1,"a":0}', (k, v) => (k === "a" ? asset({ text: "a" }) : v)),
      dir,
    );
    assert.equal(Object.getOwnPropertyDescriptor(same, "__proto__")?.value, 1);
  });

  it("given a missing file, when hashed, then the error names it", async () => {
    const file = path.join(dir, "nope.txt");
    await assert.rejects(withHashes({ a: asset({ path: "nope.txt" }) }, dir), {
      message: `asset ${JSON.stringify(file)} cannot be read: ENOENT: no such file or directory, open '${file}'`,
    });
  });

  it("given a remote asset, when hashed, then it is refused by its address", async () => {
    await assert.rejects(withHashes(asset({ uri: "https://example.com/x" }), dir), {
      code: "LAB_UNSUPPORTED",
      message:
        'asset "https://example.com/x" is remote, which the lab does not fetch; expected text or a path',
    });
  });
});
