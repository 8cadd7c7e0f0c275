// Installs packages that are missing or differ from package-lock.json. Depends on no package.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..");
const OLDEST_NODE = [20, 19];

/** Installs missing packages and returns the exit code. */
function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    say(
      `node is ${process.versions.node}, expected ${OLDEST_NODE.join(".")} or newer; install it from https://nodejs.org`,
    );
    return 2;
  }
  if (isComplete(ROOT)) return 0;
  say("installing the packages of package-lock.json with npm ci; this happens once and takes about a minute");
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const [command, given] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...args]] : ["npm", args];
  // npm writes to stderr, so that --json prints only its object on stdout
  const { status, error } = spawnSync(command, given, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    shell: command === "npm" && process.platform === "win32",
  });
  if (error) say(`npm does not start: ${error.message}; install Node with npm, then run npm ci in ${ROOT}`);
  else if (status !== 0) say(`npm ci failed; run it in ${ROOT} for details`);
  return error ? 1 : (status ?? 1);
}

/** Returns whether every package of the lock file is installed in its version; packages for other systems may be missing. */
function isComplete(root) {
  const locked = packagesOf(path.join(root, "package-lock.json"));
  const installed = packagesOf(path.join(root, "node_modules", ".package-lock.json"));
  if (!locked) return true;
  if (!installed) return false;
  return Object.entries(locked).every(([name, { version, optional, devOptional }]) => {
    if (name === "" || installed[name]?.version === version) return true;
    return (optional || devOptional) === true && !installed[name];
  });
}

function packagesOf(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages;
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

function say(text) {
  process.stderr.write(`archipelago: ${text}\n`);
}

module.exports = { ensureInstalled, isComplete };
if (require.main === module) process.exitCode = ensureInstalled();
