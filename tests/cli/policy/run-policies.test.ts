import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Environment, readEnvironment, type Selection } from "../../../cli/environment";
import { UsageError } from "../../../cli/errors";
import type { StackReport } from "../../../cli/policy/findings";
import { type PolicyOptions, runPolicies } from "../../../cli/policy/run-policies";
import { openWorkspace, type Workspace } from "../../../cli/workspace";
import type * as engine from "../../../lab/engine";
import { BASICS, urn } from "./fixtures";

const ROOT = path.resolve(__dirname, "../../..");

/** A salt for the passphrase `x`: deriving the key of a new one for each stack costs half a second. */
const SALT = "v1:OfQmcoJ8gTw=:v1:ygl9v364oTDTJAT2:5B3xtprL4HVXrPY2vpG5Gv2/rwuCVQ==";

/** Results of the fake engine, by `<operation> <stack>`. */
interface Script {
  readonly findings?: Readonly<Record<string, readonly Partial<engine.PolicyEvent>[]>>;
  readonly broken?: readonly string[];
  readonly onCall?: (call: string, home: string) => void;
}

/** Creates an engine that records its calls and returns the scripted findings. */
function createFakeEngine({ findings = {}, broken = [], onCall }: Script) {
  const calls: string[] = [];
  const homes = new Set<string>();
  const check = (operation: string, stack: string, packs: number) => {
    const call = `${operation} ${stack}`;
    calls.push(packs > 0 ? `${call} with packs` : call);
    const events = (findings[call] ?? []).map(
      (event): engine.PolicyEvent => ({
        kind: "policy",
        pack: "basics",
        policy: "versioned",
        level: "mandatory",
        urn: urn(stack, "archive"),
        text: "About versioned.\nno",
        detail: "no",
        ...event,
      }),
    );
    const violations = events.filter(({ level }) => level !== "advisory").length;
    const isBroken = broken.includes(call);
    const resource = { type: "t:t:T", urn: urn(stack, "one"), name: "one", properties: {}, options: {} };
    return {
      exitCode: isBroken || violations > 0 ? (1 as const) : (0 as const),
      errors: isBroken ? [`${call} is broken`] : [],
      durationMs: 5,
      policies: {
        packs: [BASICS],
        violations,
        findings: events,
        complete: !isBroken,
        examined: { resources: [resource], stack: [] } as engine.Examined,
      },
    };
  };
  const operation =
    (name: string) =>
    async ({ backend, stack, policyPacks = [] }: engine.OperationOptions) => {
      homes.add(backend.root);
      onCall?.(`${name} ${stack}`, backend.root);
      const rest = { changes: {}, warnings: [], skipped: [], outputs: {}, notices: [], drift: [] };
      return { ...rest, ...check(name, stack, policyPacks.length) };
    };
  const union: (readonly string[])[] = [];
  return {
    calls,
    homes,
    union,
    engine: {
      preview: operation("preview"),
      up: operation("up"),
      analyze: async ({ stack, policyPacks, examined }: engine.AnalysisOptions) => {
        union.push(examined.resources.map((resource) => resource.urn));
        onCall?.(`analyze ${stack}`, "");
        return check("analyze", stack, policyPacks.length);
      },
      examineStates: async (_backend: unknown, _project: string, stacks: readonly string[]) => ({
        resources: stacks.map((stack) => ({
          type: "t:t:T",
          urn: urn(stack, "state"),
          name: "state",
          properties: {},
          options: {},
        })),
        stack: [],
      }),
      describePolicyPacks: async () => [BASICS],
    },
  };
}

