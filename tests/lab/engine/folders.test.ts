import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";

const ENGINE = path.join(__dirname, "../../../lab/engine");

/** Folders of the engine in the order of the README's table. */
function folders(): readonly string[] {
  const readme = fs.readFileSync(path.join(ENGINE, "README.md"), "utf8");
  return [...readme.matchAll(/^\| \[?`(\w+)\/`/gm)].map(([, folder = ""]) => folder);
}

/** Imports of a folder from other folders of the engine, as `file -> folder`. */
function importsOf(folder: string): readonly { readonly file: string; readonly target: string }[] {
  const files = fs.readdirSync(path.join(ENGINE, folder)).filter((file) => file.endsWith(".ts"));
  return files.flatMap((file) => {
    const text = fs.readFileSync(path.join(ENGINE, folder, file), "utf8");
    return [...text.matchAll(/from "\.\.\/(\w+)(?:\/[\w/-]+)?"/g)].map(([, target = ""]) => ({
      file,
      target,
    }));
  });
}

describe("folders of lab/engine", () => {
  it("lists every folder in the README", () => {
    const entries = fs.readdirSync(ENGINE, { withFileTypes: true });
    const existing = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name);

    assert.deepEqual([...folders()].sort(), existing.sort());
  });

  it("imports only folders further down in the README's table", () => {
    const order = folders();
    const imports = order.flatMap((folder) => importsOf(folder).map((each) => ({ folder, ...each })));

    assert.ok(imports.length > 200, `only ${imports.length} imports found`);
    assert.deepEqual(
      imports
        .filter(
          ({ folder, target }) => order.includes(target) && order.indexOf(target) <= order.indexOf(folder),
        )
        .map(({ folder, file, target }) => `${folder}/${file} imports ${target}`),
      [],
    );
  });

  it("names only existing files in docs/engine.md", () => {
    const docs = fs.readFileSync(path.join(ENGINE, "../../docs/engine.md"), "utf8");
    const journey = docs.split("## From a registration to the journal")[1]?.split("\n## ")[0] ?? "";
    const files = [...journey.matchAll(/`([a-z]+\/[\w-]+\.ts)`/g)].map(([, file = ""]) => file);

    assert.ok(files.length > 12);
    assert.deepEqual(
      files.filter((file) => !fs.existsSync(path.join(ENGINE, file))),
      [],
    );
  });
});
