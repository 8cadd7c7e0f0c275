// Compiles the program's TypeScript as it is loaded, in the place of ts-node where a project says `noCheck`: ts-node takes
// some 40 ms a file, each time; this takes less than one once a file is known. What is compiled is kept by its content.
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");

const CACHE = path.join(__dirname, "../../node_modules/.cache/archipelago/programs");
/** Raised when the way of compiling changes. */
const EDITION = 1;
const DEPENDENCY = /[\\/]node_modules[\\/]/;
const SOURCE_MAPS = /[\\/]source-map-support[\\/]source-map-support\.js$/;

/** Files of the maps of what was compiled, by the file that it was compiled from. */
const maps = new Map();

/**
 * Has `.ts` files compiled when they are required.
 *
 * @param {string} compilerOptions JSON of the project's compiler options
 */
function register(compilerOptions) {
  const tsconfigRaw = { compilerOptions: JSON.parse(compilerOptions) };
  Module._extensions[".ts"] = (module, file) => {
    const source = fs.readFileSync(file, "utf8");
    const key = crypto
      .createHash("sha1")
      .update(`${EDITION}\0${compilerOptions}\0${file}\0${source}`)
      .digest("hex");
    const compiled = path.join(CACHE, `${key}.js`);
    maps.set(file, `${compiled}.map`);
    module._compile(read(compiled) ?? compile(source, file, compiled, tsconfigRaw), file);
  };
}

function compile(source, file, compiled, tsconfigRaw) {
  const esbuild = Module.createRequire(require.resolve("tsx"))("esbuild");
  const { code, map } = esbuild.transformSync(source, {
    loader: "ts",
    format: "cjs",
    platform: "node",
    target: "node20",
    sourcefile: file,
    sourcemap: "external",
    sourcesContent: false,
    tsconfigRaw,
    logLevel: "silent",
  });
  write(`${compiled}.map`, map);
  write(compiled, code);
  return code;
}

/** Several programs may compile the same file at a time: each writes its own, and the last one stays. */
function write(file, text) {
  const draft = `${file}.${process.pid}`;
  fs.mkdirSync(CACHE, { recursive: true });
  fs.writeFileSync(draft, text);
  fs.renameSync(draft, file);
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Has the SDK's source-map-support, once it is loaded, show the lines of the program as it was written. */
function mapStacks() {
  for (const [file, { exports }] of Object.entries(require.cache)) {
    if (!SOURCE_MAPS.test(file) || typeof exports.install !== "function") continue;
    exports.install({
      retrieveSourceMap(source) {
        const kept = DEPENDENCY.test(source) ? undefined : maps.get(source);
        const map = kept && read(kept);
        return map ? { url: source, map } : null;
      },
    });
  }
}

module.exports = { mapStacks, register };
