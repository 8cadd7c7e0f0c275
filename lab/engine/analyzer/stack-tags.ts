import * as fs from "node:fs/promises";
import * as path from "node:path";
import { z } from "zod";
import { EngineError, messageOf } from "../errors";

const file = z.object({ version: z.literal(1), tags: z.record(z.string(), z.string()) });

/**
 * Reads the tags of a stack, as `pulumi stack tag set` stores them; empty for a stack without tags.
 *
 * @param root the folder that `pulumi login file://` names
 * @throws {EngineError} LAB_STATE when they cannot be read
 */
export async function readStackTags(
  root: string,
  project: string,
  stack: string,
): Promise<Readonly<Record<string, string>>> {
  const name = path.join(root, ".pulumi", "stacks", project, `${stack}.pulumi-tags`);
  try {
    return file.parse(JSON.parse(await fs.readFile(name, "utf8"))).tags;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
    const what = error instanceof z.ZodError ? z.prettifyError(error) : messageOf(error);
    throw new EngineError("LAB_STATE", `tags of stack ${stack} in ${name} cannot be read: ${what}`);
  }
}
