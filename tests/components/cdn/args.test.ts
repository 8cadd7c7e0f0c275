import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";

describe("Arguments whose constants the settings use", () => {
  for (const component of ["cdn", "storage"]) {
    it(`loads no package with components/${component}/args.ts`, () => {
      const source = readFileSync(path.join(__dirname, "../../../components", component, "args.ts"), "utf8");

      assert.match(source, /^export const DEFAULT_/m);
      assert.doesNotMatch(source, /^import (?!type )/m);
    });
  }
});
