// starts processes
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { boundariesJson } from "../../.ci/boundaries.cjs";
import { ROOT } from "../helpers/lab";

/** Modules that stand for their layer as the target of an import. */
const TARGETS: Readonly<Record<string, string>> = {
  "index.ts": "index",
  stacks: "stacks/region",
  "stacks/settings": "stacks/settings",
  components: "components",
  "component folder": "components/network",
  "component arguments": "components/network/args",
  "component part": "components/network/plan",
  "components/shared": "components/shared/errors",
  common: "common/regions",
  functions: "functions/thumbnail/core",
  "functions/shared": "functions/shared/log",
  "policy pack": "policies/baseline/catalogue",
  "policies/kit": "policies/kit",
  "policies/kit part": "policies/kit/rule/rule",
  "lab/engine": "lab/engine",
  "lab/engine folder": "lab/engine/state",
  "lab/engine part": "lab/engine/state/journal",
  "lab/provider": "lab/provider/store",
  "cloud control": "lab/provider/cloud-control",
  "lab/aws": "lab/aws/s3/bucket",
  "lab/awsx": "lab/awsx/vpc",
  "lab/wire": "lab/wire/reader",
  "wire values": "lab/wire/value",
  "lab/speed": "lab/speed/bundle",
  "lab/plugins": "lab/plugins/launch",
  cli: "cli/main",
  bench: "bench/run",
  tests: "tests/helpers/lab",
  "continuous integration": ".ci/check",
};

interface Source {
  /** Files of the layer, at different depths. */
  readonly files: readonly string[];
  /** Targets that the layer may import. */
  readonly allowed: readonly string[];
  /** Targets in the layer itself, which the table does not restrict. */
  readonly own?: readonly string[];
  /** Packages that it may not import. */
  readonly packages?: readonly string[];
}

const below = (folder: string): readonly string[] =>
  ["probe", "a/probe", "a/b/probe", "a/b/c/d/e/probe"].map((file) => `${folder}/${file}.ts`);

const SOURCES: Readonly<Record<string, Source>> = {
  "index.ts": { files: ["index.ts"], allowed: ["stacks", "stacks/settings"], own: ["index.ts"] },
  stacks: {
    files: below("stacks"),
    allowed: ["components", "component arguments", "common"],
    own: ["stacks", "stacks/settings"],
  },
  "components/index.ts": {
    files: ["components/index.ts"],
    allowed: ["component folder", "components/shared", "common"],
    own: ["components"],
  },
  component: {
    files: below("components/storage"),
    allowed: ["component folder", "components/shared", "common"],
  },
  "components/shared": { files: below("components/shared"), allowed: ["common"], own: ["components/shared"] },
  common: {
    files: below("common"),
    allowed: [],
    own: ["common"],
    packages: ["@pulumi/pulumi", "@pulumi/aws"],
  },
  function: {
    files: below("functions/resize"),
    allowed: ["functions/shared"],
    packages: ["@pulumi/pulumi", "@pulumi/aws"],
  },
  "functions/shared": {
    files: below("functions/shared"),
    allowed: [],
    own: ["functions/shared"],
    packages: ["@pulumi/pulumi"],
  },
  "policies/pages.ts": {
    files: ["policies/probe.ts"],
    allowed: ["policy pack", "policies/kit", "policies/kit part", "common"],
    packages: ["@pulumi/aws"],
  },
  "policy pack": {
    files: below("policies/multi-region"),
    allowed: ["policies/kit", "policies/kit part", "common"],
    packages: ["@pulumi/aws", "@pulumi/aws/s3", "@pulumi/awsx"],
  },
  "policies/kit": {
    files: below("policies/kit"),
    allowed: ["common"],
    own: ["policies/kit", "policies/kit part"],
    packages: ["@pulumi/aws", "@pulumi/awsx/ec2"],
  },
  "lab/engine": {
    files: below("lab/engine"),
    allowed: ["lab/wire", "wire values", "common"],
    own: ["lab/engine", "lab/engine folder", "lab/engine part"],
    packages: ["@pulumi/aws", "@pulumi/aws/s3"],
  },
  "lab/provider": {
    files: below("lab/provider"),
    allowed: ["lab/aws", "lab/wire", "wire values", "common"],
    own: ["lab/provider", "cloud control"],
  },
  "lab/aws": {
    files: below("lab/aws"),
    allowed: ["wire values", "common"],
    own: ["lab/aws"],
    packages: ["@grpc/grpc-js", "@pulumi/pulumi", "lmdb", "node:net", "node:http", "node:child_process"],
  },
  "lab/awsx": { files: below("lab/awsx"), allowed: ["lab/wire", "wire values", "common"], own: ["lab/awsx"] },
  "lab/wire": {
    files: below("lab/wire"),
    allowed: ["common"],
    own: ["lab/wire", "wire values"],
    packages: ["@pulumi/aws"],
  },
  "lab/speed": { files: below("lab/speed"), allowed: [], own: ["lab/speed"] },
  "lab/plugins": { files: below("lab/plugins"), allowed: ["lab/speed"], own: ["lab/plugins"] },
  cli: {
    files: below("cli"),
    allowed: ["lab/engine", "lab/engine folder", "cloud control", "stacks/settings", "common"],
    own: ["cli"],
  },
  bench: {
    files: below("bench"),
    allowed: [
      ...["lab/engine", "lab/engine folder", "lab/engine part", "lab/provider", "cloud control", "lab/aws"],
      ...["lab/awsx", "lab/wire", "wire values", "lab/speed", "lab/plugins", "common"],
    ],
    own: ["bench"],
  },
};

