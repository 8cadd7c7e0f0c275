import { mustBe, mustBeBetween, mustBeOneOf, type Resource, resourceRule, setInput } from "../../kit";

/** A workgroup decides for its users: results are encrypted, and no query scans without bound. */
export const athenaWorkgroup = resourceRule<Settings>({
  name: "athena-workgroup",
  title: "Workgroups bound and encrypt queries",
  description:
    "An Athena workgroup overrides what clients ask, encrypts results, bounds what a query may scan, and publishes metrics.",
  level: "mandatory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "Athena.4",
    specification: "Athena workgroups should have logging enabled",
  },
  tags: ["data", "security-hub:Athena.1", "checkov:CKV_AWS_82", "checkov:CKV_AWS_159", "trivy:AWS-0006"],
  remediationSteps:
    'Leave configuration.enforceWorkgroupConfiguration and publishCloudwatchMetricsEnabled on, set resultConfiguration.encryptionConfiguration.encryptionOption to "SSE_S3" or "SSE_KMS", and bytesScannedCutoffPerQuery.',
  url: "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings.html",
  settings: {
    maxBytes: {
      type: "integer",
      minimum: 10_485_760,
      default: 1_099_511_627_776,
      description: "Most bytes that a query may scan; 1 TiB costs about USD 5.",
    },
  },
  types: ["aws:athena/workgroup:Workgroup"],
  checks: {
    override: (group) =>
      mustBe(group, ENFORCE, true, { absent: true, advice: "else clients set what they like" }),
    "encryption of results": (group) =>
      keepsResultsItself(group) ? undefined : mustBeOneOf(group, ENCRYPTION, ENCRYPTIONS),
    "bound of a query": (group, { settings }) => {
      // Notebooks are charged by time; the bound is one of SQL.
      if (isSpark(group)) return undefined;
      return mustBeBetween(
        group,
        CUTOFF,
        { max: settings.maxBytes, unit: "bytes" },
        "a query without a bound has no most price",
      );
    },
    metrics: (group) => mustBe(group, METRICS, true, { absent: true }),
  },
  remediation: (inputs, group, { settings }) => {
    const changes: [path: string, value: unknown][] = [];
    if (group.boolean(ENFORCE) === false) changes.push([ENFORCE, true]);
    if (group.boolean(METRICS) === false) changes.push([METRICS, true]);
    if (!keepsResultsItself(group) && !ENCRYPTIONS.includes(group.string(ENCRYPTION) ?? "")) {
      changes.push([ENCRYPTION, "SSE_S3"]);
    }
    if (!isSpark(group) && (group.number(CUTOFF) ?? Number.POSITIVE_INFINITY) > settings.maxBytes) {
      changes.push([CUTOFF, settings.maxBytes]);
    }
    for (const [path, value] of changes) setInput(inputs, path, value);
    return changes.length > 0;
  },
});

interface Settings {
  readonly maxBytes: number;
}

const ENFORCE = "configuration.enforceWorkgroupConfiguration";
const METRICS = "configuration.publishCloudwatchMetricsEnabled";
const CUTOFF = "configuration.bytesScannedCutoffPerQuery";
const ENCRYPTION = "configuration.resultConfiguration.encryptionConfiguration.encryptionOption";
const ENCRYPTIONS = ["SSE_S3", "SSE_KMS", "CSE_KMS"];

/** Results that Athena keeps in storage of its own are always encrypted. */
function keepsResultsItself(group: Resource): boolean {
  return group.boolean("configuration.managedQueryResultsConfiguration.enabled") === true;
}

function isSpark(group: Resource): boolean {
  return /^PySpark/.test(group.string("configuration.engineVersion.selectedEngineVersion") ?? "");
}
