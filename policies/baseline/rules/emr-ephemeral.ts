import { EMR_CLUSTER, findTag, mustBe, type Resource, resourceRule, setInput } from "../../kit";

/** A cluster serves one job: it terminates itself, and a tag identifies forgotten clusters. */
export const emrEphemeral = resourceRule<Settings>({
  name: "emr-ephemeral",
  title: "EMR clusters terminate themselves",
  description:
    "An EMR cluster terminates after its last step or when idle, has no termination protection, and has a tag with its expiry.",
  level: "mandatory",
  severity: "high",
  tags: ["ephemeral"],
  remediationSteps:
    "Set steps and keepJobFlowAliveWhenNoSteps false, or autoTerminationPolicy.idleTimeout; set terminationProtection to false, and a tag expires-at to the expiry of the cluster.",
  url: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html",
  settings: {
    maxIdleSeconds: {
      type: "integer",
      minimum: 60,
      maximum: 604_800,
      default: 14_400,
      description: "Maximum number of idle seconds before the cluster terminates itself.",
    },
    expiryTag: {
      type: "string",
      minLength: 0,
      maxLength: 128,
      default: "expires-at",
      description:
        "Key of the tag with the expiry of a cluster; case and hyphens are ignored. Empty to require no tag.",
    },
  },
  types: EMR_CLUSTER,
  checks: {
    termination: (cluster, { settings }) => {
      if (terminatesAfterSteps(cluster)) return undefined;
      const policy = cluster.object("autoTerminationPolicy");
      const idle = policy && (cluster.number(IDLE_TIMEOUT) ?? DEFAULT_IDLE_SECONDS);
      if (idle === undefined) {
        return `it never terminates: ${IDLE_TIMEOUT} is missing, expected ${settings.maxIdleSeconds} or less, or steps with keepJobFlowAliveWhenNoSteps false`;
      }
      if (idle <= settings.maxIdleSeconds) return undefined;
      return `${IDLE_TIMEOUT} is ${idle}, expected ${settings.maxIdleSeconds} or less seconds`;
    },
    protection: (cluster) => {
      // EMR protects a cluster with several primary nodes by default.
      const absent = (cluster.number("masterInstanceGroup.instanceCount") ?? 1) > 1;
      return mustBe(cluster, "terminationProtection", false, {
        absent,
        advice: "otherwise it cannot terminate itself or be deleted",
      });
    },
    "expiry tag": (cluster, { settings }) => {
      const { expiryTag } = settings;
      // A cluster that terminates after its last step cannot be forgotten.
      if (expiryTag === "" || terminatesAfterSteps(cluster) || findTag(cluster, expiryTag)?.isSet())
        return undefined;
      return `the tag ${JSON.stringify(expiryTag)} is missing, expected the time of its expiry, such as "2026-11-23T18:00:00Z"`;
    },
  },
  remediation: (inputs, cluster, { settings }) => {
    if (terminatesAfterSteps(cluster)) return false;
    const policy = cluster.object("autoTerminationPolicy");
    if (policy && (cluster.number(IDLE_TIMEOUT) ?? DEFAULT_IDLE_SECONDS) <= settings.maxIdleSeconds)
      return false;
    setInput(inputs, IDLE_TIMEOUT, settings.maxIdleSeconds);
    return true;
  },
});

interface Settings {
  readonly maxIdleSeconds: number;
  readonly expiryTag: string;
}

const IDLE_TIMEOUT = "autoTerminationPolicy.idleTimeout";

/** Default idle timeout of EMR. */
const DEFAULT_IDLE_SECONDS = 3600;

/** The provider keeps a cluster alive by default. */
function terminatesAfterSteps(cluster: Resource): boolean {
  return cluster.boolean("keepJobFlowAliveWhenNoSteps") === false && cluster.hasItems("steps");
}
