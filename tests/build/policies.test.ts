// starts processes
import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline/promises";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzeRequest, AnalyzeResponse } from "@pulumi/pulumi/proto/analyzer_pb";
import { parse } from "yaml";
import { startPolicyPack } from "../../lab/engine/analyzer";
import { analyzeRequest } from "../../lab/engine/analyzer/messages";
import type { AnalyzedResource } from "../../lab/engine/analyzer/types";
import { ROOT } from "../helpers/lab";

/** Contents of a built pack, as the build describes them. */
interface PackBundle {
  readonly files: readonly string[];
  readonly packages: readonly string[];
  readonly required: readonly string[];
}

/** The part of `.ci/build-policies.cjs` that the tests use. */
interface PoliciesBuild {
  build(target: string): Promise<void>;
  bundlePack(pack: string): Promise<PackBundle>;
  readonly PACKS: readonly string[];
}

const { build, bundlePack, PACKS }: PoliciesBuild = require(path.join(ROOT, ".ci/build-policies.cjs"));

/** A resource that violates one rule of each pack. */
const VIOLATIONS: Readonly<Record<string, { readonly rule: string; readonly resource: AnalyzedResource }>> = {
  baseline: {
    rule: "s3-versioning-status",
    resource: resource("aws:s3/bucketVersioning:BucketVersioning", {
      bucket: "data",
      versioningConfiguration: { status: "Suspended" },
    }),
  },
  "multi-region": {
    rule: "no-default-provider",
    resource: resource("aws:s3/bucket:Bucket", { bucket: "data" }, "default_7_48_0"),
  },
};

function resource(
  type: string,
  properties: AnalyzedResource["properties"],
  provider = "aws-eu-west-1",
): AnalyzedResource {
  const providerType = "pulumi:providers:aws";
  return {
    type,
    name: "data",
    urn: `urn:pulumi:dev::program::${type}::data`,
    properties,
    options: {},
    provider: {
      type: providerType,
      name: provider,
      urn: `urn:pulumi:dev::program::${providerType}::${provider}`,
      properties: { region: "eu-west-1" },
    },
  };
}

