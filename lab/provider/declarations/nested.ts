import * as fs from "node:fs";
import type { PropertyDeclarations, PropertyType } from "../../aws/declaration";
import { membersOf, type Parser } from "./type-nodes";

/** Byte offsets of each interface in a declaration file: `[start, end]` by name, such as `s3.BucketCorsRule`. */
export type Offsets = Readonly<Record<string, readonly [start: number, end: number]>>;

/**
 * Finds the interfaces of a generated declaration file without parsing it. The file has millions of characters, and a type
 * needs a few of its interfaces.
 */
export function offsetsOf(bytes: Buffer): Offsets {
  const offsets: Record<string, readonly [number, number]> = Object.create(null);
  const source = bytes.toString("latin1"); // one character per byte
  const opening =
    /^(?:export declare namespace (\w+) \{|( {4})interface (\w+) \{|export interface (\w+) \{)$/gm;
  let namespace = "";
  for (let match = opening.exec(source); match !== null; match = opening.exec(source)) {
    const [, scope, , inner, outer] = match;
    if (scope !== undefined) {
      namespace = scope;
      continue;
    }
    const close = source.indexOf(inner === undefined ? "\n}" : "\n    }", match.index);
    offsets[inner === undefined ? `${outer}` : `${namespace}.${inner}`] = [
      match.index,
      close + (inner === undefined ? 2 : 6),
    ];
    opening.lastIndex = close;
  }
  return offsets;
}

/** Reads the interfaces that `roots` name, and those that these name, from a declaration file. */
export function readNested(
  parser: Parser,
  file: string,
  offsets: Offsets,
  roots: PropertyDeclarations,
): Record<string, PropertyDeclarations> {
  const objects: Record<string, PropertyDeclarations> = {};
  const queue = [...names(roots)];
  if (queue.length === 0) return objects;
  const handle = fs.openSync(file, "r");
  try {
    for (let name = queue.pop(); name !== undefined; name = queue.pop()) {
      const range = offsets[name];
      if (range === undefined || Object.hasOwn(objects, name)) continue;
      const members = parse(parser, slice(handle, range));
      objects[name] = members;
      queue.push(...names(members));
    }
  } finally {
    fs.closeSync(handle);
  }
  return objects;
}

function parse(parser: Parser, text: string): PropertyDeclarations {
  const source = parser.createSourceFile("nested.d.ts", text, parser.ScriptTarget.ES2022, true);
  const node = source.statements.find(parser.isInterfaceDeclaration);
  return node ? membersOf(parser, source, node, true) : {};
}

function slice(handle: number, [start, end]: readonly [number, number]): string {
  const bytes = Buffer.alloc(end - start);
  fs.readSync(handle, bytes, 0, bytes.length, start);
  return bytes.toString("utf8");
}

function* names(declarations: PropertyDeclarations): Generator<string> {
  for (const { type } of Object.values(declarations)) yield* namesIn(type);
}

function* namesIn(type: PropertyType): Generator<string> {
  if (typeof type === "string") return;
  if ("object" in type) yield type.object;
  else yield* namesIn("list" in type ? type.list : type.map);
}
