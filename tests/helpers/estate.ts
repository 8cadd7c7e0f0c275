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

/** Result of an operation, and its messages. */
export type Run = OperationResult & {
  /** Messages for the user, in order. */
  readonly messages: readonly string[];
  /** Operations that change a provider's resource, as `<operation> <type> <logical name>`, sorted. */
  readonly steps: readonly string[];
};

/** Settings of an environment, as written in its file. */
export type Written = Record<string, unknown> & { regions: (string | Record<string, unknown>)[] };

/** This repository's program with its own state and cloud, and with the repository's settings until a test changes them. */
export interface Estate {
  /** Runs an operation on a stack, by default with the file of its environment. */
  run(operation: keyof typeof OPERATIONS, stack: string, options?: RunOptions): Promise<Run>;
  /** Home of its lab, with its state and its cloud. */
  readonly home: string;
  /** Writes a settings file: those of an environment of the repository, changed. */
  write(file: string, environment: "dev" | "prod", change?: (settings: Written) => void): void;
  /** Reads or changes the cloud. */
  cloud<T>(act: (control: CloudControl) => T): Promise<T>;
  /** Resources of the cloud, as `region urn id`, sorted. */
  inCloud(): Promise<readonly string[]>;
  /** Resources of a stack's state. */
  state(stack: string): Promise<readonly ResourceState[]>;
  remove(): void;
}

/** Options of an operation on the estate. */
export interface RunOptions {
  /** Settings' file. @default - that of the stack's environment */
  readonly file?: string;
  /** Configuration beside the file, by full key, as `-c` gives it. @default - none */
  readonly config?: Readonly<Record<string, string>>;
  /** Runs both policy packs, configured for the environment. @default false */
  readonly policies?: boolean;
  /** Variables of the program and its plugins, in addition to the path of the cloud. @default - none */
  readonly env?: NodeJS.ProcessEnv;
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

/** Creates an empty estate. */
export function estate(): Estate {
  const project = labProject({ name: "archipelago", program: "index.ts", stack: "dev" });
  const write: Estate["write"] = (file, environment, change) => {
    const written = parse(fs.readFileSync(path.join(ROOT, `Pulumi.${environment}.yaml`), "utf8"));
    change?.(written.config["archipelago:settings"]);
    project.write(file, stringify({ ...written, encryptionsalt: SALT }));
  };
  write("Pulumi.dev.yaml", "dev");
  write("Pulumi.prod.yaml", "prod");
  const cloud: Estate["cloud"] = async (act) => {
    const control = openCloud(project.cloud);
    try {
      return act(control);
    } finally {
      await control.close();
    }
  };
  return {
    home: path.dirname(project.cloud),
    write,
    cloud,
    inCloud: () =>
      cloud((control) =>
        control
          .list()
          .map(({ region, urn, id }) => `${region} ${urn} ${id}`)
          .sort(),
      ),
    async run(operation, stack, { file, config = {}, policies, env } = {}) {
      const options = await project.options({ stack }, file ?? `Pulumi.${stack.split("-")[0]}.yaml`);
      const values = new Map(options.config.values);
      for (const [key, value] of Object.entries(config))
        values.set(key, { value, secret: false, object: false });
      const policyPacks = policies ? packsFor(stack.startsWith("prod") ? "prod" : "dev") : [];
      const result = await OPERATIONS[operation]({
        ...options,
        config: { ...options.config, values },
        ...(policies && { policyPacks }),
        env: { ...options.env, ...env },
      });
      const messages = options.events.flatMap((event) =>
        event.kind === "message" && event.severity !== "debug" ? [event.text] : [],
      );
      const steps = options.events.flatMap((event) => {
        if (event.kind !== "step" || !event.custom || ["same", "read"].includes(event.op)) return [];
        const [, , type = "", ...name] = event.urn.split("::");
        return [`${event.op} ${type.split("$").at(-1)} ${name.join("::")}`];
      });
      return { ...result, messages, steps: [...new Set(steps)].sort() };
    },
    async state(stack) {
      const view = await project.backend.read("archipelago", stack, { text: "x", source: "the test" });
      return view.base.resources;
    },
    remove: () => project.remove(),
  };
}

/** Asserts that an operation succeeded with exactly these changes and without messages for the user. */
export function assertDid(run: Run | undefined, changes: Run["changes"]): void {
  assert.deepEqual(run?.errors, []);
  assert.equal(run.exitCode, 0);
  assert.deepEqual(run.changes, changes);
  assert.deepEqual(run.messages, []);
}
