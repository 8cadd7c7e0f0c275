import type { Finding, PolicyReport, StackReport } from "../../../cli/policy/findings";
import type { PackSummary, PolicyInfo } from "../../../lab/engine";

/** A mandatory policy. */
export function policy(name: string, more: Partial<PolicyInfo> = {}): PolicyInfo {
  return {
    name,
    displayName: "",
    description: `About ${name}. And more.`,
    type: "resource",
    enforcementLevel: "mandatory",
    tags: [],
    remediationSteps: "",
    url: "",
    ...more,
  };
}

/** A pack of policies. */
export function pack(name: string, ...policies: readonly PolicyInfo[]): PackSummary {
  return { name, version: "1.2.3", dir: `/packs/${name}`, policies };
}

/** URN of a resource, or of a stack without a name. */
export function urn(stack: string, name?: string): string {
  return name === undefined
    ? `urn:pulumi:${stack}::tides::pulumi:pulumi:Stack::tides-${stack}`
    : `urn:pulumi:${stack}::tides::aws:s3/bucket:Bucket::${name}`;
}

/** A finding of the policy `versioned` of the pack `basics` against the bucket `archive` of `dev`. */
export function finding(more: Partial<Finding> = {}): Finding {
  return {
    stack: "dev",
    pack: "basics",
    policy: "versioned",
    level: "mandatory",
    urn: urn(more.stack ?? "dev", "archive"),
    text: "archive keeps no versions",
    ...more,
  };
}

/** A report of a stack without violations. */
export function stackReport(stack: string, more: Partial<StackReport> = {}): StackReport {
  return {
    stack,
    across: false,
    state: "checked",
    resources: 3,
    findings: [],
    remediations: [],
    errors: [],
    notes: [],
    packs: [BASICS],
    durationMs: 1500,
    ...more,
  };
}

/** A pack of four policies: mandatory, advisory, never violated, disabled. */
export const BASICS = pack(
  "basics",
  policy("versioned", {
    severity: "high",
    url: "https://example.com/versioned",
    remediationSteps: "Add a BucketVersioning.",
    tags: ["s3"],
  }),
  policy("logged", { enforcementLevel: "advisory", severity: "low" }),
  policy("quiet"),
  policy("off", { enforcementLevel: "disabled" }),
);

/** A report of stacks. */
export function report(stacks: readonly StackReport[], more: Partial<PolicyReport> = {}): PolicyReport {
  return {
    environment: "dev",
    source: "preview",
    stacks,
    packs: [BASICS],
    failOnAdvisory: false,
    interrupted: false,
    durationMs: 2000,
    exitCode: 0,
    ...more,
  };
}
