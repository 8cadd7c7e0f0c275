import type * as ts from "typescript";
import type { PropertyDeclaration, PropertyType } from "../../aws/declaration";
import type { Value } from "../../aws/property-values";

/** The TypeScript parser, which is loaded only when the cache lacks a type. */
export type Parser = typeof ts;

interface Reading {
  readonly type: PropertyType;
  readonly optional: boolean;
}

/**
 * Reads the declared properties of a class or an interface, by name.
 *
 * @param all whether to include members that are not `pulumi.Output`: true for interfaces
 */
export function membersOf(
  parser: Parser,
  file: ts.SourceFile,
  node: ts.ClassDeclaration | ts.InterfaceDeclaration,
  all: boolean,
): Record<string, PropertyDeclaration> {
  const declarations: Record<string, PropertyDeclaration> = {};
  for (const member of node.members) {
    const property = parser.isPropertyDeclaration(member) || parser.isPropertySignature(member);
    if (!property || member.type === undefined || !parser.isIdentifier(member.name)) continue;
    if (!all && !isOutput(parser, member.type)) continue;
    const { type, optional } = read(parser, member.type);
    const doc = documentation(file, member);
    const value = documentedDefault(doc, type);
    declarations[member.name.text] = {
      type,
      ...(optional || member.questionToken !== undefined ? {} : { required: true as const }),
      ...(REPLACES.test(doc) ? { replaces: true as const } : {}),
      ...(value === undefined ? {} : { default: value }),
    };
  }
  return declarations;
}

const REPLACES =
  /forces?\s+(?:the\s+)?(?:a\s+)?(?:new\s+resource|(?:resource\s+)?(?:replacement|recreation)|creation\s+of\s+a\s+new)|creates\s+a\s+new\s+resource/i;

function documentation(file: ts.SourceFile, member: ts.Node): string {
  return file.text.slice(member.pos, member.getStart(file));
}

/** The default in a sentence such as "Defaults to `true`.", if it is unconditional and a value of the type. */
function documentedDefault(doc: string, type: PropertyType): Value | undefined {
  if (type !== "string" && type !== "number" && type !== "boolean") return undefined;
  const literal = /\bDefault(?:s to|s is|s:| is|:)\s+[`"]+([\w.$:/-]+)[`"]+\s*(?:[.)]|\*|$)/im.exec(doc)?.[1];
  if (literal === undefined) return undefined;
  if (type === "string") return literal;
  if (type === "number") return Number.isFinite(Number(literal)) ? Number(literal) : undefined;
  return literal === "true" ? true : literal === "false" ? false : undefined;
}

function isOutput(parser: Parser, node: ts.TypeNode): boolean {
  return parser.isTypeReferenceNode(node) && node.typeName.getText().endsWith("pulumi.Output");
}

function read(parser: Parser, node: ts.TypeNode): Reading {
  if (parser.isParenthesizedTypeNode(node)) return read(parser, node.type);
  if (parser.isUnionTypeNode(node)) return union(parser, node);
  if (parser.isArrayTypeNode(node)) return toReading({ list: read(parser, node.elementType).type });
  if (parser.isTypeLiteralNode(node)) return toReading({ map: mapMember(parser, node) });
  if (parser.isTypeReferenceNode(node)) return reference(parser, node);
  switch (node.kind) {
    case parser.SyntaxKind.StringKeyword:
      return toReading("string");
    case parser.SyntaxKind.NumberKeyword:
      return toReading("number");
    case parser.SyntaxKind.BooleanKeyword:
      return toReading("boolean");
    case parser.SyntaxKind.LiteralType:
      return toReading("string");
    default:
      return toReading("any");
  }
}

function union(parser: Parser, node: ts.UnionTypeNode): Reading {
  const rest = node.types.filter((type) => type.kind !== parser.SyntaxKind.UndefinedKeyword);
  const optional = rest.length < node.types.length;
  const readings = rest.map((type) => read(parser, type));
  const types = readings.map((reading) => reading.type);
  const text = types.includes("string");
  const hasObject = types.some((type) => typeof type === "object");
  const first = types[0] ?? "any";
  const same = types.every((type) => JSON.stringify(type) === JSON.stringify(first));
  const type: PropertyType = same ? first : text && hasObject ? "json" : text ? "string" : "any";
  return { type, optional: optional || readings.some((reading) => reading.optional) };
}

function mapMember(parser: Parser, node: ts.TypeLiteralNode): PropertyType {
  const member = node.members.find(parser.isIndexSignatureDeclaration);
  return member ? read(parser, member.type).type : "any";
}

function reference(parser: Parser, node: ts.TypeReferenceNode): Reading {
  const name = node.typeName.getText();
  const argument = node.typeArguments?.[0];
  if ((name === "pulumi.Input" || name === "pulumi.Output") && argument) return read(parser, argument);
  if (name.startsWith("pulumi.asset.")) return toReading("asset");
  const objectName = /^(?:inputs|outputs)\.(.+)$/.exec(name)?.[1];
  if (objectName) return toReading({ object: objectName });
  // enums are unions of strings, ARN is an alias of string, and a resource stands for its id
  return toReading(name === "Record" || name.startsWith("types.") ? "any" : "string");
}

function toReading(type: PropertyType): Reading {
  return { type, optional: false };
}
