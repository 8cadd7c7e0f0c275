import { METRIC_NAMESPACES, WAF_NAMESPACE } from "../../../common/metric-namespaces";
import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import { CHAT_CHANNEL, TOPIC_SUBSCRIPTION } from "../facts/resource-types/notification";
import type { Props } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Stack } from "../reading/stack";

/** Namespaces whose metrics exist only in us-east-1. */
export const GLOBAL_METRIC_NAMESPACES: readonly string[] = METRIC_NAMESPACES.filter(
  ({ region }) => region === GLOBAL_SERVICES_REGION,
).map(({ namespace }) => namespace);

/** Properties of an alarm that list its actions. */
export const ALARM_ACTIONS = ["alarmActions", "okActions", "insufficientDataActions"] as const;

/** One metric that an alarm watches. */
export interface WatchedMetric {
  readonly namespace: string;
  /** Properties with name, dimensions and statistic: the alarm's own, or those of one of its queries. */
  readonly props: Props;
  /** Name of the property that holds the statistic. */
  readonly statistic: "statistic" | "stat";
}

/**
 * The metrics of an alarm: its own, or those of its queries.
 *
 * @throws {Undecided} when a metric is unknown
 */
export function metricsOf(alarm: Resource): readonly WatchedMetric[] {
  const own = alarm.string("namespace");
  if (own !== undefined) return [{ namespace: own, props: alarm, statistic: "statistic" }];
  return alarm.list("metricQueries").flatMap((query) => {
    const props = query.object("metric");
    const namespace = props?.string("namespace");
    return props && namespace !== undefined ? [{ namespace, props, statistic: "stat" as const }] : [];
  });
}

/** The metrics of an alarm about charges of the account. */
export function billingMetricsOf(alarm: Resource): readonly WatchedMetric[] {
  return metricsOf(alarm).filter(({ namespace }) => namespace === "AWS/Billing");
}

/** The first namespace that an alarm watches and whose metrics exist only in us-east-1. */
export function globalNamespaceOf(alarm: Resource, namespaces: readonly string[]): string | undefined {
  return metricsOf(alarm).find(
    ({ namespace, props }) => namespaces.includes(namespace) || isCloudFrontWafMetric(namespace, props),
  )?.namespace;
}

/**
 * Whether a metric is that of a CloudFront web ACL: the only one of WAF without the dimension Region.
 *
 * @see https://docs.aws.amazon.com/waf/latest/developerguide/waf-metrics.html
 */
function isCloudFrontWafMetric(namespace: string, props: Props): boolean {
  if (namespace !== WAF_NAMESPACE) return false;
  const dimensions = props.keys("dimensions");
  return dimensions.includes("WebACL") && !dimensions.includes("Region");
}

/** The subscriptions of a topic, then its chat channels. */
export function topicSubscribersOf(stack: Stack, topic: Resource): readonly Resource[] {
  return [
    ...stack.findReferrers(topic, TOPIC_SUBSCRIPTION, "topic"),
    ...stack.findReferrers(topic, CHAT_CHANNEL, "snsTopicArns"),
  ];
}

/**
 * The known strings of a list.
 *
 * @throws {Undecided} when the list itself is unknown
 */
export function knownStringsAt(resource: Resource, path: string): readonly string[] {
  const reading = resource.read(path);
  if (reading.state === "undecided") throw resource.undecided(path);
  if (reading.state === "absent") return [];
  if (typeof reading.value === "string") return [reading.value];
  if (!Array.isArray(reading.value)) return [];
  return Array.from({ length: reading.value.length }, (_, index) =>
    resource.read(`${path}.${index}`),
  ).flatMap((item) => (item.state === "known" && typeof item.value === "string" ? [item.value] : []));
}
