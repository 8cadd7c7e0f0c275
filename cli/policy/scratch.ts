import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileBackend } from "../../lab/engine/state";
import type { Workspace } from "../workspace";

/**
 * A workspace that makes no passphrase in its lab: where there is none yet, nothing was ever encrypted with it, and one
 * that nobody keeps does for a run of which nothing stays.
 */
export function leavingNoPassphrase(workspace: Workspace, env: NodeJS.ProcessEnv = process.env): Workspace {
  const isGiven =
    env["PULUMI_CONFIG_PASSPHRASE"] !== undefined ||
    Boolean(env["PULUMI_CONFIG_PASSPHRASE_FILE"]) ||
    existsSync(join(workspace.home, "passphrase"));
  if (isGiven) return workspace;
  const passphrase = { text: randomBytes(24).toString("base64url"), source: "one made for this run" };
  return { ...workspace, passphrase: async () => passphrase };
}

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
