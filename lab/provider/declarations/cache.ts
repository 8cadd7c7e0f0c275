import * as fs from "node:fs";
import * as path from "node:path";
import type { SdkPackage } from "./source";

/** To be raised with every change of the declarations' content or format, so that older caches are ignored. */
const READER = 1;

/** A folder of JSON files that can be lost at any time. Processes share it, so a file appears whole or not at all. */
export class DiskCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The cache for one version of the SDK, in the SDK's own node_modules. */
  static of(sdk: SdkPackage): DiskCache {
    const modules = path.resolve(sdk.folder, "../..");
    return new DiskCache(path.join(modules, ".cache/archipelago", `aws-${sdk.version}-r${READER}`));
  }

  /** The value of a name, or undefined. */
  load(name: string): unknown {
    try {
      return JSON.parse(fs.readFileSync(this.#file(name), "utf8"));
    } catch {
      return undefined; // absent or damaged: the SDK is read again
    }
  }

  /** Stores a value. */
  save(name: string, value: unknown): void {
    const file = this.#file(name);
    const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      fs.mkdirSync(this.#folder, { recursive: true });
    } catch {
      return; // packages may be installed read-only: the next process reads the SDK again
    }
    try {
      fs.writeFileSync(draft, JSON.stringify(value));
      fs.renameSync(draft, file);
    } catch {
      fs.rmSync(draft, { force: true }); // for example on a full disk
    }
  }

  #file(name: string): string {
    return path.join(this.#folder, `${name}.json`);
  }
}
