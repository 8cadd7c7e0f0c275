import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import { findFlaws, isAnyTrue } from "../reading/three-valued-logic";
import { describeMismatch, formatValue, mustBe, mustBeSet } from "./property-checks";
import { type Checks, type Rule, type RuleContext, type RuleInfo, resourceRule } from "./rule";

/** A requirement on one property, for one or more types: a row of a table. */
export interface Requirement {
  readonly types: readonly string[];
  /**
   * Path of the property. `[]` stands for each object of a list, and for an object that is optional:
   * `rootBlockDevice[].encrypted` requires nothing without a root block device.
   */
  readonly path: string;
  /** Expected value: a boolean, any value, a list that is not empty, one of several strings, a list with all of some items, or a number in a range. */
  readonly expected:
    | boolean
    | "set"
    | "items"
    | { readonly oneOf: readonly string[] }
    | { readonly all: readonly string[] }
    | { readonly min?: number; readonly max?: number; readonly unit: string };
  /** Value that AWS or the provider uses when the property is absent. @default - none, so that absence is a violation */
  readonly absent?: boolean | string | number;
  /** Whether the requirement does not apply to a resource. @default - it applies to every resource of the types */
  readonly unless?: (resource: Resource, context: RuleContext<unknown>) => boolean;
  /** End of the message. @default - none */
  readonly advice?: string;
  /** Controls that require it, such as `security-hub:RDS.3`. They are the source of the row. */
  readonly controls: readonly string[];
}

/** Parts of a rule that consists of a table. */
export interface RequirementRuleSpec extends Omit<RuleInfo, "tags" | "settings"> {
  /** Topic of the rule. */
  readonly topic: string;
  /** Controls that the rule as a whole implements, besides those of the rows. @default - none */
  readonly controls?: readonly string[];
  readonly requirements: readonly Requirement[];
}

/** Creates a rule from a table of requirements, with a check for each path. */
export function requirementRule(spec: RequirementRuleSpec): Rule {
  const { topic, controls = [], requirements, ...info } = spec;
  const paths = [...new Set(requirements.map(({ path }) => path))];
  const rowControls = requirements.flatMap((row) => row.controls);
  return resourceRule({
    ...info,
    tags: [topic, ...new Set([...controls, ...rowControls])],
    types: [...new Set(requirements.flatMap(({ types }) => types))],
    checks: requirementChecks(
      paths.map((path) => [path, requirements.filter((row) => row.path === path)] as const),
    ),
  });
}

function requirementChecks(
  groups: readonly (readonly [string, readonly Requirement[]])[],
): Checks<RuleContext<unknown>> {
  return Object.fromEntries(
    groups.map(([path, rows]) => [
      path.replaceAll("[]", ""),
      (resource: Resource, context: RuleContext<unknown>) =>
        rows
          .filter(({ types }) => types.includes(resource.type))
          .flatMap((row) => findRequirementFaults(row, resource, context)),
    ]),
  );
}

/**
 * Finds the violations of a requirement by a resource. An unknown value does not matter when the requirement does not apply.
 *
 * @throws {Undecided} when the value or the exception is unknown and decides
 */
function findRequirementFaults(
  row: Requirement,
  resource: Resource,
  context: RuleContext<unknown>,
): readonly string[] {
  const find = (): readonly string[] =>
    findFlaws(placesOf(resource, row.path), ({ props, key }) => findFault(row, props, key));
  const isFine = isAnyTrue(
    () => find().length === 0,
    () => row.unless?.(resource, context) ?? false,
  );
  return isFine ? [] : find();
}

/** The objects that have the last part of a path, and the rest of the path in them. */
function placesOf(props: Props, path: string): readonly { readonly props: Props; readonly key: string }[] {
  const [list = path, ...rest] = path.split("[].");
  if (rest.length === 0) return [{ props, key: list }];
  return props.list(list).flatMap((item) => placesOf(item, rest.join("[].")));
}

function findFault(row: Requirement, props: Props, key: string): string | undefined {
  const { expected, absent, advice } = row;
  if (typeof expected === "boolean") {
    const options = {
      ...(typeof absent === "boolean" && { absent }),
      ...(advice !== undefined && { advice }),
    };
    return mustBe(props, key, expected, options);
  }
  if (expected === "set") return mustBeSet(props, key, "a value", advice);
  if (expected === "items") {
    return props.hasItems(key) ? undefined : describeMismatch(props, key, "one item or more", advice);
  }
  if ("oneOf" in expected) {
    const value = props.string(key) ?? (typeof absent === "string" ? absent : undefined);
    if (value !== undefined && expected.oneOf.includes(value)) return undefined;
    return describeMismatch(props, key, expected.oneOf.map(formatValue).join(" or "), advice);
  }
  if ("all" in expected) {
    const items = props.strings(key);
    if (expected.all.every((item) => items.includes(item))) return undefined;
    return describeMismatch(props, key, expected.all.map(formatValue).join(" and "), advice);
  }
  const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY, unit } = expected;
  const value = props.number(key) ?? (typeof absent === "number" ? absent : undefined);
  if (value !== undefined && value >= min && value <= max) return undefined;
  const bounds = expected.max === undefined ? `${min} or more` : `${max} or less`;
  return describeMismatch(props, key, `${bounds} ${unit}`, advice);
}
