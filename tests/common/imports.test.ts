import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { describe, it } from "mocha";

const FOLDER = `${__dirname}/../../common`;
const SOURCES = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));

/** Packages that a policy bundle and a foreign project can take along. */
const ALLOWED = ["fastest-levenshtein", "ip-address", "zod/v4/core"];

describe("common", () => {
  it("has files to read", () => assert.ok(SOURCES.length >= 8));

  for (const file of SOURCES) {
    it(`imports only small packages in ${file}`, () => {
      const text = readFileSync(`${FOLDER}/${file}`, "utf8");
      const imports = [...text.matchAll(/(?:from|import|require)\s*\(?\s*"([^"]+)"/g)].map(
        ([, name]) => name ?? "",
      );
      assert.deepEqual(
        imports.filter((name) => !ALLOWED.includes(name)),
        [],
      );
    });
  }
});
