import { randomBytes } from "node:crypto";
import { link, mkdir, readFile, unlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { EngineError, messageOf } from "../errors";
import { faultCode, realDisk } from "./disk";
import type { Passphrase } from "./types";

/**
 * Finds the passphrase without a prompt: in `PULUMI_CONFIG_PASSPHRASE` (an empty one counts), else in the file named by
 * `PULUMI_CONFIG_PASSPHRASE_FILE`, else in `passphrase` in the lab's home, which is created when missing.
 *
 * @throws {EngineError} `LAB_CONFIG` when the named file cannot be read
 */
export async function findPassphrase(
  home: string,
  env: Readonly<Record<string, string | undefined>> = process.env,
): Promise<Passphrase> {
  const text = env["PULUMI_CONFIG_PASSPHRASE"];
  if (text !== undefined) return { text, source: "PULUMI_CONFIG_PASSPHRASE" };
  const file = env["PULUMI_CONFIG_PASSPHRASE_FILE"];
  if (file) {
    try {
      const source = `PULUMI_CONFIG_PASSPHRASE_FILE (${file})`;
      return { text: (await readFile(file, "utf8")).trim(), source };
    } catch (error) {
      throw new EngineError(
        "LAB_CONFIG",
        `PULUMI_CONFIG_PASSPHRASE_FILE is ${JSON.stringify(file)}, expected a readable file; ${messageOf(error)}`,
      );
    }
  }
  return readOrCreatePassphrase(home);
}

async function readOrCreatePassphrase(home: string): Promise<Passphrase> {
  const file = join(home, "passphrase");
  await mkdir(home, { recursive: true, mode: 0o700 });
  if (!(await realDisk.stat(file))) {
    // The complete file is linked to its name, so that a second process never reads a part of it.
    const draft = `${file}.${randomBytes(6).toString("hex")}`;
    await writeFile(draft, `${randomBytes(24).toString("base64url")}\n`, {
      mode: 0o600,
      flag: "wx",
      flush: true,
    });
    try {
      await link(draft, file);
    } catch (error) {
      if (faultCode(error) !== "EEXIST") throw error;
    } finally {
      await unlink(draft);
    }
  }
  const text = (await readFile(file, "utf8")).trim();
  if (text !== "") return { text, source: file, keys: join(home, "keys") };
  throw new EngineError(
    "LAB_CONFIG",
    `${file}: the file is empty, expected a passphrase; write the passphrase of your stacks into it`,
  );
}
