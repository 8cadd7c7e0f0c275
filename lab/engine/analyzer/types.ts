import type { AnalyzeRequest, AnalyzeStackRequest } from "@pulumi/pulumi/proto/analyzer_pb";
import type { Properties } from "../values";

/** A resource in the form in which every pack is sent it. */
export type ResourceRequest = AnalyzeRequest;
/** The resources of a stack in the form in which every pack is sent them. */
export type StackRequest = AnalyzeStackRequest;

/** How much weight a violation has. */
export type EnforcementLevel = "advisory" | "mandatory" | "remediate" | "disabled";
/** How bad a violation is, in the pack author's eyes. */
export type PolicySeverity = "low" | "medium" | "high" | "critical";

/** A policy of a pack. */
export interface PolicyInfo {
  readonly name: string;
  readonly displayName: string;
  readonly description: string;
  /** Whether it looks at one resource or at the whole stack. */
  readonly type: "resource" | "stack" | "unknown";
  /** The level in force, after all configuration. */
  readonly enforcementLevel: EnforcementLevel;
  readonly severity?: PolicySeverity;
  readonly tags: readonly string[];
  readonly remediationSteps: string;
  readonly url: string;
}

/** Something that a policy has to say of a resource or of the stack. */
export interface PolicyDiagnostic {
  readonly policyName: string;
  readonly packName: string;
  readonly packVersion: string;
  readonly description: string;
  /** The whole message as Pulumi shows it: the description, and what the policy reports below it. */
  readonly message: string;
  /** What the policy reports, without the description; the description where it reports nothing more. */
  readonly detail: string;
  /** Mandatory ones forbid the operation. */
  readonly enforcementLevel: EnforcementLevel;
  readonly severity?: PolicySeverity;
  /** The resource meant; undefined for the stack as a whole. */
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
  /** Undefined when the program did not say. */
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
  /** Where the program registers it, as `project://<path>#<line>,<column>`; packs are not told. */
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

/** What was looked at in a run, so that it can be looked at again, together with what other stacks have. */
export interface PolicyEvidence {
  /** Each resource as it was checked by itself, in the order of registration. */
  readonly resources: readonly AnalyzedResource[];
  /** All resources as they were checked together, by URN; none when it did not come to that. */
  readonly stack: readonly AnalyzedStackResource[];
}

/** A pack that was run. */
export interface PackSummary {
  readonly name: string;
  readonly version: string;
  /** Absolute folder of the pack. */
  readonly dir: string;
  /** All its policies, each at the level in force. */
  readonly policies: readonly PolicyInfo[];
}

/** What remediation made of a resource's inputs. */
export interface RemediationResult {
  /** The inputs to go on with. */
  readonly properties: Properties;
  readonly remediations: readonly PolicyRemediation[];
  /** Policies that could not decide, all of them advisory. */
  readonly diagnostics: readonly PolicyDiagnostic[];
}

/** A policy pack that runs. A policy that throws makes the call throw: a check that did not happen is not a pass. */
export interface PolicyPack extends PackSummary {
  /**
   * Has the policies at level `remediate` change a resource; asks nothing of a pack that has none.
   *
   * @throws {EngineError} LAB_POLICY when a policy throws or the pack has died
   */
  remediate(resource: AnalyzedResource): Promise<RemediationResult>;
  /**
   * @param request the resource as packs read it, when it was made before for another pack
   * @throws {EngineError} LAB_POLICY when a policy throws or the pack has died
   */
  analyze(resource: AnalyzedResource, request?: ResourceRequest): Promise<PolicyDiagnostic[]>;
  /**
   * @param request the resources as packs read them, when they were made before for another pack
   * @throws {EngineError} LAB_POLICY when a policy throws or the pack has died
   */
  analyzeStack(
    resources: readonly AnalyzedStackResource[],
    request?: StackRequest,
  ): Promise<PolicyDiagnostic[]>;
  /** Ends the pack's process; resolves when it has ended. */
  close(): Promise<void>;
}

/** What a pack is told of the run, and how it is hosted. */
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
   * Refuses what Pulumi's own engine takes without a word: names in the configuration file that are none of the pack's
   * policies, settings that a policy does not have, and two policies of one name. @default false
   */
  readonly strict?: boolean;
  /** What to add to the message about a name that is not known, given those that are. @default - nothing */
  readonly suggest?: (name: string, known: readonly string[]) => string;
  /** Ends the pack when aborted. */
  readonly signal?: AbortSignal;
  /** Address of the Engine service, which the pack is told and never dials. @default "127.0.0.1:9" */
  readonly engineAddress?: string;
  /** What the pack prints, and what is odd about its configuration. @default - dropped */
  readonly onInfo?: (line: string) => void;
  /** Time the pack has to start, in milliseconds. @default 300000 */
  readonly startLimitMs?: number;
  /** Environment of the pack's process, to which its own variables are added. @default process.env */
  readonly env?: NodeJS.ProcessEnv;
}
