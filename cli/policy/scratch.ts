import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileBackend } from "../../lab/engine/state";
import type { Workspace } from "../workspace";

/** A lab of its own for one run, of which nothing stays. */
export interface Scratch {
  readonly workspace: Workspace;
  /** Removes it. */
  readonly remove: () => Promise<void>;
}

/** Makes a lab in a temporary folder, with the project and the passphrase of another. */
export async function scratchLab(workspace: Workspace): Promise<Scratch> {
  const home = await mkdtemp(join(tmpdir(), "archipelago-policy-"));
  return {
    workspace: { ...workspace, home, cloud: join(home, "cloud"), backend: new FileBackend(home) },
    // A process that was just ended may still have had a file open.
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
