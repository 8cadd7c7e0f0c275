import type { Policies, ResourceRemediation, ResourceValidation, StackValidation } from "@pulumi/policy";
import type { Rule } from "../rule/rule";
import { schemaOf } from "../rule/settings";
import { type PackEnvironment, readPulumiEnvironment } from "./environment";
import { PackRun, type Trace } from "./pack-run";
import { createSelfChecks } from "./pack-self-checks";
import { RuleEvaluation } from "./rule-evaluation";

type Policy = Policies[number];

/** Options of a compilation. */
export interface CompileOptions {
  /** @default - what the engine that runs the pack says */
  readonly environment?: () => PackEnvironment;
  /** @default - reads are not traced */
  readonly trace?: Trace;
  /** Called when the stack is recorded, after which no policy needs its resources from the SDK. */
  readonly onStackRecorded?: () => void;
}

/** Arguments of any call of the SDK: they carry the settings of the rule that is called. */
interface ConfiguredArgs {
  getConfig<T extends object>(): T;
}

/**
 * Compiles rules to policies of the SDK and adds two: `recorded-inputs`, the first, records resources and the stack for all
 * rules; `pack-self-checks`, the last, reports on the pack itself. The SDK calls policies in the order of the list.
 */
export function compileRules(rules: readonly Rule[], options: CompileOptions = {}): Policies {
  const { environment = readPulumiEnvironment, trace, onStackRecorded = () => undefined } = options;
  let run: PackRun | undefined;
  // The environment is known only when the engine makes the first call.
  const currentRun = (): PackRun => {
    run ??= new PackRun(environment(), trace);
    return run;
  };
  const evaluations = new Map<Rule, RuleEvaluation>();
  const evaluationOf = (rule: Rule, args: ConfiguredArgs): RuleEvaluation => {
    const evaluation =
      evaluations.get(rule) ??
      new RuleEvaluation(rule, args.getConfig<Record<string, unknown>>(), currentRun());
    evaluations.set(rule, evaluation);
    return evaluation;
  };
  return [
    createRecorder(currentRun, onStackRecorded),
    ...rules.map((rule) => createPolicy(rule, (args) => evaluationOf(rule, args))),
    createSelfChecks(() => rules.flatMap((rule) => evaluations.get(rule) ?? [])),
  ];
}

function createRecorder(run: () => PackRun, onStackRecorded: () => void): Policy {
  return {
    name: "recorded-inputs",
    displayName: "Inputs are recorded",
    description: "Records the inputs of every resource for the rules about the stack. Reports nothing.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["pack"],
    validateResource: (args) => run().recordInputs(args),
    validateStack: (args) => {
      run().recordStack(args);
      onStackRecorded();
    },
  };
}

function createPolicy(rule: Rule, evaluationOf: (args: ConfiguredArgs) => RuleEvaluation): Policy {
  const validateResource: ResourceValidation = (args, report) => {
    for (const message of evaluationOf(args).evaluateResource(args)) report(message);
  };
  const validateStack: StackValidation = (args, report) => {
    for (const { message, urn } of evaluationOf(args).evaluateStack(args)) report(message, urn);
  };
  const remediateResource: ResourceRemediation = (args) =>
    evaluationOf(args).remediate(args) ? args.props : undefined;
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
    validateStack,
    ...(rule.kind === "resource" && { validateResource: limitToType(rule, validateResource) }),
    ...(rule.remediation && { remediateResource: limitToType(rule, remediateResource) }),
  };
}

/** Marks a function of a rule about one type the way the SDK's own `validateResourceOfType` does, so that it skips others. */
function limitToType<T extends object>({ types }: Rule, call: T): T {
  const [type, ...others] = types === "aws" ? [] : types;
  return type === undefined || others.length > 0 ? call : Object.assign(call, { __pulumiType: type });
}
