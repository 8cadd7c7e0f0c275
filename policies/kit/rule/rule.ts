import type { PolicyComplianceFramework } from "@pulumi/policy";
import { isAwsType } from "../facts/global-types";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import type { SettingSchema } from "./setting-schema";

/** What a check has found wrong: nothing, one thing, or several. Each says what is, what is expected, and what to do. */
export type Findings = string | readonly string[] | undefined;

/** Something wrong with a resource that another one brought to light. */
export interface ResourceFinding {
  readonly resource: Resource;
  readonly message: string;
}

/** What a rule may know besides the resource it looks at. */
export interface RuleContext<S> {
  /** The rule's own settings, with their defaults. */
  readonly settings: S;
  /** Name of the stack. */
  readonly stackName: string;
  /** Whether nothing has been made yet. */
  readonly isPreview: boolean;
  /** Tags of the stack. */
  readonly stackTags: ReadonlyMap<string, string>;
  /** Moment of the check. */
  readonly now: Date;
  /**
   * Regions that the stack is meant for: those of the rule's setting `regions`, else those of the stack's configuration
   * `<project>:regions`. Undefined when neither says.
   */
  readonly regions: readonly string[] | undefined;
  /**
   * All resources. A rule about one resource has them only when it is asked again, after the program has registered all,
   * of what it could not decide before.
   */
  readonly stack?: Stack;
}

/** What a rule about the stack may know besides. */
export interface StackContext<S> extends RuleContext<S> {
  readonly stack: Stack;
}

/** What is said about a rule. */
export interface RuleInfo {
  /** Name in configurations and reports, such as `s3-versioning-enabled`. */
  readonly name: string;
  /** Name for people. */
  readonly title: string;
  /** What must hold, in a sentence. */
  readonly description: string;
  /** Whether a violation forbids the update, as long as no configuration says otherwise. */
  readonly level: "advisory" | "mandatory";
  readonly severity: "low" | "medium" | "high" | "critical";
  /** The control that the rule follows. @default - none has it */
  readonly framework?: PolicyComplianceFramework;
  /** Topic, then controls of other catalogues such as `cis-5.0:2.1.4` or `checkov:CKV_AWS_21`. */
  readonly tags: readonly string[];
  /** How to put it right, step by step. */
  readonly remediationSteps: string;
  /** Page that tells why. */
  readonly url: string;
  /** JSON schema of each setting of its own, with a default. @default - it has none */
  readonly settings?: Readonly<Record<string, SettingSchema>>;
}

/** Checks by name; each is decided by itself, so that one unknown value does not hide what another has found. */
export type Checks<C> = Readonly<Record<string, (resource: Resource, context: C) => Findings>>;

/**
 * Puts a resource right by changing its inputs in place. Answers whether it changed any. Only runs where the
 * configuration sets the level `remediate`.
 */
export type Remediation<S> = (
  inputs: Record<string, unknown>,
  resource: Resource,
  context: RuleContext<S>,
) => boolean;

/** A rule that looks at one resource, before anything is done to it. */
export interface ResourceRuleSpec<S> extends RuleInfo {
  /** Types it looks at; `aws` is every type of the provider aws. */
  readonly types: readonly string[] | "aws";
  readonly checks: Checks<RuleContext<S>>;
  readonly remediation?: Remediation<S>;
}

/** A rule that looks at resources and what they hang together with, once the program has registered all of them. */
export interface StackRuleSpec<S> extends RuleInfo {
  /** Types of the resources it looks at one by one; `aws` is every type of the provider aws. */
  readonly types: readonly string[] | "aws";
  /** What is looked at in each of them. @default - nothing */
  readonly checks?: Checks<StackContext<S>>;
  /** What is looked at in the stack as a whole. @default - nothing */
  readonly stackChecks?: Readonly<
    Record<string, (context: StackContext<S>) => readonly (string | ResourceFinding)[] | string | undefined>
  >;
  /** Puts one of the resources right. @default - none */
  readonly remediation?: Remediation<S>;
}

/** A rule of either kind. Its settings are checked by the engine before it runs. */
export type Rule =
  | ({ readonly kind: "resource" } & ResourceRuleSpec<never>)
  | ({ readonly kind: "stack" } & StackRuleSpec<never>);

/** A rule that looks at one resource. */
export function resourceRule<S = unknown>(spec: ResourceRuleSpec<S>): Rule {
  return { kind: "resource", ...spec };
}

/** A rule that looks at a whole stack. */
export function stackRule<S = unknown>(spec: StackRuleSpec<S>): Rule {
  return { kind: "stack", ...spec };
}

/** Whether a rule looks at resources of a type. */
export function appliesToType({ types }: Pick<Rule, "types">, type: string): boolean {
  return types === "aws" ? isAwsType(type) : types.includes(type);
}
