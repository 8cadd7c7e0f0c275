import type {
  Policies,
  ReportViolation,
  ResourceRemediation,
  ResourceValidation,
  Policy as SdkPolicy,
  StackValidation,
} from "@pulumi/policy";
import { Undecided } from "../reading/props";
import type { Rule, RuleContext } from "../rule/rule";
import { appliesToType } from "../rule/rule";
import { schemaOf } from "../rule/settings";
import { type PackEnvironment, readPulumiEnvironment } from "./environment";
import { type RuleRun, Session, type Trace } from "./evaluation";
import { createSelfChecks } from "./pack-self-checks";

/** How rules are made into policies. */
export interface CompileOptions {
  /** @default - what the engine says that runs the pack */
  readonly environment?: () => PackEnvironment;
  /** @default - none */
  readonly trace?: Trace;
  /** Called once all rules have looked at the stack, after which nobody needs its resources from the SDK any more. */
  readonly onLooked?: () => void;
}

/** A policy whose functions come and go: the SDK asks for them each time it would call them. */
type Policy = SdkPolicy & {
  readonly validateResource?: ResourceValidation | undefined;
  readonly remediateResource?: ResourceRemediation | undefined;
  readonly validateStack?: StackValidation | undefined;
};

/**
 * Makes rules into policies of the SDK, with two more: one that records what every resource is asked to be, which comes
 * first, and `pack-self-checks`, which comes last and tells of exemptions without use and of what could not be decided.
 *
 * The SDK unpacks every resource of the stack anew for each policy that looks at the stack, so the first of them looks on
 * behalf of all, and a policy shows the SDK the function of a phase only when it has something to do in it.
 */
export function compileRules(rules: readonly Rule[], options: CompileOptions = {}): Policies {
  let session: Session | undefined;
  // The stack's name is known only once the engine runs the pack.
  const current = (): Session => {
    session ??= new Session(rules, (options.environment ?? readPulumiEnvironment)(), options.trace);
    return session;
  };
  const runOf = (index: number): RuleRun => {
    const run = current().runs[index];
    if (!run) throw new Error(`there is no rule ${index}`);
    return run;
  };
  const hasRecords = (): boolean => session?.hasRecords ?? false;
  const asked = { resources: 0, stacks: 0 };
  const first = recorder(current, hasRecords, asked, options.onLooked);
  const others: Policies = [
    ...rules.map((rule, index) =>
      rule.kind === "resource"
        ? resourcePolicy(
            rule,
            current,
            () => runOf(index),
            () => session !== undefined,
            hasRecords,
          )
        : stackPolicy(rule, current, () => runOf(index), hasRecords),
    ),
    createSelfChecks(current),
  ];
  return inTurn(first, others, asked);
}

/** How often the first policy has been asked of a resource, and of the stack. */
interface Asked {
  resources: number;
  stacks: number;
}

/**
 * Policies as the SDK goes through them. While it asks about one resource, which it does first of the first of them, it is
 * led past those that have nothing to say of any: of each that it meets it would note that it does not apply.
 */
function inTurn(first: Policies[number], others: Policies, asked: Asked): Policies {
  const policies = [first, ...others];
  function* shown(): Generator<Policies[number]> {
    const before = { ...asked };
    yield first;
    const isOfResource = asked.resources !== before.resources && asked.stacks === before.stacks;
    for (const policy of others) {
      if (!isOfResource || ("validateResource" in policy && policy.validateResource !== undefined))
        yield policy;
    }
  }
  return Object.defineProperty(policies, Symbol.iterator, { value: shown });
}

function recorder(
  session: () => Session,
  hasRecords: () => boolean,
  asked: Asked,
  onLooked: () => void = () => undefined,
): Policies[number] {
  const look: StackValidation = (args) => {
    asked.stacks += 1;
    session().evaluateAll(args);
    onLooked();
  };
  const policy: Policy = {
    name: "recorded-inputs",
    displayName: "Inputs are recorded",
    description:
      "Records what every resource is asked to be, for the rules about the stack, and lets these look once. Reports nothing.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["pack"],
    validateResource: (args) => {
      asked.resources += 1;
      session().record(args);
    },
    get validateStack() {
      return hasRecords() ? look : undefined;
    },
  };
  return policy as Policies[number];
}

