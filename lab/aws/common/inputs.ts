import { asObjects, asString, isObject, type Properties, type Value } from "../property-values";
import type { Draft } from "../resource-type";

/** Whether the program gave a value, known or not: false for undefined, null and the empty string. */
export function isGiven(value: Value | undefined): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The object, or the first one of a list: the SDK flattens lists that the provider limits to one. */
export function firstObject(value: Value | undefined): Properties | undefined {
  return isObject(value) ? value : asObjects(value)[0];
}

/** The objects of a list, or a lone object as a list of one. */
export function listObjects(value: Value | undefined): readonly Properties[] {
  return isObject(value) ? [value] : asObjects(value);
}

/** The last part of an ARN or a path: `1234` of `arn:aws:kms:…:key/1234`, and a bare id itself. */
export function lastPart(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}

/** Name of a new resource: the program's, or the one assigned to it. */
export function assignedName(draft: Draft, property = "name"): string {
  return asString(draft.outputs[property]) ?? draft.id;
}
