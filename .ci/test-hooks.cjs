// Mocha's hooks for every test file: names the running test for the watchdog of check.cjs, and lets only marked files start processes.
const child_process = require("node:child_process");
const fs = require("node:fs");
const { syncBuiltinESMExports } = require("node:module");
const path = require("node:path");
const worker_threads = require("node:worker_threads");

/** First line of a test file that starts processes or threads; `npm run test:fast` leaves it out. */
const MARKER = "// starts processes";
const ROOT = path.resolve(__dirname, "..");
const SYNCHRONOUS = ["spawnSync", "execSync", "execFileSync"];

/** Unmarked files whose tests run now. */
let guarded = [];

function isMarked(file) {
  return fs.readFileSync(file, "utf8").startsWith(MARKER);
}

function guard(command) {
  // tsx compiles with esbuild, whenever a module is loaded
  if (guarded.length === 0 || /[\\/]esbuild/.test(command)) return;
  const files = guarded.map((file) => path.relative(ROOT, file)).join(", ");
  throw new Error(`${files}: a test starts ${command}; begin the file with the line "${MARKER}"`);
}

function commandOf(command, args) {
  return [command, ...(Array.isArray(args) ? args : [])].join(" ");
}

/** Checks every way to start a process or a thread. */
function install() {
  const { spawn } = child_process.ChildProcess.prototype;
  child_process.ChildProcess.prototype.spawn = function (options) {
    guard(commandOf(options.file, options.args?.slice(1)));
    return spawn.call(this, options);
  };
  for (const name of SYNCHRONOUS) {
    const start = child_process[name];
    child_process[name] = (command, ...rest) => {
      guard(commandOf(command, rest[0]));
      return start(command, ...rest);
    };
  }
  worker_threads.Worker = class extends worker_threads.Worker {
    constructor(file, options) {
      guard(`a thread of ${file}`);
      super(file, options);
    }
  };
  syncBuiltinESMExports();
}

/** Writes what runs now to a file per process, in the folder that check.cjs reads. */
function report(text) {
  const folder = process.env.ARCHIPELAGO_RUNNING_TESTS;
  if (folder) fs.writeFileSync(path.join(folder, String(process.pid)), text);
}

install();

exports.mochaHooks = {
  beforeAll() {
    const { suites, tests } = this.test.parent;
    const files = [...new Set([...suites, ...tests].map(({ file }) => file))];
    guarded = files.some(isMarked) ? [] : files;
    report(files.map((file) => path.relative(ROOT, file)).join(", "));
  },
  beforeEach() {
    const { file } = this.currentTest;
    report(`${path.relative(ROOT, file)}: ${this.currentTest.fullTitle()}`);
  },
  afterAll() {
    guarded = [];
    report("");
  },
};
exports.isMarked = isMarked;
