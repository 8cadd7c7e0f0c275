import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import {
  formatValue,
  GLOBAL_METRIC_NAMESPACES,
  globalNamespaceOf,
  METRIC_ALARM,
  resourceRule,
} from "../../kit";

/** CloudWatch takes an alarm on a metric that its region does not have, and the alarm stays as it is for ever. */
export const globalMetricAlarmsRegion = resourceRule<{ readonly namespaces: readonly string[] }>({
  name: "global-metric-alarms-region",
  title: "Alarms on global services are where their metrics are",
  description:
    "Alarms on charges, CloudFront, its web ACLs and Route 53 are in us-east-1, where alone these metrics are.",
  level: "mandatory",
  severity: "high",
  tags: ["multi-region"],
  remediationSteps:
    'Set the alarm\'s region to "us-east-1", or give it a provider of us-east-1, and let it tell a topic of us-east-1.',
  url: "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/monitoring-using-cloudwatch.html",
  settings: {
    namespaces: {
      type: "array",
      items: { type: "string", minLength: 1 },
      default: [...GLOBAL_METRIC_NAMESPACES],
      description:
        "Namespaces whose metrics are in us-east-1 alone. Those of WAF for CloudFront need no mention.",
    },
  },
  types: METRIC_ALARM,
  checks: {
    region: (alarm, { settings }) => {
      const namespace = globalNamespaceOf(alarm, settings.namespaces);
      if (namespace === undefined) return undefined;
      const region = alarm.region();
      if (region === GLOBAL_SERVICES_REGION) return undefined;
      return `region is ${formatValue(region)}, expected "us-east-1", where alone the metrics of ${namespace} are`;
    },
  },
});
