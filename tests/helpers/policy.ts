import assert from "node:assert/strict";
import {
  type Policies,
  type PolicyResource,
  type PolicyResourceOptions,
  type ResourceValidationArgs,
  type StackValidationArgs,
  UnknownValueError,
  unknownCheckingProxy,
} from "@pulumi/policy";
import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Rule } from "../../policies/kit";
import { compileRules } from "../../policies/kit/pack/compile-rules";

/** The wire value for an unknown string. */

class Ref {
  readonly name: string;
  readonly output: string;

  constructor(name: string, output: string) {
    this.name = name;
    this.output = output;
  }
}

class Derived {
  readonly value: unknown;
  readonly names: readonly string[];

  constructor(value: unknown, names: readonly string[]) {
    this.value = value;
    this.names = names;
  }
}

class Unknown {}

/** An output of another fixture: unknown in a preview, with a recorded dependency. */
export function ref(name: string, output = "id"): Ref {
  return new Ref(name, output);
}

/** A value that a program derives from outputs of the named fixtures: unknown in a preview. */
export function derivedFrom(value: unknown, ...names: readonly string[]): Derived {
  return new Derived(value, names);
}

/** A value that a preview does not know and that comes from no fixture. */
export const unknown: unknown = new Unknown();

/** One resource of a test's stack. */
export interface Fixture {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Region of its provider. @default "eu-west-1" */
  readonly region?: string;
  /** Name of its provider; `none` for components. @default - `aws-<region>` */
  readonly provider?: string | "none";
  /** Default tags of its provider. @default - none */
  readonly defaultTags?: Readonly<Record<string, string>>;
  readonly protect?: boolean;
  /** Outputs besides its inputs. @default - an id and an ARN derived from its name */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** All resources of a test's stack. */
export type Fixtures = readonly Fixture[];

/** Creates a fixture. */
export function resource(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  options: Omit<Fixture, "type" | "name" | "inputs"> = {},
): Fixture {
  return { type, name, inputs, ...options };
}

/** Options of an evaluation. */
export interface EvaluationOptions {
  /** Before anything is created, or after everything is. @default "preview" */
  readonly when?: "preview" | "up";
  /** Configuration of policies, by name. @default - none */
  readonly settings?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** @default "dev" */
  readonly stack?: string;
  /** Regions of the stack's configuration. @default - it has none */
  readonly regions?: readonly string[];
  readonly stackTags?: Readonly<Record<string, string>>;
  /** @default 2026-01-15T12:00:00Z */
  readonly now?: Date;
  /** Disabled policies. @default - none */
  readonly disabled?: readonly string[];
  readonly trace?: (rule: string, urn: string, path: string) => void;
}

/** One report of a policy. */
export interface Verdict {
  readonly policy: string;
  readonly level: string;
  /** Name of the resource, or of the stack for a report about the stack. */
  readonly resource: string;
  readonly message: string;
}

/**
 * Evaluates rules the way the SDK does: each resource alone with its inputs, then all of them with their outputs, each
 * in the proxy that throws when an unknown value is read. As in a pack, policies receive an empty stack once every rule has
 * evaluated it.
 */
export function evaluateRules(
  rules: readonly Rule[],
  fixtures: Fixtures,
  options: EvaluationOptions = {},
): readonly Verdict[] {
  const { when = "preview", stack = "dev", now = new Date("2026-01-15T12:00:00Z"), regions } = options;
  const environment = () => ({ stackName: stack, isPreview: when === "preview", regions, now });
  let isStackEvaluated = false;
  const policies = compileRules(rules, {
    environment,
    onStackRecorded: () => {
      isStackEvaluated = true;
    },
    ...(options.trace && { trace: options.trace }),
  });
  const verdicts: Verdict[] = [];
  const stackTags = new Map(Object.entries(options.stackTags ?? {}));
  const run = (
    policy: Policies[number],
    urn: string,
    call: (report: Report, shared: Shared) => void,
  ): void => {
    const report: Report = (message, about = urn) =>
      verdicts.push({
        policy: policy.name,
        level: policy.enforcementLevel ?? "advisory",
        resource: about.slice(about.lastIndexOf("::") + 2),
        message,
      });
    const getConfig = <T>(): T => (options.settings?.[policy.name] ?? {}) as T;
    try {
      call(report, { stackTags, getConfig, notApplicable: never });
    } catch (error) {
      if (!(error instanceof UnknownValueError)) throw error;
      assert.fail(`${policy.name} touched an unknown: ${(error as Error).message}`);
    }
  };
  const enabled = policies.filter(({ name }) => !options.disabled?.includes(name));
  for (const fixture of fixtures) {
    for (const policy of enabled) {
      const validate = "validateResource" in policy ? policy.validateResource : undefined;
      if (typeof validate !== "function") continue;
      const only: unknown = Reflect.get(validate, "__pulumiType");
      if (only !== undefined && only !== fixture.type) continue;
      run(policy, urnOf(stack, fixture), (report, shared) => {
        const args = { ...commonArgs(fixtures, fixture, stack, when), ...shared };
        assert.equal(
          validate({ ...args, props: proxyUnknowns(inputsOf(fixtures, fixture, when)) }, report),
          undefined,
        );
      });
    }
  }
  for (const policy of enabled) {
    const validate = "validateStack" in policy ? policy.validateStack : undefined;
    if (typeof validate !== "function") continue;
    run(policy, `::${stack}`, (report, shared) => {
      const resources = isStackEvaluated ? [] : [...stackResources(fixtures, stack, when)];
      assert.equal(validate({ ...shared, resources }, report), undefined);
    });
  }
  return verdicts;
}

/** The smallest change that makes compliant fixtures violate the rule. */
export interface Mutant {
  /** The change in words, such as `versioning is suspended`. */
  readonly title: string;
  readonly change: (fixtures: Fixtures) => Fixtures;
  /** Complete messages by resource name, or by `stack` for a report about the stack. */
  readonly messages: Readonly<Record<string, string | readonly string[]>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: EvaluationOptions;
  /** @default - both */
  readonly when?: "preview" | "up";
}

/** A change after which a preview leaves a check to the update. */
export interface Deferral {
  readonly change: (fixtures: Fixtures) => Fixtures;
  /** Messages of `pack-self-checks` in a preview, up to the name of the source and without the rule's name, by resource. */
  readonly preview: Readonly<Record<string, string>>;
  /** Complete messages after the update, by resource. @default - none */
  readonly up?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
}

/** Fixtures and mutants that prove a rule. */
export interface Proof {
  /** Compliant fixtures that have every property the rule reads. */
  readonly compliant: Fixtures;
  /** More compliant fixtures, by their description. */
  readonly alsoCompliant?: Readonly<Record<string, Fixtures>>;
  readonly mutants: readonly Mutant[];
  /** Changes that only an update can decide, by their description. @default - none */
  readonly deferred?: Readonly<Record<string, Deferral>>;
  /** The rule's settings for every evaluation of the proof. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: EvaluationOptions;
  /**
   * Properties, as `resource: path`, that the rule reads but that may be unknown without a report, because something else
   * decides. @default - none
   */
  readonly indifferent?: readonly string[];
  /** The rule's report for a stack without any resource of its types. @default - no report */
  readonly emptyStackMessage?: string;
}

/**
 * Proves a rule: compliant fixtures pass in preview and after `up`; every mutant fails with exactly its messages; each
 * property that the rule reads is made unknown and removed, one at a time, and no unknown one passes silently.
 */
export function prove(rule: Rule, proof: Proof): void {
  const { compliant, mutants } = proof;
  // A mutant that leaves a check of a mandatory rule undecided is a violation as well.
  const strict = rule.level === "mandatory" ? { onUnknown: "fail" } : {};
  const evaluate = (
    fixtures: Fixtures,
    more: EvaluationOptions = {},
    settings?: Mutant["settings"],
  ): readonly Verdict[] =>
    evaluateRules([rule], fixtures, {
      ...proof.options,
      ...more,
      settings: { [rule.name]: { ...strict, ...proof.settings, ...settings } },
    });
  const moments = ["preview", "up"] as const;

  describe(rule.name, () => {
    for (const [name, fixtures] of Object.entries({
      "compliant fixtures": compliant,
      ...proof.alsoCompliant,
    })) {
      for (const when of moments) {
        it(`accepts ${name} (${when})`, () => {
          assert.deepEqual(evaluate(fixtures, { when }), []);
        });
      }
    }

    for (const { title, change, messages: expectedMessages, settings, options, when: only } of mutants) {
      for (const when of only ? [only] : moments) {
        it(`reports ${title} (${when})`, () => {
          const verdicts = evaluate(change(compliant), { when, ...options }, settings);

          const expected = Object.entries(expectedMessages).flatMap(([resource, messages]) =>
            [messages].flat().map((message) => ({
              policy: rule.name,
              level: rule.level,
              resource: resource === "stack" ? (options?.stack ?? proof.options?.stack ?? "dev") : resource,
              message: resource === "stack" ? message : `${resource}: ${message}`,
            })),
          );
          assert.deepEqual(sortVerdicts(verdicts), sortVerdicts(expected));
        });
      }
    }

    for (const [title, { change, preview, up = {}, settings }] of Object.entries(proof.deferred ?? {})) {
      it(`leaves ${title} to the update`, () => {
        const fixtures = change(compliant);

        assert.deepEqual(
          evaluate(fixtures, {}, { ...settings, onUnknown: "defer" }),
          Object.entries(preview).map(([resource, message]) => ({
            policy: "pack-self-checks",
            level: "advisory",
            resource,
            message: `${rule.name}: ${resource}: ${message} is unknown in this preview; the update decides it, and so does a preview if you derive it from names instead of ARNs`,
          })),
        );
        assert.deepEqual(
          evaluate(fixtures, { when: "up" }, { ...settings, onUnknown: "defer" }),
          Object.entries(up).map(([resource, message]) => ({
            policy: rule.name,
            level: rule.level,
            resource,
            message: `${resource}: ${message}`,
          })),
        );
      });
    }

    it("never passes silently when a property that it reads is unknown", () => {
      const silent = [...findReadProperties(rule, proof)].filter(
        ([, setProperty]) => evaluate(setProperty(unknown)).length === 0,
      );
      assert.deepEqual(silent.map(([place]) => place).sort(), [...(proof.indifferent ?? [])].sort());
    });

    it("decides when a property that it reads is absent", () => {
      for (const [place, setProperty] of findReadProperties(rule, proof)) {
        for (const when of moments) {
          for (const { message } of evaluate(setProperty(undefined), { when })) {
            assert.doesNotMatch(message, /cannot be decided/, place);
          }
        }
      }
    });

    it("ignores resources of other types", () => {
      const other = [resource("aws:ssm/parameter:Parameter", "other", { type: "String", value: "1" })];
      const messages = evaluate(other).map(({ message }) => message);
      const evaluatesAll = rule.types === "aws";
      assert.deepEqual(
        evaluatesAll ? [] : messages,
        proof.emptyStackMessage === undefined || evaluatesAll ? [] : [proof.emptyStackMessage],
      );
    });
  });
}

/**
 * Returns the inputs of a resource after the rule's remediation, as at the level `remediate`; undefined when the remediation
 * changes nothing.
 *
 * @param when a preview leaves references unknown
 */
export function remediate(
  rule: Rule,
  fixtures: Fixtures,
  name: string,
  options: EvaluationOptions = {},
): Readonly<Record<string, unknown>> | undefined {
  const { when = "up", stack = "dev", now = new Date("2026-01-15T12:00:00Z"), regions } = options;
  const environment = () => ({ stackName: stack, isPreview: when === "preview", regions, now });
  const policy = compileRules([rule], { environment }).find((each) => each.name === rule.name);
  const remediate = policy && "remediateResource" in policy ? policy.remediateResource : undefined;
  assert.ok(remediate, `${rule.name} has no remediation`);
  const fixture = findFixture(fixtures, name);
  const inputs = inputsOf(fixtures, fixture, when);
  const after = remediate({
    ...commonArgs(fixtures, fixture, stack, when),
    stackTags: new Map(Object.entries(options.stackTags ?? {})),
    getConfig: <T>() => (options.settings?.[rule.name] ?? {}) as T,
    notApplicable: never,
    props: proxyUnknowns(inputs),
  });
  // The proxy writes through to its target.
  return after === undefined ? undefined : inputs;
}

/** Arguments that the SDK passes to a stack policy in a preview. */
export function stackArgsOf(fixtures: Fixtures): StackValidationArgs {
  return {
    resources: [...stackResources(fixtures, "dev", "preview")],
    stackTags: new Map(),
    getConfig: <T>() => ({}) as T,
    notApplicable: never,
  };
}

/** Arguments that the SDK passes to a resource policy in a preview. */
export function argsOf(fixtures: Fixtures, name: string): ResourceValidationArgs {
  const fixture = findFixture(fixtures, name);
  return {
    ...commonArgs(fixtures, fixture, "dev", "preview"),
    stackTags: new Map(),
    getConfig: <T>() => ({}) as T,
    notApplicable: never,
    props: proxyUnknowns(inputsOf(fixtures, fixture, "preview")),
  };
}

/** Returns the fixtures with one input of a resource set, by its path. */
export function setInput(fixtures: Fixtures, name: string, path: string, value: unknown): Fixtures {
  return editFixture(fixtures, name, (inputs) => putAt(inputs, path.split("."), value));
}

/** Returns the fixtures without one input of a resource, by its path. */
export function unsetInput(fixtures: Fixtures, name: string, path: string): Fixtures {
  return setInput(fixtures, name, path, undefined);
}

/** Returns the fixtures without some resources. */
export function withoutResources(fixtures: Fixtures, ...names: readonly string[]): Fixtures {
  for (const name of names) findFixture(fixtures, name);
  return fixtures.filter((fixture) => !names.includes(fixture.name));
}

/** Returns the fixtures with other options for one resource. */
export function withOptions(
  fixtures: Fixtures,
  name: string,
  options: Omit<Fixture, "type" | "name" | "inputs">,
): Fixtures {
  findFixture(fixtures, name);
  return fixtures.map((fixture) => (fixture.name === name ? { ...fixture, ...options } : fixture));
}

/** Returns a setter for each property that a rule reads in the compliant fixtures, by `resource: path`. */
function findReadProperties(rule: Rule, proof: Proof): ReadonlyMap<string, (value: unknown) => Fixtures> {
  const setters = new Map<string, (value: unknown) => Fixtures>();
  for (const when of ["preview", "up"] as const) {
    evaluateRules([rule], proof.compliant, {
      ...proof.options,
      when,
      settings: { [rule.name]: proof.settings ?? {} },
      trace: (_rule, urn, path) => {
        const name = urn.slice(urn.lastIndexOf("::") + 2);
        const fixture = proof.compliant.find((each) => each.name === name);
        const value = fixture && valueAt(fixture.inputs, path.split("."));
        if (value === undefined || value instanceof Ref || value instanceof Derived) return;
        setters.set(`${name}: ${path}`, (other) => setInput(proof.compliant, name, path, other));
      },
    });
  }
  return setters;
}

type Report = (message: string, urn?: string) => void;

interface Shared {
  readonly stackTags: ReadonlyMap<string, string>;
  readonly getConfig: <T>() => T;
  readonly notApplicable: () => never;
}

function never(): never {
  throw new Error("not applicable");
}

function urnOf(stack: string, { type, name }: Fixture): string {
  return `urn:pulumi:${stack}::program::${type}::${name}`;
}

function commonArgs(fixtures: Fixtures, fixture: Fixture, stack: string, when: "preview" | "up") {
  const {
    type,
    name,
    region = "eu-west-1",
    provider = `aws-${region}`,
    defaultTags,
    protect = false,
  } = fixture;
  const opts: PolicyResourceOptions = {
    protect,
    ignoreChanges: [],
    aliases: [],
    customTimeouts: { createSeconds: 0, updateSeconds: 0, deleteSeconds: 0 },
    additionalSecretOutputs: [],
  };
  const providerType = "pulumi:providers:aws";
  const props = {
    ...(provider.startsWith("default") ? {} : { region }),
    ...(defaultTags && { defaultTags: JSON.stringify({ tags: defaultTags }) }),
  };
  return {
    type,
    name,
    urn: urnOf(stack, fixture),
    opts,
    props: proxyUnknowns(outputsOf(fixtures, fixture, when)),
    isType: () => false,
    asType: () => undefined,
    ...(provider !== "none" && {
      provider: {
        type: providerType,
        name: provider,
        urn: `urn:pulumi:${stack}::program::${providerType}::${provider}`,
        props: proxyUnknowns(props),
      },
    }),
  };
}

function stackResources(
  fixtures: Fixtures,
  stack: string,
  when: "preview" | "up",
): readonly PolicyResource[] {
  const resources = fixtures.map((fixture) => ({
    ...commonArgs(fixtures, fixture, stack, when),
    dependencies: [] as PolicyResource[],
    propertyDependencies: {} as Record<string, PolicyResource[]>,
  }));
  for (const [index, fixture] of fixtures.entries()) {
    for (const [property, value] of Object.entries(fixture.inputs)) {
      const names = [...referencesIn(value)];
      if (names.length === 0) continue;
      const those = names.map(
        (name) => resources[fixtures.indexOf(findFixture(fixtures, name, fixture.name))],
      );
      const target = resources[index];
      if (target) target.propertyDependencies[property] = those.filter((one) => one !== undefined);
    }
  }
  // The engine passes resources in any order.
  return resources.reverse();
}

function referencesIn(value: unknown): readonly string[] {
  if (value instanceof Ref) return [value.name];
  if (value instanceof Derived) return value.names;
  if (typeof value !== "object" || value === null) return [];
  return [...new Set(Object.values(value).flatMap(referencesIn))];
}

function inputsOf(fixtures: Fixtures, fixture: Fixture, when: "preview" | "up"): Record<string, unknown> {
  return resolveValue(fixtures, fixture.inputs, when) as Record<string, unknown>;
}

function outputsOf(fixtures: Fixtures, fixture: Fixture, when: "preview" | "up"): Record<string, unknown> {
  return { ...ownOutputs(fixtures, fixture, when), ...inputsOf(fixtures, fixture, when) };
}

function ownOutputs(
  fixtures: Fixtures,
  { type, name, region = "eu-west-1", outputs }: Fixture,
  when: "preview" | "up",
) {
  const service = /^aws:([^/]+)/.exec(type)?.[1] ?? "other";
  const outputValues = {
    id: `${name}-0a1b2c3d`,
    arn: `arn:aws:${service}:${region}:123456789012:${name}`,
    ...(resolveValue(fixtures, outputs ?? {}, when) as Record<string, unknown>),
  };
  return when === "up"
    ? outputValues
    : Object.fromEntries(Object.keys(outputValues).map((key) => [key, UNKNOWN_VALUE]));
}

function resolveValue(fixtures: Fixtures, value: unknown, when: "preview" | "up"): unknown {
  if (value instanceof Unknown) return UNKNOWN_VALUE;
  if (value instanceof Derived) return when === "preview" ? UNKNOWN_VALUE : value.value;
  if (value instanceof Ref) {
    if (when === "preview") return UNKNOWN_VALUE;
    const target = fixtures.find(({ name }) => name === value.name);
    const outputs: Record<string, unknown> = target ? outputsOf(fixtures, target, when) : {};
    return outputs[value.output] ?? `${value.name}.${value.output}`;
  }
  if (Array.isArray(value)) return value.map((item) => resolveValue(fixtures, item, when));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolveValue(fixtures, item, when)]));
}

