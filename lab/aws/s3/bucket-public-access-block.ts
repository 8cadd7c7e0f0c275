import { bucketConfigurationType } from "./bucket-configuration-type";

/** Block of public policies and access control lists of a bucket. */
export const bucketPublicAccessBlock = bucketConfigurationType(
  "bucketPublicAccessBlock:BucketPublicAccessBlock",
  {
    immutable: ["bucket", "region"],
    defaults: (inputs) => ({
      blockPublicAcls: false,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
      ...inputs,
    }),
  },
);
