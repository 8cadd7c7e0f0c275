// Files in node_modules/.cache/archipelago that can be lost at any time. Processes share them, so a file appears whole or
// not at all.
const fs = require("node:fs");
const path = require("node:path");

/** Root of this repository. */
const ROOT = path.resolve(__dirname, "../..");
const CACHE = path.join(ROOT, "node_modules/.cache/archipelago");

/**
 * Writes a file under a temporary name and renames it.
 *
 * @param {string} file
 * @param {string | Uint8Array} content
 * @throws {Error} when the folder cannot be written; no temporary file is left then
 */
function writeWhole(file, content) {
  const draft = `${file}.${process.pid}`;
  try {
    fs.mkdirSync(path.dirname(file), { recursive: true });
    fs.writeFileSync(draft, content);
    fs.renameSync(draft, file);
  } catch (error) {
    fs.rmSync(draft, { force: true });
    throw error;
  }
}

module.exports = { CACHE, ROOT, writeWhole };
