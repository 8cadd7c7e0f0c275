import { BUCKET, BUCKET_VERSIONING, findBucketSettings, formatValue, stackRule } from "../../kit";
import { VERSIONING_CONTROL } from "../versioning-control";

/** Every bucket retains the versions of its objects, by a BucketVersioning or an inline block. */
export const s3VersioningEnabled = stackRule({
  name: "s3-versioning-enabled",
  title: "Buckets are versioned",
  description: "Every S3 bucket retains the versions of its objects.",
  level: "mandatory",
  severity: "high",
  ...VERSIONING_CONTROL,
  remediationSteps:
    'Add one aws.s3.BucketVersioning whose bucket is the bucket\'s id and whose versioningConfiguration.status is "Enabled".',
  types: BUCKET,
  checks: {
    versioning: (bucket, { stack }) => {
      const versionings = findBucketSettings(stack, bucket, BUCKET_VERSIONING);
      if (versionings.length > 1) {
        const names = versionings.map(({ name }) => name).join(" and ");
        return `its versioning is set by ${versionings.length} resources, ${names}, expected one; remove the others`;
      }
      const [versioning] = versionings;
      if (versioning) {
        const status = versioning.string("versioningConfiguration.status");
        if (status === "Enabled") return undefined;
        return `versioning is ${formatValue(status)} by ${versioning.name}, expected "Enabled"`;
      }
      if (bucket.boolean("versioning.enabled") ?? bucket.boolean("versionings.0.enabled")) return undefined;
      // Object lock turns versioning on: https://docs.aws.amazon.com/AmazonS3/latest/userguide/object-lock.html
      if (bucket.boolean("objectLockEnabled")) return undefined;
      return 'it is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"';
    },
  },
});
