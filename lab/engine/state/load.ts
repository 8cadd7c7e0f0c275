import { EngineError } from "../errors";
import { parseUrn } from "../values/urn";
import { decodeDeployment, parseState, type StoredState } from "./checkpoint";
import { type Disk, readIfThere } from "./disk";
import { verifyIntegrity } from "./integrity";
import { decodeRecord, type JournalText, readJournal } from "./journal";
import type { StackFiles } from "./layout";
import { MutableDeployment } from "./mutable-deployment";
import type { Deployment } from "./resource";
import type { SecretCodec } from "./resource-codec";
import { countChanges, NOTHING_WRITTEN, readSidecar, type Sidecar, sha256 } from "./sidecar";

const EMPTY: StoredState = { resources: [], pending: [] };
/** A writer replaces the checkpoint within milliseconds: a reader may see that once, hardly five times. */
const READ_ATTEMPTS = 5;

/** The files of a stack as they are on disk, with secrets encrypted. */
export interface StoredStack {
  /** sha256 of the checkpoint; empty without a checkpoint. */
  readonly sha256: string;
  readonly state: StoredState;
  readonly sidecar: Sidecar;
  /** The journal to replay. */
  readonly journal?: JournalText;
  /** Whether a journal file holds nothing new, and can be removed. */
  readonly staleJournal: boolean;
  /** Why this state must not be overwritten without `force`. */
  readonly doubt?: string;
  /** Whether a journal continues another checkpoint; `doubt` says so too. */
  readonly foreignJournal: boolean;
  readonly notices: readonly string[];
  /** Notices about the journal, for when no process is writing it. */
  readonly journalNotices: readonly string[];
}

/**
 * Reads the files of a stack and finds out how they belong together.
 *
 * @throws {EngineError} `LAB_STATE` when the checkpoint or the journal is damaged
 */
export async function readStoredStack(disk: Disk, files: StackFiles): Promise<StoredStack> {
  for (let attempt = 1; ; attempt++) {
    const bytes = await readIfThere(disk, files.checkpoint);
    const hash = bytes ? sha256(bytes) : "";
    const notices: string[] = [];
    const known = await readSidecar(disk, files, notices);
    const journal = await readIfThere(disk, files.journal);
    const again = await readIfThere(disk, files.checkpoint);
    if ((again ? sha256(again) : "") !== hash && attempt < READ_ATTEMPTS) continue;
    if (!bytes) await refuseCompressed(disk, files);
    const stored = bytes ? parseState(bytes.toString("utf8"), files.checkpoint) : EMPTY;
    const text = journal ? readJournal(journal, files.journal) : undefined;
    return compareParts(files, hash, stored, known, text, notices);
  }
}

/**
 * Decodes a stored stack and replays its journal.
 *
 * @param verify whether resources that break the integrity rules are an error
 * @throws {EngineError} `LAB_STATE` with all faults
 */
export function decodeStoredStack(
  files: StackFiles,
  found: StoredStack,
  codec: SecretCodec,
  verify = true,
): Deployment {
  const { state: stored, sidecar, journal } = found;
  const plain = decodeDeployment(stored, codec, files.checkpoint);
  const tokens = found.sha256 === sidecar.current.sha256 ? sidecar.current.tokens : [];
  const base: Deployment = {
    resources: plain.resources,
    pendingOperations: plain.pendingOperations.map((operation, index) => {
      const token = tokens[index];
      return token ? { ...operation, token } : operation;
    }),
  };
  refuseFaults(files, files.checkpoint, verify ? verifyIntegrity(base) : [], base);
  if (!journal || journal.batches.length === 0) return base;
  const result = replayJournal(files, base, journal, codec);
  refuseFaults(files, files.journal, verify ? verifyIntegrity(result) : [], result);
  return result;
}

/** Applies a journal to the deployment that it continues. */
export function replayJournal(
  files: StackFiles,
  base: Deployment,
  journal: JournalText,
  codec: SecretCodec,
): Deployment {
  const model = new MutableDeployment(base);
  const faults: string[] = [];
  for (const [index, batch] of journal.batches.entries()) {
    for (const raw of batch) {
      const record = decodeRecord(raw, codec, `line ${index + 2}`, faults);
      if (faults.length > 0) throw new EngineError("LAB_STATE", `${files.journal}: ${faults.join("\n")}`);
      model.apply(record);
    }
  }
  return model.deployment();
}

