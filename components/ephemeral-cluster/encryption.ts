import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import type { ClusterConfiguration, ClusterEncryption } from "./args";

/** Creates a key for the disks of one cluster; a destroy deletes it after the shortest waiting period of KMS. */
export function createDiskKey(
  name: string,
  tags: Readonly<Record<string, pulumi.Input<string>>>,
  parent: pulumi.Resource,
): aws.kms.Key {
  return new aws.kms.Key(
    `${name}-disks`,
    { description: `Disks of ${name}.`, enableKeyRotation: true, deletionWindowInDays: 7, tags },
    { parent },
  );
}

/**
 * Returns EMR's security configuration as JSON: IMDSv2 always; disks, S3 objects and traffic as `encryption` says.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-create-security-configuration.html
 */
export function securityConfiguration(
  encryption: ClusterEncryption | false,
  keyArn: pulumi.Input<string> | undefined,
): pulumi.Output<string> {
  const atRest = {
    S3EncryptionConfiguration: { EncryptionMode: "SSE-S3" },
    LocalDiskEncryptionConfiguration: {
      EnableEbsEncryption: true,
      EncryptionKeyProviderType: "AwsKms",
      AwsKmsKey: keyArn,
    },
  };
  const certificates = encryption ? encryption.certificatesUri : undefined;
  const inTransit = {
    TLSCertificateConfiguration: { CertificateProviderType: "PEM", S3Object: certificates },
  };
  return pulumi.jsonStringify({
    EncryptionConfiguration: {
      EnableAtRestEncryption: encryption !== false,
      EnableInTransitEncryption: certificates !== undefined,
      ...(encryption === false ? {} : { AtRestEncryptionConfiguration: atRest }),
      ...(certificates === undefined ? {} : { InTransitEncryptionConfiguration: inTransit }),
    },
    InstanceMetadataServiceConfiguration: {
      MinimumInstanceMetadataServiceVersion: 2,
      HttpPutResponseHopLimit: 1,
    },
  });
}

/**
 * Returns classifications that encrypt Spark's traffic with a secret that YARN generates; Spark's shuffle service reads its
 * part from yarn-site.
 *
 * @see https://spark.apache.org/docs/latest/security.html#authentication
 */
export function sparkEncryption(): readonly ClusterConfiguration[] {
  const network = { "spark.authenticate": "true", "spark.network.crypto.enabled": "true" };
  return [
    { classification: "spark-defaults", properties: { ...network, "spark.io.encryption.enabled": "true" } },
    { classification: "yarn-site", properties: network },
  ];
}
