import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { checkWhenKnown } from "../shared/deferred-checks";
import type { PolicyStatement } from "../shared/policy";
import { isS3Uri, parseS3Uri, S3_URI_FORM } from "./s3-uris";

/** Partition, region and account of a cluster. */
export interface ClusterLocation {
  readonly partition: pulumi.Input<string>;
  readonly region: pulumi.Input<string>;
  readonly account: pulumi.Input<string>;
}

/**
 * Returns the permissions of EMR's service beyond AmazonEMRServicePolicy_v2, which only covers resources with EMR's tag and the
 * default role: launch nodes into these subnets, which then need no tag, and pass this one role to the nodes.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-iam-role.html
 */
export function serviceStatements(
  location: ClusterLocation,
  subnetIds: readonly pulumi.Input<string>[],
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
      resources: subnetIds.map((subnetId) =>
        arn({ ...location, service: "ec2", resource: pulumi.interpolate`subnet/${subnetId}` }),
      ),
    },
    {
      sid: "PassNodeRole",
      actions: ["iam:PassRole"],
      resources: [nodeRoleArn],
      conditions: [{ test: "StringEquals", key: "iam:PassedToService", values: ["ec2.amazonaws.com"] }],
    },
  ];
}

const KEY_ACTIONS = [
  "kms:Encrypt",
  "kms:Decrypt",
  "kms:ReEncrypt*",
  "kms:GenerateDataKey*",
  "kms:DescribeKey",
];

/**
 * Returns the permission of the nodes to use the disks' key for their local volumes.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-encryption-enable.html
 */
export function nodeKeyStatements(keyArn: pulumi.Input<string>): PolicyStatement[] {
  return [{ sid: "UseDiskKey", actions: KEY_ACTIONS, resources: [keyArn] }];
}

/**
 * Returns the permission of the nodes to encrypt the logs that they upload.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-debugging.html
 */
export function logKeyStatements(keyArn: pulumi.Input<string>): PolicyStatement[] {
  return [{ sid: "EncryptLogs", actions: KEY_ACTIONS, resources: [keyArn] }];
}

/** Returns the permissions of EMR's service to use the disks' key, and to grant its use to EBS. */
export function serviceKeyStatements(keyArn: pulumi.Input<string>): PolicyStatement[] {
  return [
    ...nodeKeyStatements(keyArn),
    {
      sid: "GrantDiskKey",
      actions: ["kms:CreateGrant"],
      resources: [keyArn],
      conditions: [{ test: "Bool", key: "kms:GrantIsForAWSResource", values: ["true"] }],
    },
  ];
}

/**
 * Returns the permissions of jobs in S3, by bucket and prefix: read from `readFrom`, read and write in `writeTo`, list both. S3
 * answers a request for a missing object with 403, since only a listing has the prefix that its permission is bound to.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/amazon-s3-policy-keys.html
 */
export function dataStatements(
  name: string,
  partition: pulumi.Input<string>,
  readFrom: readonly pulumi.Input<string>[],
  writeTo: readonly pulumi.Input<string>[],
): PolicyStatement[] {
  const locate = (argument: string) => (uri: pulumi.Input<string>) =>
    checkWhenKnown(name, argument, uri, isS3Uri, S3_URI_FORM).apply((knownUri) => {
      const { bucket = "", prefix = "" } = parseS3Uri(knownUri) ?? {};
      return { bucket, prefix };
    });
  const readLocations = readFrom.map(locate("an S3 URI of readFrom"));
  const writeLocations = writeTo.map(locate("an S3 URI of logUri or writeTo"));
  const bucketArns = (locations: typeof readLocations) =>
    locations.map(({ bucket }) => arn({ partition, service: "s3", resource: bucket }));
  const objectArns = (locations: typeof readLocations) =>
    locations.map(({ bucket, prefix }) =>
      arn({ partition, service: "s3", resource: pulumi.interpolate`${bucket}/${prefix}*` }),
    );
  const allLocations = [...readLocations, ...writeLocations];
  const statements = [
    // One statement for each location: a prefix of one bucket must not be listable in another.
    ...allLocations.map((location, index) => ({
      sid: `List${index + 1}`,
      actions: ["s3:ListBucket"],
      resources: bucketArns([location]),
      conditions: [
        { test: "StringLike", key: "s3:prefix", values: [pulumi.interpolate`${location.prefix}*`] },
      ],
    })),
    { sid: "LocateBuckets", actions: ["s3:GetBucketLocation"], resources: bucketArns(allLocations) },
    {
      sid: "FindUnfinishedUploads",
      actions: ["s3:ListBucketMultipartUploads"],
      resources: bucketArns(writeLocations),
    },
    { sid: "Read", actions: ["s3:GetObject", "s3:GetObjectVersion"], resources: objectArns(readLocations) },
    {
      sid: "ReadAndWrite",
      actions: [
        "s3:GetObject",
        "s3:PutObject",
        "s3:DeleteObject",
        "s3:AbortMultipartUpload",
        "s3:ListMultipartUploadParts",
      ],
      resources: objectArns(writeLocations),
    },
  ];
  return statements.filter(({ resources }) => resources.length > 0);
}
