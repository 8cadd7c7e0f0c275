import * as engine from "../../../../lab/engine";
import { loadProject, loadStackConfig } from "../../../../lab/engine/project";
import { FileBackend } from "../../../../lab/engine/state";
import { TEST_PLUGINS } from "./fixture";

const PASSPHRASE = { text: "x", source: "the test" };

/** `up` of the stack dev in an engine of its own, which can be killed. Prints the result as a line of JSON. */
async function main(dir: string): Promise<void> {
  const project = await loadProject(dir);
  const result = await engine.up({
    project,
    stack: "dev",
    config: await loadStackConfig(project, "dev", { passphrase: PASSPHRASE }),
    backend: new FileBackend(dir),
    passphrase: PASSPHRASE,
    pluginFolders: [TEST_PLUGINS],
  });
  process.stdout.write(`${JSON.stringify(result)}\n`);
}

main(process.argv[2] ?? "").catch((error: unknown) => {
  process.stderr.write(`${String(error)}\n`);
  process.exitCode = 1;
});