describe("runPolicies", () => {
  let home: string;
  let workspace: Workspace;
  beforeEach(async () => {
    home = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-cli-"));
    workspace = await openWorkspace({ cwd: ROOT, lab: home }, { PULUMI_CONFIG_PASSPHRASE: "x" });
  });
  afterEach(() => fs.rmSync(home, { recursive: true, force: true }));

  const CELLS = ["ap-northeast-2", "us-east-1", "eu-central-1", "us-west-2"].map((code) => `prod-${code}`);

  const deploy = (...stacks: readonly string[]): Promise<void> => deployOf("archipelago", ...stacks);

  async function deployOf(project: string, ...stacks: readonly string[]): Promise<void> {
    for (const stack of stacks) {
      const root = `urn:pulumi:${stack}::${project}::pulumi:pulumi:Stack::${project}-${stack}`;
      const session = await workspace.backend.open(project, stack, {
        passphrase: { text: "x", source: "test" },
        salt: SALT,
      });
      const resource = { urn: root, type: "pulumi:pulumi:Stack", custom: false };
      await session.append([{ kind: "put", key: 0, resource }]);
      await session.close();
    }
  }

  async function run(
    name: string,
    script: Script = {},
    more: Partial<PolicyOptions> = {},
    selection: Selection = {},
  ) {
    const environment: Environment = await readEnvironment(workspace, name, selection);
    const fake = createFakeEngine(script);
    const messages: string[] = [];
    const reports: StackReport[] = [];
    const { report } = await runPolicies(workspace, environment, {
      packs: [{ dir: "/packs/basics" }],
      state: false,
      failOnAdvisory: false,
      interrupt: { signal: new AbortController().signal },
      notify: (text) => messages.push(text),
      onBegin: () => undefined,
      onEnd: (ended) => reports.push(ended),
      engine: fake.engine,
      ...more,
    });
    const states = report.stacks.map(({ stack, state }) => `${stack} ${state}`);
    return { report, states, messages, reports, ...fake };
  }

  it("previews and deploys each layer in a temporary lab when nothing is deployed", async () => {
    const { calls, homes, messages, report, union } = await run("prod");

    assert.deepEqual(calls, [
      "preview prod-foundation with packs",
      "up prod-foundation",
      ...CELLS.map((stack) => `preview ${stack} with packs`),
      ...CELLS.map((stack) => `up ${stack}`),
      "preview prod-edge with packs",
      "analyze prod with packs",
    ]);
    const [temporary = ""] = homes;
    assert.equal(homes.size, 1);
    assert.notEqual(temporary, home);
    assert.equal(fs.existsSync(temporary), false);
    assert.deepEqual(fs.readdirSync(home), []);
    assert.match(
      messages.join("\n"),
      /^prod-foundation, .* are not deployed, .* in a temporary lab and removes it at the end$/,
    );
    assert.equal(messages.length, 1);
    assert.equal(report.exitCode, 0);
    assert.equal(report.stacks.at(-1)?.across, true);
    assert.deepEqual(union, [["prod-foundation", ...CELLS, "prod-edge"].map((stack) => urn(stack, "one"))]);
  });

  it("previews in the own lab when the stacks that others read are deployed", async () => {
    await deploy("prod-foundation", ...CELLS);
    const { calls, homes, messages } = await run("prod");
    assert.deepEqual([...homes], [home]);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("up")),
      [],
    );
    assert.equal(calls.length, 7);
    assert.deepEqual(messages, []);
  });

  it("checks a single stack once and leaves an empty lab empty", async () => {
    const { calls, homes, messages } = await run("dev");
    assert.deepEqual(calls, ["preview dev with packs"]);
    assert.equal(homes.has(home), false);
    assert.deepEqual(fs.readdirSync(home), []);
    assert.deepEqual(messages, []);
  });

  it("previews in the own lab when it holds other projects", async () => {
    await deployOf("base", "dev");
    const { homes } = await run("dev");
    assert.deepEqual([...homes], [home]);
  });

  it("deploys the stacks that a single stack reads without checking them", async () => {
    const { calls } = await run("prod-us-east-1");
    assert.deepEqual(calls, ["up prod-foundation", "preview prod-us-east-1 with packs"]);
    const cluster = await run("prod-cluster-nightly");
    assert.deepEqual(cluster.calls, [
      "up prod-foundation",
      "up prod-ap-northeast-2",
      "preview prod-cluster-nightly with packs",
    ]);
  });

  it("skips the check across stacks when only some regions are selected", async () => {
    const { calls } = await run("prod", {}, {}, { regions: ["us-east-1"] });
    assert.deepEqual(calls, [
      "preview prod-foundation with packs",
      "up prod-foundation",
      "preview prod-us-east-1 with packs",
    ]);
  });

  it("checks later layers despite violations, and reports only new ones across stacks", async () => {
    const ofStack = { urn: urn("prod"), detail: "no alarm" };
    const { report, states } = await run("prod", {
      findings: {
        "preview prod-foundation": [{}, { level: "advisory", policy: "logged" }],
        "preview prod-edge": [{ urn: urn("prod-edge"), detail: "no alarm" }],
        "analyze prod": [
          ofStack,
          { urn: urn("prod-foundation", "archive") },
          { urn: urn("prod"), detail: "uneven" },
        ],
      },
    });
    assert.equal(
      states.every((state) => state.endsWith(" checked")),
      true,
      states.join(),
    );
    assert.deepEqual(
      report.stacks
        .flatMap(({ findings }) => findings)
        .map(({ stack, level, text }) => `${stack} ${level} ${text}`),
      [
        "prod-foundation mandatory no",
        "prod-foundation advisory no",
        "prod-edge mandatory no alarm",
        "prod mandatory uneven",
      ],
    );
    assert.equal(report.exitCode, 1);
  });

  it("passes with advisory violations unless failOnAdvisory is set", async () => {
    const script = { findings: { "preview dev": [{ level: "advisory" as const }] } };
    assert.equal((await run("dev", script)).report.exitCode, 0);
    assert.equal((await run("dev", script, { failOnAdvisory: true })).report.exitCode, 1);
  });

  it("fails and skips dependent stacks when a preview fails", async () => {
    const { report, states, reports, calls } = await run("prod", { broken: ["preview prod-foundation"] });
    assert.deepEqual(states, [
      "prod-foundation failed",
      ...CELLS.map((stack) => `${stack} skipped`),
      "prod-edge skipped",
    ]);
    assert.deepEqual(report.stacks[0]?.errors, ["preview prod-foundation is broken"]);
    assert.deepEqual(report.stacks[1]?.errors, ["it needs prod-foundation"]);
    assert.deepEqual(calls, ["preview prod-foundation with packs"]);
    assert.equal(reports.length, 6);
    assert.equal(report.exitCode, 1);
  });

  it("fails and skips dependent stacks when a deployment fails", async () => {
    const { report, states } = await run("prod", { broken: ["up prod-us-west-2"] });
    assert.deepEqual(states.slice(-3), [
      "prod-eu-central-1 checked",
      "prod-us-west-2 failed",
      "prod-edge skipped",
    ]);
    assert.equal(report.stacks.length, 6);
    assert.match(
      report.stacks.at(-2)?.errors[0] ?? "",
      /^deploying it for the stacks that read it failed: up prod-us-west-2 is broken$/,
    );
    assert.equal(report.exitCode, 1);
  });

  it("fails when the check across stacks fails", async () => {
    const { report, states } = await run("prod", { broken: ["analyze prod"] });
    assert.equal(states.at(-1), "prod failed");
    assert.equal(report.exitCode, 1);
  });

  it("starts nothing more, fails and removes the temporary lab on a signal", async () => {
    const abort = new AbortController();
    let temporary = "";
    const onCall = (call: string, where: string): void => {
      temporary = where;
      if (call === "preview prod-foundation") abort.abort();
    };
    const { report, calls, states } = await run("prod", { onCall }, { interrupt: { signal: abort.signal } });
    assert.deepEqual(calls, ["preview prod-foundation with packs"]);
    assert.equal(report.interrupted, true);
    assert.equal(report.exitCode, 1);
    assert.equal(states.at(-1), "prod-edge cancelled");
    assert.equal(fs.existsSync(temporary), false);
  });

  it("removes the temporary lab when the engine throws", async () => {
    let temporary = "";
    const onCall = (call: string, where: string): void => {
      if (call === "analyze prod") throw new Error("boom");
      temporary = where;
    };
    await assert.rejects(run("prod", { onCall }), { message: "boom" });
    assert.notEqual(temporary, "");
    assert.equal(fs.existsSync(temporary), false);
  });

  it("checks states one by one and together with --state", async () => {
    await deploy("prod-foundation", ...CELLS, "prod-edge");
    const { calls, union, report } = await run("prod", {}, { state: true });
    const stacks = ["prod-foundation", ...CELLS, "prod-edge"];
    assert.deepEqual(
      calls,
      [...stacks, "prod"].map((stack) => `analyze ${stack} with packs`),
    );
    assert.deepEqual(
      union.at(-1),
      stacks.map((stack) => urn(stack, "state")),
    );
    assert.equal(report.source, "state");
  });

  it("rejects --state with the command to run when a stack is not deployed", async () => {
    await deploy("prod-foundation", ...CELLS);
    await assert.rejects(run("prod", {}, { state: true }), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(
        error.message,
        /^--state: prod-edge is not deployed, expected stacks that have a state; deploy first: .*archipelago(\.js)? up prod-edge$/,
      );
      return true;
    });
  });
});
