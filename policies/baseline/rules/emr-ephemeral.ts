import { EMR_CLUSTER, findTag, mustBe, type Resource, resourceRule, setInput } from "../../kit";

/** A cluster is there for a piece of work: it ends by itself, and who forgets it can be found. */
export const emrEphemeral = resourceRule<Settings>({
  name: "emr-ephemeral",
  title: "Clusters end by themselves",
  description:
    "An EMR cluster ends with its last step or when it is idle, is not protected from ending, and says when it has outlived its use.",
  level: "mandatory",
  severity: "high",
  tags: ["ephemeral"],
  remediationSteps:
    "Give it steps and keepJobFlowAliveWhenNoSteps false, or autoTerminationPolicy.idleTimeout; set terminationProtection to false, and a tag expires-at to the moment when it is to be gone.",
  url: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-auto-termination-policy.html",
  settings: {
    maxIdleSeconds: {
      type: "integer",
      minimum: 60,
      maximum: 604_800,
      default: 14_400,
      description: "Most seconds that a cluster waits for work before it ends itself.",
    },
    expiryTag: {
      type: "string",
      minLength: 0,
      maxLength: 128,
      default: "expires-at",
      description:
        "Key of the tag that says when a cluster has outlived its use, whatever its case and hyphens; empty to ask for none.",
    },
  },
  types: EMR_CLUSTER,
  checks: {
    end: (cluster, { settings }) => {
      if (endsWithSteps(cluster)) return undefined;
      const policy = cluster.object("autoTerminationPolicy");
      const idle = policy && (cluster.number(IDLE) ?? IDLE_SECONDS);
      if (idle === undefined) {
        return `it never ends: ${IDLE} is missing, expected ${settings.maxIdleSeconds} or less, or steps with keepJobFlowAliveWhenNoSteps false`;
      }
      if (idle <= settings.maxIdleSeconds) return undefined;
      return `${IDLE} is ${idle}, expected ${settings.maxIdleSeconds} or less seconds`;
    },
    protection: (cluster) => {
      // EMR protects a cluster with several primary nodes unless it is told not to.
      const absent = (cluster.number("masterInstanceGroup.instanceCount") ?? 1) > 1;
      return mustBe(cluster, "terminationProtection", false, {
        absent,
        advice: "else it can neither end itself nor be taken away",
      });
    },
    "expiry tag": (cluster, { settings }) => {
      const { expiryTag } = settings;
      // The last step is an end that nobody can forget.
      if (expiryTag === "" || endsWithSteps(cluster) || findTag(cluster, expiryTag)?.isSet())
        return undefined;
      return `the tag ${JSON.stringify(expiryTag)} is missing, expected the moment when it is to be gone, such as "2026-11-23T18:00:00Z"`;
    },
  },
  remediation: (inputs, cluster, { settings }) => {
    if (endsWithSteps(cluster)) return false;
    const policy = cluster.object("autoTerminationPolicy");
    if (policy && (cluster.number(IDLE) ?? IDLE_SECONDS) <= settings.maxIdleSeconds) return false;
    setInput(inputs, IDLE, settings.maxIdleSeconds);
    return true;
  },
});

interface Settings {
  readonly maxIdleSeconds: number;
  readonly expiryTag: string;
}

const IDLE = "autoTerminationPolicy.idleTimeout";

/** What EMR takes for a policy without a time. */
const IDLE_SECONDS = 3600;

/** The provider keeps a cluster alive when it is not told. */
function endsWithSteps(cluster: Resource): boolean {
  return cluster.boolean("keepJobFlowAliveWhenNoSteps") === false && cluster.hasItems("steps");
}
