// Keeps V8's compiled code of the packages that a program loads. The SDK alone is 1,300 files. Node has a cache of its own
// from 22.1 on (`module.enableCompileCache`). On Node 20 one file holds the code of all packages that one entry point
// loads. It is read as a whole, and written again when enough of the packages were missing.
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");
const { CACHE, writeWhole } = require("./cache.js");

const FOLDER = path.join(CACHE, "compiled");
/** To be raised when the format of the file changes. */
const EDITION = 1;
const DEPENDENCY = /[\\/]node_modules[\\/]/;
const DYNAMIC_IMPORT = /\bimport\s*\(/;
/** Its nine megabytes contain the text of dynamic imports and no dynamic import. */
const TYPESCRIPT = /[\\/]typescript[\\/]lib[\\/]typescript\.js$/;
/** The file is written again when this fraction of its code is new. */
const MIN_NEW_FRACTION = 0.05;
const SHA1_BYTES = 20;

/** A compiled file: hash and length of its source, and V8's data. */
/** @typedef {{ hash: string, length: number, data?: Buffer, script?: import("node:vm").Script }} Compiled */

/**
 * Compiles packages from the cache, and writes the cache at the end of the process.
 *
 * @param {string} entry the file that node was started with
 * @param {string} folder where the cache is kept
 */
function install(entry, folder = FOLDER) {
  if (Module.enableCompileCache) {
    Module.enableCompileCache(folder);
    return;
  }
  const name = sha1(
    `${EDITION}\0${process.version}\0${process.arch}\0${v8.cachedDataVersionTag()}\0${entry}`,
  );
  const file = path.join(folder, name.toString("hex"));
  const known = read(file);
  /** @type {Map<string, Compiled>} */
  const fresh = new Map();

  const { _compile } = Module.prototype;
  Module.prototype._compile = function compile(content, filename, ...rest) {
    if (!isCacheable(content, filename, rest[0])) return _compile.call(this, content, filename, ...rest);
    const hash = sha1(content).toString("base64");
    const entry = known.get(filename);
    const data = entry?.hash === hash ? entry.data : undefined;
    let script;
    try {
      script = new vm.Script(Module.wrap(content.replace(/^#!/, "//")), {
        filename,
        columnOffset: -Module.wrapper[0].length,
        cachedData: data,
      });
    } catch {
      // node reports the syntax error, or loads the file as an ES module
      return _compile.call(this, content, filename, ...rest);
    }
    if (!data || script.cachedDataRejected) fresh.set(filename, { hash, length: content.length, script });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, createRequire(this), this, filename, path.dirname(filename));
  };

  // V8 refuses data that was created under other flags than the current ones, and the SDK sets a flag while it loads.
  const { setFlagsFromString } = v8;
  v8.setFlagsFromString = (flags) => {
    for (const compiled of fresh.values()) compiled.data ??= compiled.script.createCachedData();
    setFlagsFromString(flags);
  };

  process.once("exit", () => {
    const lengthOf = (all) => [...all.values()].reduce((sum, { length }) => sum + length, 0);
    if (lengthOf(fresh) > MIN_NEW_FRACTION * lengthOf(known)) write(file, new Map([...known, ...fresh]));
  });
}

/** Whether a file is CommonJS of a package and imports nothing dynamically: only node has the loader for that. */
function isCacheable(content, filename, format = "commonjs") {
  if (format !== "commonjs" || !DEPENDENCY.test(filename)) return false;
  return TYPESCRIPT.test(filename) || !DYNAMIC_IMPORT.test(content);
}

/** `require` as node passes it to a module. */
function createRequire(module) {
  const require = (id) => module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

/** Writes a hash over the rest, the length of the index, the index as JSON, and V8's data one after the other. */
function write(file, all) {
  const index = [];
  const parts = [];
  for (const [filename, { hash, length, data, script }] of all) {
    const part = data ?? script.createCachedData();
    index.push([filename, hash, length, part.length]);
    parts.push(part);
  }
  const head = Buffer.from(JSON.stringify(index));
  const size = Buffer.alloc(4);
  size.writeUInt32LE(head.length);
  const body = Buffer.concat([size, head, ...parts]);
  try {
    writeWhole(file, Buffer.concat([sha1(body), body]));
  } catch {
    // packages may be installed read-only, or the disk full: the next program then starts as slowly as this one
  }
}

/** @returns {Map<string, Compiled>} */
function read(file) {
  const known = new Map();
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return known; // not written yet
  }
  const body = bytes.subarray(SHA1_BYTES);
  // V8 does not notice damaged data
  if (!sha1(body).equals(bytes.subarray(0, SHA1_BYTES))) return known;
  const headEnd = 4 + body.readUInt32LE(0);
  let offset = headEnd;
  for (const [filename, hash, length, size] of JSON.parse(body.toString("utf8", 4, headEnd))) {
    known.set(filename, { hash, length, data: body.subarray(offset, offset + size) });
    offset += size;
  }
  return known;
}

function sha1(data) {
  return crypto.createHash("sha1").update(data).digest();
}

module.exports = { install };
