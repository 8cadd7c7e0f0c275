import { type Fixture, type Fixtures, resource } from "../../helpers/policy";

/** A violation that collections of bad examples exercise, and the smallest change that fixes it. */
export interface BadExample {
  /** Control that it violates, in the form of the tags of rules. */
  readonly control: string;
  /** Rule that reports the resource `it`. */
  readonly rule: string;
  readonly bad: Fixtures;
  readonly good: Fixtures;
}

type Inputs = Readonly<Record<string, unknown>>;

/** Creates an example of one resource, `it`, and others in both programs. */
export function example(
  control: string,
  rule: string,
  type: string,
  bad: Inputs,
  good: Inputs,
  others: readonly Fixture[] = [],
): BadExample {
  return {
    control,
    rule,
    bad: [resource(type, "it", bad), ...others],
    good: [resource(type, "it", good), ...others],
  };
}

/** Creates an example that lacks a resource about `it`. */
export function lacking(
  control: string,
  rule: string,
  type: string,
  inputs: Inputs,
  lacked: readonly Fixture[],
): BadExample {
  return {
    control,
    rule,
    bad: [resource(type, "it", inputs)],
    good: [resource(type, "it", inputs), ...lacked],
  };
}

/** A policy document with one statement. */
export function documentOf(statement: Inputs): string {
  return JSON.stringify({
    Version: "2012-10-17",
    Statement: [{ Effect: "Allow", Action: "*", Resource: "*", ...statement }],
  });
}

export const OWN = { AWS: "arn:aws:iam::123456789012:root" };
