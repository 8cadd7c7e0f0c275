import { EngineError, messageOf } from "../errors";
import type { StackConfig } from "../project";
import { startPolicyPack } from "./policy-pack";
import type { PackSummary, PolicyPack, PolicyPackOptions } from "./types";

/** A policy pack to run. */
export interface PolicyPackReference {
  readonly dir: string;
  /** The pack's configuration file. @default - none */
  readonly configFile?: string;
  /** Refuses unknown names, as {@link PolicyPackOptions.strict}. @default false */
  readonly strict?: boolean;
  /** Returns an addition to the message about an unknown name. @default - nothing */
  readonly suggest?: (name: string, known: readonly string[]) => string;
}

/** The run for which packs are started. */
export interface PackContext
  extends Pick<PolicyPackOptions, "project" | "stack" | "organization" | "dryRun"> {
  readonly config: StackConfig;
  /** Tags of the stack. */
  readonly tags: () => Promise<Readonly<Record<string, string>>>;
  readonly env: NodeJS.ProcessEnv;
  /** Receives the lines that a pack prints. */
  readonly onInfo: (text: string) => void;
  /** Registers a listener for an early end of the run. It ends packs that are still starting. */
  readonly onAbort: (listener: (reason: Error) => void) => void;
}

/**
 * Starts packs concurrently.
 *
 * @returns the packs in the order of the references
 * @throws {EngineError} LAB_POLICY when one cannot be started, LAB_CONFIG when only configurations are invalid; all packs have
 *   ended then
 */
export async function startPacks(
  references: readonly PolicyPackReference[],
  hosting: PackContext,
): Promise<readonly PolicyPack[]> {
  const { config, onInfo, onAbort, tags, ...run } = hosting;
  const abort = new AbortController();
  let isStarting = true;
  onAbort((reason) => {
    if (isStarting) abort.abort(reason);
  });
  const common = {
    ...run,
    config: new Map([...config.values].map(([key, { value }]) => [key, value])),
    configSecretKeys: [...config.values].flatMap(([key, { secret }]) => (secret ? [key] : [])),
    tags: await tags(),
    signal: abort.signal,
    onInfo,
  };
  const starts = await Promise.allSettled(
    references.map(({ dir, ...own }) => startPolicyPack(dir, { ...common, ...own })),
  );
  isStarting = false;
  const packs = starts.flatMap((start) => (start.status === "fulfilled" ? [start.value] : []));
  const faults = starts.flatMap((start): unknown[] => (start.status === "rejected" ? [start.reason] : []));
  if (faults.length === 0) return packs;
  await Promise.all(packs.map((pack) => pack.close()));
  if (abort.signal.aborted || faults.length === 1) throw faults[0];
  const isMistake = faults.every((fault) => fault instanceof EngineError && fault.code === "LAB_CONFIG");
  throw new EngineError(isMistake ? "LAB_CONFIG" : "LAB_POLICY", faults.map(messageOf).join("\n"));
}

/**
 * Describes packs with their configuration. Each pack is started and ended for that.
 *
 * @throws {EngineError} LAB_CONFIG when a configuration is invalid, LAB_POLICY when a pack cannot run
 */
export async function describePacks(
  references: readonly PolicyPackReference[],
  hosting: PackContext,
): Promise<readonly PackSummary[]> {
  const packs = await startPacks(references, hosting);
  await Promise.all(packs.map((pack) => pack.close()));
  return packs.map(({ name, version, dir, policies }) => ({ name, version, dir, policies }));
}
