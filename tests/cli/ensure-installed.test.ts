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
  const there = (packages: object): void => write("node_modules/.package-lock.json", packages);
  const zod = (version: string, more = {}) => ({ "node_modules/zod": { version, ...more } });

  it("given a fresh clone, when nothing is installed, then it is not complete", () => {
    wanted(zod("4.0.0"));

    assert.equal(isComplete(root), false);
  });

  it("given the versions of the lock file, when all are there, then it is complete", () => {
    wanted({ "": { name: "own" }, ...zod("4.0.0") });
    there(zod("4.0.0"));

    assert.equal(isComplete(root), true);
  });

  it("given a newer lock file, when another version is there, then it is not complete", () => {
    wanted(zod("4.0.1"));
    there(zod("4.0.0"));

    assert.equal(isComplete(root), false);
  });

  it("given a package for another system, when it is not there, then it is complete all the same", () => {
    wanted(zod("4.0.0", { optional: true }));
    there({});

    assert.equal(isComplete(root), true);
  });
});
