/** Properties of a resource as the services read them: every value still has to prove its type. */
export type Bag = Readonly<Record<string, unknown>>;

/** Stands for a value that a preview cannot know yet; rules stay silent about it. */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** True for the sentinel of a value that is not known yet. */
export function isUnknown(value: unknown): boolean {
  return value === UNKNOWN;
}

/** True when the program gave something, known or not; false for undefined, null and empty text. */
export function isGiven(value: unknown): boolean {
  return value !== undefined && value !== null && value !== "";
}

/** The value when it is a known, non-empty text. */
export function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" && value !== UNKNOWN ? value : undefined;
}

/** The value when it is a known number, or a text that spells one, as the providers convert it. */
export function number(value: unknown): number | undefined {
  if (typeof value === "number") return value;
  const spelled = text(value);
  return spelled !== undefined && /^-?\d+(\.\d+)?$/.test(spelled) ? Number(spelled) : undefined;
}

/** True for `true` and its spelling. */
export function flag(value: unknown): boolean {
  return value === true || value === "true";
}

/** The elements of a known list; an absent or unknown one has none. */
export function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The known texts of a list. */
export function texts(value: unknown): readonly string[] {
  return list(value)
    .map(text)
    .filter((one) => one !== undefined);
}

/** The value when it is a known object. */
export function bag(value: unknown): Bag | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Bag) : undefined;
}

/** The objects of a known list; a lone object counts as a list of one. */
export function bags(value: unknown): readonly Bag[] {
  const lone = bag(value);
  if (lone !== undefined) return [lone];
  return list(value)
    .map(bag)
    .filter((one) => one !== undefined);
}

/** True when the value, or anything inside it, is not known yet. */
export function holdsUnknown(value: unknown): boolean {
  if (isUnknown(value)) return true;
  if (Array.isArray(value)) return value.some(holdsUnknown);
  const inner = bag(value);
  return inner !== undefined && Object.values(inner).some(holdsUnknown);
}
