import type { AnalyzeRequest, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Properties } from "../values/values";

/** A resource, encoded once for all packs. */
export type ResourceRequest = AnalyzeRequest;
/** The resources of a stack, encoded once for all packs. */
export type StackRequest = AnalyzeStackRequest;

/** Enforcement level of a policy. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";
/** Severity of a violation, as the pack's author sets it. */
export type PolicySeverity = "low" | "medium" | "high" | "critical";

/** A policy of a pack. */
export interface PolicyInfo {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** Whether the policy evaluates one resource or the whole stack. */
  readonly type: "resource" | "stack" | "unknown";
  /** The level in force, after all configuration. */
  readonly enforcementLevel: EnforcementLevel;
  readonly severity?: PolicySeverity;
  readonly tags: readonly string[];
  readonly remediationSteps: string;
  readonly url: string;
}

/** A finding of a policy about a resource or the stack. */
export interface PolicyDiagnostic {
  readonly policyName: string;
  readonly packName: string;
  readonly packVersion: string;
  readonly description: string;
  /** The whole message as Pulumi shows it: the description, and what the policy reports below it. */
  readonly message: string;
  /** The policy's own message, without the description; the description if the policy has no message. */
  readonly detail: string;
  /** Mandatory ones forbid the operation. */
  readonly enforcementLevel: EnforcementLevel;
  readonly severity?: PolicySeverity;
  /** The resource; undefined for the stack as a whole. */
  readonly urn?: string;
}

/** A change of a resource's inputs by a policy. */
export interface PolicyRemediation {
  readonly policyName: string;
  readonly packName: string;
  readonly packVersion: string;
  readonly description: string;
  readonly before: Properties;
  readonly after: Properties;
}

/** Options of a resource that policies see. */
export interface AnalyzedOptions {
  readonly protect?: boolean | undefined;
  readonly ignoreChanges?: readonly string[] | undefined;
  /** Undefined when the program does not set it. */
  readonly deleteBeforeReplace?: boolean | undefined;
  /** URNs. */
  readonly aliases?: readonly string[] | undefined;
  /** Seconds. */
  readonly customTimeouts?:
    | {
        readonly create?: number | undefined;
        readonly update?: number | undefined;
        readonly delete?: number | undefined;
      }
    | undefined;
  readonly additionalSecretOutputs?: readonly string[] | undefined;
  /** URN. */
  readonly parent?: string | undefined;
}

/** A provider resource, as policies see it. */
export interface AnalyzedProvider {
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  /** Its inputs. */
  readonly properties: Properties;
}

/** A resource before its operation, with checked inputs. */
export interface AnalyzedResource {
  /** Where the program registers it, as `project://<path>#<line>,<column>`; not sent to packs. */
  readonly sourcePosition?: string | undefined;
  readonly type: string;
  readonly urn: string;
  readonly name: string;
  readonly properties: Properties;
  readonly options: AnalyzedOptions;
  /** Absent for components and providers. */
  readonly provider?: AnalyzedProvider | undefined;
}

/** A resource at the end of a run, with its outputs. */
export interface AnalyzedStackResource extends AnalyzedResource {
  /** URN. */
  readonly parent?: string | undefined;
  /** URNs. */
  readonly dependencies: readonly string[];
  /** URNs by input. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** All that policies evaluated in a run, for a second evaluation together with other stacks. */
export interface PolicyEvidence {
  /** Each resource as it was evaluated by itself, in the order of registration. */
  readonly resources: readonly AnalyzedResource[];
  /** All resources as they were evaluated together, by URN; empty when the run ended before that. */
  readonly stack: readonly AnalyzedStackResource[];
}

/** Summary of a pack. */
export interface PackSummary {
  readonly name: string;
  readonly version: string;
  /** Absolute folder of the pack. */
  readonly dir: string;
  /** All its policies, each at the level in force. */
  readonly policies: readonly PolicyInfo[];
}

/** Result of a remediation. */
export interface RemediationResult {
  /** The remediated inputs. */
  readonly properties: Properties;
  readonly remediations: readonly PolicyRemediation[];
  /** Policies that could not decide, all of them advisory. */
  readonly diagnostics: readonly PolicyDiagnostic[];
}

/** A running policy pack. A call throws when a policy throws: a check that did not complete must not count as passed. */
export interface PolicyPack extends PackSummary {
  /**
   * Runs the policies at level `remediate` on a resource. Does not call a pack without such a policy.
   *
   * @throws {EngineError} LAB_POLICY when a policy throws or the pack has died
   */
  remediate(resource: AnalyzedResource): Promise<RemediationResult>;
  /**
   * @param request the encoded resource, if it was already encoded for another pack
   * @throws {EngineError} LAB_POLICY when a policy throws or the pack has died
   */
  analyze(resource: AnalyzedResource, request?: ResourceRequest): Promise<PolicyDiagnostic[]>;
  /**
   * @param request the encoded resources, if they were already encoded for another pack
   * @throws {EngineError} LAB_POLICY when a policy throws or the pack has died
   */
  analyzeStack(
    resources: readonly AnalyzedStackResource[],
    request?: StackRequest,
  ): Promise<PolicyDiagnostic[]>;
  /** Ends the pack's process. Resolves when it has ended. */
  close(): Promise<void>;
}

/** Options for starting a pack. */
export interface PolicyPackOptions {
  readonly project: string;
  readonly stack: string;
  readonly organization: string;
  /** Values by `namespace:key`, secrets in the clear, objects as JSON text. */
  readonly config: ReadonlyMap<string, string> | Readonly<Record<string, string>>;
  /** Keys of `config` whose values are secret. */
  readonly configSecretKeys: readonly string[];
  readonly dryRun: boolean;
  /** Tags of the stack. @default - none */
  readonly tags?: Readonly<Record<string, string>>;
  /** A JSON file of levels and settings by policy, as `--policy-pack-config` takes it. @default - none */
  readonly configFile?: string;
  /**
   * Refuses names that Pulumi's engine ignores without a message: unknown policies and settings in the configuration file, and
   * two policies with one name. @default false
   */
  readonly strict?: boolean;
  /** Returns an addition to the message about an unknown name, from the known ones. @default - nothing */
  readonly suggest?: (name: string, known: readonly string[]) => string;
  /** Ends the pack when aborted. */
  readonly signal?: AbortSignal;
  /** Address of the Engine service. The pack receives it and never connects to it. @default "127.0.0.1:9" */
  readonly engineAddress?: string;
  /** Receives the lines that the pack prints, and notices about its configuration. @default - dropped */
  readonly onInfo?: (line: string) => void;
  /** Time the pack has to start, in milliseconds. @default 300000 */
  readonly startLimitMs?: number;
  /** Environment of the pack's process; the pack's own variables are added. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}
