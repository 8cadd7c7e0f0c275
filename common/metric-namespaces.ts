/** Facts of a CloudWatch namespace whose metrics need more than their names. */
export interface MetricNamespace {
  /** Namespace, such as AWS/CloudFront. */
  readonly namespace: string;
  /** The only region with its metrics; undefined where each region has its own. */
  readonly region: string | undefined;
  /** Dimensions of all its metrics that have one possible value. */
  readonly fixedDimensions: Readonly<Record<string, string>>;
  /** Each metric has one of these dimensions at least; empty for no such rule. */
  readonly requiredDimensions: readonly string[];
}

/**
 * Namespaces of global services. CloudWatch accepts an alarm or a graph on any other region, or without one of these dimensions,
 * and finds no data for it.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/programming-cloudwatch-metrics.html
 * @see https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/monitoring-cloudwatch.html
 * @see https://docs.aws.amazon.com/global-accelerator/latest/dg/cloudwatch-monitoring.html
 */
export const METRIC_NAMESPACES: readonly MetricNamespace[] = [
  {
    namespace: "AWS/Billing",
    region: "us-east-1",
    fixedDimensions: { Currency: "USD" },
    requiredDimensions: [],
  },
  {
    namespace: "AWS/CloudFront",
    region: "us-east-1",
    fixedDimensions: { Region: "Global" },
    requiredDimensions: ["DistributionId", "FunctionName"],
  },
  {
    namespace: "AWS/Route53",
    region: "us-east-1",
    fixedDimensions: {},
    requiredDimensions: ["HealthCheckId", "HostedZoneId"],
  },
  {
    namespace: "AWS/GlobalAccelerator",
    region: "us-west-2",
    fixedDimensions: {},
    requiredDimensions: ["Accelerator"],
  },
];

/** Namespace of web ACLs: those of a region have a dimension with its code, those of CloudFront are in us-east-1 without one. */
export const WAF_NAMESPACE = "AWS/WAFV2";

/** Returns the facts of a namespace; undefined for one whose metrics need only their names. */
export function findMetricNamespace(namespace: string): MetricNamespace | undefined {
  return METRIC_NAMESPACES.find((facts) => facts.namespace === namespace);
}
