import { createHash } from "node:crypto";
import type { Log, Notification, ReportingDescriptor, Result, Run } from "sarif";
import { type PackSummary, type PolicyInfo, type PolicySeverity, parseUrn } from "../../lab/engine";
import { shortType, stripControls } from "../formatting";
import { allFindings, type Finding, isWhole, type PolicyReport } from "./findings";
import type { Place } from "./positions";

/**
 * By which GitHub sorts alerts: over 9 is critical, from 7 high, from 4 medium, below low.
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
 * A report as SARIF 2.1.0: a run for each pack, a rule for each policy that is not disabled, a result for each violation,
 * at the place in the program where its resource is registered.
 *
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export function sarifLog(report: PolicyReport, placeOf: (urn: string) => Place): Log {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: report.packs.map((pack) => runOf(report, pack, placeOf)),
  };
}

function runOf(report: PolicyReport, pack: PackSummary, placeOf: (urn: string) => Place): Run {
  const policies = pack.policies.filter(({ enforcementLevel }) => enforcementLevel !== "disabled");
  const rules = policies.map(ruleOf);
  const index = new Map(policies.map(({ name }, at) => [name, at]));
  const findings = allFindings(report).filter((finding) => finding.pack === pack.name);
  return {
    tool: { driver: { name: pack.name, semanticVersion: pack.version, rules } },
    automationDetails: { id: `policy/${report.environment}/${pack.name}/` },
    invocations: [
      {
        executionSuccessful: report.checked.every(({ state }) => state === "checked"),
        toolExecutionNotifications: notificationsOf(report),
      },
    ],
    columnKind: "utf16CodeUnits",
    results: withFingerprints(findings).map(({ finding, fingerprint }) =>
      resultOf(finding, fingerprint, index.get(finding.policy), placeOf(finding.urn)),
    ),
  };
}

function ruleOf({
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

function resultOf(
  { stack, policy, level, severity, urn, text }: Finding,
  fingerprint: string,
  ruleIndex: number | undefined,
  { file, line }: Place,
): Result {
  const { name, type } = parseUrn(urn);
  const about = isWhole(urn) ? `stack ${stack}` : `${name} (${shortType(type)}) of ${stack}`;
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
    // The one name that GitHub knows an alert by; without it two resources of one line would be the same alert.
    partialFingerprints: { primaryLocationLineHash: fingerprint },
    properties: { stack, type, ...(severity && { severity }) },
  };
}

/**
 * What a violation is known by from run to run: pack, policy, resource and, where one policy finds several in a resource,
 * which of them by the order of their texts. A line that moved and a number in a text that changed make no new one.
 */
function withFingerprints(findings: readonly Finding[]) {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = JSON.stringify([finding.pack, finding.policy, finding.urn]);
    const number = (seen.get(key) ?? 0) + 1;
    seen.set(key, number);
    const hash = createHash("sha256").update(key).digest("hex").slice(0, 16);
    return { finding, fingerprint: `${hash}:${number}` };
  });
}

function notificationsOf({ checked }: PolicyReport): Notification[] {
  return checked.flatMap(({ stack, state, errors }) => {
    if (state === "checked") return [];
    const told = errors.length > 0 ? errors : ["the run was ended before"];
    return told.map(
      (text): Notification => ({ level: "error", message: { text: stripControls(`${stack}: ${text}`) } }),
    );
  });
}

function firstSentence(text: string): string {
  return /^.*?[.!?](?=\s|$)/s.exec(text)?.[0] ?? text;
}
