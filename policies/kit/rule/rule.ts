import type { PolicyComplianceFramework } from "@pulumi/policy";
import { isAwsType } from "../facts/global-types";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";
import type { SettingSchema } from "./setting-schema";

/** Violations that a check reports: none, one, or several. Each states the value, the expected value and the fix. */
export type Findings = string | readonly string[] | undefined;

/** A violation by a resource that a check of the stack reports. */
export interface ResourceFinding {
  readonly resource: Resource;
  readonly message: string;
}

/** Information for a rule besides the resource. */
export interface RuleContext<S> {
  /** The rule's settings, with defaults applied. */
  readonly settings: S;
  /** Name of the stack. */
  readonly stackName: string;
  /** Whether the run is a preview. */
  readonly isPreview: boolean;
  /** Tags of the stack. */
  readonly stackTags: ReadonlyMap<string, string>;
  /** Time of the run. */
  readonly now: Date;
  /**
   * Regions of the stack: the rule's setting `regions`, or else the stack's configuration `<project>:regions`. Undefined when
   * neither is set.
   */
  readonly regions: readonly string[] | undefined;
  /**
   * All resources. A rule about one resource has them only when the stack decides checks that the resource alone left
   * undecided.
   */
  readonly stack?: Stack;
}

/** Information for a rule about the stack. */
export interface StackContext<S> extends RuleContext<S> {
  readonly stack: Stack;
}

/** Description of a rule. */
export interface RuleInfo {
  /** Name in configurations and reports, such as `s3-versioning-enabled`. */
  readonly name: string;
  /** Title for people. */
  readonly title: string;
  /** The requirement, in a sentence. */
  readonly description: string;
  /** Whether a violation stops an update. A configuration can override it. */
  readonly level: "advisory" | "mandatory";
  readonly severity: "low" | "medium" | "high" | "critical";
  /** The control that the rule implements. @default - none */
  readonly framework?: PolicyComplianceFramework;
  /** Topic, then controls of other catalogues such as `cis-5.0:2.1.4` or `checkov:CKV_AWS_21`. */
  readonly tags: readonly string[];
  /** Steps that fix a violation. */
  readonly remediationSteps: string;
  /** Page that explains the reason. */
  readonly url: string;
  /** JSON schema of each of the rule's settings, with a default. @default - none */
  readonly settings?: Readonly<Record<string, SettingSchema>>;
}

/** Checks by name. Each is evaluated by itself, so that an unknown value in one does not hide the findings of another. */
export type Checks<C> = Readonly<Record<string, (resource: Resource, context: C) => Findings>>;

/**
 * Fixes a resource by changing its inputs in place. Returns whether it changed any. Runs only at the level `remediate`, which a
 * configuration sets.
 */
export type Remediation<S> = (
  inputs: Record<string, unknown>,
  resource: Resource,
  context: RuleContext<S>,
) => boolean;

/** Parts of a rule about one resource, which is evaluated before the resource's operation. */
export interface ResourceRuleSpec<S> extends RuleInfo {
  /** Types of resources that it checks; `aws` is every type of the AWS provider. */
  readonly types: readonly string[] | "aws";
  readonly checks: Checks<RuleContext<S>>;
  readonly remediation?: Remediation<S>;
}

/** Parts of a rule about resources and their relations, which is evaluated when all resources are registered. */
export interface StackRuleSpec<S> extends RuleInfo {
  /** Types of resources that `checks` apply to; `aws` is every type of the AWS provider. */
  readonly types: readonly string[] | "aws";
  /** Checks of each of these resources. @default - none */
  readonly checks?: Checks<StackContext<S>>;
  /** Checks of the stack as a whole. @default - none */
  readonly stackChecks?: Readonly<
    Record<string, (context: StackContext<S>) => readonly (string | ResourceFinding)[] | string | undefined>
  >;
  /** Fixes one of these resources. @default - none */
  readonly remediation?: Remediation<S>;
}

/** A rule of either kind. The engine validates its settings before it runs. */
export type Rule =
  | ({ readonly kind: "resource" } & ResourceRuleSpec<never>)
  | ({ readonly kind: "stack" } & StackRuleSpec<never>);

/** Creates a rule about one resource. */
export function resourceRule<S = unknown>(spec: ResourceRuleSpec<S>): Rule {
  return { kind: "resource", ...spec };
}

/** Creates a rule about a stack. */
export function stackRule<S = unknown>(spec: StackRuleSpec<S>): Rule {
  return { kind: "stack", ...spec };
}

/** Whether a rule applies to resources of a type. */
export function appliesToType({ types }: Pick<Rule, "types">, type: string): boolean {
  return types === "aws" ? isAwsType(type) : types.includes(type);
}
