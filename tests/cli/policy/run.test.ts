import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { type Environment, readEnvironment, type Selection } from "../../../cli/environment";
import { UsageError } from "../../../cli/errors";
import type { Checked } from "../../../cli/policy/findings";
import { type PolicyOptions, runPolicies } from "../../../cli/policy/run";
import { openWorkspace, type Workspace } from "../../../cli/workspace";
import type * as engine from "../../../lab/engine";
import { BASICS, urn } from "./fixtures";

const ROOT = path.resolve(__dirname, "../../..");

/** A salt for the passphrase `x`: deriving the key of a new one for each stack costs half a second. */
const SALT = "v1:OfQmcoJ8gTw=:v1:ygl9v364oTDTJAT2:5B3xtprL4HVXrPY2vpG5Gv2/rwuCVQ==";

/** What the engine is to answer for a stack, by `<operation> <stack>`. */
interface Script {
  readonly found?: Readonly<Record<string, readonly Partial<engine.PolicyEvent>[]>>;
  readonly broken?: readonly string[];
  readonly onCall?: (call: string, home: string) => void;
}

/** An engine that notes what it is asked, and finds what it is told to find. */
function fake({ found = {}, broken = [], onCall }: Script) {
  const calls: string[] = [];
  const homes = new Set<string>();
  const asked = (
    operation: string,
    stack: string,
    packs: number,
    onEvent: engine.OperationOptions["onEvent"],
  ) => {
    const call = `${operation} ${stack}`;
    calls.push(packs > 0 ? `${call} with packs` : call);
    const events = found[call] ?? [];
    for (const event of events) {
      onEvent?.({
        kind: "policy",
        pack: "basics",
        policy: "versioned",
        level: "mandatory",
        urn: urn(stack, "archive"),
        text: "no",
        detail: "no",
        ...event,
      });
    }
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
        findings: [],
        complete: !isBroken,
        examined: { resources: [resource], stack: [] } as engine.Examined,
      },
    };
  };
  const operation =
    (name: string) =>
    async ({ backend, stack, policyPacks = [], onEvent }: engine.OperationOptions) => {
      homes.add(backend.root);
      onCall?.(`${name} ${stack}`, backend.root);
      const rest = { changes: {}, warnings: [], skipped: [], outputs: {}, notices: [], drift: [] };
      return { ...rest, ...asked(name, stack, policyPacks.length, onEvent) };
    };
  const union: (readonly string[])[] = [];
  return {
    calls,
    homes,
    union,
    engine: {
      preview: operation("preview"),
      up: operation("up"),
      analyze: async ({ stack, policyPacks, onEvent, examined }: engine.AnalysisOptions) => {
        union.push(examined.resources.map((resource) => resource.urn));
        onCall?.(`analyze ${stack}`, "");
        return asked("analyze", stack, policyPacks.length, onEvent);
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

  const filled = (...stacks: readonly string[]): Promise<void> => filledOf("archipelago", ...stacks);

  async function filledOf(project: string, ...stacks: readonly string[]): Promise<void> {
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
    const its = fake(script);
    const said: string[] = [];
    const ended: Checked[] = [];
    const { report } = await runPolicies(workspace, environment, {
      packs: [{ dir: "/packs/basics" }],
      state: false,
      failOnAdvisory: false,
      interrupt: { signal: new AbortController().signal },
      say: (text) => said.push(text),
      onBegin: () => undefined,
      onEnd: (checked) => ended.push(checked),
      engine: its.engine,
      ...more,
    });
    const states = report.checked.map(({ stack, state }) => `${stack} ${state}`);
    return { report, states, said, ended, ...its };
  }

  it("given nothing that is up, when cells are judged, then each layer is previewed with packs and brought up without, in a lab that is gone after", async () => {
    const { calls, homes, said, report, union } = await run("prod");

    assert.deepEqual(calls, [
      "preview prod-foundation with packs",
      "up prod-foundation",
      ...CELLS.map((stack) => `preview ${stack} with packs`),
      ...CELLS.map((stack) => `up ${stack}`),
      "preview prod-edge with packs",
      "analyze prod with packs",
    ]);
    const [scratch = ""] = homes;
    assert.equal(homes.size, 1);
    assert.notEqual(scratch, home);
    assert.equal(fs.existsSync(scratch), false);
    assert.deepEqual(fs.readdirSync(home), []);
    assert.match(
      said.join("\n"),
      /^prod-foundation, .* are not up, .* in a lab of its own, .* removed at the end$/,
    );
    assert.equal(said.length, 1);
    assert.equal(report.exitCode, 0);
    assert.equal(report.checked.at(-1)?.across, true);
    assert.deepEqual(union, [["prod-foundation", ...CELLS, "prod-edge"].map((stack) => urn(stack, "one"))]);
  });

  it("given all that others read is up, when judged, then it is previewed where it is, and nothing is brought up", async () => {
    await filled("prod-foundation", ...CELLS);
    const { calls, homes, said } = await run("prod");
    assert.deepEqual([...homes], [home]);
    assert.deepEqual(
      calls.filter((call) => call.startsWith("up")),
      [],
    );
    assert.equal(calls.length, 7);
    assert.deepEqual(said, []);
  });

  it("given an environment of one stack and an empty lab, when judged, then there is no second look, and the lab stays empty", async () => {
    const { calls, homes, said } = await run("dev");
    assert.deepEqual(calls, ["preview dev with packs"]);
    assert.equal(homes.has(home), false);
    assert.deepEqual(fs.readdirSync(home), []);
    assert.deepEqual(said, []);
  });

  it("given a lab in which only other projects are, when judged, then it is previewed where those can be read", async () => {
    await filledOf("base", "dev");
    const { homes } = await run("dev");
    assert.deepEqual([...homes], [home]);
  });

  it("given one stack of many, when judged, then what it reads is brought up for it first, and is not judged", async () => {
    const { calls } = await run("prod-us-east-1");
    assert.deepEqual(calls, ["up prod-foundation", "preview prod-us-east-1 with packs"]);
    const cluster = await run("prod-cluster-nightly");
    assert.deepEqual(cluster.calls, [
      "up prod-foundation",
      "up prod-ap-northeast-2",
      "preview prod-cluster-nightly with packs",
    ]);
  });

  it("given some of the regions, when judged, then nothing is said of the whole", async () => {
    const { calls } = await run("prod", {}, {}, { regions: ["us-east-1"] });
    assert.deepEqual(calls, [
      "preview prod-foundation with packs",
      "up prod-foundation",
      "preview prod-us-east-1 with packs",
    ]);
  });

  it("given violations, when judged, then later layers are judged all the same, and what is found across counts only when it is new", async () => {
    const whole = { urn: urn("prod"), text: "no alarm" };
    const { report, states } = await run("prod", {
      found: {
        "preview prod-foundation": [{}, { level: "advisory", policy: "logged" }],
        "preview prod-edge": [{ urn: urn("prod-edge"), text: "no alarm" }],
        "analyze prod": [
          whole,
          { urn: urn("prod-foundation", "archive") },
          { urn: urn("prod"), text: "uneven" },
        ],
      },
    });
    assert.equal(
      states.every((state) => state.endsWith(" checked")),
      true,
      states.join(),
    );
    assert.deepEqual(
      report.checked
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

  it("given advice alone, when judged, then it passes, unless advice counts", async () => {
    const script = { found: { "preview dev": [{ level: "advisory" as const }] } };
    assert.equal((await run("dev", script)).report.exitCode, 0);
    assert.equal((await run("dev", script, { failOnAdvisory: true })).report.exitCode, 1);
  });

  it("given a preview that fails for another reason, when judged, then it is no pass, and what needs it is skipped", async () => {
    const { report, states, ended, calls } = await run("prod", { broken: ["preview prod-foundation"] });
    assert.deepEqual(states, [
      "prod-foundation failed",
      ...CELLS.map((stack) => `${stack} skipped`),
      "prod-edge skipped",
    ]);
    assert.deepEqual(report.checked[0]?.errors, ["preview prod-foundation is broken"]);
    assert.deepEqual(report.checked[1]?.errors, ["it needs prod-foundation"]);
    assert.deepEqual(calls, ["preview prod-foundation with packs"]);
    assert.equal(ended.length, 6);
    assert.equal(report.exitCode, 1);
  });

  it("given a stack that cannot be brought up, when judged, then what needs it is skipped, and it is no pass", async () => {
    const { report, states } = await run("prod", { broken: ["up prod-us-west-2"] });
    assert.deepEqual(states.slice(-3), [
      "prod-eu-central-1 checked",
      "prod-us-west-2 failed",
      "prod-edge skipped",
    ]);
    assert.equal(report.checked.length, 6);
    assert.match(
      report.checked.at(-2)?.errors[0] ?? "",
      /^it could not be brought up for what reads it: up prod-us-west-2 is broken$/,
    );
    assert.equal(report.exitCode, 1);
  });

  it("given rules across the stacks that cannot be asked, when judged, then it is no pass", async () => {
    const { report, states } = await run("prod", { broken: ["analyze prod"] });
    assert.equal(states.at(-1), "prod failed");
    assert.equal(report.exitCode, 1);
  });

  it("given a signal, when it comes in the midst, then nothing more is begun, it is no pass, and the lab is gone", async () => {
    const abort = new AbortController();
    let scratch = "";
    const onCall = (call: string, where: string): void => {
      scratch = where;
      if (call === "preview prod-foundation") abort.abort();
    };
    const { report, calls, states } = await run("prod", { onCall }, { interrupt: { signal: abort.signal } });
    assert.deepEqual(calls, ["preview prod-foundation with packs"]);
    assert.equal(report.interrupted, true);
    assert.equal(report.exitCode, 1);
    assert.equal(states.at(-1), "prod-edge cancelled");
    assert.equal(fs.existsSync(scratch), false);
  });

  it("given a fault of the engine itself, when judged, then the lab is gone all the same", async () => {
    let scratch = "";
    const onCall = (call: string, where: string): void => {
      if (call === "analyze prod") throw new Error("boom");
      scratch = where;
    };
    await assert.rejects(run("prod", { onCall }), { message: "boom" });
    assert.notEqual(scratch, "");
    assert.equal(fs.existsSync(scratch), false);
  });

  it("given --state, when all is up, then states are judged one by one and together", async () => {
    await filled("prod-foundation", ...CELLS, "prod-edge");
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

  it("given --state, when a stack is not up, then it is refused with what to run", async () => {
    await filled("prod-foundation", ...CELLS);
    await assert.rejects(run("prod", {}, { state: true }), (error: unknown) => {
      assert.ok(error instanceof UsageError);
      assert.match(
        error.message,
        /^--state: prod-edge is not up, expected stacks that have a state; bring up first: .*archipelago(\.js)? up prod-edge$/,
      );
      return true;
    });
  });
});