/** Starts the SDK's runner in a folder the way Pulumi does, and returns the rules that a resource violates. */
async function evaluateByRunner(dir: string, subject: AnalyzedResource): Promise<readonly string[]> {
  const script = createRequire(path.join(ROOT, "package.json")).resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const { NODE_PATH: _, ...env } = process.env;
  const child = spawn(process.execPath, [script, "127.0.0.1:9", dir], {
    cwd: dir,
    env: { ...env, PULUMI_NODEJS_PROJECT: "program", PULUMI_NODEJS_STACK: "dev" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = await Promise.race([
      createInterface({ input: child.stdout })
        [Symbol.asyncIterator]()
        .next()
        .then(({ value }) => [value]),
      new Promise<never>((_resolve, reject) =>
        child.once("exit", (code) => reject(new Error(`the runner ended with exit code ${code}`))),
      ),
    ]);
    const client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
    try {
      const request: AnalyzeRequest = analyzeRequest(subject, "drop");
      const response = await new Promise<AnalyzeResponse>((resolve, reject) =>
        client.analyze(request, (error, answer) => (error ? reject(error) : resolve(answer))),
      );
      return response.getDiagnosticsList().map((diagnostic) => diagnostic.getPolicyname());
    } finally {
      client.close();
    }
  } finally {
    child.kill();
  }
}

function readFiles(dir: string): Readonly<Record<string, string>> {
  const files = fs.readdirSync(dir, { recursive: true, withFileTypes: true }).filter((file) => file.isFile());
  return Object.fromEntries(
    files.map(({ parentPath, name }) => {
      const file = path.join(parentPath, name);
      return [path.relative(dir, file), fs.readFileSync(file, "utf8")];
    }),
  );
}

describe("dist/policies", () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-build-"));
  before(() => build(path.join(folder, "dist")));
  after(() => fs.rmSync(folder, { recursive: true, force: true }));

  /** Copies a built pack to an empty folder. */
  function copyPack(pack: string, name: string): string {
    const dir = path.join(folder, name);
    fs.cpSync(path.join(folder, "dist", pack), dir, { recursive: true });
    return dir;
  }

  it("has a folder for each pack of the repository", () => {
    const packs = fs
      .readdirSync(path.join(ROOT, "policies"))
      .filter((name) => fs.existsSync(path.join(ROOT, "policies", name, "PulumiPolicy.yaml")));

    assert.deepEqual(fs.readdirSync(path.join(folder, "dist")).sort(), packs.sort());
    assert.deepEqual([...PACKS].sort(), packs.sort());
  });

  for (const pack of PACKS) {
    describe(pack, () => {
      const { rule, resource: subject } = VIOLATIONS[pack] as NonNullable<(typeof VIOLATIONS)[string]>;

      it("starts by the SDK's runner from an empty folder and reports a violation", async () => {
        const dir = copyPack(pack, `${pack}-alone`);

        const rules = await evaluateByRunner(dir, subject);

        assert.ok(rules.includes(rule), rules.join(", "));
      });

      it("starts with nothing but the dependencies of its package.json", async () => {
        const dir = copyPack(pack, `${pack}-installed`);
        const { dependencies } = JSON.parse(fs.readFileSync(path.join(dir, "package.json"), "utf8"));
        for (const name of Object.keys(dependencies)) {
          const link = path.join(dir, "node_modules", name);
          fs.mkdirSync(path.dirname(link), { recursive: true });
          fs.symlinkSync(path.join(ROOT, "node_modules", name), link);
        }

        const started = await startPolicyPack(dir, {
          project: "program",
          stack: "dev",
          organization: "organization",
          config: {},
          configSecretKeys: [],
          dryRun: true,
        });
        const diagnostics = await started.analyze(subject).finally(() => started.close());

        assert.ok(diagnostics.some(({ policyName }) => policyName === rule));
      });

      it("has the files that pulumi policy publish packs", () => {
        const dir = copyPack(pack, `${pack}-packed`);

        const [{ files }] = JSON.parse(
          execFileSync("npm", ["pack", "--dry-run", "--json", "--silent"], { cwd: dir, encoding: "utf8" }),
        );
        const manifest = JSON.parse(fs.readFileSync(path.join(dir, "package.json"), "utf8"));
        const own = JSON.parse(fs.readFileSync(path.join(ROOT, "package.json"), "utf8"));

        const names = files.map((file: { readonly path: string }) => file.path);
        for (const file of [
          "LICENSE",
          "PulumiPolicy.yaml",
          "config/advisory.json",
          "config/recommended.json",
          "config/strict.json",
          "index.js",
          "package.json",
        ])
          assert.ok(names.includes(file), file);
        assert.equal(manifest.main, "index.js");
        assert.equal(manifest.version, own.version);
        assert.equal(manifest.private, undefined);
        for (const [name, version] of Object.entries(manifest.dependencies))
          assert.equal(version, own.dependencies[name]);
        assert.deepEqual(parse(fs.readFileSync(path.join(dir, "PulumiPolicy.yaml"), "utf8")).runtime, {
          name: "nodejs",
          options: { typescript: false },
        });
      });

      it("imports no more than policies/README.md says", async () => {
        const { files, packages, required } = await bundlePack(pack);
        const { dependencies } = JSON.parse(
          fs.readFileSync(path.join(folder, "dist", pack, "package.json"), "utf8"),
        );

        const folders = new Set(files.map((file) => file.replace(/^(policies\/[^/]+|[^/]+)\/.*/, "$1")));
        const modules = new Set(required.map((name) => name.replace(/^(@[^/]+\/[^/]+|[^@/]+).*/, "$1")));

        assert.deepEqual([...folders].sort(), ["common", `policies/${pack}`, "policies/kit"].sort());
        assert.deepEqual(packages, ["ip-address"]);
        assert.deepEqual([...modules].sort(), ["@pulumi/policy", "@pulumi/pulumi", "google-protobuf"]);
        assert.deepEqual(Object.keys(dependencies).sort(), [...modules].sort());
      });
    });
  }

  it("is the same every time it is built", async () => {
    const again = path.join(folder, "again");

    await build(again);

    for (const pack of PACKS)
      assert.deepEqual(readFiles(path.join(again, pack)), readFiles(path.join(folder, "dist", pack)));
  });
});
