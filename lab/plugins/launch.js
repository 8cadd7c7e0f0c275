// Starts a plugin from its TypeScript source: `node launch.js lab/provider/main.ts`. The source is bundled once and kept
// until a file changes, since compiling it file by file costs three times as much as all else that a plugin does to start.
const crypto = require("node:crypto");
const fs = require("node:fs");
const { createRequire } = require("node:module");
const path = require("node:path");

const ROOT = path.resolve(__dirname, "../..");
const CACHE = path.join(ROOT, "node_modules/.cache/archipelago");

/** Folders that plugins are made of. */
const SOURCES = ["lab/provider", "lab/aws", "lab/awsx", "lab/wire"];

function start(entry) {
  let bundle;
  try {
    bundle = bundled(entry);
  } catch {
    // packages may be installed read-only: then the source is compiled as it is loaded
    require("tsx/cjs");
    require(path.join(ROOT, entry));
    return;
  }
  require(bundle);
}

function bundled(entry) {
  const name = path.basename(path.dirname(entry));
  const file = path.join(CACHE, `${name}-${fingerprint()}.cjs`);
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
function fingerprint() {
  const hash = crypto.createHash("sha1").update(require("tsx/package.json").version);
  for (const folder of SOURCES) {
    const entries = fs.readdirSync(path.join(ROOT, folder), { recursive: true }).sort();
    for (const each of entries) {
      if (!each.endsWith(".ts")) continue;
      const { mtimeMs, size } = fs.statSync(path.join(ROOT, folder, each));
      hash.update(`${folder}/${each}:${mtimeMs}:${size}\n`);
    }
  }
  return hash.digest("hex").slice(0, 16);
}

start(process.argv[2]);
