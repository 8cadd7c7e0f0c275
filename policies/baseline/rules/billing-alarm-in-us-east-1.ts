import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import { billingMetricsOf, formatValue, METRIC_ALARM, stackRule } from "../../kit";

/** An alarm on charges anywhere else is accepted by AWS, and never hears anything. */
export const billingAlarmInUsEast1 = stackRule({
  name: "billing-alarm-in-us-east-1",
  title: "Charges are watched where AWS publishes them",
  description: "Alarms on charges are in us-east-1, where alone the metric is.",
  level: "mandatory",
  severity: "high",
  tags: ["billing"],
  remediationSteps:
    'Set the alarm\'s region to "us-east-1", or give it a provider of us-east-1. Lay it down once per account, not once per region.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html",
  types: METRIC_ALARM,
  checks: {
    region: (alarm) => {
      if (billingMetricsOf(alarm).length === 0) return undefined;
      const region = alarm.region();
      if (region === GLOBAL_SERVICES_REGION) return undefined;
      return `region is ${formatValue(region)}, expected "us-east-1", where alone AWS publishes charges; have one alarm there rather than one in each region`;
    },
  },
});
