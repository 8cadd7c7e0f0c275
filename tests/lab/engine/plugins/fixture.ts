import * as fs from "node:fs";
import * as path from "node:path";
import * as engine from "../../../../lab/engine";
import type { ResourceState, StateView } from "../../../../lab/engine/state";
import { type LabProject, type LabProjectOptions, labProject } from "../../../helpers/lab";

/** The folder of the plugin of the package `test`. */
export const TEST_PLUGINS = __dirname;
const PASSPHRASE = { text: "x", source: "the test" };

/** A call that the plugin recorded. */
export interface Call {
  readonly op: string;
  readonly name?: string;
  readonly region?: string;
  readonly phase?: "begun" | "made" | "done";
  readonly pid: number;
}

/** A resource in the plugin's cloud. */
export interface Made {
  readonly id: string;
  readonly urn: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

/** Result and events of an operation. */
export interface Ran extends engine.OperationResult {
  readonly events: readonly engine.EngineEvent[];
}

type Operation = (options: engine.OperationOptions) => Promise<engine.OperationResult>;
type Overrides = Partial<engine.OperationOptions> & { readonly clearPendingCreates?: boolean };

/** Declares the classes of the package `test` for the program that follows. */
const PRELUDE = `const pulumi = require("@pulumi/pulumi");
class Provider extends pulumi.ProviderResource {
  constructor(name, args = {}, options) { super("test", name, args, options); }
}
class Thing extends pulumi.CustomResource {
  constructor(name, args = {}, options, kind = "Thing") {
    super("test:index:" + kind, name, { arn: undefined, region: undefined, ...args }, options);
  }
}
class Group extends pulumi.ComponentResource {
  constructor(name, options, kind = "Group") { super("test:index:" + kind, name, {}, options); }
}
`;

/** A project whose program uses the package `test`, and the cloud of that package's plugin. */
export class TestWorld {
  readonly project: LabProject;
  readonly cloud: string;
  readonly stack: string;
  /** Whether the plugin supports tokens of creates. */
  knowsTokens = true;
  /** Whether the plugin dies when it opens another provider for the first time. */
  dieAtOpen = false;

  constructor(options: LabProjectOptions = {}) {
    this.project = labProject({
      config: '  pulumi:disable-default-providers: ["test"]\n',
      ...options,
    });
    this.stack = options.stack ?? "dev";
    this.cloud = path.join(this.project.dir, "cloud");
    fs.mkdirSync(this.cloud);
  }

  /** Environment of the plugin. */
  get env(): NodeJS.ProcessEnv {
    return {
      TEST_CLOUD: this.cloud,
      TEST_LAB: this.knowsTokens ? "1" : "0",
      ...(this.dieAtOpen ? { TEST_OPEN: "die" } : {}),
    };
  }

  /** Sets the program: JavaScript with the classes `Provider`, `Thing` and `Group`. */
  program(text: string): void {
    this.project.write("index.js", `${PRELUDE}${text}`);
  }

  up(overrides: Overrides & { readonly refresh?: boolean } = {}): Promise<Ran> {
    return this.#run(engine.up, overrides);
  }

  preview(overrides: Overrides = {}): Promise<Ran> {
    return this.#run(engine.preview, overrides);
  }

  destroy(overrides: Overrides = {}): Promise<Ran> {
    return this.#run(engine.destroy, overrides);
  }

  refresh(overrides: Overrides = {}): Promise<Ran> {
    return this.#run(engine.refresh, overrides);
  }

  /** Reads the state, with the journal of a dead engine replayed. */
  state(): Promise<StateView> {
    return this.project.backend.read("golden", this.stack, PASSPHRASE);
  }

  /** Resources in the state by name. The name of one that waits for deletion starts with `~`. */
  async resources(): Promise<Readonly<Record<string, ResourceState>>> {
    const { base } = await this.state();
    return Object.fromEntries(
      base.resources.map((state) => [`${state.delete ? "~" : ""}${nameOf(state.urn)}`, state]),
    );
  }

  /** Resources in the cloud, sorted by name. */
  made(): readonly Made[] {
    const files = fs.readdirSync(this.cloud).filter((file) => file.endsWith(".json"));
    return files
      .map((file) => ({
        id: file.slice(0, -".json".length),
        ...JSON.parse(fs.readFileSync(path.join(this.cloud, file), "utf8")),
      }))
      .sort((a: Made, b: Made) => (a.id < b.id ? -1 : 1));
  }

  /** Names of what is in the cloud, in order; one that is there twice shows twice. */
  madeNames(): readonly string[] {
    return this.made()
      .map(({ urn }) => nameOf(urn))
      .sort();
  }

  /** Calls that the plugin has noted, in order. */
  calls(): readonly Call[] {
    const file = path.join(this.cloud, "calls.log");
    if (!fs.existsSync(file)) return [];
    const lines = fs.readFileSync(file, "utf8").split("\n");
    return lines.filter((line) => line.endsWith("}")).map((line) => JSON.parse(line) as Call);
  }

  /** How often an operation on a resource was begun. */
  count(op: string, name: string): number {
    return this.calls().filter((call) => call.op === op && call.name === name && call.phase !== "done")
      .length;
  }

  /** Resolves when the plugin has noted such a call. */
  seen(op: string, name: string, phase: "begun" | "made" | "done" = "begun"): Promise<Call> {
    return until(() =>
      this.calls().find((call) => call.op === op && call.name === name && call.phase === phase),
    );
  }

  /** Lets every operation go on that is held, or that waits for its turn to die. */
  release(what: "release" | "die" = "release"): void {
    fs.writeFileSync(path.join(this.cloud, what), "");
  }

  remove(): void {
    this.release();
    this.project.remove();
  }

  async #run(operation: Operation, overrides: Overrides): Promise<Ran> {
    const { env, ...rest } = overrides;
    const options = await this.project.options({
      pluginFolders: [TEST_PLUGINS],
      ...rest,
      env: { ...this.env, ...env },
    });
    return { ...(await operation(options)), events: options.events };
  }
}

/** The last part of a URN. */
export function nameOf(urn: string): string {
  return urn.split("::").pop() ?? "";
}

/** Steps that were done, such as `create a`, in the order of their names; what stayed the same is left out. */
export function done(ran: Ran, phase: "done" | "failed" = "done"): readonly string[] {
  return ran.events
    .flatMap((event) =>
      event.kind === "step" && event.phase === phase && event.op !== "same"
        ? [`${event.op} ${nameOf(event.urn)}`]
        : [],
    )
    .sort();
}

/** Messages of a severity. */
export function messages(ran: Ran, severity: "info" | "warning" | "error"): readonly string[] {
  return ran.events.flatMap((event) =>
    event.kind === "message" && event.severity === severity ? [event.text] : [],
  );
}

/** Waits until a condition returns a value other than undefined or false, and returns it. Only mocha's limit ends it. */
export async function until<T>(condition: () => T | undefined | false): Promise<T> {
  for (;;) {
    const answer = condition();
    if (answer !== undefined && answer !== false) return answer;
    await new Promise((resolve) => {
      setTimeout(resolve, 20);
    });
  }
}

/** Whether a process is running. */
export function isAlive(pid: number): boolean {
  try {
    return !/^\d+ \(.*\) Z/.test(fs.readFileSync(`/proc/${pid}/stat`, "utf8"));
  } catch {
    return false;
  }
}
