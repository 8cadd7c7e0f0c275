import { createHash, type Hash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { ARCHIVE_SIGNATURE, ASSET_SIGNATURE } from "../../../common/special-values";
import { EngineError } from "../errors";
import { isObject, type Properties, setKey, signatureOf, type Value } from "./values";

/**
 * Adds to assets and archives their SHA-256, which changes with their content. The SDK sends none. Paths are relative to
 * `directory`, the program's.
 *
 * @throws {EngineError} LAB_PROGRAM when a file cannot be read or an asset is remote, which the lab does not fetch
 */
export async function withHashes(value: Value, directory: string): Promise<Value> {
  if (!mayHoldAssets(value)) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => withHashes(item, directory)));
  if (!isObject(value)) return value;
  const signature = signatureOf(value);
  if (signature === ASSET_SIGNATURE) {
    const { hash: _, __pulumiAsset, ...asset } = value as Record<string, Value>;
    return { ...asset, hash: sha256(await assetBytes(value, directory)) };
  }
  if (signature === ARCHIVE_SIGNATURE) return hashArchive(value, directory);
  return hashFields(value, directory);
}

async function hashFields(object: Properties, directory: string): Promise<Properties> {
  const result: Record<string, Value> = {};
  for (const key of Object.keys(object)) {
    setKey(result, key, await withHashes(object[key] as Value, directory));
  }
  return result;
}

async function hashArchive(archive: Properties, directory: string): Promise<Properties> {
  const { hash: _, __pulumiArchive, ...rest } = archive as Record<string, Value>;
  const assets = archive["assets"];
  if (isObject(assets)) {
    const entries = await hashFields(assets, directory);
    return { ...rest, assets: entries, hash: await tarHash(await entriesOf(assets, directory)) };
  }
  if (typeof archive["path"] === "string") {
    const file = path.resolve(directory, archive["path"]);
    const stat = await fs.stat(file).catch(throwUnreadable(file));
    // An archive file is hashed as its bytes, a folder as the tar that it would become.
    const hash = stat.isDirectory()
      ? await tarHash(await folderEntries(file))
      : sha256(await fs.readFile(file));
    return { ...rest, hash };
  }
  throw remoteAssetError(archive);
}

function mayHoldAssets(value: Value): boolean {
  if (Array.isArray(value)) return value.some(mayHoldAssets);
  if (!isObject(value)) return false;
  const signature = signatureOf(value);
  if (signature === ASSET_SIGNATURE || signature === ARCHIVE_SIGNATURE) return true;
  for (const key of Object.keys(value)) if (mayHoldAssets(value[key] as Value)) return true;
  return false;
}

async function assetBytes(asset: Properties, directory: string): Promise<Buffer> {
  if (typeof asset["text"] === "string") return Buffer.from(asset["text"], "utf8");
  if (typeof asset["path"] === "string") {
    const file = path.resolve(directory, asset["path"]);
    return fs.readFile(file).catch(throwUnreadable(file));
  }
  throw remoteAssetError(asset);
}

type Entry = readonly [name: string, bytes: Buffer];

async function entriesOf(assets: Properties, directory: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of Object.keys(assets).sort()) {
    const value = assets[name] as Properties;
    if (signatureOf(value) === ASSET_SIGNATURE) {
      entries.push([name, await assetBytes(value, directory)]);
    } else if (isObject(value["assets"])) {
      for (const [inner, bytes] of await entriesOf(value["assets"], directory))
        entries.push([`${name}/${inner}`, bytes]);
    } else if (typeof value["path"] === "string") {
      const file = path.resolve(directory, value["path"]);
      const stat = await fs.stat(file).catch(throwUnreadable(file));
      // An archive file counts as its bytes. The real engine unpacks it and takes its entries.
      if (!stat.isDirectory()) entries.push([name, await fs.readFile(file)]);
      else for (const [inner, bytes] of await folderEntries(file)) entries.push([`${name}/${inner}`, bytes]);
    } else {
      throw remoteAssetError(value);
    }
  }
  return entries;
}

async function folderEntries(folder: string): Promise<Entry[]> {
  const entries = await fs
    .readdir(folder, { recursive: true, withFileTypes: true })
    .catch(throwUnreadable(folder));
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const names = files.map((file) => path.relative(folder, file).split(path.sep).join("/")).sort();
  return Promise.all(
    names.map(async (name): Promise<Entry> => [name, await fs.readFile(path.join(folder, name))]),
  );
}

/**
 * Hashes a tar of the entries, as Go's archive/tar writes it: USTAR, mode 0600, no owner, no time. A name that USTAR cannot
 * hold precedes its entry in a PAX record.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/archive/archive.go EnsureHash
 */
async function tarHash(entries: readonly Entry[]): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, bytes] of entries) {
    const split = splitName(name);
    if (!split) {
      const record = paxRecord("path", name);
      const cut = name.lastIndexOf("/") + 1;
      const own = `${name.slice(0, cut)}PaxHeaders.0/${name.slice(cut)}`;
      hash.update(tarHeader({ base: ascii(own), size: record.length, mode: "0000000", flag: "x" }));
      hash.update(record);
      pad(hash, record.length);
    }
    const [prefix, base] = split ?? ["", ascii(name)];
    hash.update(tarHeader({ base, prefix, size: bytes.length, mode: "0000600", flag: "0" })).update(bytes);
    pad(hash, bytes.length);
  }
  return hash.update(Buffer.alloc(1024)).digest("hex");
}

function pad(hash: Hash, length: number): void {
  const over = length % 512;
  if (over > 0) hash.update(Buffer.alloc(512 - over));
}

interface TarHeader {
  readonly base: string;
  readonly prefix?: string;
  readonly size: number;
  readonly mode: string;
  readonly flag: "0" | "x";
}

function tarHeader({ base, prefix = "", size, mode, flag }: TarHeader): Buffer {
  const header = Buffer.alloc(512);
  header.write(base.slice(0, 100), 0);
  header.write(`${mode}\0`, 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write(`${"0".repeat(11)}\0`, 136);
  header.write(" ".repeat(8), 148);
  header.write(flag, 156);
  header.write("ustar\x0000", 257);
  header.write("0000000\0", 329);
  header.write("0000000\0", 337);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** Splits a name as USTAR stores it: over 100 bytes in two fields, at a slash. @returns undefined when USTAR cannot store it */
function splitName(name: string): readonly [prefix: string, base: string] | undefined {
  if (ascii(name) !== name) return undefined;
  if (name.length <= 100) return ["", name];
  const cut = name.lastIndexOf("/", 155);
  const base = name.slice(cut + 1);
  return cut > 0 && base.length > 0 && base.length <= 100 ? [name.slice(0, cut), base] : undefined;
}

/** Returns `LENGTH KEY=VALUE\n`, where the length includes its own digits. */
function paxRecord(key: string, value: string): Buffer {
  const rest = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(rest);
  let length = bytes + String(bytes).length;
  if (bytes + String(length).length !== length) length = bytes + String(length).length;
  return Buffer.from(`${length}${rest}`);
}

function ascii(text: string): string {
  return [...text].filter((character) => character < "\u0080").join("");
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function throwUnreadable(file: string): (error: unknown) => never {
  return (error) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError("LAB_PROGRAM", `asset ${JSON.stringify(file)} cannot be read: ${why}`);
  };
}

function remoteAssetError(asset: Properties): EngineError {
  return new EngineError(
    "LAB_UNSUPPORTED",
    `asset ${JSON.stringify(asset["uri"] ?? null)} is remote, which the lab does not fetch; expected text or a path`,
  );
}
