import {
  type Action,
  arnService,
  defaultOperation,
  duplicateErrorCode,
  kebabTypeName,
  moduleOf,
} from "./api-names";
import { type Declaration, findProperty, isRegional, type PropertyDeclaration } from "./declaration";
import type { IdentityForms } from "./identity";
import type { NameRule, ResourceType, TypeFacts } from "./resource-type";
import { TYPE_FACTS } from "./type-facts";

/**
 * One resource type with everything that is known of it. For each fact, the first of these sources that has it wins:
 *
 * 1. the type's own file: a `ResourceType`
 * 2. its row in `type-facts.ts`, for a type without a file; no type has both
 * 3. the SDK's declaration and the documentation in it
 * 4. the generic form
 *
 * The functions below are the only readers of the first two sources for these facts.
 */
export interface SimulatedType {
  readonly declaration: Declaration;
  /** The type's own file. */
  readonly rules: ResourceType | undefined;
}

function statedFacts({ declaration, rules }: SimulatedType): TypeFacts {
  return rules ?? TYPE_FACTS[declaration.token] ?? {};
}

/** Whether resources of the type have no region. */
export function isGlobal({ declaration, rules }: SimulatedType): boolean {
  return rules?.scope === undefined ? !isRegional(declaration) : rules.scope === "global";
}

/** Service by which faults and rates match the type. */
export function serviceOf({ declaration, rules }: SimulatedType): string {
  return rules?.service ?? moduleOf(declaration.token);
}

/** API operation of an action on the type, by which faults and rates match it. */
export function operationOf(type: SimulatedType, action: Action): string {
  return statedFacts(type).api?.[action] ?? defaultOperation(type.declaration.token, action);
}

/** Auto-naming of the type, or undefined when it has none. */
export function nameRuleOf(type: SimulatedType): NameRule | undefined {
  const { name } = statedFacts(type);
  if (name !== undefined) return name === "none" ? undefined : name;
  const input = findProperty(type.declaration.inputs, "name");
  const output = findProperty(type.declaration.outputs, "name");
  const isAssigned =
    input?.type === "string" && !input.required && output?.type === "string" && output.required;
  return isAssigned ? { property: "name" } : undefined;
}

/** Inputs that hold the name of a type without auto-naming, in the order in which they are looked for. */
const NAME_PROPERTIES = [
  "name",
  "bucket",
  "dashboardName",
  "alarmName",
  "clusterIdentifier",
  "identifier",
  "domainName",
];

/** Property that holds the name of a resource, whether or not AWS or the provider can assign it. */
export function namePropertyOf(type: SimulatedType): string | undefined {
  const { inputs } = type.declaration;
  const isString = (property: string) => findProperty(inputs, property)?.type === "string";
  return nameRuleOf(type)?.property ?? NAME_PROPERTIES.find(isString);
}

/**
 * Forms of the id and the ARN of the type.
 *
 * @param hasName whether the resource has a physical name, which generic ids are made of
 */
export function identityFormsOf(type: SimulatedType, hasName: boolean): IdentityForms {
  const { id, arn } = statedFacts(type);
  const { token } = type.declaration;
  const region = isGlobal(type) ? "" : "{region}";
  const kebabName = kebabTypeName(token);
  return {
    id: id ?? (hasName ? "{name}" : `${kebabName}-{hex17}`),
    arn: arn ?? `arn:{partition}:${arnService(moduleOf(token))}:${region}:{account}:${kebabName}/{id}`,
  };
}

/**
 * Whether a change of an input makes a new resource.
 *
 * @param path such as `rules[0].id`
 */
export function isImmutable(type: SimulatedType, path: string): boolean {
  const pattern = path.replace(/\[\d+\]/g, "[*]");
  const { immutable, alsoImmutable } = statedFacts(type);
  if (type.rules?.mutable?.includes(pattern)) return false;
  if (pattern === "region") return true;
  if (immutable) return immutable.includes(pattern);
  if (pattern === namePropertyOf(type) || alsoImmutable?.includes(pattern)) return true;
  return isDocumentedImmutable(type, findProperty(type.declaration.inputs, path));
}

/** Whether the documentation of a property, nested or not, says that its change makes a new resource, and counts. */
export function isDocumentedImmutable(
  type: SimulatedType,
  property: PropertyDeclaration | undefined,
): boolean {
  return statedFacts(type).immutable === undefined && property?.replaces === true;
}

/** Error code with which AWS refuses to create a resource whose id exists, or undefined when it returns that resource. */
export function duplicateErrorCodeOf(type: SimulatedType): string | undefined {
  // A Put overwrites.
  if (statedFacts(type).isCreateIdempotent || !operationOf(type, "create").startsWith("Create"))
    return undefined;
  return duplicateErrorCode(moduleOf(type.declaration.token));
}
