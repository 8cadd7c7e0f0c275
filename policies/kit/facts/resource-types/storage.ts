/** Buckets; the aliases of version 2 are the same resource. */
export const BUCKET = ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"] as const;
/** Versioning of a bucket. */
export const BUCKET_VERSIONING = [
  "aws:s3/bucketVersioning:BucketVersioning",
  "aws:s3/bucketVersioningV2:BucketVersioningV2",
] as const;
/** Lifecycle of a bucket's objects. */
export const BUCKET_LIFECYCLE = [
  "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
  "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2",
] as const;
/** Public access block of a bucket. */
export const BUCKET_PUBLIC_ACCESS_BLOCK = ["aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"] as const;
/** Public access block of an account. */
export const ACCOUNT_PUBLIC_ACCESS_BLOCK = [
  "aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock",
] as const;
/** Policy of a bucket. */
export const BUCKET_POLICY = ["aws:s3/bucketPolicy:BucketPolicy"] as const;
/** Default encryption of a bucket. */
export const BUCKET_ENCRYPTION = [
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
] as const;
/** Access logs of a bucket. */
export const BUCKET_LOGGING = [
  "aws:s3/bucketLogging:BucketLogging",
  "aws:s3/bucketLoggingV2:BucketLoggingV2",
] as const;
/** Replication of a bucket. */
export const BUCKET_REPLICATION = ["aws:s3/bucketReplicationConfig:BucketReplicationConfig"] as const;
