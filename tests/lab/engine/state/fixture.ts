import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "mocha";
import { SECRET_SIGNATURE, SIGNATURE_KEY } from "../../../../common/special-values";
import type { Passphrase, ResourceState } from "../../../../lab/engine/state";
import { type Disk, realDisk } from "../../../../lab/engine/state/disk";
import type { Properties, Value } from "../../../../lab/engine/values/values";

/** A passphrase of the tests. */
export const PASSPHRASE: Passphrase = { text: "tide", source: "the test" };

/** A salt that {@link PASSPHRASE} opens: one for all tests, since a derivation takes half a second. */
export const SALT = "v1:IbkfHEH2TJM=:v1:CRHQhEkcdD7oBZtY:aubu7VgzJtZXXOiGbJBEUqETABAzQA==";

/** URN of the stack `dev` of the project `archi`. */
export const ROOT = "urn:pulumi:dev::archi::pulumi:pulumi:Stack::archi-dev";

const folders: string[] = [];

after(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

/** A new empty folder, removed after all tests. */
export async function newFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), "archipelago-test-"));
  folders.push(folder);
  return folder;
}

/** URN of a bucket of the stack `dev`. */
export function urnOf(name: string): string {
  return `urn:pulumi:dev::archi::aws:s3/bucket:Bucket::${name}`;
}

/** The root resource of the stack. */
export function rootResource(outputs?: Properties): ResourceState {
  return { urn: ROOT, type: "pulumi:pulumi:Stack", custom: false, ...(outputs && { outputs }) };
}

/** A bucket under the root. */
export function bucket(name: string, more: Partial<ResourceState> = {}): ResourceState {
  return {
    urn: urnOf(name),
    type: "aws:s3/bucket:Bucket",
    custom: true,
    id: `${name}-id`,
    parent: ROOT,
    ...more,
  };
}

/** A secret value, as in memory. */
export function secret(value: Value): Properties {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** A disk that records its changes in order. */
export interface WatchedDisk {
  readonly disk: Disk;
  readonly calls: {
    readonly what: keyof Disk | "write" | "sync";
    readonly path: string;
    readonly bytes: number;
  }[];
}

/**
 * Wraps the real disk and records its changes.
 *
 * @param fail runs before each change; a returned error is thrown, after the first half of a write
 */
export function createWatchedDisk(
  fail: (what: string, path: string, count: number) => Error | undefined,
): WatchedDisk {
  const calls: WatchedDisk["calls"] = [];
  const note = (what: keyof Disk | "write" | "sync", path: string, bytes = 0): void => {
    calls.push({ what, path, bytes });
    const fault = fail(what, path, calls.length);
    if (fault) throw fault;
  };
  const disk: Disk = {
    ...realDisk,
    async create(path, mode) {
      note("create", path);
      const file = await realDisk.create(path, mode);
      return {
        ...file,
        async write(bytes) {
          try {
            note("write", path, bytes.length);
          } catch (error) {
            await file.write(bytes.subarray(0, bytes.length >> 1));
            throw error;
          }
          await file.write(bytes);
        },
        async sync() {
          note("sync", path);
          await file.sync();
        },
      };
    },
    async rename(from, to) {
      note("rename", to);
      await realDisk.rename(from, to);
    },
    async link(from, to) {
      note("link", to);
      await realDisk.link(from, to);
    },
    async remove(path) {
      note("remove", path);
      await realDisk.remove(path);
    },
  };
  return { disk, calls };
}

/** A system error. */
export function systemError(code: string): Error {
  return Object.assign(new Error(code), { code });
}