/** Statements that import a module, by what they are. */
const STATEMENTS = {
  import: (specifier: string) => `import { a } from "${specifier}";`,
  "import for effects": (specifier: string) => `import "${specifier}";`,
  "import type": (specifier: string) => `import type { T } from "${specifier}";`,
  "import of a type": (specifier: string) => `import { type T } from "${specifier}";`,
  "import equals": (specifier: string) => `import b = require("${specifier}");`,
  export: (specifier: string) => `export { c } from "${specifier}";`,
  "export all": (specifier: string) => `export * from "${specifier}";`,
  "export type": (specifier: string) => `export type { U } from "${specifier}";`,
  "dynamic import": (specifier: string) => `const d = await import("${specifier}");`,
  require: (specifier: string) => `const e = require("${specifier}");`,
  "type of an import": (specifier: string) => `type V = import("${specifier}").V;`,
};

/** Statements that are refused for every module of ours, since the rules of a layer cannot see their target. */
const HIDDEN = ["require", "type of an import"];

/** Paths by which a file can name a target. */
function spellings(file: string, target: string): readonly string[] {
  const folder = path.posix.dirname(file);
  const shortest = relativeTo(folder, target);
  const depth = folder === "." ? 0 : folder.split("/").length;
  const fromRoot = `${"../".repeat(depth) || "./"}${target}`;
  const detour = `${shortest.startsWith("./") ? "./" : shortest.slice(0, shortest.lastIndexOf("../") + 3)}x/../${target.split("/").at(-1)}`;
  return [
    shortest,
    ...(shortest.endsWith("..") ? [] : [`${shortest}.ts`, `${shortest}.js`]),
    ...[`${shortest}/index`, `${shortest}/`],
    ...[fromRoot, `./${shortest}`, `./x/../${shortest}`, detour],
    ...[path.posix.join("/srv/archipelago", target), `archipelago/${target}`],
  ];
}

function relativeTo(folder: string, target: string): string {
  const result = path.posix.relative(folder, target);
  return /^\.\.(?:\/|$)/.test(result) ? result : `./${result}`;
}

interface Probe {
  readonly file: string;
  readonly lines: readonly string[];
}

