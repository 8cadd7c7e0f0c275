/** Type of the root of every stack. */
export const STACK_TYPE = "pulumi:pulumi:Stack";
/** Type of the resource by which a program reads the outputs of another stack. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";
/** Prefix of the types of provider resources; the package follows it. */
export const PROVIDER_PREFIX = "pulumi:providers:";

/** Parts of a URN. */
export interface UrnParts {
  readonly stack: string;
  readonly project: string;
  /** Types from the outermost parent below the stack down to the resource's own, joined by `$`. */
  readonly qualifiedType: string;
  readonly type: string;
  readonly name: string;
}

/**
 * Splits a URN: `urn:pulumi:STACK::PROJECT::[PARENT$]*TYPE::NAME`. A name may contain `::`.
 *
 * @throws {Error} when the string is not a Pulumi URN
 */
export function parseUrn(urn: string): UrnParts {
  const match = /^urn:pulumi:(.*?)::(.*?)::(.*?)::([\s\S]*)$/.exec(urn);
  if (!match)
    throw new Error(`urn is ${JSON.stringify(urn)}, expected urn:pulumi:STACK::PROJECT::TYPE::NAME`);
  const [, stack = "", project = "", qualifiedType = "", name = ""] = match;
  return {
    stack,
    project,
    qualifiedType,
    type: qualifiedType.slice(qualifiedType.lastIndexOf("$") + 1),
    name,
  };
}

/** Returns the URN of a resource under `parent`. The type of the stack does not appear in the URNs of its children. */
export function makeUrn(stack: string, project: string, parent: string, type: string, name: string): string {
  const parentType = parent === "" ? "" : parseUrn(parent).qualifiedType;
  const prefix = parentType === "" || parentType === STACK_TYPE ? "" : `${parentType}$`;
  return `urn:pulumi:${stack}::${project}::${prefix}${type}::${name}`;
}

/** Returns the URN of the root of a stack. */
export function rootUrn(stack: string, project: string): string {
  return makeUrn(stack, project, "", STACK_TYPE, `${project}-${stack}`);
}

/** Returns the package of a type: `aws` of `aws:s3/bucket:Bucket`, and of `pulumi:providers:aws`. */
export function packageOf(type: string): string {
  return type.startsWith(PROVIDER_PREFIX)
    ? type.slice(PROVIDER_PREFIX.length)
    : type.slice(0, type.indexOf(":"));
}

/** Whether a type is a provider resource's. */
export function isProviderType(type: string): boolean {
  return type.startsWith(PROVIDER_PREFIX);
}

/** Splits a reference to a provider, `URN::ID`. */
export function parseReference(reference: string): { readonly urn: string; readonly id: string } {
  const separator = reference.lastIndexOf("::");
  return { urn: reference.slice(0, separator), id: reference.slice(separator + 2) };
}
