import { createHash } from "node:crypto";
import { messageOf } from "../errors";
import { writeAtomically } from "./atomic-write";
import type { StoredState } from "./checkpoint";
import { type Disk, readIfThere } from "./disk";
import type { StackFiles } from "./layout";
import { decodeResource, encodeResource, isObject, SEALED } from "./resource-codec";

/** Number of old checkpoints whose hash is kept. */
const MAX_SEEN = 200;

/** One checkpoint that this engine wrote. */
export interface Entry {
  /** Counts the checkpoints of the stack. */
  readonly serial: number;
  /** Hash of the whole file; empty for no file. */
  readonly sha256: string;
  /** Digest of each resource, in order. */
  readonly digests: readonly string[];
  /** Tokens of the pending operations, in order; Pulumi's format has no room for them. */
  readonly tokens: readonly (string | null)[];
}

/** The file `STACK.lab`, which this engine keeps beside the checkpoint. */
export interface Sidecar {
  readonly current: Entry;
  /** Set while the checkpoint is being replaced: after a crash, the file on disk is either `current` or `next`. */
  readonly next?: Entry;
  /** Hashes of the earlier checkpoints, oldest first. */
  readonly seen: readonly string[];
}

/** The sidecar before the first checkpoint. */
export const NOTHING_WRITTEN: Sidecar = {
  current: { serial: 0, sha256: "", digests: [], tokens: [] },
  seen: [],
};

/** sha256 of a file's content. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** Digest of a resource as this engine renders it, independent of the layout of its file. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** Number of resources that were changed, added or removed since a checkpoint. */
export function countChanges(stored: StoredState, entry: Entry): number {
  const before = new Map<string, number>();
  for (const digest of entry.digests) before.set(digest, (before.get(digest) ?? 0) + 1);
  let count = 0;
  for (const raw of stored.resources) {
    const digest = digestOf(JSON.stringify(encodeResource(decodeResource(raw, SEALED, "", []), SEALED)));
    const remaining = before.get(digest) ?? 0;
    if (remaining === 0) continue;
    before.set(digest, remaining - 1);
    count++;
  }
  return Math.max(stored.resources.length, entry.digests.length) - count;
}

/** Reads the sidecar; undefined, with a notice, when it cannot be read. */
export async function readSidecar(
  disk: Disk,
  files: StackFiles,
  notices: string[],
): Promise<Sidecar | undefined> {
  const bytes = await readIfThere(disk, files.sidecar);
  if (!bytes) return undefined;
  try {
    const value: unknown = JSON.parse(bytes.toString("utf8"));
    if (
      isObject(value) &&
      value["format"] === 1 &&
      isEntry(value["current"]) &&
      Array.isArray(value["seen"])
    ) {
      return value as unknown as Sidecar;
    }
    throw new Error("its format is unknown");
  } catch (error) {
    notices.push(
      `${files.sidecar}: the file cannot be read, so edits of the state are not detected this time; ${messageOf(error)}`,
    );
    return undefined;
  }
}

/** Writes the sidecar. */
export async function writeSidecar(disk: Disk, files: StackFiles, sidecar: Sidecar): Promise<void> {
  const { current, next, seen } = sidecar;
  const text = JSON.stringify({ format: 1, current, ...(next && { next }), seen: seen.slice(-MAX_SEEN) });
  await writeAtomically(disk, files.sidecar, Buffer.from(`${text}\n`));
}

/** The sidecar after the next checkpoint is written. */
export function advanceSidecar({ current, seen }: Sidecar, next: Entry): Sidecar {
  return { current: next, seen: [...seen, current.sha256].filter((hash) => hash !== next.sha256) };
}

function isEntry(value: unknown): boolean {
  return (
    isObject(value) &&
    typeof value["serial"] === "number" &&
    typeof value["sha256"] === "string" &&
    Array.isArray(value["digests"]) &&
    Array.isArray(value["tokens"])
  );
}
