import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, it } from "mocha";

const folder = path.join(__dirname, "../../components");

/** Own files of a folder's level, by their path below components/. */
function sources(below: string): string[] {
  return readdirSync(path.join(folder, below), { withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".ts"))
    .map((entry) => path.join(below, entry.name))
    .sort();
}

function text(file: string): string {
  return readFileSync(path.join(folder, file), "utf8");
}

describe("components/", () => {
  for (const file of [...sources("."), ...sources("internal")]) {
    it(`given ${file}, when read, then it has at most 250 lines, no partition by hand, and no eye on stack or preview`, () => {
      const source = text(file);

      assert.ok(source.split("\n").length <= 251, `${file} is too long`);
      for (const forbidden of [
        /arn:aws[:-]/,
        /\bisDryRun\b/,
        /\bgetStack\b/,
        /new pulumi\.Config\b/,
        /\bas any\b/,
      ]) {
        assert.doesNotMatch(source, forbidden, file);
      }
    });
  }

  for (const file of sources(".").filter((one) => !["index.ts"].includes(one))) {
    it(`given ${file}, when it lays something down, then it is one component, with a literal token and its outputs registered`, () => {
      const source = text(file);
      const classes = [...source.matchAll(/^export class (\w+) extends pulumi\.ComponentResource/gm)];
      if (classes.length === 0) return;

      assert.equal(classes.length, 1);
      const [, name] = classes[0] ?? [];
      assert.ok(source.includes(`super("archipelago:components:${name}", name, args, opts)`), name);
      const body = source.slice(source.indexOf("export class "), source.indexOf("  constructor("));
      const fields = [...body.matchAll(/^ {2}readonly (\w+): pulumi\.Output</gm)]
        .map(([, field]) => field)
        .sort();
      const registered = /this\.registerOutputs\(\{([^}]*)\}\)/.exec(source)?.[1] ?? "";
      const handed = [...registered.matchAll(/(\w+): this\.\1\b/g)].map(([, field]) => field).sort();
      assert.deepEqual(handed, fields);
      assert.doesNotMatch(source, /\bprovider:/, "children inherit their provider");
    });
  }
});
