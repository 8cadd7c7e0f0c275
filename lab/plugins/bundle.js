// Loads TypeScript from a bundle that is made once and kept until a file changes, since compiling it file by file costs
// three times as much as all else that a process of the lab does to start, and 40 MB of its memory.
const crypto = require("node:crypto");
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const CACHE = path.join(ROOT, "node_modules/.cache/archipelago");

/**
 * Loads a module from its source and answers what it exports.
 *
 * @param {string} entry its file, from the repository's root
 * @param {readonly string[]} sources folders that it is made of; a change in one of them makes a new bundle
 */
function load(entry, sources) {
  let bundle;
  try {
    bundle = bundled(entry, sources);
  } catch {
    // packages may be installed read-only: then the source is compiled as it is loaded
    // A tsconfig of the folder that a command is used in has no say in how the command itself is compiled.
    const given = process.env.TSX_TSCONFIG_PATH;
    process.env.TSX_TSCONFIG_PATH = path.join(ROOT, "tsconfig.json");
    require("tsx/cjs");
    if (given === undefined) delete process.env.TSX_TSCONFIG_PATH;
    else process.env.TSX_TSCONFIG_PATH = given;
    return require(path.join(ROOT, entry));
  }
  return require(bundle);
}

function bundled(entry, sources) {
  const name = path.basename(path.dirname(entry));
  const file = path.join(CACHE, `${name}-${fingerprint(sources)}.cjs`);
  if (fs.existsSync(file)) return file;
  const esbuild = createRequire(require.resolve("tsx"))("esbuild");
  const draft = `${file}.${process.pid}`;
  fs.mkdirSync(CACHE, { recursive: true });
  esbuild.buildSync({
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outfile: draft,
    bundle: true,
    packages: "external",
    platform: "node",
    target: "node20",
    sourcemap: "inline",
    sourcesContent: false,
    logLevel: "silent",
  });
  fs.renameSync(draft, file);
  removeOld(name);
  return file;
}

/** Removes bundles that nobody has started from for a day; one that is younger may be about to be read. */
function removeOld(name) {
  for (const each of fs.readdirSync(CACHE)) {
    const file = path.join(CACHE, each);
    const ours = each.startsWith(`${name}-`) && each.endsWith(".cjs");
    if (ours && Date.now() - fs.statSync(file).mtimeMs > 86_400_000) fs.rmSync(file, { force: true });
  }
}

/** Changes with every change of the sources or of what compiles them. */
function fingerprint(sources) {
  const hash = crypto.createHash("sha1").update(require("tsx/package.json").version);
  for (const folder of sources) {
    const entries = fs.readdirSync(path.join(ROOT, folder), { recursive: true }).sort();
    for (const each of entries) {
      if (!each.endsWith(".ts")) continue;
      const { mtimeMs, size } = fs.statSync(path.join(ROOT, folder, each));
      hash.update(`${folder}/${each}:${mtimeMs}:${size}\n`);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

module.exports = { load };
