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
  Undecided,
} from "../../kit";

const SECURITY_CONFIGURATION = ["aws:emr/securityConfiguration:SecurityConfiguration"];
const BLOCK_PUBLIC_ACCESS = ["aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"];
const KEY = ["aws:kms/key:Key", "aws:kms/replicaKey:ReplicaKey", "aws:kms/alias:Alias"];

/** A cluster encrypts what it keeps and what it sends, writes logs, and has no address of the internet. */
export const emrBaseline = resourceRule<Settings>({
  name: "emr-baseline",
  title: "Clusters are encrypted, logged, and private",
  description:
    "An EMR cluster has a security configuration that encrypts data at rest and on its way, writes logs, and lies in a private subnet.",
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
    "Make an aws.emr.SecurityConfiguration with EnableAtRestEncryption and EnableInTransitEncryption, name it in the cluster's securityConfiguration, and set logUri and ec2Attributes.subnetId to a private subnet.",
  url: "https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html",
  settings: {
    acceptSparkEncryption: {
      type: "boolean",
      default: true,
      description:
        "Whether it is enough that Spark encrypts its own traffic, by spark.authenticate and spark.network.crypto.enabled in configurationsJson, which takes no certificate.",
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
        ? mustBeSet(cluster, "logUri", "an S3 URI; the logs of a cluster are gone with its nodes")
        : undefined,
    network: (cluster, context) => {
      if (!isCluster(cluster)) return undefined;
      const paths = ["ec2Attributes.subnetId", "ec2Attributes.subnetIds"];
      const given = paths.filter((path) => cluster.isSet(path));
      if (given.length === 0) {
        return "ec2Attributes.subnetId is missing, expected a private subnet; without one the nodes lie in the default network, with public addresses";
      }
      const stack = requireStack(context, given.join(" and "));
      return given.flatMap((path) =>
        stack
          .findTargets(cluster, path, ANY_SUBNET)
          .filter((subnet) => evaluateWithin(subnet, () => isPublic(subnet)))
          .map(
            (subnet) =>
              `${path} is ${subnet.name}, expected a private subnet; this one gives its nodes public addresses`,
          ),
      );
    },
    "encryption at rest": (configuration, context) => {
      if (!SECURITY_CONFIGURATION.includes(configuration.type)) return undefined;
      if (configuration.read(DOCUMENT).state !== "undecided") {
        return mustEnable(configuration, "EnableAtRestEncryption");
      }
      // A text that a key goes into is not known before the key is made; data at rest is all that it takes a key for.
      if (requireStack(context, DOCUMENT).findTargets(configuration, DOCUMENT, KEY).length > 0)
        return undefined;
      throw new Undecided(DOCUMENT);
    },
    "encryption in transit": (configuration, context) => {
      if (!SECURITY_CONFIGURATION.includes(configuration.type)) return undefined;
      const isKnown = configuration.read(DOCUMENT).state !== "undecided";
      const flaw = isKnown ? mustEnable(configuration, "EnableInTransitEncryption") : undefined;
      if (isKnown && flaw === undefined) return undefined;
      const spark = context.settings.acceptSparkEncryption;
      if (spark && sparkEncrypts(requireStack(context, DOCUMENT), configuration)) return undefined;
      if (!isKnown) throw new Undecided(DOCUMENT);
      return flaw;
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
  // The subnets of a default network give public addresses when nothing is said.
  return subnet.boolean("mapPublicIpOnLaunch") ?? subnet.type.includes("defaultSubnet");
}

function mustEnable(configuration: Resource, flag: string): string | undefined {
  const document = configuration.json(DOCUMENT);
  if (!document)
    return `configuration is no JSON document, expected one with EncryptionConfiguration.${flag} true`;
  return mustBe(document, `EncryptionConfiguration.${flag}`, true);
}

/** Whether Spark encrypts the traffic of every cluster that has a security configuration. */
function sparkEncrypts(stack: Stack, configuration: Resource): boolean {
  const clusters = stack.findReferrers(configuration, EMR_CLUSTER, "securityConfiguration");
  return (
    clusters.length > 0 && clusters.every((cluster) => evaluateWithin(cluster, () => encryptsSpark(cluster)))
  );
}

/** @see https://spark.apache.org/docs/latest/security.html#authentication */
function encryptsSpark(cluster: Resource): boolean {
  const path = cluster.isSet("configurationsJson") ? "configurationsJson" : "configurations";
  const document = cluster.json(path);
  for (let index = 0; document?.object(`${index}`); index++) {
    if (document.string(`${index}.Classification`) !== "spark-defaults") continue;
    const properties = document.object(`${index}.Properties`);
    if (SPARK_SWITCHES.every((key) => properties?.entry(key) === "true")) return true;
  }
  return false;
}

const SPARK_SWITCHES = ["spark.authenticate", "spark.network.crypto.enabled"];
