/**
 * Region in which AWS keeps what a partition has once: certificates of CloudFront, the billing metric, metrics of
 * Route 53's health checks.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
 */
export const GLOBAL_SERVICES_REGION = "us-east-1";

/**
 * Days for which CloudWatch Logs can keep events.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html
 */
export const LOG_RETENTION_DAYS = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653,
] as const;

/** Days for which CloudWatch Logs can keep events. */
export type LogRetentionDays = (typeof LOG_RETENTION_DAYS)[number];
