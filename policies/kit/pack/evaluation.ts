import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { Props, Undecided } from "../reading/props";
import { Resource, type ResourceParts } from "../reading/resource";
import { Stack } from "../reading/stack";
import { Exemptions, type MatchingExemption, matchesAny } from "../rule/exemptions";
import { appliesToType, type Findings, type Rule, type RuleContext } from "../rule/rule";
import { type CommonSettings, resolveSettings } from "../rule/settings";
import type { PackEnvironment } from "./environment";

/** Something to report: of a resource, or of the stack as a whole. */
export interface Outcome {
  readonly urn?: string;
  readonly message: string;
}

/** A check that could not be decided. */
export interface OpenCheck {
  readonly resource?: Resource;
  readonly check: string;
  readonly path: string;
}

/** Told of every property that a rule reads. */
export type Trace = (rule: string, urn: string, path: string) => void;

/** What a rule has to say of one resource: that it has not looked yet, what it found, or what it threw. */
type Waiting =
  | { readonly state: "unasked" }
  | { readonly state: "asked"; readonly messages: readonly string[] }
  | { readonly state: "broken"; readonly fault: unknown };

/** What is remembered of one rule from its first call to the end of the run. */
export class RuleRun {
  readonly rule: Rule;
  /** Undefined until the rule is called for the first time, which is when its settings become known. */
  settings: (Readonly<Record<string, unknown>> & CommonSettings) | undefined;
  exemptions: Exemptions | undefined;
  /** Whether it speaks of this stack; not before its settings are known. */
  applies = false;
  /** What it has to say of resources that the SDK is about to ask it about, by URN. */
  readonly waiting = new Map<string, Waiting>();
  /** Checks that no single resource can decide, by URN; the stack may. */
  readonly postponed = new Map<string, Set<string>>();
  /** What it could not decide at all, and does not fail because of. */
  tolerated: readonly OpenCheck[] = [];
  /** What it found in the stack. Undefined until it has looked. */
  outcomes: readonly Outcome[] | undefined;
  /** What it threw while it looked. */
  fault: unknown;

  constructor(rule: Rule) {
    this.rule = rule;
  }
}

/** What the rules of a pack share during one run: what each resource was asked to be, and how far each rule has come. */
export class Session {
  readonly #environment: PackEnvironment;
  readonly #trace: Trace | undefined;
  readonly #inputs = new Map<string, unknown>();
  /** Resources as rules about one resource see them, by what the SDK said of them, by the region they have by default. */
  readonly #asked = new WeakMap<ResourceValidationArgs, Map<string | undefined, Resource>>();
  /** The stack, once all rules have looked at it: a rule that has not been asked before is handed it late. */
  #stack: StackValidationArgs | undefined;
  readonly runs: readonly RuleRun[];

  constructor(rules: readonly Rule[], environment: PackEnvironment, trace?: Trace) {
    this.runs = rules.map((rule) => new RuleRun(rule));
    this.#environment = environment;
    this.#trace = trace;
  }

  /** Whether resources have been recorded. */
  get hasRecords(): boolean {
    return this.#inputs.size > 0;
  }

  get stackName(): string {
    return this.#environment.stackName;
  }

  /**
   * Records what a resource was asked to be, since rules about the stack are given only what it is, and has every rule about
   * resources look at it. One whose settings are not known yet looks when it is called.
   */
  record(args: ResourceValidationArgs): void {
    const { urn, type, props } = args;
    this.#inputs.set(urn, props);
    for (const run of this.runs) {
      if (run.rule.kind !== "resource") continue;
      if (!run.settings) run.waiting.set(urn, { state: "unasked" });
      else if (appliesToType(run.rule, type)) this.#ask(run, args);
    }
  }

