import { randomBytes } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { FileBackend } from "../../lab/engine/state";
import type { Workspace } from "../workspace";

/**
 * Returns a workspace that does not create a passphrase in its lab. Without one nothing is encrypted yet, so a run that keeps
 * nothing can use a passphrase of its own.
 */
export function withoutNewPassphrase(workspace: Workspace, env: NodeJS.ProcessEnv = process.env): Workspace {
  const isGiven =
    env["PULUMI_CONFIG_PASSPHRASE"] !== undefined ||
    Boolean(env["PULUMI_CONFIG_PASSPHRASE_FILE"]) ||
    existsSync(join(workspace.home, "passphrase"));
  if (isGiven) return workspace;
  const passphrase = { text: randomBytes(24).toString("base64url"), source: "generated for this run" };
  return { ...workspace, passphrase: async () => passphrase };
}

/** A lab for one run. */
export interface TemporaryLab {
  readonly workspace: Workspace;
  /** Deletes the lab. */
  readonly remove: () => Promise<void>;
}

/** Creates a lab in a temporary folder, with the project and the passphrase of another. */
export async function createTemporaryLab(workspace: Workspace): Promise<TemporaryLab> {
  const home = await mkdtemp(join(tmpdir(), "archipelago-policy-"));
  return {
    workspace: { ...workspace, home, cloud: join(home, "cloud"), backend: new FileBackend(home) },
    // A process that has just ended may still hold a file open.
    remove: () => rm(home, { recursive: true, force: true, maxRetries: 5 }),
  };
}
