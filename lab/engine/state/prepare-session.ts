import { EngineError } from "../errors";
import { codecOf, encodeDeployment, renderCheckpoint } from "./checkpoint";
import { type Disk, removeIfThere } from "./disk";
import { prepareLayout, refuseLinks, type StackFiles } from "./layout";
import { decodeStoredStack, readStoredStack, type StoredStack } from "./load";
import { type Lock, takeLock } from "./lock";
import type { Deployment } from "./resource";
import { SEALED, type SecretCodec } from "./resource-codec";
import type { PassphraseSecrets } from "./secrets";
import { advanceSidecar, digestOf, readSidecar, type Sidecar, writeSidecar } from "./sidecar";
import { addCopiesToError, moveJournalAside } from "./valid-copies";
import { writeCheckpoint } from "./write-checkpoint";

/** Creates the folders of a stack and takes its lock. */
export async function lockStack(disk: Disk, files: StackFiles, now: Date): Promise<Lock> {
  await refuseLinks(disk, files);
  await prepareLayout(disk, files);
  return takeLock(disk, files.lock, now);
}

/**
 * Reads the files of a stack.
 *
 * @param force accepts an older state, or one whose file is missing
 * @throws {EngineError} `LAB_STATE` naming the valid copies and the command that restores them
 */
export async function readOrExplain(disk: Disk, files: StackFiles, force: boolean): Promise<StoredStack> {
  let storedStack: StoredStack;
  try {
    storedStack = await readStoredStack(disk, files);
    // Finds damage before a passphrase is needed.
    decodeStoredStack(files, storedStack, SEALED, false);
  } catch (error) {
    throw await addCopiesToError(disk, files, await readSidecar(disk, files, []), error);
  }
  if (storedStack.doubt === undefined || force) return storedStack;
  const doubt = new EngineError(
    "LAB_STATE",
    `${storedStack.doubt}\nto continue with the state on disk, use --force`,
  );
  throw await addCopiesToError(disk, files, storedStack.sidecar, doubt);
}

/** The files that a session continues. */
export interface SessionBase {
  readonly sidecar: Sidecar;
  readonly sha256: string;
}

/** Prepares the files for a session: writes the old journal into the checkpoint, and updates the sidecar. */
export async function prepareSession(
  disk: Disk,
  files: StackFiles,
  found: StoredStack,
  base: Deployment,
  secrets: PassphraseSecrets,
  now: Date,
  notices: string[],
): Promise<SessionBase> {
  if (found.foreignJournal) notices.push(...(await moveJournalAside(disk, files)));
  if (found.journal && found.journal.batches.length > 0) {
    const sidecar = await writeDeployment(
      disk,
      files,
      found,
      base,
      codecOf(secrets),
      secrets.salt,
      now,
      notices,
    );
    await removeIfThere(disk, files.journal);
    return { sidecar, sha256: sidecar.current.sha256 };
  }
  if (found.journal || found.staleJournal) await removeIfThere(disk, files.journal);
  return { sidecar: await adoptCheckpoint(disk, files, found, base, secrets), sha256: found.sha256 };
}

/** Writes a deployment as the next checkpoint. */
export async function writeDeployment(
  disk: Disk,
  files: StackFiles,
  found: StoredStack,
  deployment: Deployment,
  codec: SecretCodec,
  salt: string | undefined,
  now: Date,
  notices: string[],
): Promise<Sidecar> {
  const encoding = encodeDeployment(deployment, codec);
  const { project, stack } = files;
  const time = now.toISOString();
  const text = renderCheckpoint(encoding, { project, stack, time, ...(salt !== undefined && { salt }) });
  const entry = {
    serial: found.sidecar.current.serial + 1,
    digests: encoding.resources.map(digestOf),
    tokens: deployment.pendingOperations.map(({ token }) => token ?? null),
  };
  return writeCheckpoint(disk, files, text, entry, found.sidecar, found.sha256, notices);
}

/** Records a checkpoint of another writer in the sidecar, as if it were our own. */
async function adoptCheckpoint(
  disk: Disk,
  files: StackFiles,
  found: StoredStack,
  base: Deployment,
  secrets: PassphraseSecrets,
): Promise<Sidecar> {
  const { sidecar, sha256 } = found;
  if (sidecar.current.sha256 === sha256) return sidecar;
  const { resources } = encodeDeployment(base, codecOf(secrets));
  const serial = sidecar.current.serial + 1;
  const newSidecar = advanceSidecar(sidecar, {
    serial,
    sha256,
    digests: resources.map(digestOf),
    tokens: [],
  });
  await writeSidecar(disk, files, newSidecar);
  return newSidecar;
}
