import { availableParallelism } from "node:os";
import type { PolicyPackReference } from "../analyzer/start-packs";
import type { DeploymentSettings } from "../deployment/deployment";
import type { EngineEvent } from "../deployment/events";
import { EngineError } from "../errors";
import type { Project, StackConfig } from "../project";
import type { FileBackend, Passphrase } from "../state";
import { masker } from "../values/mask";

/** Options of every operation. */
export interface OperationOptions {
  readonly project: Project;
  /** Name of the stack, such as `dev`. */
  readonly stack: string;
  readonly config: StackConfig;
  readonly backend: FileBackend;
  readonly passphrase: Passphrase;
  /** @default "organization", as in Pulumi's file backend */
  readonly organization?: string;
  /** Folders that are searched for provider plugins. @default - the lab's own, which are simulated */
  readonly pluginFolders?: readonly string[];
  /** Largest number of provider operations in progress, 1 or more. @default 4 for each core, as Pulumi's */
  readonly parallel?: number;
  /** URNs to which the operation is limited; `*` stands for any characters. @default - all */
  readonly targets?: readonly string[];
  /** Packs that evaluate every resource of a preview or an update. @default - none */
  readonly policyPacks?: readonly PolicyPackReference[];
  /** Environment of the program and the plugins, over that of this process. @default - nothing more */
  readonly env?: NodeJS.ProcessEnv;
  /** Receives events while the operation runs. @default - no events are sent */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Ends the operation early: nothing further begins, and what is in progress is finished. @default - never */
  readonly signal?: AbortSignal;
  /** Ends the operation immediately: what is in progress stays pending. @default - never */
  readonly kill?: AbortSignal;
  /** Accepts a state that is older than the last one written. @default false */
  readonly force?: boolean;
}

/** Returns the settings of one run. */
export function deploymentSettings(options: OperationOptions, dryRun: boolean): DeploymentSettings {
  const targets = options.targets?.map(targetPattern);
  return {
    project: options.project,
    organization: options.organization ?? "organization",
    stack: options.stack,
    config: options.config,
    dryRun,
    parallel: options.parallel ?? availableParallelism() * 4,
    hasTargets: targets !== undefined,
    isTarget: (urn) => targets === undefined || targets.some((pattern) => pattern.test(urn)),
    mask: masker(options.config.secretValues),
    onEvent: options.onEvent ?? (() => undefined),
  };
}

/**
 * Returns the packages whose default provider the configuration disables; `*` stands for all.
 *
 * @throws {EngineError} LAB_CONFIG when the value is not a list of names
 */
export function disabledDefaultProviders(config: StackConfig): ReadonlySet<string> {
  const text = config.values.get("pulumi:disable-default-providers")?.value;
  if (text === undefined) return new Set();
  const packages = parseJson(text);
  if (Array.isArray(packages) && packages.every((name) => typeof name === "string")) return new Set(packages);
  throw new EngineError(
    "LAB_CONFIG",
    `${config.file}: pulumi:disable-default-providers is ${text}, expected a list of package names`,
  );
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

export function targetPattern(target: string): RegExp {
  const literals = target.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literals.join(".*")}$`);
}
