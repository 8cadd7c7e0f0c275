import type * as pulumi from "@pulumi/pulumi";
import { findMetricNamespace, WAF_NAMESPACE } from "../../common/metric-namespaces";
import { checkLength } from "./checks";
import type { Faults } from "./errors";

/** A metric by its full name. */
export interface MetricSpec {
  /** Namespace, such as AWS/ApplicationELB, 1 to 255 characters. */
  readonly namespace: string;
  /** Name of the metric in its namespace, 1 to 255 characters. */
  readonly metricName: string;
  /** All dimensions of the metric, at most 30; a different set of dimensions is a different metric. @default - none */
  readonly dimensions?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * Checks a metric as CloudWatch does.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html
 */
export function checkMetric(faults: Faults, path: string, metric: MetricSpec): void {
  const { namespace, metricName, dimensions = {} } = metric;
  if (checkLength(faults, `${path}.namespace`, namespace, 1, 255)) {
    faults.expect(!namespace.startsWith(":"), `${path}.namespace`, namespace, "no colon at its beginning");
  }
  checkLength(faults, `${path}.metricName`, metricName, 1, 255);
  const names = Object.keys(dimensions);
  faults.expect(names.length <= 30, `${path}.dimensions`, names, "at most 30 dimensions");
  for (const [name, value] of Object.entries(dimensions)) {
    const valid = name.length >= 1 && name.length <= 255;
    faults.expect(valid, `a key of ${path}.dimensions`, name, "1 to 255 characters");
    if (typeof value === "string") checkLength(faults, `${path}.dimensions.${name}`, value, 1, 1024);
  }
  checkGlobalDimensions(faults, path, metric);
}

/** Checks the dimensions that a namespace of a global service needs, without which CloudWatch finds no data. */
function checkGlobalDimensions(
  faults: Faults,
  path: string,
  { namespace, dimensions = {} }: MetricSpec,
): void {
  const facts = findMetricNamespace(namespace);
  if (!facts) return;
  for (const [name, value] of Object.entries(facts.fixedDimensions)) {
    const given = dimensions[name];
    const valid = typeof given !== "string" || given === value;
    faults.expect(valid, `${path}.dimensions.${name}`, given, `${value}, or none, which adds it`);
  }
  const { requiredDimensions: required } = facts;
  const valid = required.length === 0 || required.some((name) => dimensions[name] !== undefined);
  const expected = `${required.join(" or ")} among them, which every metric of ${namespace} has`;
  faults.expect(valid, `${path}.dimensions`, dimensions, expected);
}

/**
 * Returns a metric with the dimensions that its namespace needs and that have one possible value.
 *
 * @param region region of the metric, which metrics of web ACLs have as a dimension; undefined in the region of global services
 */
export function completeMetric(metric: MetricSpec, region?: pulumi.Input<string>): MetricSpec {
  const { namespace, dimensions } = metric;
  const needed = {
    ...findMetricNamespace(namespace)?.fixedDimensions,
    ...(namespace === WAF_NAMESPACE && region !== undefined ? { Region: region } : {}),
  };
  return Object.keys(needed).length > 0 ? { ...metric, dimensions: { ...needed, ...dimensions } } : metric;
}
