import * as fs from "node:fs";
import * as path from "node:path";
import type * as ts from "typescript";
import type { Declaration, PropertyDeclaration, PropertyDeclarations } from "../../aws/declaration";
import { DiskCache } from "./cache";
import { type Offsets, offsetsOf, readNested } from "./nested";
import { fileOfToken, type SdkPackage } from "./source";
import { membersOf, type Parser } from "./type-nodes";

/** The resource types of an installed `@pulumi/aws`. Each is read on first use. */
export class Declarations {
  readonly #sdk: SdkPackage;
  readonly #cache: DiskCache;
  readonly #known = new Map<string, Declaration | undefined>();
  readonly #offsets = new Map<string, Offsets>();
  #parser: Parser | undefined;

  constructor(sdk: SdkPackage, cache: DiskCache = DiskCache.of(sdk)) {
    this.#sdk = sdk;
    this.#cache = cache;
  }

  /** The declaration of a type token, or undefined when the package has no such type. */
  get(token: string): Declaration | undefined {
    if (this.#known.has(token)) return this.#known.get(token);
    const name = token.replace(/[^\w]+/g, ".");
    const entry = this.#cache.load(name) as Declaration | undefined;
    const declaration = entry?.token === token ? entry : this.#read(token);
    if (declaration && declaration !== entry) this.#cache.save(name, declaration);
    this.#known.set(token, declaration);
    return declaration;
  }

  #read(token: string): Declaration | undefined {
    const file = fileOfToken(this.#sdk, token);
    if (file === undefined) return undefined;
    const parser = this.#load();
    const text = fs.readFileSync(`${file}.d.ts`, "utf8");
    const source = parser.createSourceFile(`${file}.d.ts`, text, parser.ScriptTarget.ES2022, true);
    const type = source.statements.find((node) => isResource(parser, node)) as
      | ts.ClassDeclaration
      | undefined;
    if (type?.name === undefined) return undefined;
    const typeName = token.slice(token.lastIndexOf(":") + 1);
    if (type.name.text !== typeName && typeName !== "aws") return undefined;
    const argsName = `${type.name.text}Args`;
    const args = source.statements.find(
      (node): node is ts.InterfaceDeclaration =>
        parser.isInterfaceDeclaration(node) && node.name.text === argsName,
    );
    const inputs = args ? membersOf(parser, source, args, true) : {};
    const outputs = withDocumentation(membersOf(parser, source, type, false), inputs);
    return {
      token,
      inputs,
      outputs,
      inputObjects: this.#nested("input", inputs),
      outputObjects: this.#nested("output", outputs),
    };
  }

  #nested(side: "input" | "output", roots: PropertyDeclarations): Record<string, PropertyDeclarations> {
    const file = path.join(this.#sdk.folder, "types", `${side}.d.ts`);
    let offsets = this.#offsets.get(side) ?? (this.#cache.load(`offsets-${side}`) as Offsets | undefined);
    if (offsets === undefined) {
      offsets = offsetsOf(fs.readFileSync(file));
      this.#cache.save(`offsets-${side}`, offsets);
    }
    this.#offsets.set(side, offsets);
    return readNested(this.#load(), file, offsets, roots);
  }

  #load(): Parser {
    this.#parser ??= require("typescript") as Parser; // takes 0.2 s; not needed when the cache has all types
    return this.#parser;
  }
}

function isResource(parser: Parser, node: ts.Node): boolean {
  if (!parser.isClassDeclaration(node)) return false;
  return (
    node.heritageClauses?.some((clause) => /\b(?:Custom|Provider)Resource\b/.test(clause.getText())) ?? false
  );
}

/** Adds the documented defaults of inputs to outputs, whose documentation often omits them. */
function withDocumentation(
  outputs: Record<string, PropertyDeclaration>,
  inputs: PropertyDeclarations,
): PropertyDeclarations {
  for (const [name, input] of Object.entries(inputs)) {
    const output = outputs[name];
    if (output && input.default !== undefined) outputs[name] = { ...output, default: input.default };
  }
  return outputs;
}
