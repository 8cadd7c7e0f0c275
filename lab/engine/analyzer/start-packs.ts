import { EngineError, messageOf } from "../errors";
import type { StackConfig } from "../project";
import { startPolicyPack } from "./policy-pack";
import type { PackSummary, PolicyPack, PolicyPackOptions } from "./types";

/** A policy pack to run, by its folder. */
export interface PolicyPackReference {
  readonly dir: string;
  /** File with the pack's configuration. @default - none */
  readonly configFile?: string;
  /** Refuses names that the pack does not know, as {@link PolicyPackOptions.strict}. @default false */
  readonly strict?: boolean;
  /** What to add to the message about such a name. @default - nothing */
  readonly suggest?: (name: string, known: readonly string[]) => string;
}

/** What packs are told of the run that they are started for. */
export interface PackContext
  extends Pick<PolicyPackOptions, "project" | "stack" | "organization" | "dryRun"> {
  readonly config: StackConfig;
  /** Tags of the stack. */
  readonly tags: () => Promise<Readonly<Record<string, string>>>;
  readonly env: NodeJS.ProcessEnv;
  /** What a pack prints. */
  readonly onInfo: (text: string) => void;
  /** Calls back when the run ends early, which ends packs that have not yet started. */
  readonly onAbort: (listener: (reason: Error) => void) => void;
}

/**
 * Starts packs at the same time.
 *
 * @returns them in the order in which they are named
 * @throws {EngineError} LAB_POLICY when one cannot be started, LAB_CONFIG when that is for its configuration alone; those
 *   that could be started have been ended then
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
 * What packs are, with the configuration they are given: each is started and ended again.
 *
 * @throws {EngineError} LAB_CONFIG when a configuration is wrong, LAB_POLICY when a pack cannot be run
 */
export async function describePacks(
  references: readonly PolicyPackReference[],
  hosting: PackContext,
): Promise<readonly PackSummary[]> {
  const packs = await startPacks(references, hosting);
  await Promise.all(packs.map((pack) => pack.close()));
  return packs.map(({ name, version, dir, policies }) => ({ name, version, dir, policies }));
}
