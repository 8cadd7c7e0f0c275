import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { parse, stringify } from "yaml";
import {
  destroy,
  type OperationResult,
  type PolicyPackReference,
  preview,
  refresh,
  up,
} from "../../lab/engine";
import type { ResourceState } from "../../lab/engine/state";
import { type CloudControl, openCloud } from "../../lab/provider/cloud-control";
import { labProject, ROOT, SALT } from "./lab";

/** A result of an operation, and what was told while it ran. */
export type Run = OperationResult & {
  /** Messages for the user, in order. */
  readonly told: readonly string[];
  /** Operations that change a provider's resource, as `<operation> <type> <logical name>`, sorted. */
  readonly steps: readonly string[];
};

/** Settings of an environment as they are written. */
export type Written = Record<string, unknown> & { regions: (string | Record<string, unknown>)[] };

/** Our own program, with a state and a cloud of its own; its settings are the repository's until they are changed. */
export interface Estate {
  /** Runs an operation on a stack, by default with the file of its environment. */
  run(operation: keyof typeof OPERATIONS, stack: string, options?: RunOptions): Promise<Run>;
  /** Writes a file of settings anew: those of an environment of the repository, changed. */
  write(file: string, environment: "dev" | "prod", change?: (settings: Written) => void): void;
  /** Asks or changes the cloud. */
  cloud<T>(ask: (control: CloudControl) => T): Promise<T>;
  /** What the cloud holds, as `region urn id`, sorted. */
  inCloud(): Promise<readonly string[]>;
  /** Resources of a stack's state. */
  state(stack: string): Promise<readonly ResourceState[]>;
  remove(): void;
}

/** How an operation on the estate differs from the usual. */
export interface RunOptions {
  /** Settings' file. @default - that of the stack's environment */
  readonly file?: string;
  /** Configuration beside the file, by full key, as `-c` gives it. @default - none */
  readonly config?: Readonly<Record<string, string>>;
  /** Has both packs look, configured for the environment. @default false */
  readonly policies?: boolean;
}

/** Both policy packs, with their configuration for an environment. */
export function packsFor(environment: "dev" | "prod"): readonly PolicyPackReference[] {
  return ["baseline", "multi-region"].map((pack) => ({
    dir: path.join(ROOT, "policies", pack),
    configFile: path.join(ROOT, "policies", pack, "config", `${environment}.json`),
    strict: true,
  }));
}

const OPERATIONS = { up, preview, refresh, destroy };

/** Makes an estate of nothing. */
export function estate(): Estate {
  const project = labProject({ name: "archipelago", program: "index.ts", stack: "dev" });
  const write: Estate["write"] = (file, environment, change) => {
    const written = parse(fs.readFileSync(path.join(ROOT, `Pulumi.${environment}.yaml`), "utf8"));
    change?.(written.config["archipelago:settings"]);
    project.write(file, stringify({ ...written, encryptionsalt: SALT }));
  };
  write("Pulumi.dev.yaml", "dev");
  write("Pulumi.prod.yaml", "prod");
  const cloud: Estate["cloud"] = async (ask) => {
    const control = openCloud(project.cloud);
    try {
      return ask(control);
    } finally {
      await control.close();
    }
  };
  return {
    write,
    cloud,
    inCloud: () =>
      cloud((control) =>
        control
          .list()
          .map(({ region, urn, id }) => `${region} ${urn} ${id}`)
          .sort(),
      ),
    async run(operation, stack, { file, config = {}, policies } = {}) {
      const options = await project.options({ stack }, file ?? `Pulumi.${stack.split("-")[0]}.yaml`);
      const values = new Map(options.config.values);
      for (const [key, value] of Object.entries(config))
        values.set(key, { value, secret: false, object: false });
      const policyPacks = policies ? packsFor(stack.startsWith("prod") ? "prod" : "dev") : [];
      const result = await OPERATIONS[operation]({
        ...options,
        config: { ...options.config, values },
        ...(policies && { policyPacks }),
      });
      const told = options.events.flatMap((event) =>
        event.kind === "message" && event.severity !== "debug" ? [event.text] : [],
      );
      const steps = options.events.flatMap((event) => {
        if (event.kind !== "step" || !event.custom || ["same", "read"].includes(event.op)) return [];
        const [, , type = "", ...name] = event.urn.split("::");
        return [`${event.op} ${type.split("$").at(-1)} ${name.join("::")}`];
      });
      return { ...result, told, steps: [...new Set(steps)].sort() };
    },
    async state(stack) {
      const view = await project.backend.read("archipelago", stack, { text: "x", source: "the test" });
      return view.base.resources;
    },
    remove: () => project.remove(),
  };
}

/** That an operation ended well, did just this, and told nothing that a user would have to read. */
export function assertDid(run: Run | undefined, changes: Run["changes"]): void {
  assert.deepEqual(run?.errors, []);
  assert.equal(run.exitCode, 0);
  assert.deepEqual(run.changes, changes);
  assert.deepEqual(run.told, []);
}