function proxyUnknowns(props: unknown): Record<string, unknown> {
  return unknownCheckingProxy(props as Record<string, unknown>);
}

function findFixture(fixtures: Fixtures, name: string, by?: string): Fixture {
  const fixture = fixtures.find((each) => each.name === name);
  assert.ok(fixture, `there is no fixture ${name}${by ? `, to which ${by} refers` : ""}`);
  return fixture;
}

function editFixture(fixtures: Fixtures, name: string, edit: (inputs: unknown) => unknown): Fixtures {
  findFixture(fixtures, name);
  return fixtures.map((fixture) =>
    fixture.name === name ? { ...fixture, inputs: edit(fixture.inputs) as Fixture["inputs"] } : fixture,
  );
}

function putAt(at: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(at)) {
    const copy: unknown[] = [...at];
    if (rest.length === 0 && value === undefined) copy.splice(Number(key), 1);
    else copy[Number(key)] = rest.length > 0 ? putAt(at[Number(key)], rest, value) : value;
    return copy;
  }
  const object = (at ?? {}) as Record<string, unknown>;
  const { [key]: before, ...others } = object;
  if (rest.length > 0) return { ...object, [key]: putAt(before, rest, value) };
  return value === undefined ? others : { ...object, [key]: value };
}

function valueAt(at: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && !(value instanceof Ref) && !(value instanceof Derived)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    at,
  );
}

function sortVerdicts(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...verdicts].sort((a, b) => (a.message < b.message ? -1 : 1));
}
