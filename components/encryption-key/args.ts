import type { Tags } from "../shared/tags";

/** Services that publish to encrypted topics, by the first label of their principal. */
export const TOPIC_PUBLISHERS = ["cloudwatch", "budgets", "costalerts", "events", "s3"] as const;

/** Service that publishes to encrypted topics. */
export type TopicPublisher = (typeof TOPIC_PUBLISHERS)[number];

/** Arguments of {@link EncryptionKey}. */
export interface EncryptionKeyArgs {
  /** Purpose of the key, 1 to 8192 characters. @default - Key of <name>. */
  readonly description?: string | undefined;
  /**
   * Services that publish to topics with this key: cloudwatch for alarms, budgets, costalerts, events for EventBridge, s3. Each
   * may act for this account only. @default ["cloudwatch"]
   *
   * @see https://docs.aws.amazon.com/sns/latest/dg/sns-key-management.html
   */
  readonly topicPublishers?: readonly TopicPublisher[] | undefined;
  /**
   * Whether CloudWatch Logs encrypts log groups of this account and region with the key. @default true
   *
   * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html
   */
  readonly logGroups?: boolean | undefined;
  /** Days between the request to delete the key and its deletion, 7 to 30; until then it can be restored. @default 30 */
  readonly deletionWindowDays?: number | undefined;
  /** Days after which AWS creates new key material, 90 to 2560; older material still decrypts. @default 365 */
  readonly rotationDays?: number | undefined;
  /** Region of the key. @default - the provider's */
  readonly region?: string | undefined;
  /** Tags of the key; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
