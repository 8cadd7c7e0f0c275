import type { Rule } from "../../policies/kit";
import { type Fixture, type Fixtures, type Mutant, prove, resource, setInput } from "./policy";

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

/** A row of a table: type, path, compliant value, wrong value or undefined for an absent one, and the end of the message. */
export type Row = readonly [
  type: string,
  path: string,
  compliant: unknown,
  wrong: unknown,
  expected: string,
  otherInputs?: Readonly<Record<string, unknown>>,
];

/** Proves a rule that is a table: one resource for each row, which has a compliant value and then a wrong one. */
export function proveTable(
  rule: Rule,
  rows: readonly Row[],
  alsoCompliant: Readonly<Record<string, Fixtures>> = {},
): void {
  const nameOf = (index: number): string => `row-${index}`;
  const fixtures = rows.map(([type, path, compliant, , , inputs = {}], index): Fixture => {
    const [fixture] = setInput([resource(type, nameOf(index), inputs)], nameOf(index), path, compliant);
    return fixture as Fixture;
  });
  const mutants = rows.map(([type, path, , wrong, expected], index): Mutant => {
    const is = wrong === undefined ? "missing" : JSON.stringify(wrong);
    return {
      title: `${path} of ${type} that is ${is}`,
      change: (all) => setInput(all, nameOf(index), path, wrong),
      messages: { [nameOf(index)]: `${path} is ${is}, expected ${expected}` },
    };
  });
  prove(rule, { compliant: fixtures, alsoCompliant, mutants });
}
