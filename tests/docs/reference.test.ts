// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import * as components from "../../components";
import { SERVICES } from "../../lab/aws/services";
import { ROOT } from "./pages";

function text(file: string): string {
  return fs.readFileSync(path.join(ROOT, file), "utf8");
}

describe("docs/engine.md", () => {
  it("lists every error code and no other", () => {
    const codes = [...text("lab/engine/errors.ts").matchAll(/^ {2}\| "(LAB_\w+)"/gm)].map(([, code]) => code);

    const listed = [...text("docs/engine.md").matchAll(/^\| `(LAB_\w+)`\s+\|/gm)].map(([, code]) => code);

    assert.deepEqual(listed, codes);
  });

  it("lists every option that a registration refuses", () => {
    const body = /function assertSupported[\s\S]*?const usage[^{]*\{([\s\S]*?)\n {2}\};/.exec(
      text("lab/engine/goal/goal.ts"),
    );
    const options = [...(body?.[1] ?? "").matchAll(/^ {4}(\w+):/gm)].map(([, option]) => option as string);
    const refused = text("docs/engine.md").split("### Refused by name")[1]?.split("\n## ")[0] ?? "";

    assert.ok(options.includes("stateMigrations"));
    assert.deepEqual(
      options.filter((option) => !refused.includes(`\`${option}\``)),
      [],
    );
  });
});

describe("docs/lab.md", () => {
  it("lists every type with rules and no other", () => {
    const table =
      text("docs/lab.md").split("Types with their own rules:")[1]?.split("Every other type")[0] ?? "";
    const listed = [...table.matchAll(/^\| [^|]+ \| ([^|]+) \|$/gm)]
      .slice(1)
      .flatMap(([, list = ""]) => list.trim().split(", "))
      .filter((name) => /^[A-Z]/.test(name));
    const types = SERVICES.flatMap(({ types = [] }) =>
      types.map(({ type }) => type.split(":").at(-1) as string),
    );

    assert.deepEqual([...new Set(listed)].sort(), [...new Set(types)].sort());
  });
});

describe("README.md", () => {
  it("links every public component to its folder", () => {
    const classes = Object.keys(components).filter((name) => /^[A-Z][a-z]/.test(name));
    const rows = [...text("README.md").matchAll(/^\| \[`(\w+)`\]\((components\/[\w-]+\/)\)/gm)];

    assert.deepEqual(rows.map(([, name]) => name).sort(), classes.sort());
    for (const [, name, folder] of rows)
      assert.match(text(`${folder}index.ts`), new RegExp(`export class ${name} `));
  });

  it("links the settings page", () => {
    assert.match(text("README.md"), /\]\(docs\/settings\.md\)/);
  });
});

describe("docs/reference/components", () => {
  it("is generated from the doc comments of the components", () => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-reference-"));
    const script = path.join(ROOT, ".ci/reference.cjs");
    const run = "require(process.argv[1]).writeReference(process.argv[2]).catch((e) => { throw e; })";
    execFileSync(process.execPath, ["-e", run, script, folder], { stdio: "pipe" });
    const read = (dir: string) =>
      Object.fromEntries(
        fs.readdirSync(dir).map((file) => [file, fs.readFileSync(path.join(dir, file), "utf8")]),
      );
    const pages = read(folder);
    fs.rmSync(folder, { recursive: true });

    assert.deepEqual(read(path.join(ROOT, "docs/reference/components")), pages, "run npm run docs");
  });
});
