import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";

/** Runs `act` with an empty folder on a real disk, and always removes the folder. */
export async function inFolder<T>(act: (folder: string) => Promise<T>, under = os.tmpdir()): Promise<T> {
  fs.mkdirSync(under, { recursive: true });
  const folder = fs.mkdtempSync(path.join(under, "archipelago-bench-"));
  try {
    return await act(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
}
