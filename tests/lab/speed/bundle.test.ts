// starts processes
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { ROOT } from "../../helpers/lab";

const BUNDLE = path.join(ROOT, "lab/speed/bundle.js");

describe("bundle", () => {
  let dir: string;
  let folder: string;
  beforeEach(() => {
    dir = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-bundle-")));
    folder = path.join(dir, "cache");
    write("tide.ts", 'export const tide: string = "low";');
    write("main.ts", 'import { tide } from "./tide";\nprocess.stdout.write(tide);\nexport const out = tide;');
  });
  afterEach(() => fs.rmSync(dir, { recursive: true }));

  function write(file: string, text: string): void {
    fs.writeFileSync(path.join(dir, file), text);
    // Bundles remember the time of a file, and a file of this very millisecond counts as still being written.
    const past = new Date(Date.now() - 10_000 - Math.round(Math.random() * 1000));
    fs.utimesSync(path.join(dir, file), past, past);
  }

  function run(): { readonly stdout: string; readonly stderr: string; readonly status: number | null } {
    const script = `require(${JSON.stringify(BUNDLE)}).load(${JSON.stringify(path.join(dir, "main.ts"))}, ${JSON.stringify(folder)});`;
    return spawnSync(process.execPath, ["-e", script], { encoding: "utf8" });
  }

  function bundles(): readonly string[] {
    return fs
      .readdirSync(folder)
      .filter((name) => name.endsWith(".cjs"))
      .map((name) => `${name} ${fs.statSync(path.join(folder, name), { bigint: true }).mtimeNs}`);
  }

  it("builds the entry and what it imports once", () => {
    assert.deepEqual([run().stdout, run().stdout], ["low", "low"]);
    const before = bundles();
    assert.equal(before.length, 1);
    run();
    assert.deepEqual(bundles(), before);
  });

  it("builds again after an imported file has changed or moved", () => {
    run();
    write("tide.ts", 'export const tide: string = "high";');
    assert.equal(run().stdout, "high");
    fs.renameSync(path.join(dir, "tide.ts"), path.join(dir, "flood.ts"));
    write("main.ts", 'import { tide } from "./flood";\nprocess.stdout.write(tide.repeat(2));');
    assert.equal(run().stdout, "highhigh");
  });

  it("builds again when its bundle or manifest is gone or damaged", () => {
    run();
    const [name = ""] = fs.readdirSync(folder).filter((each) => each.endsWith(".cjs"));
    fs.rmSync(path.join(folder, name));
    assert.equal(run().stdout, "low");
    const [manifest = ""] = fs.readdirSync(folder).filter((each) => each.endsWith(".json"));
    fs.writeFileSync(path.join(folder, manifest), '{"bundle":');
    assert.equal(run().stdout, "low");
  });

  it("removes bundles of the same entry that are older than a day", () => {
    run();
    const [old = ""] = fs.readdirSync(folder).filter((each) => each.endsWith(".cjs"));
    const past = new Date(Date.now() - 2 * 86_400_000);
    fs.utimesSync(path.join(folder, old), past, past);
    write("tide.ts", 'export const tide: string = "high";');
    run();
    assert.equal(bundles().length, 1);
    assert.ok(!fs.existsSync(path.join(folder, old)));
  });

  it("loads without a bundle when the cache folder cannot be written", () => {
    fs.writeFileSync(folder, "a file");
    assert.equal(run().stdout, "low");
  });

  it("reports a syntax error in the source with its file", () => {
    write("tide.ts", "export const tide = ;");
    const { status, stderr } = run();
    assert.equal(status, 1);
    assert.match(stderr, /tide\.ts:1:20/);
  });
});