function resourcePolicy(
  rule: Extract<Rule, { kind: "resource" }>,
  session: () => Session,
  run: () => RuleRun,
  started: () => boolean,
  hasRecords: () => boolean,
): Policies[number] {
  const validate: ResourceValidation = (args, report) => {
    session().configure(run(), args.getConfig());
    for (const message of session().answer(run(), args)) report(message);
  };
  const policy: Policy = {
    ...infoOf(rule),
    get validateResource() {
      return hasRecords() && run().waiting.size === 0 ? undefined : validate;
    },
    ...remediationOf(rule, session, run),
    get validateStack() {
      const waits = started() && run().postponed.size > 0 && !isIdle(run());
      return waits ? stackValidation(session, run) : undefined;
    },
  };
  return policy as Policies[number];
}

function stackPolicy(
  rule: Extract<Rule, { kind: "stack" }>,
  session: () => Session,
  run: () => RuleRun,
  hasRecords: () => boolean,
): Policies[number] {
  const policy: Policy = {
    ...infoOf(rule),
    ...remediationOf(rule, session, run),
    get validateResource() {
      if (!hasRecords() || run().settings) return undefined;
      return (args: Parameters<ResourceValidation>[0]) => session().configure(run(), args.getConfig());
    },
    get validateStack() {
      return hasRecords() && isIdle(run()) ? undefined : stackValidation(session, run);
    },
  };
  return policy as Policies[number];
}

/** Whether a rule has looked at the stack and has nothing to say. */
function isIdle({ outcomes, fault }: RuleRun): boolean {
  return outcomes !== undefined && outcomes.length === 0 && fault === undefined;
}

/** Reports what a rule has found in the stack; looks itself when nothing has looked on its behalf. */
function stackValidation(session: () => Session, run: () => RuleRun): StackValidation {
  return (args, report) => {
    session().configure(run(), args.getConfig());
    if (run().outcomes === undefined) session().evaluate(run(), args);
    const { fault, outcomes } = run();
    if (fault !== undefined) throw fault;
    reportAll(outcomes ?? [], report);
  };
}

function reportAll(outcomes: NonNullable<RuleRun["outcomes"]>, report: ReportViolation): void {
  for (const { message, urn } of outcomes) report(message, urn);
}

function remediationOf(
  rule: Rule,
  session: () => Session,
  run: () => RuleRun,
): { readonly remediateResource?: ResourceRemediation } {
  const { remediation } = rule;
  if (!remediation) return {};
  const remediate: ResourceRemediation = (args) => {
    session().configure(run(), args.getConfig());
    if (!run().applies || !appliesToType(rule, args.type)) return undefined;
    const resource = session().resourceOf(run(), { ...args });
    const exempted = run().exemptions?.of(resource.name, resource.urn);
    if (exempted && !exempted.expired) return undefined;
    const context = session().contextOf(run(), args.stackTags) as RuleContext<never>;
    try {
      return remediation(args.props, resource, context) ? args.props : undefined;
    } catch (error) {
      // What is not known cannot be put right; the rule itself tells of it.
      if (error instanceof Undecided) return undefined;
      throw error;
    }
  };
  const only = onlyType(rule);
  if (only !== undefined) Object.defineProperty(remediate, "__pulumiType", { value: only });
  return { remediateResource: remediate };
}

function onlyType({ types }: Rule): string | undefined {
  return types !== "aws" && types.length === 1 ? types[0] : undefined;
}

function infoOf(rule: Rule) {
  return {
    name: rule.name,
    displayName: rule.title,
    description: rule.description,
    enforcementLevel: rule.level,
    severity: rule.severity,
    ...(rule.framework && { framework: rule.framework }),
    tags: [...rule.tags],
    remediationSteps: rule.remediationSteps,
    url: rule.url,
    configSchema: schemaOf(rule),
  };
}
