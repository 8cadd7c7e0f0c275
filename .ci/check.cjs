// Runs every check, even after one has failed. The last line counts tests: `N passed, N failed`.
const { spawn } = require("node:child_process");
const path = require("node:path");
const { ensureInstalled } = require("../cli/ensure-installed.js");
const { runWatched } = require("./watchdog.cjs");

const ROOT = path.resolve(__dirname, "..");
/** Run at the same time, since each leaves a core idle; their output is printed in this order. */
const STATIC_CHECKS = ["lint", "types", "dead-code"];
const TALLY = /^\d+ passed, \d+ failed.*$/m;

async function check() {
  const installed = ensureInstalled();
  if (installed !== 0) return installed;
  const failed = [];
  const checks = STATIC_CHECKS.map(runScript);
  for (const [index, result] of checks.entries()) {
    const { code, output } = await result;
    process.stdout.write(`\n> ${STATIC_CHECKS[index]}\n${output}`);
    if (code !== 0) failed.push(STATIC_CHECKS[index]);
  }
  process.stdout.write("\n> mocha\n");
  // the tally stands for tests that could not even be loaded
  const { code, tally = "0 passed, 1 failed" } = await runTests();
  if (code !== 0) failed.push("mocha");
  const verdict = failed.length === 0 ? "all checks passed" : `failed: ${failed.join(", ")}`;
  process.stdout.write(`\n${verdict}\n${tally}\n`);
  return failed.length === 0 ? 0 : 1;
}

/** Runs a script of package.json, and returns its exit code and output. */
function runScript(name) {
  return new Promise((resolve) => {
    const { command, args, shell } = scriptCommand(name);
    const child = spawn(command, args, { cwd: ROOT, stdio: ["ignore", "pipe", "pipe"], shell });
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ code: 1, output: `${output}${name}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs the tests, forwards their output, and returns the line with their counts separately. */
async function runTests() {
  let tally;
  const onLine = (line) => {
    if (TALLY.test(line)) tally = line;
    else process.stdout.write(`${line}\n`);
  };
  const { command, args, shell } = scriptCommand("mocha");
  try {
    return { code: await runWatched(command, args, { onLine, cwd: ROOT, shell }), tally };
  } catch (error) {
    process.stderr.write(`mocha: ${error.message}\n`);
    return { code: 1, tally };
  }
}

/** The command that runs a script of package.json. */
function scriptCommand(name) {
  const npm = process.env.npm_execpath;
  const script = ["run", "--silent", name];
  if (npm && /\.c?js$/.test(npm)) return { command: process.execPath, args: [npm, ...script], shell: false };
  return { command: "npm", args: script, shell: process.platform === "win32" };
}

check().then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  },
);
