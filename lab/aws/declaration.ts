import type { Value } from "./property-values";

/**
 * Type of a property on the wire: `json` is a JSON string that a program may also give as an object, `object` names an
 * entry of the declaration's table of objects.
 */
export type PropertyType =
  | "string"
  | "number"
  | "boolean"
  | "json"
  | "asset"
  | "any"
  | { readonly list: PropertyType }
  | { readonly map: PropertyType }
  | { readonly object: string };

/** The SDK's declaration of one property. */
export interface PropertyDeclaration {
  readonly type: PropertyType;
  /** Input: required. Output: always present. @default false */
  readonly required?: true;
  /** Whether the documentation says that a change makes a new resource. @default false */
  readonly replaces?: true;
  /** Documented default. @default - none */
  readonly default?: Value;
}

/** Declarations of an object's properties, by name. */
export type PropertyDeclarations = Readonly<Record<string, PropertyDeclaration>>;

/** The SDK's declaration of one resource type. */
export interface Declaration {
  /** Type token, such as `aws:sns/topic:Topic`. */
  readonly token: string;
  readonly inputs: PropertyDeclarations;
  readonly outputs: PropertyDeclarations;
  /** Nested objects of the inputs, by name such as `s3.BucketCorsRule`. */
  readonly inputObjects: Readonly<Record<string, PropertyDeclarations>>;
  /** Nested objects of the outputs. */
  readonly outputObjects: Readonly<Record<string, PropertyDeclarations>>;
}

/** Finds the declaration of a property; safe for names such as `constructor`. */
export function findProperty(all: PropertyDeclarations, property: string): PropertyDeclaration | undefined {
  return Object.hasOwn(all, property) ? all[property] : undefined;
}

/** Whether resources of the type have a region: types of global services have no argument `region`. */
export function isRegional(declaration: Declaration): boolean {
  return findProperty(declaration.inputs, "region") !== undefined;
}
