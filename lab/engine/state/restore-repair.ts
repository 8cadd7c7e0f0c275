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

/** Replaces the checkpoint by a copy, byte for byte, so that a journal that continues the copy stays valid. */
export async function restoreCopy(
  disk: Disk,
  files: StackFiles,
  from: string | undefined,
  notices: string[],
): Promise<readonly string[]> {
  const sidecar = (await readSidecar(disk, files, notices)) ?? NOTHING_WRITTEN;
  const copy = await chooseCopy(disk, files, sidecar, from);
  const state = parseState(copy.bytes.toString("utf8"), copy.path);
  if (state.stack === undefined) {
    throw new EngineError(
      "LAB_STATE",
      `${copy.path}: the file is an export; import it with: archipelago stack import`,
    );
  }
  const { resources } = encodeDeployment(decodeDeployment(state, SEALED, copy.path), SEALED);
  const entry = { serial: sidecar.current.serial + 1, digests: resources.map(digestOf), tokens: [] };
  if (!copy.journal) notices.push(...(await moveJournalAside(disk, files)));
  const oldPath = await moveAside(disk, files.checkpoint, "damaged");
  if (oldPath !== undefined) notices.push(`the replaced file is kept as ${oldPath}`);
  await writeCheckpoint(disk, files, copy.bytes.toString("utf8"), entry, sidecar, "", notices);
  notices.push(`${files.project}/${files.stack}: ${copy.resources} resources are restored from ${copy.path}`);
  return notices;
}

/**
 * Repairs the state of a stack.
 *
 * @param now time of the checkpoint; undefined for a dry run
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
    throw new EngineError(
      "LAB_STATE",
      `${files.checkpoint}: the state cannot be repaired\n${faults.join("\n")}`,
    );
  }
  if (changes.length === 0 || now === undefined) return changes;
  const salt = stack.journal?.header?.salt ?? stack.state.salt;
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
