// All that must be right, each step run though another fails. The last line counts tests: `N passed, N failed`.
const { spawn } = require("node:child_process");
const path = require("node:path");
const { ensureInstalled } = require("../cli/ensure-installed.js");

const ROOT = path.resolve(__dirname, "..");
/** Run at the same time, since each leaves a core idle; what one prints is held until those before it have ended. */
const LOOKS = ["lint", "types", "dead-code"];
const TALLY = /^\d+ passed, \d+ failed.*$/m;

async function check() {
  const installed = ensureInstalled();
  if (installed !== 0) return installed;
  const failed = [];
  // what is told when the tests cannot even be loaded
  let tally = "0 passed, 1 failed";
  const looks = LOOKS.map((step) => held(step));
  for (const [index, look] of looks.entries()) {
    const { code, output } = await look;
    process.stdout.write(`\n> ${LOOKS[index]}\n${output}`);
    if (code !== 0) failed.push(LOOKS[index]);
  }
  process.stdout.write("\n> mocha\n");
  const { code, told } = await tests();
  if (code !== 0) failed.push("mocha");
  if (told !== undefined) tally = told;
  process.stdout.write(
    `\n${failed.length === 0 ? "all is well" : `failed: ${failed.join(", ")}`}\n${tally}\n`,
  );
  return failed.length === 0 ? 0 : 1;
}

/** Runs a script of package.json, and answers how it ended and all that it printed. */
function held(step) {
  return new Promise((resolve) => {
    const child = start(step, "pipe");
    let output = "";
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding("utf8");
      stream.on("data", (text) => {
        output += text;
      });
    }
    child.on("error", (error) => resolve({ code: 1, output: `${output}${step}: ${error.message}\n` }));
    child.on("close", (code) => resolve({ code: code ?? 1, output }));
  });
}

/** Runs the tests, passes on what they print, and keeps the line that counts them for the end. */
function tests() {
  return new Promise((resolve) => {
    const child = start("mocha", "inherit");
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
      process.stderr.write(`mocha: ${error.message}\n`);
      resolve({ code: 1, told });
    });
    child.on("close", (code) => {
      if (TALLY.test(rest)) told = rest;
      else process.stdout.write(rest);
      resolve({ code: code ?? 1, told });
    });
  });
}

function start(step, stderr) {
  const npm = process.env.npm_execpath;
  const args = ["run", "--silent", step];
  const [command, given] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...args]] : ["npm", args];
  const shell = command === "npm" && process.platform === "win32";
  return spawn(command, given, { cwd: ROOT, stdio: ["ignore", "pipe", stderr], shell });
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
