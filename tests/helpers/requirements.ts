import { type Mutant, setInput } from "./policy";

/** A wrong value of one property: resource, path, value or undefined for an absent one, and the complete message. */
export type WrongValue = readonly [resource: string, path: string, value: unknown, message: string];

/** Returns a mutant for each wrong value. */
export function mutantsOf(values: readonly WrongValue[]): readonly Mutant[] {
  return values.map(([name, path, value, message]) => ({
    title: `${path} of ${name} ${value === undefined ? "without a value" : `with ${JSON.stringify(value)}`}`,
    change: (all) => setInput(all, name, path, value),
    messages: { [name]: message },
  }));
}
