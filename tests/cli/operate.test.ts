import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Environment, readEnvironment } from "../../cli/environment";
import { type Engine, operate } from "../../cli/operate";
import { refusePremature } from "../../cli/preconditions";
import { openWorkspace, type Workspace } from "../../cli/workspace";
import type { OperationOptions, OperationResult } from "../../lab/engine";

const ROOT = path.resolve(__dirname, "../..");
const RESULT: OperationResult = {
  exitCode: 0,
  changes: {},
  errors: [],
  skipped: [],
  outputs: {},
  notices: [],
  drift: [],
  durationMs: 0,
};

/** An engine that notes what it is asked for. */
function fakeEngine(results: Readonly<Record<string, Partial<OperationResult>>> = {}) {
  const calls: OperationOptions[] = [];
  const run = async (options: OperationOptions): Promise<OperationResult> => {
    calls.push(options);
    return { ...RESULT, ...results[options.stack] };
  };
  const engine: Engine = { up: run, preview: run, destroy: run, refresh: run };
  return { engine, calls, stacks: () => calls.map(({ stack }) => stack) };
}

describe("operate", () => {
  let home: string;
  let workspace: Workspace;

  beforeEach(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-cli-"));
    workspace = await openWorkspace({ cwd: ROOT, lab: home }, { PULUMI_CONFIG_PASSPHRASE: "x" });
  });

  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  /** Leaves a state behind in which a stack is there. */
  async function filled(...stacks: readonly string[]): Promise<void> {
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

  async function done(name: string, operation: keyof Engine, fake = fakeEngine()) {
    const environment = await readEnvironment(workspace, name);
    return operate(workspace, environment, operation, { silent: true, engine: fake.engine, stacksAtOnce: 1 });
  }

  it("given cells, when brought up, then foundation, regions and edge follow each other with one file", async () => {
    const fake = fakeEngine();

    const operated = await done("prod", "up", fake);

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
    assert.equal(operated.exitCode, 0);
  });

  it("given cells with one region failing, when brought up, then the edge alone is skipped and the exit code is 1", async () => {
    const fake = fakeEngine({ "prod-eu-central-1": { exitCode: 1 } });

    const operated = await done("prod", "up", fake);

    assert.deepEqual(
      operated.outcomes.map(({ stack, state }) => `${stack} ${state}`),
      [
        "prod-foundation done",
        "prod-ap-northeast-2 done",
        "prod-us-east-1 done",
        "prod-eu-central-1 failed",
        "prod-us-west-2 done",
        "prod-edge skipped",
      ],
    );
    assert.equal(operated.exitCode, 1);
  });

  it("given cells, when destroyed, then the order is reversed, and what is not there is not touched", async () => {
    await filled("prod-foundation", "prod-us-east-1", "prod-edge");
    const fake = fakeEngine();

    const operated = await done("prod", "destroy", fake);

    assert.deepEqual(fake.stacks(), ["prod-edge", "prod-us-east-1", "prod-foundation"]);
    assert.deepEqual(operated.absent, ["prod-ap-northeast-2", "prod-eu-central-1", "prod-us-west-2"]);
  });

  it("given one stack that was ended at once, when its environment is brought up, then the exit code is 8", async () => {
    const operated = await done("dev", "up", fakeEngine({ dev: { exitCode: 8 } }));

    assert.equal(operated.exitCode, 8);
  });

  it("given a foundation alone, when previewed, then the edge, which reads the regions, is left for later", async () => {
    await filled("prod-foundation", "prod-us-east-1");
    const fake = fakeEngine();

    const operated = await done("prod", "preview", fake);

    assert.deepEqual(fake.stacks().at(-1), "prod-us-west-2");
    assert.deepEqual(
      [...operated.premature],
      [["prod-edge", ["prod-ap-northeast-2", "prod-eu-central-1", "prod-us-west-2"]]],
    );
  });

  it("given a new cluster, when brought up, then its hours count from now; an environment gets no such moment", async () => {
    const fake = fakeEngine();
    const before = Date.now();

    await done("dev-cluster-nightly", "up", fake);
    await done("dev", "up", fake);

    const [cluster, dev] = fake.calls.map(
      ({ config }) => config.values.get("archipelago:clusterStartedAt")?.value,
    );
    const startedAt = Date.parse(cluster ?? "");
    assert.ok(startedAt >= before && startedAt <= Date.now());
    assert.equal(dev, undefined);
  });

  it("given regions, when cells are brought up, then only those and the foundation are", async () => {
    const environment = await readEnvironment(workspace, "prod", { regions: ["us-west-2"] });

    assert.deepEqual(environment.layers, [["prod-foundation"], ["prod-us-west-2"]]);
    assert.equal(environment.targets, undefined);
  });

  it("given regions, when cells are destroyed, then only those are", async () => {
    const environment = await readEnvironment(workspace, "prod", {
      regions: ["us-west-2"],
      withFoundation: false,
    });

    assert.deepEqual(environment.layers, [["prod-us-west-2"]]);
  });

  it("given regions, when all is in one stack, then they become targets", async () => {
    const environment = await readEnvironment(workspace, "dev", { regions: ["us-east-1"] });

    assert.deepEqual(environment.targets, ["*us-east-1*"]);
  });

  for (const [name, selection, message] of [
    ["..", {}, /^stack: name is "\.\.", expected 1 to 63 lower-case letters/],
    [
      "stagin",
      {},
      /^environment: name is "stagin", expected dev or prod; a new one begins with a file Pulumi\.stagin\.yaml$/,
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
    it(`given ${name} ${JSON.stringify(selection)}, when read, then it is refused by name`, async () => {
      await assert.rejects(readEnvironment(workspace, name, selection), { message });
      assert.equal(fs.existsSync(path.join(home, ".pulumi")), false);
    });
  }

  describe("refusePremature", () => {
    const refused = async (
      name: string,
      operation: keyof Engine,
      regions?: readonly string[],
    ): Promise<string> => {
      const environment: Environment = await readEnvironment(workspace, name, regions ? { regions } : {});
      return refusePremature(workspace, environment, operation).then(
        () => "",
        (error: Error) => error.message,
      );
    };

    it("given no foundation, when a region is brought up alone, then it is said what to bring up", async () => {
      assert.match(
        await refused("prod-us-east-1", "up"),
        /^stack "prod-us-east-1": it reads prod-foundation, which is not there; bring up first: \S+ up prod-foundation$/,
      );
    });

    it("given a foundation, when a region is brought up alone, then it may be", async () => {
      await filled("prod-foundation");

      assert.equal(await refused("prod-us-east-1", "up"), "");
    });

    it("given no environment, when a cluster is brought up, then it is said what to bring up", async () => {
      assert.match(
        await refused("dev-cluster-x", "up"),
        /^stack "dev-cluster-x": it reads dev, which is not there;/,
      );
    });

    it("given a new environment in one stack, when one region is brought up, then all of it is asked for first", async () => {
      assert.match(
        await refused("dev", "up", ["us-east-1"]),
        /^--regions: dev is not there yet, expected it once whole/,
      );
    });

    it("given a cluster in the network, when its environment is destroyed, then the cluster is named", async () => {
      await filled("dev", "dev-cluster-nightly");

      assert.match(
        await refused("dev", "destroy"),
        /^destroy: dev still has clusters in its network, dev-cluster-nightly, expected none;/,
      );
      assert.equal(await refused("dev", "destroy", ["us-east-1"]), "", "the cluster is in another region");
      assert.equal(await refused("dev-cluster-nightly", "destroy"), "");
    });
  });
});
