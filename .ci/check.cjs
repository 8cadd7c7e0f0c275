// All that must be right, each step run though one before it fails. The last line counts tests: `N passed, N failed`.
const { spawn } = require("node:child_process");
const path = require("node:path");
const { ensureInstalled } = require("../cli/ensure-installed.js");

const ROOT = path.resolve(__dirname, "..");
const STEPS = ["lint", "types", "dead-code", "mocha"];
const TALLY = /^\d+ passed, \d+ failed.*$/m;

async function check() {
  const installed = ensureInstalled();
  if (installed !== 0) return installed;
  const failed = [];
  // what is told when the tests cannot even be loaded
  let tally = "0 passed, 1 failed";
  for (const step of STEPS) {
    process.stdout.write(`\n> ${step}\n`);
    const { code, told } = await run(step);
    if (code !== 0) failed.push(step);
    if (step === "mocha" && told !== undefined) tally = told;
  }
  process.stdout.write(
    `\n${failed.length === 0 ? "all is well" : `failed: ${failed.join(", ")}`}\n${tally}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** Runs a script of package.json, passes on what it prints, and keeps the line that counts tests for the end. */
function run(step) {
  const npm = process.env.npm_execpath;
  const args = ["run", "--silent", step];
  const [command, given] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...args]] : ["npm", args];
  return new Promise((resolve) => {
    const shell = command === "npm" && process.platform === "win32";
    const child = spawn(command, given, { cwd: ROOT, stdio: ["ignore", "pipe", "inherit"], shell });
    let told;
    let rest = "";
    child.stdout.setEncoding("utf8");
    child.stdout.on("data", (text) => {
      const lines = (rest + text).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (TALLY.test(line)) told = line;
        else process.stdout.write(`${line}\n`);
      }
    });
    child.on("error", (error) => {
      process.stderr.write(`${step}: ${error.message}\n`);
      resolve({ code: 1, told });
    });
    child.on("close", (code) => {
      if (TALLY.test(rest)) told = rest;
      else process.stdout.write(rest);
      resolve({ code: code ?? 1, told });
    });
  });
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
