import { emrBaseline } from "../../../policies/baseline/rules/emr-baseline";
import { madeFrom, prove, ref, resource, set, unknown, unset, type World } from "../../helpers/policy";

const encryption = (atRest: boolean, inTransit: boolean) =>
  JSON.stringify({
    EncryptionConfiguration: { EnableAtRestEncryption: atRest, EnableInTransitEncryption: inTransit },
  });
const spark = (on: string) =>
  JSON.stringify([
    { Classification: "yarn-site", Properties: { "spark.authenticate": "true" } },
    {
      Classification: "spark-defaults",
      Properties: { "spark.authenticate": "true", "spark.network.crypto.enabled": on },
    },
  ]);
const compliant: World = [
  resource("aws:ec2/subnet:Subnet", "private", { mapPublicIpOnLaunch: false }),
  resource("aws:emr/securityConfiguration:SecurityConfiguration", "security", {
    configuration: encryption(true, true),
  }),
  resource("aws:emr/cluster:Cluster", "cluster", {
    securityConfiguration: ref("security", "name"),
    logUri: "s3://logs-of-example/emr/",
    ec2Attributes: { subnetId: ref("private"), instanceProfile: "nodes" },
  }),
  resource("aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration", "block", {
    blockPublicSecurityGroupRules: true,
  }),
];
const byKey: World = [
  ...set(
    set(compliant, "security", "configuration", madeFrom(encryption(true, false), "key")),
    "cluster",
    "configurationsJson",
    spark("true"),
  ),
  resource("aws:kms/key:Key", "key", {}),
];
const IN_TRANSIT = "configuration.EncryptionConfiguration.EnableInTransitEncryption is false, expected true";

prove(emrBaseline, {
  compliant,
  alsoCompliant: {
    "traffic that Spark encrypts, and a configuration that a key goes into": byKey,
    "the same in configurations": set(
      unset(byKey, "cluster", "configurationsJson"),
      "cluster",
      "configurations",
      spark("true"),
    ),
    "subnets of a fleet": set(
      unset(compliant, "cluster", "ec2Attributes.subnetId"),
      "cluster",
      "ec2Attributes.subnetIds",
      [ref("private")],
    ),
    "a subnet and a security configuration of another stack": set(
      set(compliant, "cluster", "ec2Attributes.subnetId", "subnet-0a1b2c3d4e5f60718"),
      "cluster",
      "securityConfiguration",
      "encrypted",
    ),
  },
  mutants: [
    {
      given: "no security configuration",
      change: (world) => unset(world, "cluster", "securityConfiguration"),
      told: {
        cluster:
          "securityConfiguration is missing, expected the name of an aws.emr.SecurityConfiguration that encrypts",
      },
    },
    {
      given: "no logs",
      change: (world) => unset(world, "cluster", "logUri"),
      told: {
        cluster: "logUri is missing, expected an S3 URI; the logs of a cluster are gone with its nodes",
      },
    },
    {
      given: "no subnet",
      change: (world) => unset(world, "cluster", "ec2Attributes.subnetId"),
      told: {
        cluster:
          "ec2Attributes.subnetId is missing, expected a private subnet; without one the nodes lie in the default network, with public addresses",
      },
    },
    {
      given: "a public subnet",
      change: (world) => set(world, "private", "mapPublicIpOnLaunch", true),
      told: {
        cluster:
          "ec2Attributes.subnetId is private, expected a private subnet; this one gives its nodes public addresses",
      },
    },
    {
      given: "disks in clear",
      change: (world) => set(world, "security", "configuration", encryption(false, true)),
      told: {
        security: "configuration.EncryptionConfiguration.EnableAtRestEncryption is false, expected true",
      },
    },
    {
      given: "traffic in clear",
      change: (world) => set(world, "security", "configuration", encryption(true, false)),
      told: { security: IN_TRANSIT },
    },
    {
      given: "traffic that Spark does not encrypt either, once the configuration is known",
      change: () => set(byKey, "cluster", "configurationsJson", spark("false")),
      when: "up",
      told: { security: IN_TRANSIT },
    },
    {
      given: "traffic that Spark does not encrypt either, as long as the configuration is not known",
      change: () => set(byKey, "cluster", "configurationsJson", spark("false")),
      when: "preview",
      told: {
        security:
          "encryption in transit cannot be decided, since configuration is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
    {
      given: "a configuration that nothing is known of",
      change: (world) => set(world, "security", "configuration", unknown),
      told: {
        security: ["encryption at rest", "encryption in transit"].map(
          (check) =>
            `${check} cannot be decided, since configuration is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy`,
        ),
      },
    },
    {
      given: "traffic that Spark alone encrypts, where that is not enough",
      change: () => byKey,
      when: "up",
      settings: { acceptSparkEncryption: false },
      told: { security: IN_TRANSIT },
    },
    {
      given: "a configuration that is no JSON",
      change: (world) => set(world, "security", "configuration", "encrypted"),
      told: {
        security: ["EnableAtRestEncryption", "EnableInTransitEncryption"].map(
          (flag) =>
            `configuration is no JSON document, expected one with EncryptionConfiguration.${flag} true`,
        ),
      },
    },
    {
      given: "public rules that are let through",
      change: (world) => set(world, "block", "blockPublicSecurityGroupRules", false),
      told: { block: "blockPublicSecurityGroupRules is false, expected true" },
    },
  ],
});
