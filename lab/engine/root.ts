import * as fs from "node:fs";
import * as path from "node:path";

/**
 * Returns the folder of this package, whether the engine runs from its source or from a bundle of it below `node_modules`.
 *
 * @throws {Error} when no folder above is this package's
 */
export function packageRoot(from = __dirname): string {
  for (let folder = from; ; folder = path.dirname(folder)) {
    const file = path.join(folder, "package.json");
    if (fs.existsSync(file) && JSON.parse(fs.readFileSync(file, "utf8")).name === "archipelago")
      return folder;
    if (folder === path.dirname(folder)) throw new Error(`no package.json of archipelago above ${from}`);
  }
}
