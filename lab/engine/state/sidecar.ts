import { createHash } from "node:crypto";
import { messageOf } from "../errors";
import { writeAtomically } from "./atomic-write";
import type { StoredState } from "./checkpoint";
import { type Disk, readIfThere } from "./disk";
import type { StackFiles } from "./layout";
import { decodeResource, encodeResource, isObject, SEALED } from "./resource-codec";

/** How many old checkpoints are remembered by their hash. */
const MAX_SEEN = 200;

/** What this engine knows of one checkpoint that it wrote. */
export interface Entry {
  /** Counts the checkpoints of the stack. */
  readonly serial: number;
  /** Of the whole file; empty for no file. */
  readonly sha256: string;
  /** Of each resource, in order. */
  readonly digests: readonly string[];
  /** Tokens of the pending operations, in order; Pulumi's format has no room for them. */
  readonly tokens: readonly (string | null)[];
}

/** What this engine remembers beside a checkpoint. */
export interface Sidecar {
  readonly current: Entry;
  /** Set while the checkpoint is replaced: after a crash the one that was in place, or this, is there. */
  readonly next?: Entry;
  /** Hashes of the checkpoints before, oldest first. */
  readonly seen: readonly string[];
}

/** Before the first checkpoint. */
export const NOTHING_WRITTEN: Sidecar = {
  current: { serial: 0, sha256: "", digests: [], tokens: [] },
  seen: [],
};

/** sha256 of a file's content. */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/** What a resource says, whatever the layout of its file: of its text as this engine would write it. */
export function digestOf(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 16);
}

/** How many resources are changed, added or removed against what was written last. */
export function countChanges(stored: StoredState, entry: Entry): number {
  const before = new Map<string, number>();
  for (const digest of entry.digests) before.set(digest, (before.get(digest) ?? 0) + 1);
  let unchanged = 0;
  for (const raw of stored.resources) {
    const digest = digestOf(JSON.stringify(encodeResource(decodeResource(raw, SEALED, "", []), SEALED)));
    const remaining = before.get(digest) ?? 0;
    if (remaining === 0) continue;
    before.set(digest, remaining - 1);
    unchanged++;
  }
  return Math.max(stored.resources.length, entry.digests.length) - unchanged;
}

/** Reads the sidecar; what cannot be read counts as nothing and is told in `notices`. */
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
    throw new Error("it has another form");
  } catch (error) {
    notices.push(
      `${files.sidecar}: cannot be read, so that an edited state is not noticed this time; ${messageOf(error)}`,
    );
    return undefined;
  }
}

/** Writes the sidecar, whole. */
export async function writeSidecar(disk: Disk, files: StackFiles, sidecar: Sidecar): Promise<void> {
  const { current, next, seen } = sidecar;
  const text = JSON.stringify({ format: 1, current, ...(next && { next }), seen: seen.slice(-MAX_SEEN) });
  await writeAtomically(disk, files.sidecar, Buffer.from(`${text}\n`));
}

/** The sidecar after its next checkpoint is in place. */
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
