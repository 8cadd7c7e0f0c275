import type { ResourceValidationArgs, StackValidationArgs } from "@pulumi/policy";
import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import { Exemptions, type MatchingExemption, matchesAny } from "../rule/exemptions";
import { appliesToType, type Checks, type Rule, type RuleContext, type StackContext } from "../rule/rule";
import { type CommonSettings, resolveSettings } from "../rule/settings";
import type { PackRun, Reader, ResourceArgs } from "./pack-run";
import { type CheckResults, describeUndecided, runChecks, toList, type UndecidedCheck } from "./run-checks";

/** A violation to report. */
export interface Violation {
  /** The resource. @default - the violation is about the stack as a whole */
  readonly urn?: string;
  readonly message: string;
}

type Settings = Readonly<Record<string, unknown>> & CommonSettings;
type StackTags = RuleContext<unknown>["stackTags"];
type StackRule = Extract<Rule, { kind: "stack" }>;

/** One rule with its settings during one run: evaluates resources and the stack, and collects what it could not decide. */
export class RuleEvaluation {
  readonly rule: Rule;
  readonly settings: Settings;
  readonly exemptions: Exemptions;
  /** Undecided checks of the stack that are no violation, as the setting `onUnknown` says. */
  tolerated: readonly UndecidedCheck[] = [];
  readonly #run: PackRun;
  readonly #reader: Reader;
  readonly #isForThisStack: boolean;
  /** Names of the checks that a single resource could not decide, by URN; the stack may decide them. */
  readonly #postponed = new Map<string, ReadonlySet<string>>();

  /** @throws {Error} naming every setting that is wrong */
  constructor(rule: Rule, settings: Readonly<Record<string, unknown>>, run: PackRun) {
    const { stackName, now } = run.environment;
    this.rule = rule;
    this.settings = resolveSettings(rule, settings);
    this.exemptions = new Exemptions(rule.name, this.settings.exempt, stackName, now);
    this.#run = run;
    this.#reader = { ruleName: rule.name, defaultRegion: this.settings.defaultRegion };
    this.#isForThisStack = matchesAny(this.settings.stacks, stackName);
  }

