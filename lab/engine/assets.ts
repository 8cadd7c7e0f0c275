import { createHash, type Hash } from "node:crypto";
import * as fs from "node:fs/promises";
import * as path from "node:path";
import { EngineError } from "./errors";
import { ARCHIVE, ASSET, isObject, mapObject, type Properties, signatureOf, type Value } from "./values";

/**
 * Gives assets and archives their SHA-256, by which a change of their content is seen. The SDK sends none. Paths are
 * taken from `directory`, the program's.
 *
 * @throws {EngineError} LAB_PROGRAM when a file cannot be read or an asset is of a kind that the lab cannot fetch
 */
export async function withHashes(value: Value, directory: string): Promise<Value> {
  if (!mayHoldAssets(value)) return value;
  if (Array.isArray(value)) return Promise.all(value.map((item) => withHashes(item, directory)));
  if (!isObject(value)) return value;
  const signature = signatureOf(value);
  if (signature === ASSET) {
    const { hash: _, __pulumiAsset, ...asset } = value as Record<string, Value>;
    return { ...asset, hash: sha256(await assetBytes(value, directory)) };
  }
  if (signature === ARCHIVE) return hashedArchive(value, directory);
  const hashed: Record<string, Value> = {};
  for (const key of Object.keys(value)) hashed[key] = await withHashes(value[key] as Value, directory);
  return mapObject(value, (_, key) => hashed[key] as Value);
}

async function hashedArchive(archive: Properties, directory: string): Promise<Properties> {
  const { hash: _, __pulumiArchive, ...rest } = archive as Record<string, Value>;
  const assets = archive["assets"];
  if (isObject(assets)) {
    const hashed: Record<string, Value> = {};
    for (const name of Object.keys(assets)) hashed[name] = await withHashes(assets[name] as Value, directory);
    return { ...rest, assets: hashed, hash: await tarHash(await entriesOf(assets, directory)) };
  }
  if (typeof archive["path"] === "string") {
    const file = path.resolve(directory, archive["path"]);
    const stat = await fs.stat(file).catch(unreadable(file));
    // An archive file is hashed as the bytes it is; a folder as the tar it would become.
    const hash = stat.isDirectory()
      ? await tarHash(await folderEntries(file))
      : sha256(await fs.readFile(file));
    return { ...rest, hash };
  }
  throw remote(archive);
}

function mayHoldAssets(value: Value): boolean {
  if (Array.isArray(value)) return value.some(mayHoldAssets);
  if (!isObject(value)) return false;
  const signature = signatureOf(value);
  if (signature === ASSET || signature === ARCHIVE) return true;
  for (const key of Object.keys(value)) if (mayHoldAssets(value[key] as Value)) return true;
  return false;
}

async function assetBytes(asset: Properties, directory: string): Promise<Buffer> {
  if (typeof asset["text"] === "string") return Buffer.from(asset["text"], "utf8");
  if (typeof asset["path"] === "string") {
    const file = path.resolve(directory, asset["path"]);
    return fs.readFile(file).catch(unreadable(file));
  }
  throw remote(asset);
}

type Entry = readonly [name: string, bytes: Buffer];

async function entriesOf(assets: Properties, directory: string): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const name of Object.keys(assets).sort()) {
    const value = assets[name] as Properties;
    if (signatureOf(value) === ASSET) {
      entries.push([name, await assetBytes(value, directory)]);
    } else if (isObject(value["assets"])) {
      for (const [inner, bytes] of await entriesOf(value["assets"], directory))
        entries.push([`${name}/${inner}`, bytes]);
    } else if (typeof value["path"] === "string") {
      const folder = path.resolve(directory, value["path"]);
      for (const [inner, bytes] of await folderEntries(folder)) entries.push([`${name}/${inner}`, bytes]);
    } else {
      throw remote(value);
    }
  }
  return entries;
}

async function folderEntries(folder: string): Promise<Entry[]> {
  const found = await fs.readdir(folder, { recursive: true, withFileTypes: true }).catch(unreadable(folder));
  const files = found
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  const names = files.map((file) => path.relative(folder, file).split(path.sep).join("/")).sort();
  return Promise.all(
    names.map(async (name): Promise<Entry> => [name, await fs.readFile(path.join(folder, name))]),
  );
}

/**
 * Hash of a tar of the entries, as Go's archive/tar writes it: USTAR, mode 0600, no owner, no time.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/sdk/go/common/resource/archive/archive.go EnsureHash
 */
async function tarHash(entries: readonly Entry[]): Promise<string> {
  const hash = createHash("sha256");
  for (const [name, bytes] of entries) {
    hash.update(tarHeader(name, bytes.length)).update(bytes);
    pad(hash, bytes.length);
  }
  return hash.update(Buffer.alloc(1024)).digest("hex");
}

function pad(hash: Hash, length: number): void {
  const over = length % 512;
  if (over > 0) hash.update(Buffer.alloc(512 - over));
}

function tarHeader(name: string, size: number): Buffer {
  const header = Buffer.alloc(512);
  const [prefix, base] = splitName(name);
  header.write(base, 0);
  header.write("0000600\0", 100);
  header.write("0000000\0", 108);
  header.write("0000000\0", 116);
  header.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  header.write(`${"0".repeat(11)}\0`, 136);
  header.write(" ".repeat(8), 148);
  header.write("0", 156);
  header.write("ustar\x0000", 257);
  header.write("0000000\0", 329);
  header.write("0000000\0", 337);
  header.write(prefix, 345);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return header;
}

/** USTAR keeps a name over 100 bytes in two fields, cut at a slash. */
function splitName(name: string): readonly [prefix: string, base: string] {
  if (Buffer.byteLength(name) <= 100) return ["", name];
  const cut = name.lastIndexOf("/", 155);
  return cut > 0 ? [name.slice(0, cut), name.slice(cut + 1)] : ["", name.slice(0, 100)];
}

function sha256(bytes: Buffer): string {
  return createHash("sha256").update(bytes).digest("hex");
}

function unreadable(file: string): (error: unknown) => never {
  return (error) => {
    const why = error instanceof Error ? error.message : String(error);
    throw new EngineError("LAB_PROGRAM", `asset ${JSON.stringify(file)} cannot be read: ${why}`);
  };
}

function remote(asset: Properties): EngineError {
  return new EngineError(
    "LAB_UNSUPPORTED",
    `asset ${JSON.stringify(asset["uri"] ?? null)} is remote, which the lab does not fetch; expected text or a path`,
  );
}
