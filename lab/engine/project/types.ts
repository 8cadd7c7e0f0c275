/** The content of a Pulumi.yaml. */
export interface Project {
  readonly name: string;
  /** Absolute folder of Pulumi.yaml. */
  readonly dir: string;
  /** Absolute path of the Pulumi.yaml that was read. */
  readonly file: string;
  /** Absolute path of the program: a file or a folder, as `main` says. @default - the project's folder */
  readonly main: string;
  readonly runtime: Runtime;
  /** Configuration that the project declares, by full key. */
  readonly config: ReadonlyMap<string, ProjectConfig>;
  /** Absolute folder of the stacks' configuration files. @default - the project's folder */
  readonly configDir: string;
  /** URL of the backend that the project names. */
  readonly backend?: string;
}

/** The language host and its options. */
export interface Runtime {
  readonly name: "nodejs";
  readonly options: RuntimeOptions;
}

/** Options of the nodejs runtime. */
export interface RuntimeOptions {
  /** Whether the SDK loads ts-node. @default true */
  readonly typescript?: boolean;
  /** Arguments of node, before the script. */
  readonly nodeargs?: string;
  /** tsconfig file, relative to the project's folder. */
  readonly tsconfig?: string;
  /** npm, yarn, pnpm or bun; not used to run. */
  readonly packagemanager?: string;
}

/** One key of `config` in Pulumi.yaml. */
export interface ProjectConfig {
  readonly type?: "string" | "boolean" | "integer" | "number" | "array" | "object";
  readonly secret: boolean;
  /** Value for stacks that do not set the key. */
  readonly value?: ConfigValue;
}

/** One value of a stack's configuration. */
export interface ConfigValue {
  /** The decrypted string that the program receives; JSON when {@link object} is set. */
  readonly value: string;
  readonly secret: boolean;
  /** Whether {@link value} is the JSON of a list or an object. */
  readonly object: boolean;
}

/** The configuration of one stack. */
export interface StackConfig {
  /** By full key, `namespace:name`. */
  readonly values: ReadonlyMap<string, ConfigValue>;
  /** `encryptionsalt` of the file. */
  readonly salt?: string;
  /** Absolute path of the file. */
  readonly file: string;
  /** All secrets, to be masked in the output; longest first, without empty ones. */
  readonly secretValues: readonly string[];
}
