// starts processes
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import Module from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { ROOT } from "../../helpers/lab";

const CACHE = path.join(ROOT, "lab/speed/compile-cache.js");
const PACKAGE = `#!/usr/bin/env node
"use strict";
const part = require("./part");
const { setFlagsFromString } = require("node:v8");
setFlagsFromString("--allow-natives-syntax");
const late = require("./late.js");
module.exports = {
  part, late, __filename, __dirname, strict: (function () { return this; })() === undefined,
  isThis: this === exports, isMain: require.main.filename, resolved: require.resolve("./part"),
  looked: require.resolve.paths("other")[0], isCached: require.cache[require.resolve("./part")].exports === part,
  where: require("./where.js"), extensions: Object.keys(require.extensions).slice(0, 2),
};
require("./dynamic.js")().then(({ value }) => process.stdout.write(JSON.stringify({ ...module.exports, value })));
`;

describe("compile cache", () => {
  let dir: string;
  let folder: string;
  beforeEach(() => {
    dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-compiled-")));
    folder = path.join(dir, "cache");
    write("node_modules/one/index.js", PACKAGE);
    write("node_modules/one/part.js", 'exports.name = "part";');
    write("node_modules/one/late.js", "exports.late = [1, 2].map((one) => one * 2);");
    write("node_modules/one/where.js", 'module.exports = new Error("here").stack.split("\\n")[1];');
    write("node_modules/one/dynamic.js", 'module.exports = () => import("./esm.mjs");');
    write("node_modules/one/esm.mjs", "export const value = 7;");
    write("main.js", 'require("one");');
  });
  afterEach(() => fs.rmSync(dir, { recursive: true }));

  function write(file: string, text: string): void {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.writeFileSync(path.join(dir, file), text);
  }

  /** Runs the program and returns its output. */
  function run(isCached = true): string {
    const preload = path.join(dir, "preload.js");
    const install = `require(${JSON.stringify(CACHE)}).install(process.argv[1], ${JSON.stringify(folder)});`;
    fs.writeFileSync(preload, isCached ? install : "");
    const { stdout, stderr, status } = spawnSync(process.execPath, ["--require", preload, "main.js"], {
      cwd: dir,
      encoding: "utf8",
    });
    assert.equal(status, 0, stderr);
    return stdout;
  }

  /** Every file of the cache, with its time. */
  function cacheFiles(): readonly string[] {
    return fs
      .readdirSync(folder, { recursive: true, encoding: "utf8" })
      .map((name) => `${name} ${fs.statSync(path.join(folder, name), { bigint: true }).mtimeNs}`);
  }

  it("loads packages as node does and compiles nothing the second time", () => {
    const plain = run(false);
    assert.match(plain, /"late":\[2,4\].*"value":7/);

    assert.equal(run(), plain);
    const first = cacheFiles();
    assert.ok(first.length > 0);
    assert.equal(run(), plain);
    assert.deepEqual(cacheFiles(), first);
  });

  it("loads the new content of a package that has changed at the same length", () => {
    run();
    write("node_modules/one/part.js", 'exports.name = "tear";');

    assert.match(run(), /"part":\{"name":"tear"\}/);
  });

  it("compiles again when the cache is damaged", function () {
    if ("enableCompileCache" in Module) this.skip(); // node's own
    const plain = run();
    const [name = ""] = fs.readdirSync(folder);
    const whole = fs.readFileSync(path.join(folder, name));
    const bytes = Buffer.from(whole);
    bytes.fill(0, Math.floor(whole.length / 2));
    fs.writeFileSync(path.join(folder, name), bytes);

    assert.equal(run(), plain);
    assert.ok(!fs.readFileSync(path.join(folder, name)).equals(bytes));
  });

  it("loads packages without a cache when its folder cannot be written", () => {
    fs.writeFileSync(folder, "a file");

    assert.equal(run(), run(false));
  });

  it("reports a syntax error as node does", () => {
    write("node_modules/one/part.js", "exports.name = ;");
    write("main.js", 'try { require("one"); } catch (error) { process.stdout.write(error.stack); }');

    const frames = /\n {4}at [\s\S]*$/;
    assert.equal(run().replace(frames, ""), run(false).replace(frames, ""));
    assert.match(run(), /part\.js:1\n.*\n.*\n\nSyntaxError: Unexpected token ';'/);
  });
});
