import * as fs from "node:fs";
import { createRequire } from "node:module";
import * as path from "node:path";

/** An installed `@pulumi/aws`. */
export interface SdkPackage {
  /** Folder of the package. */
  readonly folder: string;
  /** Its version, such as `7.48.0`. */
  readonly version: string;
}

/**
 * Finds the `@pulumi/aws` that a program would load: the first one that resolves from the directories, or the one installed
 * beside this plugin.
 *
 * @throws {Error} when none is installed
 */
export function findSdk(directories: readonly string[] = []): SdkPackage {
  const roots = [...directories.map((directory) => path.resolve(directory, "index.js")), __filename];
  const manifests = roots.flatMap((root) => resolve(root, "@pulumi/aws/package.json") ?? []);
  const own = manifests.at(-1);
  const manifest = manifests.find((each) => each !== own) ?? own;
  if (manifest === undefined) {
    const places = roots.map((root) => path.dirname(root)).join(" or ");
    throw new Error(
      `findSdk: @pulumi/aws is missing, expected it to be installed for ${places}; run npm install`,
    );
  }
  const { version } = JSON.parse(fs.readFileSync(manifest, "utf8")) as { version: string };
  return { folder: path.dirname(manifest), version };
}

/** Path without extension of the file that declares a token; undefined for an unknown token. */
export function fileOfToken(sdk: SdkPackage, token: string): string | undefined {
  if (token === "pulumi:providers:aws") return path.join(sdk.folder, "provider");
  const [, module, name] = /^aws:([A-Za-z0-9]+)\/([A-Za-z0-9]+):[A-Za-z0-9]+$/.exec(token) ?? [];
  if (module === undefined || name === undefined) return undefined;
  const folder = module === "index" ? sdk.folder : path.join(sdk.folder, module);
  const exactFile = path.join(folder, name);
  // a type named `index` has another file, since index is the module's own, and a few file names differ in case (`s3location`)
  if (name !== "index" && fs.existsSync(`${exactFile}.d.ts`)) return exactFile;
  const candidates = new Set([`${name}_.d.ts`.toLowerCase(), `${name}.d.ts`.toLowerCase()]);
  if (!fs.existsSync(folder)) return undefined;
  const file = fs
    .readdirSync(folder)
    .find((name) => name !== "index.d.ts" && candidates.has(name.toLowerCase()));
  return file && path.join(folder, file.slice(0, -".d.ts".length));
}

function resolve(from: string, request: string): string | undefined {
  try {
    return createRequire(from).resolve(request);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}