/** One fault for each resource that belongs to another stack. */
export function findForeignResources(deployment: Deployment, project: string, stack: string): string[] {
  return deployment.resources.flatMap(({ urn }) => {
    try {
      const parts = parseUrn(urn);
      if (parts.project === project && parts.stack === stack) return [];
      return [`${urn} belongs to ${parts.project}/${parts.stack}, expected ${project}/${stack}`];
    } catch (error) {
      return [error instanceof Error ? error.message : String(error)];
    }
  });
}

function compareParts(
  files: StackFiles,
  hash: string,
  stored: StoredState,
  known: Sidecar | undefined,
  journal: JournalText | undefined,
  notices: string[],
): StoredStack {
  const sidecar = completeCheckpointWrite(known ?? NOTHING_WRITTEN, hash);
  const { current, seen } = sidecar;
  const isOurs = hash === current.sha256;
  const base = journal?.header?.base;
  const continues = base !== undefined && base === hash;
  // The writer died after it had written the new checkpoint and before it removed the journal.
  const isDone =
    journal !== undefined && (base === undefined || (!continues && isOurs && seen.includes(base)));
  const stray = journal !== undefined && !continues && !isDone;
  const doubts: string[] = [];
  if (known && hash === "" && current.digests.length > 0) {
    doubts.push(
      `${files.checkpoint}: the file is gone; serial ${current.serial} had ${current.digests.length} resources`,
    );
  } else if (known && !isOurs && seen.includes(hash)) {
    doubts.push(
      `${files.checkpoint}: an older state was put back; the last state written here had serial ${current.serial}`,
    );
  } else if (known && !isOurs && hash !== "") {
    const changes = countChanges(stored, current);
    notices.push(
      `${files.checkpoint}: the file was edited after serial ${current.serial}: ${changes} resources differ`,
    );
  }
  if (stray)
    doubts.push(
      `${files.journal}: the journal holds an unfinished update of another version of the state file`,
    );
  const journalNotices: string[] = [];
  if (continues && journal && journal.batches.length > 0) {
    journalNotices.push(
      `${files.project}/${files.stack}: the last update did not end; ${journal.batches.length} entries of its journal were replayed`,
    );
  }
  if (continues && journal && journal.torn > 0) {
    journalNotices.push(
      `${files.journal}: the last entry is incomplete; its ${journal.torn} bytes are left out`,
    );
  }
  return {
    sha256: hash,
    state: stored,
    sidecar,
    ...(continues && journal && { journal }),
    staleJournal: isDone,
    ...(doubts.length > 0 && { doubt: doubts.join("\n") }),
    foreignJournal: stray,
    notices,
    journalNotices,
  };
}

/** Makes `next` current when its checkpoint exists: the writer died between the checkpoint and the sidecar. */
function completeCheckpointWrite(sidecar: Sidecar, hash: string): Sidecar {
  const { current, next, seen } = sidecar;
  if (!next || next.sha256 !== hash) return { current, seen };
  return { current: next, seen: [...seen, current.sha256] };
}

function refuseFaults(
  files: StackFiles,
  file: string,
  faults: readonly string[],
  deployment: Deployment,
): void {
  const foreign = findForeignResources(deployment, files.project, files.stack);
  if (foreign.length > 0)
    throw new EngineError(
      "LAB_STATE",
      `${file}: the file is the state of another stack\n${foreign.slice(0, 5).join("\n")}`,
    );
  if (faults.length === 0) return;
  throw new EngineError(
    "LAB_STATE",
    `${file}: the resources break the integrity rules; see what a repair would change with: archipelago stack repair ${files.stack} --dry-run\n${faults.join("\n")}`,
  );
}

async function refuseCompressed(disk: Disk, files: StackFiles): Promise<void> {
  for (const ending of [".gz", ".zst"]) {
    if (await disk.stat(`${files.checkpoint}${ending}`)) {
      throw new EngineError(
        "LAB_STATE",
        `${files.checkpoint}${ending}: a compressed state cannot be read; decompress the file`,
      );
    }
  }
}
