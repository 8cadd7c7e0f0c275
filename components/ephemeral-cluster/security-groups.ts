import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { checkedLater } from "../shared/deferred-checks";
import type { PolicyStatement } from "../shared/policy";
import type { ClusterEncryption } from ".";
import { isS3Uri, parseS3Uri, S3_URI_FORM } from "./plan";

/** Where the cluster lies. */
export interface ClusterPlace {
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly account: pulumi.Input<string>;
}

/**
 * What the service may do beyond AmazonEMRServicePolicy_v2, which admits only resources with EMR's tag and only the
 * default role: use this one subnet, whose owner then need not tag it, and hand this one role to the nodes.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role.html
 */
export function serviceStatements(
  place: ClusterPlace,
  subnetId: pulumi.Input<string>,
  nodeRoleArn: pulumi.Input<string>,
): PolicyStatement[] {
  return [
    {
      sid: "LaunchIntoSubnet",
      actions: [
        "ec2:CreateNetworkInterface",
        "ec2:RunInstances",
        "ec2:CreateFleet",
        "ec2:CreateLaunchTemplate",
        "ec2:CreateLaunchTemplateVersion",
      ],
      resources: [arn({ ...place, service: "ec2", resource: pulumi.interpolate`subnet/${subnetId}` })],
    },
    {
      sid: "PassNodeRole",
      actions: ["iam:PassRole"],
      resources: [nodeRoleArn],
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] }],
    },
  ];
}

/**
 * Use of the disks' key: by nodes for their local volumes, by the service for EBS on their behalf.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export function keyStatements(keyArn: pulumi.Input<string>, grants: boolean): PolicyStatement[] {
  const use = ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:DescribeKey"];
  const statement = { sid: "UseDiskKey", actions: use, resources: [keyArn] };
  const grant = {
    sid: "GrantDiskKey",
    actions: ["kms:CreateGrant"],
    resources: [keyArn],
    conditions: [{ test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] }],
  };
  return grants ? [statement, grant] : [statement];
}

/** What jobs may do in S3: read here, read and write there, by bucket and prefix. */
export function dataStatements(
  name: string,
  partition: pulumi.Input<string>,
  readFrom: readonly pulumi.Input<string>[],
  writeTo: readonly pulumi.Input<string>[],
): PolicyStatement[] {
  const locate = (argument: string) => (uri: pulumi.Input<string>) =>
    checkedLater(name, argument, uri, isS3Uri, S3_URI_FORM).apply((text) => {
      const { bucket = "", prefix = "" } = parseS3Uri(text) ?? {};
      return { bucket, prefix };
    });
  const read = readFrom.map(locate("an S3 URI of readFrom"));
  const write = writeTo.map(locate("an S3 URI of logUri or writeTo"));
  const bucketArns = [...read, ...write].map((place) =>
    arn({ partition, service: "s3", resource: place.bucket }),
  );
  const objects = (places: typeof read) =>
    places.map((place) =>
      arn({ partition, service: "s3", resource: pulumi.interpolate`${place.bucket}/${place.prefix}*` }),
    );
  return [
    ...(bucketArns.length > 0
      ? [
          {
            sid: "ListBuckets",
            actions: ["s3:ListBucket", "s3:GetBucketLocation", "s3:ListBucketMultipartUploads"],
            resources: bucketArns,
          },
        ]
      : []),
    ...(read.length > 0
      ? [{ sid: "Read", actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: objects(read) }]
      : []),
    ...(write.length > 0
      ? [
          {
            sid: "ReadAndWrite",
            actions: [
              "s3:GetObject",
              "s3:PutObject",
              "s3:DeleteObject",
              "s3:AbortMultipartUpload",
              "s3:ListMultipartUploadParts",
            ],
            resources: objects(write),
          },
        ]
      : []),
  ];
}

/**
 * EMR's security configuration as JSON: IMDSv2 always; disks, S3 objects and traffic as `encryption` says.
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
 * Classifications that encrypt Spark's traffic by a secret of YARN's making; the shuffle service reads its part from yarn-site.
 *
 * @see https://spark.apache.org/docs/latest/security.html#authentication
 */
export function sparkEncryption(): string {
  const network = { "spark.authenticate": "true", "spark.network.crypto.enabled": "true" };
  return JSON.stringify([
    {
      Classification: "spark-defaults",
      Properties: { ...network, "spark.io.encryption.enabled": "true" },
    },
    { Classification: "yarn-site", Properties: network },
  ]);
}
