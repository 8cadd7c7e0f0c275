import { satellite } from "./satellite";

/** What a bucket refuses of public policies and access control lists. */
export const bucketPublicAccessBlock = satellite("bucketPublicAccessBlock:BucketPublicAccessBlock", {
  immutable: ["bucket", "region"],
  defaults: (inputs) => ({
    blockPublicAcls: false,
    blockPublicPolicy: false,
    ignorePublicAcls: false,
    restrictPublicBuckets: false,
    ...inputs,
  }),
});
