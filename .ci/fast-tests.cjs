// Runs the tests that start no process. A test file that starts one says so in its first line.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");
const { ensureInstalled } = require("../cli/ensure-installed.js");

const ROOT = path.resolve(__dirname, "..");

function run() {
  const code = ensureInstalled();
  if (code !== 0) return code;
  const { isMarked } = require("./test-hooks.cjs");
  const files = fs
    .readdirSync(path.join(ROOT, "tests"), { recursive: true, encoding: "utf8" })
    .map((file) => path.join("tests", file))
    .filter((file) => file.endsWith(".test.ts") && !isMarked(path.join(ROOT, file)));
  const mocha = require.resolve("mocha/bin/mocha.js");
  const args = [mocha, "--reporter", ".ci/reporter.cjs", ...process.argv.slice(2), ...files];
  return spawnSync(process.execPath, args, { cwd: ROOT, stdio: "inherit" }).status ?? 1;
}

process.exitCode = run();
