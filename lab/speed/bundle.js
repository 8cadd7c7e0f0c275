// Loads TypeScript from one bundled file, which is built once and kept until a source file changes. Compiling file by file
// at every start takes longer than everything else that a process of the lab does to start.
const crypto = require("node:crypto");
const fs = require("node:fs");
const path = require("node:path");
const { CACHE, ROOT, writeWhole } = require("./cache.js");
const { ESBUILD_OPTIONS } = require("./esbuild-options.js");

const FOLDER = path.join(CACHE, "bundles");
const DAY_MS = 86_400_000;

/** A bundle on disk, and what it was built from: a change of the compiler or of one of the files makes it out of date. */
/** @typedef {{ bundle: string, compiler: string, files: Record<string, string> }} Manifest */

/**
 * Loads a module from its source and returns its exports.
 *
 * @param {string} entry its file, absolute or relative to the repository's root
 * @param {string} folder where bundles are kept
 */
function load(entry, folder = FOLDER) {
  let bundle;
  try {
    bundle = findOrBuild(entry, folder);
  } catch {
    // Packages may be installed read-only. tsx then compiles each file as it is loaded, and reports errors in the source.
    return loadWithoutBundle(entry);
  }
  return require(bundle);
}

/** Loads with tsx, by the tsconfig.json of the repository and not by one in the user's working directory. */
function loadWithoutBundle(entry) {
  const before = process.env.TSX_TSCONFIG_PATH;
  process.env.TSX_TSCONFIG_PATH = path.join(ROOT, "tsconfig.json");
  require("tsx/cjs");
  if (before === undefined) delete process.env.TSX_TSCONFIG_PATH;
  else process.env.TSX_TSCONFIG_PATH = before;
  return require(path.resolve(ROOT, entry));
}

function findOrBuild(entry, folder) {
  const name = path.relative(ROOT, path.resolve(ROOT, entry)).replace(/[^\w-]+/g, "-");
  const manifestFile = path.join(folder, `${name}.json`);
  const compiler = require("esbuild/package.json").version;
  const manifest = readManifest(manifestFile);
  if (manifest?.compiler === compiler && isCurrent(manifest, folder))
    return path.join(folder, manifest.bundle);
  const { text, files } = build(entry);
  const bundle = `${name}.${crypto.createHash("sha1").update(text).digest("hex").slice(0, 16)}.cjs`;
  writeWhole(path.join(folder, bundle), text);
  writeWhole(manifestFile, JSON.stringify({ bundle, compiler, files }));
  removeOld(folder, name);
  return path.join(folder, bundle);
}

function build(entry) {
  // Times are read before the files are: a file that changes in between is then out of date.
  const start = Date.now();
  const { outputFiles, metafile } = require("esbuild").buildSync({
    ...ESBUILD_OPTIONS,
    absWorkingDir: ROOT,
    entryPoints: [entry],
    outdir: CACHE,
    write: false,
    metafile: true,
    bundle: true,
    packages: "external",
    sourcemap: "inline",
  });
  const stamps = ["tsconfig.json", ...Object.keys(metafile.inputs)].map((file) => {
    const stamp = stampOf(file);
    return [file, Number(stamp.split(":")[0]) > start ? "changed while it was compiled" : stamp];
  });
  return { text: outputFiles[0].text, files: Object.fromEntries(stamps) };
}

/** @returns {Manifest | undefined} */
function readManifest(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8"));
  } catch {
    return undefined; // not built yet, or damaged: it is built again
  }
}

/** @param {Manifest} manifest */
function isCurrent({ bundle, files }, folder) {
  if (!fs.existsSync(path.join(folder, bundle))) return false;
  try {
    return Object.entries(files).every(([file, stamp]) => stampOf(file) === stamp);
  } catch {
    return false; // a source file is gone
  }
}

function stampOf(file) {
  const { mtimeMs, size } = fs.statSync(path.resolve(ROOT, file));
  return `${mtimeMs}:${size}`;
}

/** Removes bundles that are older than a day. A younger one may be about to be loaded by a process that has just started. */
function removeOld(folder, name) {
  for (const each of fs.readdirSync(folder)) {
    const file = path.join(folder, each);
    const isBundle = each.startsWith(`${name}.`) && each.endsWith(".cjs");
    if (isBundle && Date.now() - fs.statSync(file).mtimeMs > DAY_MS) fs.rmSync(file, { force: true });
  }
}

module.exports = { load };
