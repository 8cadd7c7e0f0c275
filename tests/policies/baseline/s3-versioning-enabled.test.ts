import { s3VersioningEnabled } from "../../../policies/baseline/rules/s3-versioning-enabled";
import { prove, ref, resource, setInput, withoutResources } from "../../helpers/policy";

const bucket = resource("aws:s3/bucket:Bucket", "data", {});
const versioning = resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
  bucket: ref("data"),
  versioningConfiguration: { status: "Enabled" },
});

prove(s3VersioningEnabled, {
  compliant: [bucket, versioning],
  alsoCompliant: {
    "an inline block": [resource("aws:s3/bucket:Bucket", "data", { versioning: { enabled: true } })],
    "alias types of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", {}),
      { ...versioning, type: "aws:s3/bucketVersioningV2:BucketVersioningV2" },
    ],
    "an object lock": [resource("aws:s3/bucket:Bucket", "data", { objectLockEnabled: true })],
    "versioning that takes its bucket from another resource": [
      bucket,
      resource("aws:s3/bucketOwnershipControls:BucketOwnershipControls", "owner", { bucket: ref("data") }),
      resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
        bucket: ref("owner", "bucket"),
        versioningConfiguration: { status: "Enabled" },
      }),
    ],
    "known equal names": [
      resource("aws:s3/bucket:Bucket", "data", { bucket: "data-of-example" }),
      resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
        bucket: "data-of-example",
        versioningConfiguration: { status: "Enabled" },
      }),
    ],
  },
  mutants: [
    {
      title: "no versioning",
      change: (fixtures) => withoutResources(fixtures, "versioning"),
      messages: {
        data: 'it is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "suspended versioning",
      change: (fixtures) => setInput(fixtures, "versioning", "versioningConfiguration.status", "Suspended"),
      messages: { data: 'versioning is "Suspended" by versioning, expected "Enabled"' },
    },
    {
      title: "versioning of another bucket",
      change: (fixtures) => [
        ...setInput(fixtures, "versioning", "bucket", ref("other")),
        resource("aws:s3/bucket:Bucket", "other", { versioning: { enabled: true } }),
      ],
      messages: {
        data: 'it is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "two versioning resources",
      change: (fixtures) => [...fixtures, { ...versioning, name: "again" }],
      messages: {
        data: "its versioning is set by 2 resources, again and versioning, expected one; remove the others",
      },
    },
  ],
});
