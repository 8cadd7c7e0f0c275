import assert from "node:assert/strict";
import { join } from "node:path";
import { describe, it } from "mocha";
import { loadProject } from "../../../../lab/engine/project";
import { folderWith } from "./fixture";

describe("loadProject", () => {
  it("uses the project's folder as the program by default", async () => {
    const dir = await folderWith({ "Pulumi.yaml": "name: archi\nruntime: nodejs\n" });

    assert.deepEqual(await loadProject(dir), {
      name: "archi",
      dir,
      file: join(dir, "Pulumi.yaml"),
      main: dir,
      runtime: { name: "nodejs", options: {} },
      config: new Map(),
      configDir: dir,
    });
  });

  it("reads every key", async () => {
    const text = [
      "name: archi",
      "description: islands",
      "main: src/index.ts",
      "stackConfigDir: stacks",
      "backend: { url: file://./.lab }",
      "runtime:",
      "  name: nodejs",
      "  options: { typescript: false, nodeargs: --max-old-space-size=4096, tsconfig: tsconfig.pulumi.json }",
      "config:",
      "  aws:region: us-east-1",
      "  size: { type: integer, default: 3 }",
      "  key: { type: string, secret: true }",
      "  tags: { value: { a: 1 } }",
    ].join("\n");
    const dir = await folderWith({ "Pulumi.yml": text });
    const project = await loadProject(dir);

    assert.deepEqual(
      [project.main, project.configDir, project.backend],
      [join(dir, "src/index.ts"), join(dir, "stacks"), "file://./.lab"],
    );
    assert.deepEqual(project.runtime.options, {
      typescript: false,
      nodeargs: "--max-old-space-size=4096",
      tsconfig: "tsconfig.pulumi.json",
    });
    assert.deepEqual(
      [...project.config],
      [
        ["aws:region", { secret: false, value: { value: "us-east-1", secret: false, object: false } }],
        [
          "archi:size",
          { type: "integer", secret: false, value: { value: "3", secret: false, object: false } },
        ],
        ["archi:key", { type: "string", secret: true }],
        ["archi:tags", { secret: false, value: { value: '{"a":1}', secret: false, object: true } }],
      ],
    );
  });

  it("reports all faults with file, line and key", async () => {
    const text = "name: a..b\nruntime: python\nmain: ../x\ntypo: 1\nbackend: s3\nconfig:\n  a:b:c: 1\n";
    const dir = await folderWith({ "Pulumi.yaml": text });
    const file = join(dir, "Pulumi.yaml");

    await assert.rejects(loadProject(dir), (error: Error) => {
      assert.deepEqual(
        error.message.split("\n").map((line) => line.slice(file.length, file.length + 30)),
        [
          ':4: key is "typo", expected one',
          ':1: project: name is "a..b", ex',
          ':2: runtime is "python", expect',
          ':7: key is "a:b:c", expected na',
          ':3: main is "../x", expected a ',
          ':5: backend is "s3", expected a',
        ].map((line) => line.slice(0, 30)),
      );
      return true;
    });
  });

  const invalid: [string, string, RegExp][] = [
    ["no name", "runtime: nodejs\n", /Pulumi\.yaml:1: name is missing/],
    ["no runtime", "name: a\n", /:1: runtime is missing, expected "nodejs"/],
    [
      "a wrong option",
      "name: a\nruntime: {name: nodejs, options: {typescript: 3}}\n",
      /:2: runtime\.options\.typescript is 3, expected a boolean/,
    ],
    [
      "an unknown option",
      "name: a\nruntime: {name: nodejs, options: {toString: 3}}\n",
      /runtime\.options\.toString is unknown/,
    ],
    ["a key twice", "name: a\nruntime: nodejs\nname: b\n", /Pulumi\.yaml:3: Map keys must be unique/],
    ["no YAML", "name: [a\nruntime: nodejs\n", /Pulumi\.yaml:\d: /],
    ["a list", "- a\n", /:1: the file is a list, expected an object of keys/],
    [
      "a number that readers differ on",
      "name: a\nruntime: nodejs\nconfig: {aws:account: 012345678901}\n",
      /value is 012345678901, which would be read as 12345678901; put it in quotes/,
    ],
  ];
  for (const [what, text, message] of invalid) {
    it(`refuses ${what}`, async () => {
      await assert.rejects(loadProject(await folderWith({ "Pulumi.yaml": text })), {
        code: "LAB_CONFIG",
        message,
      });
    });
  }

  it("reports a missing Pulumi.yaml", async () => {
    const dir = await folderWith({});

    await assert.rejects(loadProject(dir), {
      message: `${dir}: the folder has no Pulumi.yaml, expected the folder of a Pulumi project`,
    });
  });
});