  /** Evaluates a rule about resources before the resource's operation. Undecided checks wait for the stack. */
  evaluateResource(args: ResourceValidationArgs): readonly string[] {
    const { rule } = this;
    if (rule.kind !== "resource" || !this.#appliesTo(args.type)) return [];
    const resource = this.#run.createResource(this.#reader, args);
    const { messages, undecided } = runChecks(rule.checks, resource, this.#createContext(args.stackTags));
    if (undecided.length > 0) this.#postponed.set(resource.urn, new Set(undecided.map(({ check }) => check)));
    else this.#postponed.delete(resource.urn);
    const exemption = this.exemptions.of(resource.name, resource.urn);
    return this.#applyExemption(exemption, messages).map((message) => `${resource.name}: ${message}`);
  }

  /** Changes the inputs of a resource in place. Returns whether it changed any. */
  remediate(args: ResourceArgs): boolean {
    const { remediation } = this.rule;
    if (!remediation || !this.#appliesTo(args.type)) return false;
    const resource = this.#run.createResource(this.#reader, args);
    const exemption = this.exemptions.of(resource.name, resource.urn);
    if (exemption && !exemption.expired) return false;
    try {
      return remediation(args.props, resource, this.#createContext(args.stackTags));
    } catch (error) {
      // Inputs that depend on an unknown value stay as they are; the rule itself reports the value.
      if (error instanceof Undecided) return false;
      throw error;
    }
  }

  /** Evaluates the stack: all checks of a rule about the stack, the postponed checks of a rule about resources. */
  evaluateStack(args: StackValidationArgs): readonly Violation[] {
    this.tolerated = [];
    if (!this.#isForThisStack || (this.rule.kind === "resource" && this.#postponed.size === 0)) return [];
    const stack = this.#run.stackFor(this.#reader, args);
    const context: StackContext<never> = { ...this.#createContext(args.stackTags), stack };
    const violations: Violation[] = [];
    const undecided: UndecidedCheck[] = [];
    for (const resource of this.#subjectsIn(stack)) {
      const results = runChecks(this.#checksOf(resource), resource, context);
      violations.push(...this.#violationsOf(resource, results));
      if (!this.#isExempt(resource)) undecided.push(...results.undecided);
    }
    if (this.rule.kind === "stack") {
      const results = this.#runStackChecks(this.rule, context);
      violations.push(...results.violations);
      undecided.push(...results.undecided);
    }
    if (this.#isUndecidedViolation) return [...violations, ...undecided.map(toViolation)];
    this.tolerated = undecided;
    return violations;
  }

  /** Whether the run is a preview, after which an update knows more values. */
  get isPreview(): boolean {
    return this.#run.environment.isPreview;
  }

  get #isUndecidedViolation(): boolean {
    const { onUnknown } = this.settings;
    return onUnknown === "fail" || (onUnknown === "defer" && !this.isPreview);
  }

  #appliesTo(type: string): boolean {
    return this.#isForThisStack && appliesToType(this.rule, type);
  }

  #subjectsIn(stack: Stack): readonly Resource[] {
    const { types } = this.rule;
    return types === "aws"
      ? stack.resources.filter(({ type }) => appliesToType(this.rule, type))
      : stack.ofTypes(types);
  }

  #checksOf({ urn }: Resource): Checks<StackContext<never>> {
    const { rule } = this;
    if (rule.kind === "stack") return rule.checks ?? {};
    const names = this.#postponed.get(urn);
    return Object.fromEntries(Object.entries(rule.checks).filter(([name]) => names?.has(name)));
  }

  #isExempt({ name, urn }: Resource): boolean {
    return this.exemptions.of(name, urn)?.expired === false;
  }

  #violationsOf(resource: Resource, { messages, undecided }: CheckResults): readonly Violation[] {
    const exemption = this.exemptions.of(resource.name, resource.urn);
    if (exemption && !exemption.expired) {
      if (messages.length + undecided.length > 0) this.exemptions.markUsed(exemption);
      return [];
    }
    // A rule about resources reported an expired exemption when it evaluated the resource by itself.
    const all = this.rule.kind === "stack" ? this.#applyExemption(exemption, messages) : messages;
    return all.map((message) => ({ urn: resource.urn, message: `${resource.name}: ${message}` }));
  }

  #runStackChecks(rule: StackRule, context: StackContext<never>) {
    const violations: Violation[] = [];
    const undecided: UndecidedCheck[] = [];
    const { stackName } = context;
    for (const [check, run] of Object.entries(rule.stackChecks ?? {})) {
      try {
        for (const finding of toList(run(context))) {
          const { resource, message } =
            typeof finding === "string" ? { resource: undefined, message: finding } : finding;
          const exemption = this.exemptions.of(resource?.name ?? stackName, resource?.urn ?? stackName);
          for (const text of this.#applyExemption(exemption, [message])) {
            violations.push(
              resource ? { urn: resource.urn, message: `${resource.name}: ${text}` } : { message: text },
            );
          }
        }
      } catch (error) {
        if (!(error instanceof Undecided)) throw error;
        const exemption = this.exemptions.of(stackName, stackName);
        if (exemption && !exemption.expired) this.exemptions.markUsed(exemption);
        else undecided.push({ check, cause: error });
      }
    }
    return { violations, undecided };
  }

  /** Returns the messages that an exemption leaves. An expired exemption is itself a violation. */
  #applyExemption(exemption: MatchingExemption | undefined, messages: readonly string[]): readonly string[] {
    if (!exemption) return messages;
    const { match, expires, reason } = exemption.exemption;
    if (exemption.expired) {
      this.exemptions.markUsed(exemption);
      const expiry = `the exemption ${JSON.stringify(match)} expired on ${expires} (${reason}); renew it or remove it`;
      return [...messages, expiry];
    }
    if (messages.length > 0) this.exemptions.markUsed(exemption);
    return [];
  }

  #createContext(stackTags: StackTags): RuleContext<never> {
    const { stackName, isPreview, now, regions } = this.#run.environment;
    const ownRegions = this.settings["regions"];
    return {
      // A rule declares the type of its settings next to their schema, against which the engine validates them.
      settings: this.settings as never,
      stackName,
      isPreview,
      now,
      stackTags,
      regions: Array.isArray(ownRegions) && ownRegions.length > 0 ? ownRegions.map(String) : regions,
    };
  }
}

function toViolation(check: UndecidedCheck): Violation {
  const message = describeUndecided(check);
  return check.resource ? { urn: check.resource.urn, message } : { message };
}
