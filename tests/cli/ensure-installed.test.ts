import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { isComplete } from "../../cli/ensure-installed";

describe("isComplete", () => {
  let root: string;

  beforeEach(() => {
    root = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-install-"));
  });

  afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

  const write = (file: string, packages: object): void => {
    fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
    fs.writeFileSync(path.join(root, file), JSON.stringify({ packages }));
  };
  const wanted = (packages: object): void => write("package-lock.json", packages);
  const installed = (packages: object): void => write("node_modules/.package-lock.json", packages);
  const zod = (version: string, more = {}) => ({ "node_modules/zod": { version, ...more } });

  it("returns false when nothing is installed", () => {
    wanted(zod("4.0.0"));

    assert.equal(isComplete(root), false);
  });

  it("returns true when all versions of the lock file are installed", () => {
    wanted({ "": { name: "own" }, ...zod("4.0.0") });
    installed(zod("4.0.0"));

    assert.equal(isComplete(root), true);
  });

  it("returns false when another version than that of the lock file is installed", () => {
    wanted(zod("4.0.1"));
    installed(zod("4.0.0"));

    assert.equal(isComplete(root), false);
  });

  it("returns true when only a package for another system is missing", () => {
    wanted(zod("4.0.0", { optional: true }));
    installed({});

    assert.equal(isComplete(root), true);
  });
});