  #ask(run: RuleRun, args: ResourceValidationArgs): void {
    try {
      const messages = this.inspect(run, args);
      if (messages.length > 0) run.waiting.set(args.urn, { state: "asked", messages });
    } catch (fault) {
      run.waiting.set(args.urn, { state: "broken", fault });
    }
  }

  /** What a rule has to say of a resource that the SDK asks it about. */
  answer(run: RuleRun, args: ResourceValidationArgs): readonly string[] {
    if (!this.hasRecords) return this.inspect(run, args);
    const waiting = run.waiting.get(args.urn);
    run.waiting.delete(args.urn);
    if (waiting === undefined) return [];
    if (waiting.state === "broken") throw waiting.fault;
    return waiting.state === "asked" ? waiting.messages : this.inspect(run, args);
  }

  /** Takes a rule's settings, on its first call. */
  configure(run: RuleRun, settings: Readonly<Record<string, unknown>>): void {
    if (run.settings) return;
    const all = resolveSettings(run.rule, settings);
    const { stackName, now } = this.#environment;
    run.exemptions = new Exemptions(run.rule.name, all.exempt, stackName, now);
    run.applies = matchesAny(all.stacks, stackName);
    run.settings = all;
  }

  /** What a rule has to say of one resource, before anything is done to it. What it cannot decide waits for the stack. */
  inspect(run: RuleRun, args: ResourceValidationArgs): readonly string[] {
    if (!run.applies || !appliesToType(run.rule, args.type) || run.rule.kind !== "resource") return [];
    const resource = this.resourceOf(run, args);
    const exempted = run.exemptions?.of(resource.name, resource.urn);
    const context = this.contextOf(run, args.stackTags);
    const { messages, open } = checked(run.rule.checks, resource, context as RuleContext<never>);
    if (open.length > 0) run.postponed.set(resource.urn, new Set(open.map(({ check }) => check)));
    return unexempted(run, exempted, messages).map((message) => `${resource.name}: ${message}`);
  }

  /** Looks at the stack with every rule that has been called before. */
  evaluateAll(args: StackValidationArgs): void {
    this.#stack = args;
    const stacks = new Map<string | undefined, Stack>();
    const stackFor = (run: RuleRun): Stack => {
      const region = run.settings?.defaultRegion;
      const known = this.#trace ? undefined : stacks.get(region);
      const stack = known ?? this.#stackOf(run, args);
      stacks.set(region, stack);
      return stack;
    };
    for (const run of this.runs) if (run.settings) this.evaluate(run, args, stackFor);
  }

  /** Looks at the stack with one rule. */
  evaluate(
    run: RuleRun,
    given: StackValidationArgs,
    stackFor = (own: RuleRun) => this.#stackOf(own, this.#stack ?? given),
  ): void {
    run.fault = undefined;
    run.outcomes = [];
    if (!run.applies) return;
    if (run.rule.kind === "resource" && run.postponed.size === 0) return;
    try {
      const { outcomes, open } = this.#look(run, stackFor(run), given.stackTags);
      const fails = run.settings?.onUnknown === "fail";
      run.tolerated = fails ? [] : open;
      run.outcomes = fails ? [...outcomes, ...open.map((each) => undecidedOutcome(each))] : outcomes;
    } catch (error) {
      run.fault = error;
    }
  }

  /** A resource as one rule sees it. */
  resourceOf(run: RuleRun, args: ResourceValidationArgs): Resource {
    const region = run.settings?.defaultRegion;
    const asked = this.#asked.get(args) ?? new Map<string | undefined, Resource>();
    this.#asked.set(args, asked);
    // Who traces what each rule reads wants one for each.
    const known = this.#trace ? undefined : asked.get(region);
    const resource = known ?? this.#resource(run, { ...common(args), inputs: args.props });
    asked.set(region, resource);
    return resource;
  }

  /** What a rule may know besides the resource. */
  contextOf(run: RuleRun, stackTags: RuleContext<unknown>["stackTags"]): RuleContext<unknown> {
    const { stackName, isPreview, now, regions } = this.#environment;
    const own = run.settings?.["regions"];
    return {
      settings: run.settings,
      stackName,
      isPreview,
      now,
      stackTags,
      regions: Array.isArray(own) && own.length > 0 ? own.map(String) : regions,
    };
  }

  #resource(run: RuleRun, parts: ResourceParts): Resource {
    const trace = this.#trace;
    const region = this.#environment.region ?? run.settings?.defaultRegion;
    return new Resource({
      ...parts,
      defaultRegion: region,
      ...(trace && { onRead: (path) => trace(run.rule.name, parts.urn, path) }),
    });
  }

  #stackOf(run: RuleRun, { resources }: StackValidationArgs): Stack {
    const all = resources.map((each) =>
      this.#resource(run, {
        ...common(each),
        inputs: this.#inputs.get(each.urn) ?? each.props,
        outputs: each.props,
        propertyDependencies: each.propertyDependencies,
      }),
    );
    const dependencies = resources.map(
      ({ urn, propertyDependencies }) =>
        [
          urn,
          Object.fromEntries(
            Object.entries(propertyDependencies).map(([property, those]) => [
              property,
              those.map((one) => one.urn),
            ]),
          ),
        ] as const,
    );
    return new Stack(this.stackName, all, new Map(dependencies));
  }

  #look(run: RuleRun, stack: Stack, tags: RuleContext<unknown>["stackTags"]): Looked {
    const { rule } = run;
    const context = { ...this.contextOf(run, tags), stack } as RuleContext<never> & { readonly stack: Stack };
    const outcomes: Outcome[] = [];
    const open: OpenCheck[] = [];
    const subjects =
      rule.types === "aws"
        ? stack.resources.filter(({ type }) => appliesToType(rule, type))
        : stack.ofTypes(rule.types);
    for (const resource of subjects) {
      const postponed = run.postponed.get(resource.urn);
      const checks =
        rule.kind === "stack"
          ? (rule.checks ?? {})
          : Object.fromEntries(Object.entries(rule.checks).filter(([name]) => postponed?.has(name)));
      const found = checked(checks as Checks, resource, context);
      const exempted = run.exemptions?.of(resource.name, resource.urn);
      if (exempted && !exempted.expired) {
        if (found.messages.length + found.open.length > 0) run.exemptions?.markUsed(exempted);
        continue;
      }
      open.push(...found.open);
      const messages = rule.kind === "stack" ? unexempted(run, exempted, found.messages) : found.messages;
      for (const message of messages)
        outcomes.push({ urn: resource.urn, message: `${resource.name}: ${message}` });
    }
    if (rule.kind === "stack") this.#lookAtWhole(run, rule, context, outcomes, open);
    return { outcomes, open };
  }

  #lookAtWhole(
    run: RuleRun,
    rule: Extract<Rule, { kind: "stack" }>,
    context: RuleContext<never> & { readonly stack: Stack },
    outcomes: Outcome[],
    open: OpenCheck[],
  ): void {
    for (const [check, look] of Object.entries(rule.stackChecks ?? {})) {
      try {
        const findings = look(context) ?? [];
        for (const finding of typeof findings === "string" ? [findings] : findings) {
          const resource = typeof finding === "string" ? undefined : finding.resource;
          const text = typeof finding === "string" ? finding : finding.message;
          const exempted = run.exemptions?.of(
            resource?.name ?? this.stackName,
            resource?.urn ?? this.stackName,
          );
          for (const message of unexempted(run, exempted, [text])) {
            outcomes.push(
              resource ? { urn: resource.urn, message: `${resource.name}: ${message}` } : { message },
            );
          }
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        const exempted = run.exemptions?.of(this.stackName, this.stackName);
        if (exempted && !exempted.expired) run.exemptions?.markUsed(exempted);
        else open.push({ check, path: error.path });
      }
    }
  }
}

