import { type ChildProcess, spawn } from "node:child_process";

/** Reads `+ PID` and `- PID` lines until the writer ends, and then kills the process groups that are still listed. */
const SCRIPT = `
live=" "
while read -r sign pid; do
  case "$sign" in
    +) live="$live$pid " ;;
    -) case "$live" in *" $pid "*) live="\${live%% "$pid" *} \${live#* "$pid" }" ;; esac ;;
  esac
done
for pid in $live; do kill -s KILL -- "-$pid" 2>/dev/null; done
exit 0
`;

let watchdog: ChildProcess | undefined;
let groupCount = 0;

/**
 * Kills the process group led by `pid` when this process ends, however it ends. A `kill -9` runs no handler, but it closes
 * the pipe to a small shell, which then kills the groups.
 *
 * @returns a function to call when the group has ended by itself
 */
export function watch(pid: number): () => void {
  watchdog ??= start();
  groupCount += 1;
  const { stdin } = watchdog;
  stdin?.write(`+ ${pid}\n`);
  let done = false;
  return () => {
    if (done) return;
    done = true;
    groupCount -= 1;
    stdin?.write(`- ${pid}\n`);
    if (groupCount > 0) return;
    stdin?.end();
    watchdog = undefined;
  };
}

function start(): ChildProcess {
  const child = spawn("/bin/sh", ["-c", SCRIPT], { detached: true, stdio: ["pipe", "ignore", "ignore"] });
  child.unref();
  child.stdin?.on("error", () => undefined); // the engine survives when its watchdog is killed by hand
  if (child.stdin && "unref" in child.stdin && typeof child.stdin.unref === "function") child.stdin.unref();
  return child;
}