/** Lints files in a folder of their own with the repository's configuration, and returns each line with an error. */
function lint(probes: readonly Probe[], categories: readonly string[]): ReadonlyMap<string, Set<number>> {
  const folder = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-lint-")));
  try {
    const config = JSON.parse(fs.readFileSync(path.join(ROOT, "biome.json"), "utf8"));
    fs.cpSync(path.join(ROOT, ".ci"), path.join(folder, ".ci"), { recursive: true });
    const { noImportCycles } = config.linter.rules.suspicious;
    const rules = { preset: "none", suspicious: { noImportCycles } };
    const probeConfig = { ...config, vcs: { enabled: false }, linter: { rules } };
    fs.writeFileSync(path.join(folder, "biome.json"), JSON.stringify(probeConfig));
    for (const { file, lines } of probes) {
      fs.mkdirSync(path.dirname(path.join(folder, file)), { recursive: true });
      fs.writeFileSync(path.join(folder, file), `${lines.join("\n")}\n`);
    }
    const { stdout, stderr } = spawnSync(
      path.join(ROOT, "node_modules/.bin/biome"),
      ["lint", "--reporter=json", "--max-diagnostics=none", "."],
      { cwd: folder, encoding: "utf8", maxBuffer: 2 ** 30 },
    );
    assert.ok(stdout.startsWith("{"), stderr);
    const errors = new Map<string, Set<number>>(probes.map(({ file }) => [file, new Set()]));
    for (const { category, location } of JSON.parse(stdout).diagnostics) {
      if (categories.includes(category)) errors.get(location.path)?.add(location.start.line);
    }
    return errors;
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}

/** Folders without a layer. */
const SKIPPED = ["node_modules", "tests", ".ci", ".git", ".github", ".lab", "dist", "docs"];

/** Segments of the longest path that the rules cover: a layer of one folder, five folders below it, and a file. */
const DEEPEST = 7;

const IMPORT_RULES = ["lint/style/noRestrictedImports", "plugin"];

/** A file name that no other arrow uses. */
function probeFile(file: string, target: string): string {
  return file.endsWith("/index.ts") || file === "index.ts"
    ? file.replace("index", `index-${target.replaceAll(/\W/g, "-")}`)
    : file.replace("probe", `probe-${target.replaceAll(/\W/g, "-")}`);
}

describe("import rules", () => {
  const arrows = Object.entries(SOURCES).flatMap(([layer, source]) =>
    Object.entries(TARGETS).flatMap(([name, target]) =>
      source.own?.includes(name)
        ? []
        : [{ layer, source, name, target, isAllowed: source.allowed.includes(name) }],
    ),
  );
  let errors: ReadonlyMap<string, Set<number>>;

  const linesFor = (file: string, target: string, isAllowed: boolean): readonly string[] => {
    const [shortest = "", ...others] = spellings(file, target);
    const statements = Object.entries(STATEMENTS);
    if (isAllowed) {
      return statements.flatMap(([name, statement]) => (HIDDEN.includes(name) ? [] : [statement(shortest)]));
    }
    return [
      ...statements.map(([, statement]) => statement(shortest)),
      ...others.flatMap((spelling) =>
        [STATEMENTS["import type"], STATEMENTS.export].map((statement) => statement(spelling)),
      ),
    ];
  };

  before(() => {
    const probes = arrows.flatMap(({ source, name, target, isAllowed }) =>
      source.files.map((file) => ({ file: probeFile(file, name), lines: linesFor(file, target, isAllowed) })),
    );
    const packages = Object.values(SOURCES).flatMap(({ files, packages = [] }) =>
      files.map((file) => ({
        file: probeFile(file, "packages"),
        lines: packages.map((name) => `import type { P } from "${name}";`),
      })),
    );
    errors = lint([...probes, ...packages], IMPORT_RULES);
  });

  for (const { layer, source, name, target, isAllowed } of arrows) {
    it(`${isAllowed ? "allows" : "refuses"} ${layer} -> ${name}`, () => {
      for (const file of source.files) {
        const lines = linesFor(file, target, isAllowed);
        const reports = errors.get(probeFile(file, name));
        const wrong = lines.filter((_, index) => reports?.has(index + 1) === isAllowed);
        assert.deepEqual(wrong, [], file);
      }
    });
  }

  for (const [layer, { files, packages = [] }] of Object.entries(SOURCES)) {
    if (packages.length === 0) continue;
    it(`refuses ${packages.join(", ")} in ${layer}`, () => {
      for (const file of files) {
        assert.equal(errors.get(probeFile(file, "packages"))?.size, packages.length, file);
      }
    });
  }

  it("covers every source file, except those of tests and of continuous integration", () => {
    const layers = Object.values(SOURCES).flatMap(({ files }) =>
      files.map((file) => path.posix.dirname(file)),
    );
    const isCovered = (file: string): boolean => {
      const folder = path.posix.dirname(file);
      const sibling = folder.replace(/^components\/(?!shared)[^/]+/, "components/storage");
      const generic = sibling
        .replace(/^policies\/(?!kit)[^/]+/, "policies/multi-region")
        .replace(/^functions\/(?!shared)[^/]+/, "functions/resize");
      return (
        layers.includes(generic) || layers.some((layer) => generic.startsWith(`${layer}/`) && layer !== ".")
      );
    };
    const folders = fs
      .readdirSync(ROOT, { withFileTypes: true })
      .flatMap((entry) => (entry.isDirectory() && !SKIPPED.includes(entry.name) ? [entry.name] : []));
    const files = folders.flatMap((folder) =>
      fs
        .readdirSync(path.join(ROOT, folder), { recursive: true, encoding: "utf8" })
        .map((file) => path.posix.join(folder, file)),
    );
    const sources = files.filter((file) => /\.[cm]?[jt]s$/.test(file) && !file.includes("node_modules"));

    assert.ok(sources.length > 300);
    assert.deepEqual(
      sources.filter((file) => !isCovered(file)),
      [],
    );
    assert.deepEqual(
      sources.filter((file) => file.split("/").length > DEEPEST),
      [],
    );
  });

  it("have up-to-date settings of the linter", () => {
    const settings = fs.readFileSync(path.join(ROOT, ".ci/boundaries.json"), "utf8");

    assert.equal(settings, boundariesJson(), "run npm run docs");
  });
});

describe("circles of imports", () => {
  const errors = (first: string, second: string): ReadonlyMap<string, Set<number>> =>
    lint(
      [
        { file: "stacks/a.ts", lines: [first, "export const a = 1;", "export type A = string;"] },
        { file: "stacks/b.ts", lines: [second, "export const b = 1;", "export type B = string;"] },
        { file: "stacks/c.ts", lines: ['import { a } from "./a";', "export const c = a;"] },
      ],
      ["lint/suspicious/noImportCycles"],
    );

  for (const [name, first, second] of [
    ["of values", 'import { b } from "./b";', 'import { a } from "./a";'],
    ["of types", 'import type { B } from "./b";', 'import type { A } from "./a";'],
    ["of a value and a type", 'import { b } from "./b";', 'import type { A } from "./a";'],
    ["of exports", 'export { b } from "./b";', 'export type { A } from "./a";'],
    ["through a third file", 'import type { B } from "./b";', 'import { c } from "./c";'],
  ] as const) {
    it(`are refused when they consist ${name}`, () => {
      const reports = errors(first, second);

      assert.ok(reports.get("stacks/a.ts")?.has(1) && reports.get("stacks/b.ts")?.has(1));
    });
  }

  it("are not reported for imports in one direction", () => {
    const reports = errors('import type { B } from "./b";', "");

    assert.deepEqual(
      [...reports.values()].map(({ size }) => size),
      [0, 0, 0],
    );
  });
});
