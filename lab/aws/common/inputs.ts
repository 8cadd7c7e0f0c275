import { asObjects, isObject, type Properties, type Value } from "../property-values";

/** True when the program gave something, known or not; false for undefined, null and empty text. */
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

/** The last part of an ARN or of a path: `arn:aws:kms:…:key/1234` gives `1234`, and a bare id gives itself. */
export function lastPart(reference: string): string {
  return reference.split("/").at(-1) ?? reference;
}
