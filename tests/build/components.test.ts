// starts processes
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import tsCurrent from "typescript";
import { up } from "../../lab/engine";
import { pages, ROOT } from "../docs/pages";
import { labProject } from "../helpers/lab";

const PAGE = "docs/use-in-your-project.md";

/** TypeScript of a project that has no compiler of its own. */
const tsVendored: typeof tsCurrent = require(
  path.join(ROOT, "node_modules/@pulumi/pulumi/vendor/typescript@3.8.3/typescript.js"),
);

/** `tsconfig.json` of `pulumi new aws-typescript`. */
const STOCK_TSCONFIG = {
  compilerOptions: {
    strict: true,
    outDir: "bin",
    target: "es2020",
    module: "commonjs",
    moduleResolution: "node",
    sourceMap: true,
    experimentalDecorators: true,
    pretty: true,
    noFallthroughCasesInSwitch: true,
    noImplicitReturns: true,
    forceConsistentCasingInFileNames: true,
  },
  files: ["index.ts"],
};

/** Program with a component whose function is bundled into the build. */
const FUNCTION_PROGRAM = `
import * as aws from "@pulumi/aws";
import { Reaper } from "archipelago/components";

const provider = new aws.Provider("aws", { region: "eu-west-1" });
const topic = new aws.sns.Topic("alarms", {}, { provider });
new Reaper("reaper", { clusterTags: { project: "foreign" }, alarmTopicArns: [topic.arn] }, { provider });
`;

/** Program that the page shows. */
function readProgram(): string {
  const [program, ...more] = pages()
    .filter(({ file }) => file === PAGE)
    .flatMap(({ blocks }) => blocks.filter(({ language }) => language === "ts"));
  if (!program || more.length > 0) throw new Error(`${PAGE} has ${more.length} programs more than one`);
  return program.text;
}

/** Replaces the folder's node_modules by the Pulumi packages and the built components, installed from a tarball. */
function installFromTarball(dir: string, tarball: string): void {
  fs.rmSync(path.join(dir, "node_modules"), { recursive: true, force: true });
  fs.writeFileSync(path.join(dir, "package.json"), JSON.stringify({ name: "foreign", main: "index.ts" }));
  const options = ["--offline", "--legacy-peer-deps", "--no-audit", "--no-fund", "--silent"];
  execFileSync("npm", ["install", ...options, tarball], { cwd: dir });
  fs.symlinkSync(path.join(ROOT, "node_modules/@pulumi"), path.join(dir, "node_modules/@pulumi"));
}

function compile(ts: typeof tsCurrent, dir: string): readonly string[] {
  const { options, fileNames } = ts.parseJsonConfigFileContent(STOCK_TSCONFIG, ts.sys, dir);
  const program = ts.createProgram(fileNames, { ...options, types: [], noEmit: true });
  const source = program.getSourceFile(path.join(dir, "index.ts"));
  const diagnostics = [...program.getSyntacticDiagnostics(source), ...program.getSemanticDiagnostics(source)];
  return diagnostics.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, " "));
}

describe("dist/components", () => {
  // two compilers read the declarations of @pulumi/aws, 84 MB

  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-build-"));
  let tarball = "";

  before(() => {
    const target = path.join(folder, "components");
    execFileSync(process.execPath, [
      "-e",
      "require(process.argv[1]).build(process.argv[2])",
      path.join(ROOT, ".ci/build-components.cjs"),
      target,
    ]);
    const packed = execFileSync("npm", ["pack", "--silent", "--pack-destination", folder, target], {
      cwd: folder,
      encoding: "utf8",
    });
    tarball = path.join(folder, packed.trim());
  });
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  it("needs no package but those of Pulumi and Node.js", () => {
    const code = fs.readFileSync(path.join(folder, "components/index.js"), "utf8");

    const required = new Set([...code.matchAll(/\brequire\("([^"]+)"\)/g)].map(([, name]) => name));

    assert.deepEqual(
      [...required].filter((name) => !/^node:|^@pulumi\/(aws|awsx|pulumi)(\/|$)/.test(name ?? "")),
      [],
    );
  });

  for (const [version, ts] of [
    ["3.8 that the Pulumi SDK brings along", tsVendored],
    ["of this repository", tsCurrent],
  ] as const) {
    it(`type-checks in a foreign project with the TypeScript ${version}`, () => {
      const project = labProject({ main: "index.ts" });
      installFromTarball(project.dir, tarball);
      project.write("index.ts", readProgram());
      const faults = compile(ts, project.dir);
      project.write("index.ts", readProgram().replace("threshold: 2,", 'threshold: "2",'));
      const wrongFaults = compile(ts, project.dir);
      project.remove();

      assert.deepEqual(faults, []);
      assert.deepEqual(wrongFaults, ["Type 'string' is not assignable to type 'number'."]);
    });
  }

  it("deploys from a foreign project in the lab", async () => {
    const project = labProject({ main: "index.ts", config: "" });
    installFromTarball(project.dir, tarball);
    project.write("index.ts", readProgram());

    const { exitCode, outputs, errors } = await up(await project.options());
    project.remove();

    assert.deepEqual(errors, []);
    assert.equal(exitCode, 0);
    assert.deepEqual(Object.keys(outputs).sort(), ["alarmTopicArn", "bucketName"]);
  });

  it("deploys the code of a function from a foreign project, without esbuild", async () => {
    const project = labProject({ main: "index.ts", config: "" });
    installFromTarball(project.dir, tarball);
    project.write("index.ts", FUNCTION_PROGRAM);

    const { exitCode, errors } = await up(await project.options());
    const { base } = await project.backend.read("golden", "dev", { text: "x", source: "the test" });
    project.remove();

    assert.deepEqual(errors, []);
    assert.equal(exitCode, 0);
    const lambda = base.resources.find(({ urn }) => urn.includes("lambda/function:Function"));
    assert.match(JSON.stringify(lambda?.inputs?.["code"]), /index\.mjs.*TerminateJobFlowsCommand/s);
  });

  it("is what the package of the repository exports", () => {
    const own = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8"));
    const built = JSON.parse(fs.readFileSync(path.join(folder, "components/package.json"), "utf8"));
    const inDist = (file: string): string => `./dist/components/${file.replace(/^\.\//, "")}`;
    const { types, default: code } = built.exports["./components"];
    const paths = Object.entries<Record<string, string[]>>(built.typesVersions);

    assert.deepEqual(own.exports["./components"], { types: inDist(types), default: inDist(code) });
    for (const [range, { components = [] }] of paths) {
      assert.deepEqual(
        own.typesVersions[range].components,
        components.map((file) => inDist(file).slice(2)),
      );
    }
    for (const file of [types, code, ...paths.flatMap(([, { components = [] }]) => components)]) {
      assert.ok(fs.existsSync(path.join(folder, "components", file)), file);
    }
  });
});
