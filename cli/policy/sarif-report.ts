import { createHash } from "node:crypto";
import type { Log, Notification, ReportingDescriptor, Result, Run } from "sarif";
import { type PackSummary, type PolicyInfo, type PolicySeverity, parseUrn } from "../../lab/engine";
import { shortType, stripControls } from "../formatting";
import { allFindings, type Finding, isStackUrn, type PolicyReport } from "./findings";
import type { SourceLocation } from "./source-locations";

/**
 * Scores by which GitHub sorts alerts: over 9 is critical, from 7 high, from 4 medium, below 4 low.
 *
 * @see https://docs.github.com/en/code-security/code-scanning/integrating-with-code-scanning/sarif-support-for-code-scanning#reportingdescriptor-object
 */
const SECURITY_SEVERITY: Readonly<Record<PolicySeverity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/**
 * Converts a report to SARIF 2.1.0: a run for each pack, a rule for each policy that is not disabled, and a result for each
 * violation, at the location where the program registers its resource.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function createSarifLog(report: PolicyReport, locate: (urn: string) => SourceLocation): Log {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: report.packs.map((pack) => createRun(report, pack, locate)),
  };
}

function createRun(report: PolicyReport, pack: PackSummary, locate: (urn: string) => SourceLocation): Run {
  const policies = pack.policies.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");
  const rules = policies.map(createRule);
  const index = new Map(policies.map(({ name }, at) => [name, at]));
  const findings = allFindings(report).filter((finding) => finding.pack === pack.name);
  return {
    tool: { driver: { name: pack.name, semanticVersion: pack.version, rules } },
    automationDetails: { id: `policy/${report.environment}/${pack.name}/` },
    invocations: [
      {
        executionSuccessful: report.stacks.every(({ state }) => state === "checked"),
        toolExecutionNotifications: createNotifications(report),
      },
    ],
    columnKind: "utf16CodeUnits",
    results: addFingerprints(findings).map(({ finding, fingerprint }) =>
      createResult(finding, fingerprint, index.get(finding.policy), locate(finding.urn)),
    ),
  };
}

function createRule({
  name,
  displayName,
  description,
  enforcementLevel,
  severity,
  remediationSteps,
  url,
  tags,
}: PolicyInfo): ReportingDescriptor {
  const help = [description, remediationSteps, url].filter((text) => text !== "").join("\n\n");
  return {
    id: name,
    ...(displayName !== "" && { name: displayName }),
    shortDescription: { text: firstSentence(description) || name },
    fullDescription: { text: description || name },
    ...(help !== "" && { help: { text: help, markdown: help } }),
    ...(URL.canParse(url) && { helpUri: url }),
    defaultConfiguration: { level: enforcementLevel === "advisory" ? "warning" : "error" },
    properties: {
      ...(tags.length > 0 && { tags: [...tags] }),
      ...(severity && { severity, "security-severity": SECURITY_SEVERITY[severity] }),
    },
  };
}

function createResult(
  { stack, policy, level, severity, urn, text }: Finding,
  fingerprint: string,
  ruleIndex: number | undefined,
  { file, line }: SourceLocation,
): Result {
  const { name, type } = parseUrn(urn);
  const about = isStackUrn(urn) ? `stack ${stack}` : `${name} (${shortType(type)}) of ${stack}`;
  return {
    ruleId: policy,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: level === "mandatory" ? "error" : "warning",
    message: { text: stripControls(`${about}: ${text}`) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: {
            uri: file.split("/").map(encodeURIComponent).join("/"),
            uriBaseId: "%SRCROOT%",
          },
          region: { startLine: line },
        },
        logicalLocations: [{ name, fullyQualifiedName: urn, kind: "resource" }],
      },
    ],
    // GitHub identifies an alert by this name; without it two resources of one line would be the same alert.
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    properties: { stack, type, ...(severity && { severity }) },
  };
}

/**
 * Adds a fingerprint to each finding that identifies it in later runs: pack, policy, resource and, for several findings of
 * one policy about a resource, a number. A changed line or message does not change it.
 */
function addFingerprints(findings: readonly Finding[]) {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = JSON.stringify([finding.pack, finding.policy, finding.urn]);
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    const hash = createHash("sha256").update(key).digest("hex").slice(0, 16);
    return { finding, fingerprint: `${hash}:${number}` };
  });
}

function createNotifications({ stacks }: PolicyReport): Notification[] {
  return stacks.flatMap(({ stack, state, errors }) => {
    if (state === "checked") return [];
    const messages = errors.length > 0 ? errors : ["the run ended before its check"];
    return messages.map(
      (text): Notification => ({ level: "error", message: { text: stripControls(`${stack}: ${text}`) } }),
    );
  });
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
