import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  Lexer,
  LineCounter,
  type Node,
  type ParsedNode,
  parseDocument,
} from "yaml";
import { EngineError, messageOf } from "../errors";
import type { Value } from "../values/values";

/** Largest file. */
const MAX_BYTES = 1024 * 1024;
/** Deepest nesting. */
const MAX_DEPTH = 64;
/** Largest number of values after aliases are resolved. A malicious file of nested anchors has billions. */
const MAX_VALUES = 100_000;

/** One value of a YAML file, with its line. */
export interface YamlValue {
  readonly value: Value;
  /** Entries of an object, in order. */
  readonly entries: readonly YamlEntry[];
  /** Items of a list. */
  readonly items: readonly YamlValue[];
  readonly kind: "null" | "boolean" | "number" | "string" | "list" | "object";
  /** A number as the file writes it. */
  readonly source: string;
  readonly line: number;
}

/** One key of an object, with its value. */
export interface YamlEntry {
  readonly key: string;
  readonly line: number;
  readonly value: YamlValue;
}

/** A parsed YAML file. */
export interface YamlFile {
  readonly root: YamlValue;
  readonly document: Document.Parsed<ParsedNode>;
}

/**
 * Parses a YAML file whose root is an object, with limits on size, depth and aliases. `__proto__` is a key like any other.
 *
 * @throws {EngineError} `LAB_CONFIG` with file and line of every fault
 */
export function readYaml(text: string, file: string): YamlFile {
  const size = Buffer.byteLength(text);
  if (size > MAX_BYTES) {
    throw new EngineError("LAB_CONFIG", `${file}: the file has ${size} bytes, expected at most ${MAX_BYTES}`);
  }
  refuseDepth(text, file);
  const lines = new LineCounter();
  const document = parse(text, file, lines);
  const faults = document.errors.map((error) => {
    const place = `${file}:${lines.linePos(error.pos[0]).line}`;
    return `${place}: ${error.message.split("\n")[0]?.replace(/ at line \d+, column \d+:?$/, "") ?? ""}`;
  });
  if (faults.length > 0) throw new EngineError("LAB_CONFIG", faults.join("\n"));
  const reader = { file, lines, document, left: MAX_VALUES, targets: new Map<Node, Node>() };
  const root = document.contents === null ? nullValue(1) : convert(document.contents, reader, 0);
  if (root.kind === "object" || root.kind === "null") return { root, document };
  throw new EngineError(
    "LAB_CONFIG",
    `${file}:${root.line}: the file is a ${root.kind}, expected an object of keys`,
  );
}

interface Reader {
  readonly file: string;
  readonly lines: LineCounter;
  readonly document: Document.Parsed<ParsedNode>;
  left: number;
  /** Targets of aliases. A look-up searches the whole document. */
  readonly targets: Map<Node, Node>;
}

/** Checks the depth before the parser runs: its recursion would take seconds and could exceed the call stack. */
function refuseDepth(text: string, file: string): void {
  let brackets = 0;
  let indicators = 0;
  let line = 1;
  for (const token of new Lexer().lex(text)) {
    if (token === "[" || token === "{") brackets++;
    else if (token === "]" || token === "}") brackets--;
    else if (token === "-" || token === "?") indicators++;
    else if (token.includes("\n")) {
      indicators = 0;
      line += token.split("\n").length - 1;
    }
    if (brackets + indicators > MAX_DEPTH) {
      throw new EngineError("LAB_CONFIG", `${file}:${line}: nested more than ${MAX_DEPTH} levels deep`);
    }
  }
}

function parse(text: string, file: string, lines: LineCounter): Document.Parsed<ParsedNode> {
  try {
    return parseDocument(text, { lineCounter: lines, uniqueKeys: true, prettyErrors: true, version: "1.2" });
  } catch (error) {
    // The parser recurses, and a file can be nested deeper than the call stack.
    const reason =
      error instanceof RangeError ? `nested more than ${MAX_DEPTH} levels deep` : messageOf(error);
    throw new EngineError("LAB_CONFIG", `${file}: ${reason}`);
  }
}

function convert(node: Node, reader: Reader, depth: number): YamlValue {
  const line = lineOf(node, reader);
  if (depth > MAX_DEPTH) throw fault(reader, line, `nested more than ${MAX_DEPTH} levels deep`);
  if (--reader.left < 0)
    throw fault(reader, line, `more than ${MAX_VALUES} values after its aliases are followed`);
  if (isAlias(node)) {
    const target = reader.targets.get(node) ?? node.resolve(reader.document);
    if (!target)
      throw fault(reader, line, `alias is ${JSON.stringify(node.source)}, expected an existing anchor`);
    reader.targets.set(node, target);
    return convert(target, reader, depth + 1);
  }
  if (isMap(node)) {
    const entries = node.items.map(({ key, value }) => {
      const place = lineOf(key as Node, reader);
      const name = isScalar(key) && typeof key.value === "string" ? key.value : undefined;
      if (name === undefined)
        throw fault(reader, place, `key is ${String(key)}, expected a string; put it in quotes`);
      if (name === "<<") throw fault(reader, place, 'key is "<<", expected the merged keys written out');
      return {
        key: name,
        line: place,
        value: value === null ? nullValue(place) : convert(value as Node, reader, depth + 1),
      };
    });
    const value = Object.fromEntries(entries.map((entry) => [entry.key, entry.value.value]));
    return { value, entries, items: [], kind: "object", source: "", line };
  }
  if (isSeq(node)) {
    const items = node.items.map((item) => convert(item as Node, reader, depth + 1));
    return { value: items.map((item) => item.value), entries: [], items, kind: "list", source: "", line };
  }
  if (isScalar(node)) return convertScalar(node.value, node.source ?? "", line, reader);
  throw fault(reader, line, "a value of an unknown kind");
}

function convertScalar(value: unknown, source: string, line: number, reader: Reader): YamlValue {
  const plain = { entries: [], items: [], source, line };
  if (value === null || value === undefined) return { ...plain, value: null, kind: "null" };
  if (typeof value === "string") return { ...plain, value, kind: "string" };
  if (typeof value === "boolean") return { ...plain, value, kind: "boolean" };
  if (typeof value !== "number")
    throw fault(reader, line, `value is ${source}, expected a string, number, boolean, list or object`);
  // 012 is ten in one YAML parser and twelve in another, and an account id loses its zeros.
  if (String(value) === source) return { ...plain, value, kind: "number" };
  throw fault(
    reader,
    line,
    `value is ${source}, which would be read as ${value}; put it in quotes, or write ${value}`,
  );
}

function nullValue(line: number): YamlValue {
  return { value: null, entries: [], items: [], kind: "null", source: "", line };
}

function lineOf(node: Node, reader: Reader): number {
  return node?.range ? reader.lines.linePos(node.range[0]).line : 1;
}

function fault(reader: Reader, line: number, message: string): EngineError {
  return new EngineError("LAB_CONFIG", `${reader.file}:${line}: ${message}`);
}
