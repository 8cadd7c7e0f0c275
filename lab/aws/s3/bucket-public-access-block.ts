import { bucketConfigurationType } from "./bucket-configuration-type";

/** What a bucket refuses of public policies and access control lists. */
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
