import { GLOBAL_SERVICES_REGION } from "../../../common/regions";
import { billingMetricsOf, formatValue, METRIC_ALARM, stackRule } from "../../kit";

/** AWS accepts a billing alarm in another region, but the alarm never receives data. */
export const billingAlarmInUsEast1 = stackRule({
  name: "billing-alarm-in-us-east-1",
  title: "Billing alarms are in us-east-1",
  description: "Billing alarms are in us-east-1, the only region with the metric.",
  level: "mandatory",
  severity: "high",
  tags: ["billing"],
  remediationSteps:
    'Set the alarm\'s region to "us-east-1", or give it a provider of us-east-1. Create it once per account, not once per region.',
  url: "https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/monitor_estimated_charges_with_cloudwatch.html",
  types: METRIC_ALARM,
  checks: {
    region: (alarm) => {
      if (billingMetricsOf(alarm).length === 0) return undefined;
      const region = alarm.region();
      if (region === GLOBAL_SERVICES_REGION) return undefined;
      return `region is ${formatValue(region)}, expected "us-east-1", the only region with billing metrics; create one alarm there instead of one in each region`;
    },
  },
});
