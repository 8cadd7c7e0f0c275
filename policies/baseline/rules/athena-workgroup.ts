import { mustBe, mustBeBetween, mustBeOneOf, type Resource, resourceRule, setInput } from "../../kit";

/** A workgroup enforces its settings on clients: results are encrypted, and each query has a scan limit. */
export const athenaWorkgroup = resourceRule<Settings>({
  name: "athena-workgroup",
  title: "Workgroups encrypt results and limit queries",
  description:
    "An Athena workgroup overrides client settings, encrypts results, limits the bytes a query may scan, and publishes metrics.",
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
    'Leave configuration.enforceWorkgroupConfiguration and publishCloudwatchMetricsEnabled on, set resultConfiguration.encryptionConfiguration.encryptionOption to "SSE_S3" or "SSE_KMS", and set bytesScannedCutoffPerQuery.',
  url: "https://docs.aws.amazon.com/athena/latest/ug/workgroups-settings.html",
  settings: {
    maxBytes: {
      type: "integer",
      minimum: 10_485_760,
      default: 1_099_511_627_776,
      description: "Maximum number of bytes that a query may scan; 1 TiB costs about USD 5.",
    },
  },
  types: ["aws:athena/workgroup:Workgroup"],
  checks: {
    override: (group) =>
      mustBe(group, ENFORCE, true, { absent: true, advice: "otherwise client settings take precedence" }),
    "encryption of results": (group) =>
      hasManagedResults(group) ? undefined : mustBeOneOf(group, ENCRYPTION, ENCRYPTIONS),
    "scan limit": (group, { settings }) => {
      // Spark notebooks are billed by time; the limit applies only to SQL.
      if (isSpark(group)) return undefined;
      return mustBeBetween(
        group,
        CUTOFF,
        { max: settings.maxBytes, unit: "bytes" },
        "without a limit the cost of a query is unbounded",
      );
    },
    metrics: (group) => mustBe(group, METRICS, true, { absent: true }),
  },
  remediation: (inputs, group, { settings }) => {
    const changes: [path: string, value: unknown][] = [];
    if (group.boolean(ENFORCE) === false) changes.push([ENFORCE, true]);
    if (group.boolean(METRICS) === false) changes.push([METRICS, true]);
    if (!hasManagedResults(group) && !ENCRYPTIONS.includes(group.string(ENCRYPTION) ?? "")) {
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

/** Athena always encrypts results in its managed storage. */
function hasManagedResults(group: Resource): boolean {
  return group.boolean("configuration.managedQueryResultsConfiguration.enabled") === true;
}

function isSpark(group: Resource): boolean {
  return /^PySpark/.test(group.string("configuration.engineVersion.selectedEngineVersion") ?? "");
}
