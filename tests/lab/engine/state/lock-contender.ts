import { createInterface } from "node:readline";
import { realDisk } from "../../../../lab/engine/state/disk";
import { filesOf } from "../../../../lab/engine/state/layout";
import { takeLock } from "../../../../lab/engine/state/lock";

/** Takes the locks of many stacks one after the other and keeps them. The process starts on a line of its stdin. */
async function contend(root: string, rounds: number): Promise<string> {
  let results = "";
  for (let round = 0; round < rounds; round++) {
    try {
      await takeLock(realDisk, filesOf(root, "archi", `s${round}`).lock, new Date());
      results += "W";
    } catch (error) {
      results +=
        error instanceof Error && error.message.includes("holds the lock") ? "L" : `[${String(error)}]`;
    }
  }
  return results;
}

const [, , root = "", rounds = "0"] = process.argv;
process.stdout.write("ready\n");
const lines = createInterface(process.stdin)[Symbol.asyncIterator]();
lines
  .next()
  .then(() => contend(root, Number(rounds)))
  .then(async (results) => {
    process.stdout.write(`${results}\n`);
    await lines.next(); // a dead owner's lock would be taken over: wait until the other process is done
    process.exit(0);
  })
  .catch((error: unknown) => {
    process.stderr.write(String(error));
    process.exit(1);
  });
