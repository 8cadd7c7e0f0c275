import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type * as engine from "../../lab/engine";
import { loadProject, loadStackConfig } from "../../lab/engine/project";
import { FileBackend, type Passphrase } from "../../lab/engine/state";

/** The repository. */
export const ROOT = path.resolve(__dirname, "../..");
const PASSPHRASE: Passphrase = { text: "x", source: "the test" };

/** A project in a folder of its own, with a state and a cloud of its own. */
export interface LabProject {
  readonly dir: string;
  readonly backend: FileBackend;
  /** Writes a file of the project. */
  write(file: string, text: string): void;
  /** Options for an operation on a stack, and the events it will tell. */
  options(
    overrides?: Partial<engine.OperationOptions>,
  ): Promise<engine.OperationOptions & { readonly events: engine.EngineEvent[] }>;
  remove(): void;
}

/** How a project of a test differs from the usual. */
export interface LabProjectOptions {
  /** @default "golden" */
  readonly name?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** @default "index.js" */
  readonly main?: string;
  /** Lines under `config:`. @default - default providers of aws are disabled */
  readonly config?: string;
}

/** Makes a project that finds the repository's packages. */
export function labProject({
  name = "golden",
  stack = "dev",
  main = "index.js",
  config,
}: LabProjectOptions = {}): LabProject {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-test-"));
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(dir, "node_modules"));
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.writeFileSync(path.join(dir, file), text);
  };
  const backend = new FileBackend(dir);
  write(
    "Pulumi.yaml",
    `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: ${main}\n`,
  );
  write("package.json", JSON.stringify({ name, version: "1.0.0" }));
  write(`Pulumi.${stack}.yaml`, `config:\n${config ?? '  pulumi:disable-default-providers: ["aws"]\n'}`);
  return {
    dir,
    backend,
    write,
    async options(overrides = {}) {
      const project = await loadProject(dir);
      const events: engine.EngineEvent[] = [];
      return {
        project,
        stack,
        config: await loadStackConfig(project, stack, { passphrase: PASSPHRASE }),
        backend,
        passphrase: PASSPHRASE,
        onEvent: (event) => events.push(event),
        env: { ARCHIPELAGO_LAB_CLOUD: path.join(dir, ".lab/cloud") },
        ...overrides,
        events,
      };
    },
    remove: () => fs.rmSync(dir, { recursive: true, force: true }),
  };
}
