/** Arguments of {@link AccountGuard}; at least one guard is on. */
export interface AccountGuardArgs {
  /**
   * Whether S3 blocks public buckets and access points of the whole account, in all regions. An
   * organization can do the same for all accounts; then leave it out. @default true
   *
   * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/access-control-block-public-access.html
   */
  readonly blockPublicBuckets?: boolean | undefined;
  /**
   * Whether EMR refuses a cluster in the provider's region with a security group that admits any address on any port. AWS's own default
   * has an exception for port 22, which this setting closes. @default true
   *
   * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-block-public-access.html
   */
  readonly blockPublicClusters?: boolean | undefined;
}
