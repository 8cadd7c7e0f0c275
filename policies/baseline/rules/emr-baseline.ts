import {
  ANY_SUBNET,
  EMR_CLUSTER,
  evaluateWithin,
  mustBe,
  mustBeSet,
  type Resource,
  requireStack,
  resourceRule,
  type Stack,
} from "../../kit";

const SECURITY_CONFIGURATION = ["aws:emr/securityConfiguration:SecurityConfiguration"];
const BLOCK_PUBLIC_ACCESS = ["aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"];
const KEY = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/alias:Alias"];

/** A cluster encrypts data at rest and in transit, writes logs, and has no public addresses. */
export const emrBaseline = resourceRule<Settings>({
  name: "emr-baseline",
  title: "EMR clusters are encrypted, logged and private",
  description:
    "An EMR cluster has a security configuration that encrypts data at rest and in transit, writes logs, and runs in a private subnet.",
  level: "mandatory",
  severity: "high",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "EMR.1",
    specification: "Amazon EMR cluster primary nodes should not have public IP addresses",
  },
  tags: [
    "data",
    "security-hub:EMR.3",
    "security-hub:EMR.4",
    "checkov:CKV_AWS_171",
    "checkov:CKV_AWS_349",
    "checkov:CKV_AWS_351",
    ...[2, 4, 5, 6].map((number) => `cdk-nag:AwsSolutions-EMR${number}`),
    "trivy:AWS-0139",
  ],
  remediationSteps:
    "Create an aws.emr.SecurityConfiguration with EnableAtRestEncryption and EnableInTransitEncryption, set securityConfiguration of the cluster to its name, set logUri, and set ec2Attributes.subnetId to a private subnet.",
  url: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html",
  settings: {
    acceptSparkEncryption: {
      type: "boolean",
      default: true,
      description:
        "Whether Spark's own encryption of its traffic is enough: spark.authenticate and spark.network.crypto.enabled in configurationsJson, which need no certificate.",
    },
  },
  types: [...EMR_CLUSTER, ...SECURITY_CONFIGURATION, ...BLOCK_PUBLIC_ACCESS],
  checks: {
    "security configuration": (cluster) =>
      isCluster(cluster)
        ? mustBeSet(
            cluster,
            "securityConfiguration",
            "the name of an aws.emr.SecurityConfiguration that encrypts",
          )
        : undefined,
    logs: (cluster) =>
      isCluster(cluster)
        ? mustBeSet(cluster, "logUri", "an S3 URI; otherwise the logs are lost with the nodes")
        : undefined,
    network: (cluster, context) => {
      if (!isCluster(cluster)) return undefined;
      const paths = ["ec2Attributes.subnetId", "ec2Attributes.subnetIds"];
      const present = paths.filter((path) => cluster.isSet(path));
      if (present.length === 0) {
        return "ec2Attributes.subnetId is missing, expected a private subnet; without one the nodes run in the default VPC with public addresses";
      }
      const stack = requireStack(context, present.join(" and "));
      return present.flatMap((path) =>
        stack
          .findTargets(cluster, path, ANY_SUBNET)
          .filter((subnet) => evaluateWithin(subnet, () => isPublic(subnet)))
          .map(
            (subnet) =>
              `${path} is ${subnet.name}, expected a private subnet; this subnet assigns public addresses`,
          ),
      );
    },
    "encryption at rest": (configuration, context) => {
      if (!SECURITY_CONFIGURATION.includes(configuration.type)) return undefined;
      if (configuration.read(DOCUMENT).state !== "undecided") {
        return findDisabledFlag(configuration, "EnableAtRestEncryption");
      }
      // A document with a key's ARN is unknown before the key's creation; only encryption at rest uses a key.
      if (requireStack(context, DOCUMENT).findTargets(configuration, DOCUMENT, KEY).length > 0)
        return undefined;
      throw configuration.undecided(DOCUMENT);
    },
    "encryption in transit": (configuration, context) => {
      if (!SECURITY_CONFIGURATION.includes(configuration.type)) return undefined;
      const isKnown = configuration.read(DOCUMENT).state !== "undecided";
      const fault = isKnown ? findDisabledFlag(configuration, "EnableInTransitEncryption") : undefined;
      if (isKnown && fault === undefined) return undefined;
      const spark = context.settings.acceptSparkEncryption;
      if (spark && isSparkEncrypted(requireStack(context, DOCUMENT), configuration)) return undefined;
      if (!isKnown) throw configuration.undecided(DOCUMENT);
      return fault;
    },
    "public access": (block) =>
      BLOCK_PUBLIC_ACCESS.includes(block.type)
        ? mustBe(block, "blockPublicSecurityGroupRules", true)
        : undefined,
  },
});

interface Settings {
  readonly acceptSparkEncryption: boolean;
}

const DOCUMENT = "configuration";

function isCluster({ type }: Resource): boolean {
  return (EMR_CLUSTER as readonly string[]).includes(type);
}

function isPublic(subnet: Resource): boolean {
  // Subnets of a default VPC assign public addresses by default.
  return subnet.boolean("mapPublicIpOnLaunch") ?? subnet.type.includes("defaultSubnet");
}

function findDisabledFlag(configuration: Resource, flag: string): string | undefined {
  const document = configuration.json(DOCUMENT);
  if (!document)
    return `configuration is not a JSON document, expected one with EncryptionConfiguration.${flag} true`;
  return mustBe(document, `EncryptionConfiguration.${flag}`, true);
}

/** Whether Spark encrypts the traffic of every cluster that has a security configuration. */
function isSparkEncrypted(stack: Stack, configuration: Resource): boolean {
  const clusters = stack.findReferrers(configuration, EMR_CLUSTER, "securityConfiguration");
  return (
    clusters.length > 0 &&
    clusters.every((cluster) => evaluateWithin(cluster, () => hasSparkEncryption(cluster)))
  );
}

/** @see https://spark.apache.org/docs/latest/security.html#authentication */
function hasSparkEncryption(cluster: Resource): boolean {
  const path = cluster.isSet("configurationsJson") ? "configurationsJson" : "configurations";
  const document = cluster.json(path);
  for (let index = 0; document?.object(`${index}`); index++) {
    if (document.string(`${index}.Classification`) !== "spark-defaults") continue;
    const properties = document.object(`${index}.Properties`);
    if (SPARK_PROPERTIES.every((key) => properties?.entry(key) === "true")) return true;
  }
  return false;
}

const SPARK_PROPERTIES = ["spark.authenticate", "spark.network.crypto.enabled"];
