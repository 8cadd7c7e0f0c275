import { EngineError } from "../errors";
import { decodeDeployment, encodeDeployment, parseState } from "./checkpoint";
import { type Disk, removeIfThere } from "./disk";
import { repairDeployment, verifyIntegrity } from "./integrity";
import type { StackFiles } from "./layout";
import { decodeStoredStack, readStoredStack } from "./load";
import { writeDeployment } from "./prepare-session";
import { SEALED } from "./resource-codec";
import { digestOf, NOTHING_WRITTEN, readSidecar, type Sidecar } from "./sidecar";
import { type Copy, checkCopy, findCopies, moveJournalAside } from "./valid-copies";
import { moveAside, writeCheckpoint } from "./write-checkpoint";

/** Puts a copy in the place of the checkpoint, byte by byte, so that a journal that goes on from it still fits. */
export async function restoreCopy(
  disk: Disk,
  files: StackFiles,
  from: string | undefined,
  notices: string[],
): Promise<readonly string[]> {
  const sidecar = (await readSidecar(disk, files, notices)) ?? NOTHING_WRITTEN;
  const copy = await chooseCopy(disk, files, sidecar, from);
  const stored = parseState(copy.bytes.toString("utf8"), copy.path);
  if (stored.stack === undefined) {
    throw new EngineError(
      "LAB_STATE",
      `${copy.path}: it is an export; take it with: archipelago stack import`,
    );
  }
  const { resources } = encodeDeployment(decodeDeployment(stored, SEALED, copy.path), SEALED);
  const entry = { serial: sidecar.current.serial + 1, digests: resources.map(digestOf), tokens: [] };
  if (!copy.journal) notices.push(...(await moveJournalAside(disk, files)));
  const damaged = await moveAside(disk, files.checkpoint, "damaged");
  if (damaged !== undefined) notices.push(`what was there is kept as ${damaged}`);
  await writeCheckpoint(disk, files, copy.bytes.toString("utf8"), entry, sidecar, "", notices);
  notices.push(`${files.project}/${files.stack}: ${copy.resources} resources are restored from ${copy.path}`);
  return notices;
}

/**
 * Repairs the state of a stack.
 *
 * @param now time of the checkpoint; undefined only looks
 * @returns one line for each change
 * @throws {EngineError} `LAB_STATE` when it cannot be repaired
 */
export async function repairState(
  disk: Disk,
  files: StackFiles,
  now: Date | undefined,
): Promise<readonly string[]> {
  const stack = await readStoredStack(disk, files);
  if (stack.doubt !== undefined) throw new EngineError("LAB_STATE", stack.doubt);
  const { deployment, changes } = repairDeployment(decodeStoredStack(files, stack, SEALED, false));
  const faults = verifyIntegrity(deployment);
  if (faults.length > 0) {
    throw new EngineError("LAB_STATE", `${files.checkpoint}: it cannot be repaired\n${faults.join("\n")}`);
  }
  if (changes.length === 0 || now === undefined) return changes;
  const salt = stack.journal?.header?.salt ?? stack.stored.salt;
  await writeDeployment(disk, files, stack, deployment, SEALED, salt, now, []);
  await removeIfThere(disk, files.journal);
  return changes;
}

async function chooseCopy(
  disk: Disk,
  files: StackFiles,
  sidecar: Sidecar,
  from: string | undefined,
): Promise<Copy> {
  if (from !== undefined) return checkCopy(disk, files, from, await disk.read(from));
  const [newest] = await findCopies(disk, files, sidecar);
  if (newest) return newest;
  throw new EngineError(
    "LAB_STATE",
    `${files.checkpoint}: no valid copy was found, expected one in ${files.backup} or ${files.backups}`,
  );
}
