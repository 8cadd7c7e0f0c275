import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";
import * as yaml from "yaml";
import { z } from "zod";
import { EngineError, messageOf } from "../errors";

/** A policy pack on disk. */
export interface PackProject {
  /** Absolute. */
  readonly dir: string;
  /** Absolute path that the SDK's script runs: the pack's folder, or its `main`. */
  readonly program: string;
  /** The SDK's `cmd/run-policy-pack`, resolved from the pack. */
  readonly script: string;
  /** Arguments of node itself. */
  readonly nodeArgs: readonly string[];
  readonly typescript: boolean;
  /** Version in PulumiPolicy.yaml. In reports it overrides the version in package.json. */
  readonly version?: string;
}

const runtimeOptions = z.object({
  nodeargs: z.string({ error: "expected a string" }).optional(),
  typescript: z.boolean({ error: "expected true or false" }).optional(),
});
const RUNTIME = "expected nodejs, or an object of name and options";
const manifest = z.object(
  {
    runtime: z.union(
      [
        z.string(),
        z.object({ name: z.string(), options: runtimeOptions.nullish().transform((o) => o ?? {}) }),
      ],
      { error: RUNTIME },
    ),
    // Pulumi's YAML parser accepts a number as a string.
    version: z.union([z.string(), z.number().transform(String)], { error: "expected a string" }).optional(),
    main: z.string({ error: "expected a path" }).optional(),
  },
  { error: "expected an object with runtime" },
);

/**
 * Reads the policy project in a folder.
 *
 * @throws {EngineError} LAB_POLICY when it holds none that can be run, naming the file and what is missing
 */
export function readPackProject(folder: string): PackProject {
  const dir = path.resolve(folder);
  const file = path.join(dir, "PulumiPolicy.yaml");
  const result = manifest.safeParse(parseYaml(file));
  if (!result.success) {
    const faults = result.error.issues.map((issue) =>
      [issue.path.join("."), issue.message].filter(Boolean).join(": "),
    );
    throw fault(dir, `${file} is not a policy project: ${faults.join("; ")}`);
  }
  const { runtime, version, main } = result.data;
  const { name, options } = typeof runtime === "string" ? { name: runtime, options: {} as never } : runtime;
  if (name !== "nodejs")
    throw fault(
      dir,
      `runtime is ${JSON.stringify(name)}, expected nodejs, the only one that the lab supports`,
    );
  checkPackageJson(dir);
  return {
    dir,
    program: main === undefined ? dir : path.resolve(dir, main),
    script: locateRunner(dir),
    nodeArgs: (options.nodeargs ?? "").split(/\s+/).filter((arg) => arg !== ""),
    typescript: options.typescript ?? true,
    ...(version === undefined ? {} : { version }),
  };
}

function parseYaml(file: string): unknown {
  try {
    return yaml.parse(fs.readFileSync(file, "utf8"));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") {
      throw fault(path.dirname(file), `${file} is missing; a policy pack needs one with "runtime: nodejs"`);
    }
    throw fault(path.dirname(file), `${file} cannot be read: ${messageOf(error)}`);
  }
}

function checkPackageJson(dir: string): void {
  const file = path.join(dir, "package.json");
  let version: unknown;
  try {
    version = (JSON.parse(fs.readFileSync(file, "utf8")) as { version?: unknown } | null)?.version;
  } catch (error) {
    const missing = (error as NodeJS.ErrnoException).code === "ENOENT";
    throw fault(
      dir,
      missing
        ? `${file} is missing; a policy pack needs it for its version`
        : `${file} cannot be read: ${messageOf(error)}`,
    );
  }
  if (typeof version !== "string" || version === "") {
    throw fault(
      dir,
      `version of ${file} is ${JSON.stringify(version) ?? "missing"}, expected the pack's version`,
    );
  }
}

function locateRunner(dir: string): string {
  const pack = createRequire(path.join(dir, "package.json"));
  for (const needed of ["@pulumi/policy", "@pulumi/pulumi/cmd/run-policy-pack"]) {
    try {
      pack.resolve(needed);
    } catch {
      throw fault(dir, `${needed} is not installed; run npm install in ${dir}`);
    }
  }
  return pack.resolve("@pulumi/pulumi/cmd/run-policy-pack");
}

function fault(dir: string, what: string): EngineError {
  return new EngineError("LAB_POLICY", `policy pack ${dir}: ${what}`);
}
