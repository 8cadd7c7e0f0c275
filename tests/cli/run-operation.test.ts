import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Environment, readEnvironment } from "../../cli/environment";
import { rejectProtected } from "../../cli/protected-resources";
import { checkRequiredStacks } from "../../cli/required-stacks";
import { type Engine, runOperation } from "../../cli/run-operation";
import { openWorkspace, type Workspace } from "../../cli/workspace";
import type { OperationOptions, OperationResult } from "../../lab/engine";

const ROOT = path.resolve(__dirname, "../..");
const RESULT: OperationResult = {
  exitCode: 0,
  changes: {},
  errors: [],
  warnings: [],
  skipped: [],
  outputs: {},
  notices: [],
  drift: [],
  durationMs: 0,
};

/** An engine that records its calls. */
function fakeEngine(results: Readonly<Record<string, Partial<OperationResult>>> = {}) {
  const calls: OperationOptions[] = [];
  const run = async (options: OperationOptions): Promise<OperationResult> => {
    calls.push(options);
    return { ...RESULT, ...results[options.stack] };
  };
  const engine: Engine = { up: run, preview: run, destroy: run, refresh: run };
  return { engine, calls, stacks: () => calls.map(({ stack }) => stack) };
}

describe("runOperation", () => {
  let home: string;
  let workspace: Workspace;

  beforeEach(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-cli-"));
    workspace = await openWorkspace({ cwd: ROOT, lab: home }, { PULUMI_CONFIG_PASSPHRASE: "x" });
  });

  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  /** Writes the states of deployed stacks. */
  async function deploy(...stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) {
      const urn = `urn:pulumi:${stack}::archipelago::pulumi:pulumi:Stack::archipelago-${stack}`;
      const session = await workspace.backend.open("archipelago", stack, {
        passphrase: { text: "x", source: "test" },
      });
      await session.append([
        { kind: "put", key: 0, resource: { urn, type: "pulumi:pulumi:Stack", custom: false } },
      ]);
      await session.close();
    }
  }

  /** Adds a protected resource to the state of a stack. */
  async function protect(stack: string, type: string, name: string): Promise<void> {
    const urn = `urn:pulumi:${stack}::archipelago::${type}::${name}`;
    const session = await workspace.backend.open("archipelago", stack, {
      passphrase: { text: "x", source: "test" },
    });
    await session.append([
      { kind: "put", key: 1, resource: { urn, type, custom: true, id: name, protect: true } },
    ]);
    await session.close();
  }

  async function run(name: string, operation: keyof Engine, fake = fakeEngine()) {
    const environment = await readEnvironment(workspace, name);
    return runOperation(workspace, environment, operation, {
      silent: true,
      engine: fake.engine,
      stacksAtOnce: 1,
    });
  }

  it("deploys foundation, regions and edge of cells in order, with one file", async () => {
    const fake = fakeEngine();

    const report = await run("prod", "up", fake);

    assert.deepEqual(fake.stacks(), [
      "prod-foundation",
      "prod-ap-northeast-2",
      "prod-us-east-1",
      "prod-eu-central-1",
      "prod-us-west-2",
      "prod-edge",
    ]);
    assert.deepEqual(
      new Set(fake.calls.map(({ config }) => config.file)),
      new Set([path.join(ROOT, "Pulumi.prod.yaml")]),
    );
    assert.equal(report.exitCode, 0);
  });

  it("skips only the edge when one region fails, and exits with 1", async () => {
    const fake = fakeEngine({ "prod-eu-central-1": { exitCode: 1 } });

    const report = await run("prod", "up", fake);

    assert.deepEqual(
      report.outcomes.map(({ stack, state }) => `${stack} ${state}`),
      [
        "prod-foundation done",
        "prod-ap-northeast-2 done",
        "prod-us-east-1 done",
        "prod-eu-central-1 failed",
        "prod-us-west-2 done",
        "prod-edge skipped",
      ],
    );
    assert.equal(report.exitCode, 1);
  });

  it("destroys cells in reverse order and leaves out stacks without a state", async () => {
    await deploy("prod-foundation", "prod-us-east-1", "prod-edge");
    const fake = fakeEngine();

    const report = await run("prod", "destroy", fake);

    assert.deepEqual(fake.stacks(), ["prod-edge", "prod-us-east-1", "prod-foundation"]);
    assert.deepEqual(report.absent, ["prod-ap-northeast-2", "prod-eu-central-1", "prod-us-west-2"]);
  });

  it("exits with 8 when a stack was stopped immediately", async () => {
    const report = await run("dev", "up", fakeEngine({ dev: { exitCode: 8 } }));

    assert.equal(report.exitCode, 8);
  });

  it("leaves out the edge in a preview while regions are missing", async () => {
    await deploy("prod-foundation", "prod-us-east-1");
    const fake = fakeEngine();

    const report = await run("prod", "preview", fake);

    assert.deepEqual(fake.stacks().at(-1), "prod-us-west-2");
    assert.deepEqual(
      [...report.premature],
      [["prod-edge", ["prod-ap-northeast-2", "prod-eu-central-1", "prod-us-west-2"]]],
    );
  });

  it("sets the start of a new cluster to now, and none for an environment", async () => {
    const fake = fakeEngine();
    const before = Date.now();

    await run("dev-cluster-nightly", "up", fake);
    await run("dev", "up", fake);

    const [cluster, dev] = fake.calls.map(
      ({ config }) => config.values.get("archipelago:clusterStartedAt")?.value,
    );
    const startedAt = Date.parse(cluster ?? "");
    assert.ok(startedAt >= before && startedAt <= Date.now());
    assert.equal(dev, undefined);
  });

  it("deploys only the selected regions and the foundation of cells", async () => {
    const environment = await readEnvironment(workspace, "prod", { regions: ["us-west-2"] });

    assert.deepEqual(environment.layers, [["prod-foundation"], ["prod-us-west-2"]]);
    assert.equal(environment.targets, undefined);
  });

  it("destroys only the selected regions of cells", async () => {
    const environment = await readEnvironment(workspace, "prod", {
      regions: ["us-west-2"],
      withFoundation: false,
    });

    assert.deepEqual(environment.layers, [["prod-us-west-2"]]);
  });

  it("turns selected regions into targets in the single layout", async () => {
    const environment = await readEnvironment(workspace, "dev", { regions: ["us-east-1"] });

    assert.deepEqual(environment.targets, ["*us-east-1*"]);
  });

  for (const [name, selection, message] of [
    ["..", {}, /^stack: name is "\.\.", expected 1 to 63 lower-case letters/],
    [
      "stagin",
      {},
      /^environment: name is "stagin", expected dev or prod; to add an environment, write Pulumi\.stagin\.yaml$/,
    ],
    ["prud", {}, /^environment: name is "prud", expected dev or prod; did you mean prod\?/],
    [
      "dev",
      { regions: ["us-east-2"] },
      /^--regions: region is "us-east-2", expected one of Pulumi\.dev\.yaml: ap-northeast-2, us-east-1/,
    ],
    ["dev-us-east-1", {}, /^stack "dev-us-east-1": layout of dev is "single", expected stack dev;/],
    [
      "prod-eu-west-1",
      {},
      /^stack "prod-eu-west-1": region is "eu-west-1", expected one of the regions of prod:/,
    ],
    ["prod", { stack: "dev" }, /^--stack: name is "dev", expected one of prod: prod-foundation, /],
  ] as const) {
    it(`rejects ${name} ${JSON.stringify(selection)} by name`, async () => {
      await assert.rejects(readEnvironment(workspace, name, selection), { message });
      assert.equal(fs.existsSync(path.join(home, ".pulumi")), false);
    });
  }

  describe("checkRequiredStacks", () => {
    const refused = async (
      name: string,
      operation: keyof Engine,
      regions?: readonly string[],
    ): Promise<string> => {
      const environment: Environment = await readEnvironment(workspace, name, regions ? { regions } : {});
      return checkRequiredStacks(workspace, environment, operation).then(
        () => "",
        (error: Error) => error.message,
      );
    };

    it("names the stack to deploy before a single region", async () => {
      assert.match(
        await refused("prod-us-east-1", "up"),
        /^stack "prod-us-east-1": it reads prod-foundation, which is not deployed; deploy first: \S+ up prod-foundation$/,
      );
    });

    it("allows a single region once the foundation is deployed", async () => {
      await deploy("prod-foundation");

      assert.equal(await refused("prod-us-east-1", "up"), "");
    });

    it("names the stack to deploy before a cluster", async () => {
      assert.match(
        await refused("dev-cluster-x", "up"),
        /^stack "dev-cluster-x": it reads dev, which is not deployed;/,
      );
    });

    it("requires a first up without --regions in the single layout", async () => {
      assert.match(
        await refused("dev", "up", ["us-east-1"]),
        /^--regions: dev is not deployed yet, expected a first up without --regions/,
      );
    });

    it("refuses to destroy protected resources of any stack, before it deletes one", async () => {
      await deploy("prod-edge", "prod-foundation");
      await protect("prod-foundation", "aws:route53/zone:Zone", "zone");
      const message = async (name: string, targets?: readonly string[]): Promise<string> =>
        rejectProtected(workspace, await readEnvironment(workspace, name, targets ? { targets } : {})).then(
          () => "",
          (error: Error) => error.message.replaceAll(/^( {2}\d\. )\S+(?: \S+)? (up|destroy) /gm, "$1$2 "),
        );

      assert.equal(
        await message("prod"),
        [
          "destroy: prod has 1 protected resource, expected none; nothing is deleted",
          "  zone (Zone)",
          "Next",
          "  1. set protect: false in Pulumi.prod.yaml",
          "  2. up prod",
          "  3. destroy prod",
        ].join("\n"),
      );
      assert.equal(await message("prod-edge"), "");
      assert.equal(await message("prod", ["**::other"]), "", "the resource is no target");
      assert.match(await message("prod", ["**::zone"]), /1 protected resource/);
    });

    it("names the clusters that prevent a destroy of their environment", async () => {
      await deploy("dev", "dev-cluster-nightly");

      assert.match(
        await refused("dev", "destroy"),
        /^destroy: dev has clusters in its network, dev-cluster-nightly, expected none;/,
      );
      assert.equal(await refused("dev", "destroy", ["us-east-1"]), "", "the cluster is in another region");
      assert.equal(await refused("dev-cluster-nightly", "destroy"), "");
    });
  });
});
