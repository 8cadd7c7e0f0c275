import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import type * as engine from "../../lab/engine";
import { loadProject, loadStackConfig } from "../../lab/engine/project";
import { FileBackend, type Passphrase } from "../../lab/engine/state";

/** The repository. */
export const ROOT = path.resolve(__dirname, "../..");
const PASSPHRASE: Passphrase = { text: "x", source: "the test" };
/** A salt for the passphrase `x`, the same in every project: deriving the key of another costs a third of a second. */
export const SALT = "v1:OfQmcoJ8gTw=:v1:ygl9v364oTDTJAT2:5B3xtprL4HVXrPY2vpG5Gv2/rwuCVQ==";

/** A project in its own folder, with its own state and cloud. */
export interface LabProject {
  readonly dir: string;
  readonly backend: FileBackend;
  /** Writes a file of the project. */
  write(file: string, text: string): void;
  /** Folder of the simulated cloud. */
  readonly cloud: string;
  /**
   * Options for an operation on a stack, and the events that it will report.
   *
   * @param file the stack's configuration file @default - Pulumi.STACK.yaml
   */
  options(
    overrides?: Partial<engine.OperationOptions>,
    file?: string,
  ): Promise<engine.OperationOptions & { readonly events: engine.EngineEvent[] }>;
  remove(): void;
}

/** Options of {@link labProject}. */
export interface LabProjectOptions {
  /** @default "golden" */
  readonly name?: string;
  /** @default "dev" */
  readonly stack?: string;
  /** @default "index.js" */
  readonly main?: string;
  /** Lines under `config:`, which may be followed by others of the file. @default - default providers of aws are disabled */
  readonly config?: string;
  /** Path of a TypeScript program of the repository, run in place of `main`. @default - none */
  readonly program?: string;
}

/** Creates a project that resolves the repository's packages. */
export function labProject({
  name = "golden",
  stack = "dev",
  main = "index.js",
  config,
  program,
}: LabProjectOptions = {}): LabProject {
  const dir = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-test-"));
  fs.symlinkSync(path.join(ROOT, "node_modules"), path.join(dir, "node_modules"));
  const write = (file: string, text: string): void => {
    fs.mkdirSync(path.dirname(path.join(dir, file)), { recursive: true });
    fs.writeFileSync(path.join(dir, file), text);
  };
  const backend = new FileBackend(dir);
  const cloud = path.join(dir, ".lab/cloud");
  if (program === undefined) {
    write(
      "Pulumi.yaml",
      `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    typescript: false\nmain: ${main}\n`,
    );
  } else {
    // Node resolves the link, so that the program's imports are relative to its own folder
    fs.symlinkSync(path.join(ROOT, program), path.join(dir, "program.ts"));
    write(
      "Pulumi.yaml",
      `name: ${name}\nruntime:\n  name: nodejs\n  options:\n    tsconfig: ${path.join(ROOT, "tsconfig.pulumi.json")}\nmain: program.ts\n`,
    );
  }
  write("package.json", JSON.stringify({ name, version: "1.0.0" }));
  const lines = config ?? '  pulumi:disable-default-providers: ["aws"]\n';
  write(`Pulumi.${stack}.yaml`, `encryptionsalt: ${SALT}\nconfig:\n${lines}`);
  return {
    dir,
    backend,
    cloud,
    write,
    async options(overrides = {}, file) {
      const project = await loadProject(dir);
      const events: engine.EngineEvent[] = [];
      return {
        project,
        stack,
        config: await loadStackConfig(project, overrides.stack ?? stack, {
          passphrase: PASSPHRASE,
          ...(file === undefined ? {} : { file }),
        }),
        backend,
        passphrase: PASSPHRASE,
        onEvent: (event) => events.push(event),
        env: { ARCHIPELAGO_LAB_CLOUD: cloud },
        ...overrides,
        events,
      };
    },
    remove: () => fs.rmSync(dir, { recursive: true, force: true }),
  };
}
