import * as fs from "node:fs";
import * as path from "node:path";
import type { SdkPackage } from "./source";

/** Raised with every change of what is read or of its form, so that no older cache is taken for the new one. */
const READER = 1;

/** A folder of JSON files that can be lost at any time. Processes may share it: files appear whole or not at all. */
export class DiskCache {
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** The cache of what is read from one version of the SDK, beside the packages that it was installed with. */
  static of(sdk: SdkPackage): DiskCache {
    const modules = path.resolve(sdk.folder, "../..");
    return new DiskCache(path.join(modules, ".cache/archipelago", `aws-${sdk.version}-r${READER}`));
  }

  /** The value kept under a name, or undefined. */
  load(name: string): unknown {
    try {
      return JSON.parse(fs.readFileSync(this.#file(name), "utf8"));
    } catch {
      return undefined; // absent or damaged: it is read anew either way
    }
  }

  /** Keeps a value. */
  save(name: string, value: unknown): void {
    const file = this.#file(name);
    const draft = `${file}.${process.pid}.${Math.random().toString(36).slice(2)}`;
    try {
      fs.mkdirSync(this.#folder, { recursive: true });
    } catch {
      return; // packages may be installed read-only: the next process reads anew
    }
    try {
      fs.writeFileSync(draft, JSON.stringify(value));
      fs.renameSync(draft, file);
    } catch {
      fs.rmSync(draft, { force: true }); // a full disk, say: likewise
    }
  }

  #file(name: string): string {
    return path.join(this.#folder, `${name}.json`);
  }
}
