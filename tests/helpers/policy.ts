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
import type { Rule } from "../../policies/kit";
import { compile } from "../../policies/kit/compile";

/** What stands for a text that is not known yet, on the wire. */
const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

class Ref {
  readonly name: string;
  readonly output: string;

  constructor(name: string, output: string) {
    this.name = name;
    this.output = output;
  }
}

class Made {
  readonly value: unknown;
  readonly names: readonly string[];

  constructor(value: unknown, names: readonly string[]) {
    this.value = value;
    this.names = names;
  }
}

class Unknown {}

/** An output of another resource of the world: unknown in a preview, with the dependency on record. */
export function ref(name: string, output = "id"): Ref {
  return new Ref(name, output);
}

/** A value that a program makes from outputs of the resources named: unknown in a preview. */
export function madeFrom(value: unknown, ...names: readonly string[]): Made {
  return new Made(value, names);
}

/** A value that a preview does not know, and that comes from no resource of the world. */
export const unknown: unknown = new Unknown();

/** A resource of a world. */
export interface Fixture {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  /** Region of its provider. @default "eu-west-1" */
  readonly region?: string;
  /** Name of its provider, or none, as for components. @default - `aws-<region>` */
  readonly provider?: string | "none";
  /** Tags that its provider gives to all. @default - none */
  readonly defaultTags?: Readonly<Record<string, string>>;
  readonly protect?: boolean;
  /** What it is besides its inputs, once it is made. @default - an id and an ARN made of its name */
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** All resources of a stack. */
export type World = readonly Fixture[];

/** A resource of a world. */
export function resource(
  type: string,
  name: string,
  inputs: Readonly<Record<string, unknown>>,
  options: Omit<Fixture, "type" | "name" | "inputs"> = {},
): Fixture {
  return { type, name, inputs, ...options };
}

/** How a world is judged. */
export interface JudgeOptions {
  /** Before anything is made, or when all is. @default "preview" */
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
  /** Policies that are switched off. @default - none */
  readonly disabled?: readonly string[];
  readonly trace?: (rule: string, urn: string, path: string) => void;
}

/** Something that a policy reported. */
export interface Verdict {
  readonly policy: string;
  readonly level: string;
  /** Name of the resource, or the stack's when it is about that. */
  readonly resource: string;
  readonly message: string;
}

/**
 * Has policies look at a world as the SDK has them look: every resource by itself with its inputs, then all of them with
 * their outputs, each in the proxy that throws when something unknown is touched. As in a pack, policies are handed none of
 * the stack once all rules have looked at it.
 */
export function judge(rules: readonly Rule[], world: World, options: JudgeOptions = {}): readonly Verdict[] {
  const { when = "preview", stack = "dev", now = new Date("2026-01-15T12:00:00Z"), regions } = options;
  const environment = () => ({ stackName: stack, isPreview: when === "preview", regions, now });
  let stackIsLookedAt = false;
  const policies = compile(rules, {
    environment,
    onLooked: () => {
      stackIsLookedAt = true;
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
  for (const fixture of world) {
    for (const policy of enabled) {
      const validate = "validateResource" in policy ? policy.validateResource : undefined;
      if (typeof validate !== "function") continue;
      const only: unknown = Reflect.get(validate, "__pulumiType");
      if (only !== undefined && only !== fixture.type) continue;
      run(policy, urnOf(stack, fixture), (report, shared) => {
        const args = { ...seen(world, fixture, stack, when), ...shared };
        assert.equal(
          validate({ ...args, props: proxied(inputsOf(world, fixture, when)) }, report),
          undefined,
        );
      });
    }
  }
  for (const policy of enabled) {
    const validate = "validateStack" in policy ? policy.validateStack : undefined;
    if (typeof validate !== "function") continue;
    run(policy, `::${stack}`, (report, shared) => {
      const resources = stackIsLookedAt ? [] : [...stackResources(world, stack, when)];
      assert.equal(validate({ ...shared, resources }, report), undefined);
    });
  }
  return verdicts;
}

/** The smallest change of a world that complies, and what it makes of it. */
export interface Mutant {
  /** The world in words, such as `versioning is suspended`. */
  readonly given: string;
  readonly change: (world: World) => World;
  /** Whole messages, each by the name of its resource, or by `stack` when it is about that. */
  readonly told: Readonly<Record<string, string | readonly string[]>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: JudgeOptions;
  /** @default - both */
  readonly when?: "preview" | "up";
}

/** How a rule is proved. */
export interface Proof {
  /** A world that has all the rule looks at, and complies. */
  readonly compliant: World;
  /** More worlds that comply, by what they have. */
  readonly alsoCompliant?: Readonly<Record<string, World>>;
  readonly mutants: readonly Mutant[];
  /** The rule's settings, in every world of the proof. */
  readonly settings?: Readonly<Record<string, unknown>>;
  readonly options?: JudgeOptions;
  /**
   * Properties, as `resource: path`, that the rule reads and may find unknown without a word, since something else
   * decides. @default - none
   */
  readonly indifferent?: readonly string[];
  /** What the rule says of a stack that has nothing it looks at. @default - nothing */
  readonly ofNothing?: string;
}

/**
 * Proves a rule: worlds that comply pass, before and after they are made; every mutant fails with exactly its messages;
 * every property that the rule reads is made unknown and removed, one at a time, and no unknown one passes in silence.
 */
export function prove(rule: Rule, proof: Proof): void {
  const { compliant, mutants } = proof;
  const judged = (world: World, more: JudgeOptions = {}, settings?: Mutant["settings"]): readonly Verdict[] =>
    judge([rule], world, {
      ...proof.options,
      ...more,
      settings: { [rule.name]: { ...proof.settings, ...settings } },
    });
  const moments = ["preview", "up"] as const;

  describe(rule.name, () => {
    for (const [name, world] of Object.entries({ "what complies": compliant, ...proof.alsoCompliant })) {
      for (const when of moments) {
        it(`given ${name}, when judged in ${when}, then it passes`, () => {
          assert.deepEqual(judged(world, { when }), []);
        });
      }
    }

    for (const { given, change, told, settings, options, when: only } of mutants) {
      for (const when of only ? [only] : moments) {
        it(`given ${given}, when judged in ${when}, then it fails`, () => {
          const found = judged(change(compliant), { when, ...options }, settings);

          const expected = Object.entries(told).flatMap(([resource, messages]) =>
            [messages].flat().map((message) => ({
              policy: rule.name,
              level: rule.level,
              resource: resource === "stack" ? (options?.stack ?? proof.options?.stack ?? "dev") : resource,
              message: resource === "stack" ? message : `${resource}: ${message}`,
            })),
          );
          assert.deepEqual(sorted(found), sorted(expected));
        });
      }
    }

    it("given a property that it reads, when a preview does not know it, then it does not pass in silence", () => {
      const silent = [...readBy(rule, proof)].filter(([, world]) => judged(world(unknown)).length === 0);
      assert.deepEqual(silent.map(([place]) => place).sort(), [...(proof.indifferent ?? [])].sort());
    });

    it("given a property that it reads, when it is absent, then it is decided", () => {
      for (const [place, world] of readBy(rule, proof)) {
        for (const when of moments) {
          for (const { message } of judged(world(undefined), { when })) {
            assert.doesNotMatch(message, /cannot be decided/, place);
          }
        }
      }
    });

    it("given resources of other types alone, when judged, then it says what it says of nothing", () => {
      const other = [resource("aws:ssm/parameter:Parameter", "other", { type: "String", value: "1" })];
      const found = judged(other).map(({ message }) => message);
      const looksAtAll = rule.types === "aws";
      assert.deepEqual(
        looksAtAll ? [] : found,
        proof.ofNothing === undefined || looksAtAll ? [] : [proof.ofNothing],
      );
    });
  });
}

/**
 * Inputs of a resource after a rule has put it right, as at the level `remediate`; undefined when it left them alone.
 *
 * @param when a preview leaves references unknown, which stay as they are
 */
export function remedied(
  rule: Rule,
  world: World,
  name: string,
  options: JudgeOptions = {},
): Readonly<Record<string, unknown>> | undefined {
  const { when = "up", stack = "dev", now = new Date("2026-01-15T12:00:00Z"), regions } = options;
  const environment = () => ({ stackName: stack, isPreview: when === "preview", regions, now });
  const policy = compile([rule], { environment }).find((each) => each.name === rule.name);
  const remediate = policy && "remediateResource" in policy ? policy.remediateResource : undefined;
  assert.ok(remediate, `${rule.name} has no remedy`);
  const fixture = fixtureNamed(world, name);
  const inputs = inputsOf(world, fixture, when);
  const after = remediate({
    ...seen(world, fixture, stack, when),
    stackTags: new Map(Object.entries(options.stackTags ?? {})),
    getConfig: <T>() => (options.settings?.[rule.name] ?? {}) as T,
    notApplicable: never,
    props: proxied(inputs),
  });
  // The proxy writes through to what it stands for.
  return after === undefined ? undefined : inputs;
}

/** What the SDK hands to a policy about a whole stack, before anything is made. */
export function stackArgsOf(world: World): StackValidationArgs {
  return {
    resources: [...stackResources(world, "dev", "preview")],
    stackTags: new Map(),
    getConfig: <T>() => ({}) as T,
    notApplicable: never,
  };
}

/** What the SDK hands to a policy about one resource of a world, before anything is made. */
export function argsOf(world: World, name: string): ResourceValidationArgs {
  const fixture = fixtureNamed(world, name);
  return {
    ...seen(world, fixture, "dev", "preview"),
    stackTags: new Map(),
    getConfig: <T>() => ({}) as T,
    notApplicable: never,
    props: proxied(inputsOf(world, fixture, "preview")),
  };
}

/** A world with an input of one resource set, by its path. */
export function set(world: World, name: string, path: string, value: unknown): World {
  return edited(world, name, (inputs) => put(inputs, path.split("."), value));
}

/** A world without an input of one resource, by its path. */
export function unset(world: World, name: string, path: string): World {
  return set(world, name, path, undefined);
}

/** A world without some resources. */
export function without(world: World, ...names: readonly string[]): World {
  for (const name of names) fixtureNamed(world, name);
  return world.filter((fixture) => !names.includes(fixture.name));
}

/** A world with other options of one resource. */
export function withOptions(
  world: World,
  name: string,
  options: Omit<Fixture, "type" | "name" | "inputs">,
): World {
  fixtureNamed(world, name);
  return world.map((fixture) => (fixture.name === name ? { ...fixture, ...options } : fixture));
}

/** For each property that a rule reads in the world that complies: its place, and the world with another value there. */
function readBy(rule: Rule, proof: Proof): ReadonlyMap<string, (value: unknown) => World> {
  const worlds = new Map<string, (value: unknown) => World>();
  for (const when of ["preview", "up"] as const) {
    judge([rule], proof.compliant, {
      ...proof.options,
      when,
      settings: { [rule.name]: proof.settings ?? {} },
      trace: (_rule, urn, path) => {
        const name = urn.slice(urn.lastIndexOf("::") + 2);
        const fixture = proof.compliant.find((each) => each.name === name);
        const value = fixture && valueAt(fixture.inputs, path.split("."));
        if (value === undefined || value instanceof Ref || value instanceof Made) return;
        worlds.set(`${name}: ${path}`, (other) => set(proof.compliant, name, path, other));
      },
    });
  }
  return worlds;
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

function seen(world: World, fixture: Fixture, stack: string, when: "preview" | "up") {
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
    props: proxied(outputsOf(world, fixture, when)),
    isType: () => false,
    asType: () => undefined,
    ...(provider !== "none" && {
      provider: {
        type: providerType,
        name: provider,
        urn: `urn:pulumi:${stack}::program::${providerType}::${provider}`,
        props: proxied(props),
      },
    }),
  };
}

function stackResources(world: World, stack: string, when: "preview" | "up"): readonly PolicyResource[] {
  const resources = world.map((fixture) => ({
    ...seen(world, fixture, stack, when),
    dependencies: [] as PolicyResource[],
    propertyDependencies: {} as Record<string, PolicyResource[]>,
  }));
  for (const [index, fixture] of world.entries()) {
    for (const [property, value] of Object.entries(fixture.inputs)) {
      const names = [...namesIn(value)];
      if (names.length === 0) continue;
      const those = names.map((name) => resources[world.indexOf(fixtureNamed(world, name, fixture.name))]);
      const target = resources[index];
      if (target) target.propertyDependencies[property] = those.filter((one) => one !== undefined);
    }
  }
  // The engine hands them over in any order.
  return resources.reverse();
}

function namesIn(value: unknown): readonly string[] {
  if (value instanceof Ref) return [value.name];
  if (value instanceof Made) return value.names;
  if (typeof value !== "object" || value === null) return [];
  return [...new Set(Object.values(value).flatMap(namesIn))];
}

function inputsOf(world: World, fixture: Fixture, when: "preview" | "up"): Record<string, unknown> {
  return resolved(world, fixture.inputs, when) as Record<string, unknown>;
}

function outputsOf(world: World, fixture: Fixture, when: "preview" | "up"): Record<string, unknown> {
  return { ...ownOutputs(world, fixture, when), ...inputsOf(world, fixture, when) };
}

function ownOutputs(
  world: World,
  { type, name, region = "eu-west-1", outputs }: Fixture,
  when: "preview" | "up",
) {
  const service = /^aws:([^/]+)/.exec(type)?.[1] ?? "other";
  const made = {
    id: `${name}-0a1b2c3d`,
    arn: `arn:aws:${service}:${region}:123456789012:${name}`,
    ...(resolved(world, outputs ?? {}, when) as Record<string, unknown>),
  };
  return when === "up" ? made : Object.fromEntries(Object.keys(made).map((key) => [key, UNKNOWN]));
}

function resolved(world: World, value: unknown, when: "preview" | "up"): unknown {
  if (value instanceof Unknown) return UNKNOWN;
  if (value instanceof Made) return when === "preview" ? UNKNOWN : value.value;
  if (value instanceof Ref) {
    if (when === "preview") return UNKNOWN;
    const target = world.find(({ name }) => name === value.name);
    const outputs: Record<string, unknown> = target ? outputsOf(world, target, when) : {};
    return outputs[value.output] ?? `${value.name}.${value.output}`;
  }
  if (Array.isArray(value)) return value.map((item) => resolved(world, item, when));
  if (typeof value !== "object" || value === null) return value;
  const entries = Object.entries(value).filter(([, item]) => item !== undefined);
  return Object.fromEntries(entries.map(([key, item]) => [key, resolved(world, item, when)]));
}

function proxied(props: unknown): Record<string, unknown> {
  return unknownCheckingProxy(props as Record<string, unknown>);
}

function fixtureNamed(world: World, name: string, by?: string): Fixture {
  const fixture = world.find((each) => each.name === name);
  assert.ok(fixture, `the world has no ${name}${by ? `, which ${by} refers to` : ""}`);
  return fixture;
}

function edited(world: World, name: string, edit: (inputs: unknown) => unknown): World {
  fixtureNamed(world, name);
  return world.map((fixture) =>
    fixture.name === name ? { ...fixture, inputs: edit(fixture.inputs) as Fixture["inputs"] } : fixture,
  );
}

function put(at: unknown, [key = "", ...rest]: readonly string[], value: unknown): unknown {
  if (Array.isArray(at)) {
    const copy: unknown[] = [...at];
    if (rest.length === 0 && value === undefined) copy.splice(Number(key), 1);
    else copy[Number(key)] = rest.length > 0 ? put(at[Number(key)], rest, value) : value;
    return copy;
  }
  const object = (at ?? {}) as Record<string, unknown>;
  const { [key]: before, ...others } = object;
  if (rest.length > 0) return { ...object, [key]: put(before, rest, value) };
  return value === undefined ? others : { ...object, [key]: value };
}

function valueAt(at: unknown, keys: readonly string[]): unknown {
  return keys.reduce<unknown>(
    (value, key) =>
      typeof value === "object" && value !== null && !(value instanceof Ref) && !(value instanceof Made)
        ? (value as Record<string, unknown>)[key]
        : undefined,
    at,
  );
}

function sorted(verdicts: readonly Verdict[]): readonly Verdict[] {
  return [...verdicts].sort((a, b) => (a.message < b.message ? -1 : 1));
}
