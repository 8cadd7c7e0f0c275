// Keeps what V8 made of the packages that a program loads. The SDK alone is 1,300 files, and to compile them is half of
// what a small program takes to start. Node does this by itself from 22.8 on; before, it is done here: all that programs
// of one SDK load is kept in one file, which is read as a whole, and written anew once it lacks a noticeable part.
const crypto = require("node:crypto");
const fs = require("node:fs");
const Module = require("node:module");
const path = require("node:path");
const v8 = require("node:v8");
const vm = require("node:vm");

const FOLDER = path.join(__dirname, "../../node_modules/.cache/archipelago/compiled");
/** Raised when the form of the file changes. */
const EDITION = 1;
const DEPENDENCY = /[\\/]node_modules[\\/]/;
const DYNAMIC_IMPORT = /\bimport\s*\(/;
/** Its nine megabytes only speak of dynamic imports. */
const TYPESCRIPT = /[\\/]typescript[\\/]lib[\\/]typescript\.js$/;
/** What has to be new for the file to be written, as a part of what is known. */
const NOTICEABLE = 0.05;
const SHA1_BYTES = 20;

/** A compiled file: a hash of its source, the length of that, and V8's data. */
/** @typedef {{ hash: string, length: number, data?: Buffer, script?: import("node:vm").Script }} Compiled */

/**
 * Has packages compiled from what is kept, and kept at the process's end.
 *
 * @param {string} entry the file that node was started with, whose packages these are
 * @param {string} folder where it is kept
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
    if (!isOurs(content, filename, rest[0])) return _compile.call(this, content, filename, ...rest);
    const hash = sha1(content).toString("base64");
    const kept = known.get(filename);
    const data = kept?.hash === hash ? kept.data : undefined;
    let script;
    try {
      script = new vm.Script(Module.wrap(content.replace(/^#!/, "//")), {
        filename,
        columnOffset: -Module.wrapper[0].length,
        cachedData: data,
      });
    } catch {
      // node says what is wrong with it, or takes it for an ES module
      return _compile.call(this, content, filename, ...rest);
    }
    if (!data || script.cachedDataRejected) fresh.set(filename, { hash, length: content.length, script });
    const run = script.runInThisContext();
    return run.call(this.exports, this.exports, requirer(this), this, filename, path.dirname(filename));
  };

  // V8 refuses data that was made under other flags than those that are set when it is read; the SDK sets one on its way.
  const { setFlagsFromString } = v8;
  v8.setFlagsFromString = (flags) => {
    for (const compiled of fresh.values()) compiled.data ??= compiled.script.createCachedData();
    setFlagsFromString(flags);
  };

  process.once("exit", () => {
    const lengthOf = (all) => [...all.values()].reduce((sum, { length }) => sum + length, 0);
    if (lengthOf(fresh) > NOTICEABLE * lengthOf(known)) write(file, new Map([...known, ...fresh]));
  });
}

/** Whether it is a CommonJS file of a package that imports nothing dynamically, for which node alone has the loader. */
function isOurs(content, filename, format = "commonjs") {
  if (format !== "commonjs" || !DEPENDENCY.test(filename)) return false;
  return TYPESCRIPT.test(filename) || !DYNAMIC_IMPORT.test(content);
}

/** `require` as node gives it to a module. */
function requirer(module) {
  const require = (id) => module.require(id);
  require.resolve = (request, options) => Module._resolveFilename(request, module, false, options);
  require.resolve.paths = (request) => Module._resolveLookupPaths(request, module);
  require.main = process.mainModule;
  require.extensions = Module._extensions;
  require.cache = Module._cache;
  return require;
}

/** A hash over the rest; the length of the index; the index as JSON; V8's data, one after the other. */
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
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(draft, Buffer.concat([sha1(body), body]));
    fs.renameSync(draft, file);
  } catch {
    // packages may be installed read-only, or the disk full: the next program takes as long as this one
    if (fs.existsSync(draft)) fs.rmSync(draft);
  }
}

/** @returns {Map<string, Compiled>} */
function read(file) {
  const known = new Map();
  let bytes;
  try {
    bytes = fs.readFileSync(file);
  } catch {
    return known; // not there yet
  }
  const body = bytes.subarray(SHA1_BYTES);
  // V8 itself does not find out that its data are damaged
  if (!sha1(body).equals(bytes.subarray(0, SHA1_BYTES))) return known;
  const headEnd = 4 + body.readUInt32LE(0);
  let at = headEnd;
  for (const [filename, hash, length, size] of JSON.parse(body.toString("utf8", 4, headEnd))) {
    known.set(filename, { hash, length, data: body.subarray(at, at + size) });
    at += size;
  }
  return known;
}

function sha1(data) {
  return crypto.createHash("sha1").update(data).digest();
}

module.exports = { install };
