// Compiles the program's TypeScript when it is required, in place of ts-node, where the project's tsconfig sets `noCheck`.
// ts-node takes some 40 ms for each file at every start; here a file is compiled once and kept by its content.
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const { CACHE, writeWhole } = require("./cache.js");
const { ESBUILD_OPTIONS } = require("./esbuild-options.js");

const FOLDER = path.join(CACHE, "programs");
/** To be raised when the way of compiling changes. */
const EDITION = 2;
const DEPENDENCY = /[\\/]node_modules[\\/]/;
const SOURCE_MAPS = /[\\/]source-map-support[\\/]source-map-support\.js$/;

/** Files with source maps, by the TypeScript file that they belong to. */
const maps = new Map();

/**
 * Compiles `.ts` files when they are required.
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
    const output = path.join(FOLDER, `${key}.js`);
    maps.set(file, `${output}.map`);
    module._compile(read(output) ?? compile(source, file, output, tsconfigRaw), file);
  };
}

function compile(source, file, output, tsconfigRaw) {
  // loaded only when a file has changed
  const { code, map } = require("esbuild").transformSync(source, {
    ...ESBUILD_OPTIONS,
    loader: "ts",
    sourcefile: file,
    sourcemap: "external",
    tsconfigRaw,
  });
  writeWhole(`${output}.map`, map);
  writeWhole(output, code);
  return code;
}

function read(file) {
  try {
    return fs.readFileSync(file, "utf8");
  } catch (error) {
    if (error.code === "ENOENT") return undefined;
    throw error;
  }
}

/** Gives the source maps to the SDK's source-map-support, once that is loaded, so that stacks show the TypeScript files. */
function mapStacks() {
  for (const [file, { exports }] of Object.entries(require.cache)) {
    if (!SOURCE_MAPS.test(file) || typeof exports.install !== "function") continue;
    exports.install({
      retrieveSourceMap(source) {
        const mapFile = DEPENDENCY.test(source) ? undefined : maps.get(source);
        const map = mapFile && read(mapFile);
        return map ? { url: source, map } : null;
      },
    });
  }
}

module.exports = { mapStacks, register };
