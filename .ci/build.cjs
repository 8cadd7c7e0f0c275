// Writes dist/, the folders that other projects use. `node .ci/build.cjs [target ...]`; without a target, all of them.
const path = require("node:path");
const { ensureInstalled } = require("../cli/ensure-installed.js");

const DIST = path.resolve(__dirname, "..", "dist");

/** Modules that build a folder of dist/, by the folder's name; loaded only once the packages are installed. */
const TARGETS = { components: "./build-components.cjs", policies: "./build-policies.cjs" };

async function build(names) {
  const installed = ensureInstalled();
  if (installed !== 0) return installed;
  for (const name of names) {
    if (!Object.hasOwn(TARGETS, name)) {
      const expected = Object.keys(TARGETS).join(", ");
      process.stderr.write(`build: target is ${JSON.stringify(name)}, expected one of ${expected}\n`);
      return 2;
    }
  }
  for (const name of names.length > 0 ? names : Object.keys(TARGETS)) {
    await require(TARGETS[name]).build(path.join(DIST, name));
    process.stdout.write(`dist/${name}\n`);
  }
  return 0;
}

build(process.argv.slice(2)).then(
  (code) => {
    process.exitCode = code;
  },
  (error) => {
    process.stderr.write(`${error.stack}\n`);
    process.exitCode = 1;
  },
);
