import { emrBaseline } from "../../../policies/baseline/rules/emr-baseline";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
} from "../../helpers/policy";

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
const compliant: Fixtures = [
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
const byKey: Fixtures = [
  ...setInput(
    setInput(compliant, "security", "configuration", derivedFrom(encryption(true, false), "key")),
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
    "traffic that Spark encrypts, with a key in the configuration": byKey,
    "Spark properties in configurations": setInput(
      unsetInput(byKey, "cluster", "configurationsJson"),
      "cluster",
      "configurations",
      spark("true"),
    ),
    "subnets of an instance fleet": setInput(
      unsetInput(compliant, "cluster", "ec2Attributes.subnetId"),
      "cluster",
      "ec2Attributes.subnetIds",
      [ref("private")],
    ),
    "a subnet and a security configuration of another stack": setInput(
      setInput(compliant, "cluster", "ec2Attributes.subnetId", "subnet-0a1b2c3d4e5f60718"),
      "cluster",
      "securityConfiguration",
      "encrypted",
    ),
  },
  mutants: [
    {
      title: "no security configuration",
      change: (fixtures) => unsetInput(fixtures, "cluster", "securityConfiguration"),
      messages: {
        cluster:
          "securityConfiguration is missing, expected the name of an aws.emr.SecurityConfiguration that encrypts",
      },
    },
    {
      title: "no log URI",
      change: (fixtures) => unsetInput(fixtures, "cluster", "logUri"),
      messages: {
        cluster: "logUri is missing, expected an S3 URI; otherwise the logs are lost with the nodes",
      },
    },
    {
      title: "no subnet",
      change: (fixtures) => unsetInput(fixtures, "cluster", "ec2Attributes.subnetId"),
      messages: {
        cluster:
          "ec2Attributes.subnetId is missing, expected a private subnet; without one the nodes run in the default VPC with public addresses",
      },
    },
    {
      title: "a public subnet",
      change: (fixtures) => setInput(fixtures, "private", "mapPublicIpOnLaunch", true),
      messages: {
        cluster:
          "ec2Attributes.subnetId is private, expected a private subnet; this subnet assigns public addresses",
      },
    },
    {
      title: "unencrypted data at rest",
      change: (fixtures) => setInput(fixtures, "security", "configuration", encryption(false, true)),
      messages: {
        security: "configuration.EncryptionConfiguration.EnableAtRestEncryption is false, expected true",
      },
    },
    {
      title: "unencrypted data in transit",
      change: (fixtures) => setInput(fixtures, "security", "configuration", encryption(true, false)),
      messages: { security: IN_TRANSIT },
    },
    {
      title: "unencrypted traffic of Spark with a known configuration",
      change: () => setInput(byKey, "cluster", "configurationsJson", spark("false")),
      when: "up",
      messages: { security: IN_TRANSIT },
    },
    {
      title: "unencrypted traffic of Spark with an unknown configuration",
      change: () => setInput(byKey, "cluster", "configurationsJson", spark("false")),
      when: "preview",
      messages: {
        security:
          "encryption in transit cannot be decided because configuration is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "an unknown configuration",
      change: (fixtures) => setInput(fixtures, "security", "configuration", unknown),
      messages: {
        security: ["encryption at rest", "encryption in transit"].map(
          (check) =>
            `${check} cannot be decided because configuration is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`,
        ),
      },
    },
    {
      title: "traffic that only Spark encrypts, where that is not enough",
      change: () => byKey,
      when: "up",
      settings: { acceptSparkEncryption: false },
      messages: { security: IN_TRANSIT },
    },
    {
      title: "a configuration that is not JSON",
      change: (fixtures) => setInput(fixtures, "security", "configuration", "encrypted"),
      messages: {
        security: ["EnableAtRestEncryption", "EnableInTransitEncryption"].map(
          (flag) =>
            `configuration is not a JSON document, expected one with EncryptionConfiguration.${flag} true`,
        ),
      },
    },
    {
      title: "public security group rules that are not blocked",
      change: (fixtures) => setInput(fixtures, "block", "blockPublicSecurityGroupRules", false),
      messages: { block: "blockPublicSecurityGroupRules is false, expected true" },
    },
  ],
});