interface Looked {
  readonly outcomes: readonly Outcome[];
  readonly open: readonly OpenCheck[];
}

type Checks = Readonly<
  Record<string, (resource: Resource, context: RuleContext<never> & { stack?: Stack }) => Findings>
>;

/** Runs checks, each by itself, so that what one cannot decide hides nothing that another finds. */
function checked(
  checks: Readonly<Record<string, (resource: Resource, context: never) => Findings>>,
  resource: Resource,
  context: RuleContext<never>,
): { readonly messages: readonly string[]; readonly open: readonly OpenCheck[] } {
  const messages: string[] = [];
  const open: OpenCheck[] = [];
  for (const [check, look] of Object.entries(checks)) {
    try {
      const findings = look(resource, context as never) ?? [];
      messages.push(...(typeof findings === "string" ? [findings] : findings));
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      open.push({ resource, check, path: error.path });
    }
  }
  return { messages, open };
}

/** What is left of findings once an exemption is counted in. An exemption that has expired is itself a violation. */
function unexempted(
  run: RuleRun,
  exempted: MatchingExemption | undefined,
  messages: readonly string[],
): readonly string[] {
  if (!exempted) return messages;
  const { exemption, expired } = exempted;
  if (expired) {
    run.exemptions?.markUsed(exempted);
    const ended = `the exemption ${JSON.stringify(exemption.match)} expired on ${exemption.expires} (${exemption.reason}); renew it or remove it`;
    return [...messages, ended];
  }
  if (messages.length > 0) run.exemptions?.markUsed(exempted);
  return [];
}

/** What is said of a check that nothing could decide. */
function undecidedOutcome(open: OpenCheck): Outcome {
  const message = undecidedText(open);
  return open.resource ? { urn: open.resource.urn, message } : { message };
}

/** A sentence about a check that nothing could decide. */
export function undecidedText({ resource, check, path }: OpenCheck): string {
  const of = resource ? `${resource.name}: ` : "";
  return `${of}${check} cannot be decided, since ${path} is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy`;
}

function common(
  each: StackValidationArgs["resources"][number] | ResourceValidationArgs,
): Omit<ResourceParts, "inputs"> {
  const { type, urn, name, opts, provider } = each;
  return {
    type,
    urn,
    name,
    protect: opts.protect,
    ...(provider && {
      provider: {
        name: provider.name,
        urn: provider.urn,
        type: provider.type,
        props: new Props([provider.props]),
      },
    }),
  };
}
