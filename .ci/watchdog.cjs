// Ends a test run in which nothing happens any more, and names the tests that hang.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

/** Silence after which a test counts as hung. The slowest test file takes a minute or two on an idle machine. */
const SILENCE_LIMIT_MS = 20 * 60_000;

/**
 * Runs a command that loads test-hooks.cjs, passes each line of its output to `onLine`, and resolves with its exit code.
 * After a long silence it stops the command with all its processes and reports the tests that were running.
 */
function runWatched(command, args, { onLine, startTimer = afterSilence, report = writeError, ...options }) {
  return new Promise((resolve, reject) => {
    const folder = fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-running-tests-"));
    const child = spawn(command, args, {
      ...options,
      stdio: ["ignore", "pipe", "inherit"],
      env: { ...process.env, ...options.env, ARCHIPELAGO_RUNNING_TESTS: folder },
      // a group of its own, so that it can be stopped with all processes that it has started
      detached: process.platform !== "win32",
    });
    let rest = "";
    const timer = startTimer(() => {
      report("no test has ended for a long time; stopped");
      for (const text of runningTests(folder)) report(`  hung: ${text}`);
      stop(child);
    });
    const onSignal = () => {
      stop(child);
      process.exit(1);
    };
    const signals = ["SIGINT", "SIGTERM", "SIGHUP"];
    for (const signal of signals) process.once(signal, onSignal);
    const end = () => {
      clearTimeout(timer);
      for (const signal of signals) process.off(signal, onSignal);
      fs.rmSync(folder, { recursive: true, force: true });
    };
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      timer.refresh();
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      lines.forEach(onLine);
    });
    child.on("error", (error) => {
      end();
      reject(error);
    });
    child.on("close", (code) => {
      end();
      if (rest !== "") onLine(rest);
      resolve(code ?? 1);
    });
  });
}

function afterSilence(onSilence) {
  return setTimeout(onSilence, SILENCE_LIMIT_MS);
}

/** Names of the tests that run now, as test-hooks.cjs writes them. */
function runningTests(folder) {
  return fs
    .readdirSync(folder)
    .map((file) => fs.readFileSync(path.join(folder, file), "utf8"))
    .filter((text) => text !== "");
}

function stop(child) {
  try {
    process.kill(process.platform === "win32" ? child.pid : -child.pid, "SIGKILL");
  } catch (error) {
    if (error.code !== "ESRCH") throw error;
  }
}

function writeError(text) {
  process.stderr.write(`mocha: ${text}\n`);
}

module.exports = { runWatched };
