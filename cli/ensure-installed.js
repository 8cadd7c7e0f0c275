// Installs the packages when some are missing or of another version than package-lock.json says. Needs nothing installed.
const { spawnSync } = require("node:child_process");
const fs = require("node:fs");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "..");
const OLDEST_NODE = [20, 19];

/** Installs what is missing; answers the exit code. */
function ensureInstalled() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < OLDEST_NODE[0] || (major === OLDEST_NODE[0] && minor < OLDEST_NODE[1])) {
    say(
      `node is ${process.versions.node}, expected ${OLDEST_NODE.join(".")} or newer; install it from https://nodejs.org`,
    );
    return 2;
  }
  if (isComplete(ROOT)) return 0;
  say(
    "installing the packages that package-lock.json names (npm ci); this is done once and takes about a minute",
  );
  const npm = process.env.npm_execpath;
  const args = ["ci", "--include=dev", "--no-audit", "--no-fund"];
  const [command, given] = npm && /\.c?js$/.test(npm) ? [process.execPath, [npm, ...args]] : ["npm", args];
  // npm writes to our stderr, so that --json leaves one object on stdout and nothing else
  const { status, error } = spawnSync(command, given, {
    cwd: ROOT,
    stdio: ["ignore", 2, 2],
    shell: command === "npm" && process.platform === "win32",
  });
  if (error) say(`npm cannot be started: ${error.message}; install node with npm, and run npm ci in ${ROOT}`);
  else if (status !== 0) say(`npm ci failed; run it in ${ROOT} to see why`);
  return error ? 1 : (status ?? 1);
}

/** Whether every package of the lock file is there in its version; those for other systems need not be. */
function isComplete(root) {
  const wanted = packagesOf(path.join(root, "package-lock.json"));
  const there = packagesOf(path.join(root, "node_modules", ".package-lock.json"));
  if (!wanted) return true;
  if (!there) return false;
  return Object.entries(wanted).every(([name, { version, optional, devOptional }]) => {
    if (name === "" || there[name]?.version === version) return true;
    return (optional || devOptional) === true && !there[name];
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
