import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  formatValue,
  GLOBAL_METRIC_NAMESPACES,
  globalNamespaceOf,
  METRIC_ALARM,
  resourceRule,
} from "../../kit";

/** CloudWatch accepts an alarm on a metric that the region does not have; the alarm then never changes its state. */
export const globalMetricAlarmsRegion = resourceRule<{ readonly namespaces: readonly string[] }>({
  name: "global-metric-alarms-region",
  title: "Alarms on global services are in us-east-1",
  description:
    "Alarms on billing, CloudFront, its web ACLs and Route 53 are in us-east-1, the only region with these metrics.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    'Set the alarm\'s region to "us-east-1", or give it a provider of us-east-1, and notify a topic of us-east-1.',
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/monitoring-using-cloudwatch.html",
  settings: {
    namespaces: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [...GLOBAL_METRIC_NAMESPACES],
      description:
        "Namespaces whose metrics are only in us-east-1. Those of WAF for CloudFront are always included.",
    },
  },
  types: METRIC_ALARM,
  checks: {
    region: (alarm, { settings }) => {
      const namespace = globalNamespaceOf(alarm, settings.namespaces);
      if (namespace === undefined) return undefined;
      const region = alarm.region();
      if (region === GLOBAL_SERVICES_REGION) return undefined;
      return `region is ${formatValue(region)}, expected "us-east-1", the only region with the metrics of ${namespace}`;
    },
  },
});
