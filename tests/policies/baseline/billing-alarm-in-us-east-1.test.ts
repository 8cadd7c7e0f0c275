import { billingAlarmInUsEast1 } from "../../../policies/baseline/rules/billing-alarm-in-us-east-1";
import { prove, resource, setInput, withOptions } from "../../helpers/policy";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const advice =
  'region is "eu-west-1", expected "us-east-1", the only region with billing metrics; create one alarm there instead of one in each region';

prove(billingAlarmInUsEast1, {
  compliant: [
    resource(ALARM, "placed", { namespace: "AWS/Billing", region: "us-east-1" }),
    resource(ALARM, "provided", { namespace: "AWS/Billing" }, { region: "us-east-1" }),
    resource(ALARM, "queried", {
      region: "us-east-1",
      metricQueries: [{ id: "m1", metric: { namespace: "AWS/Billing" } }],
    }),
    resource(ALARM, "errors", { namespace: "AWS/Lambda" }),
  ],
  mutants: [
    {
      title: "an alarm with another region property",
      change: (fixtures) => setInput(fixtures, "placed", "region", "eu-west-1"),
      messages: { placed: advice },
    },
    {
      title: "an alarm with a provider of another region",
      change: (fixtures) => withOptions(fixtures, "provided", { region: "eu-west-1" }),
      messages: { provided: advice },
    },
    {
      title: "a metric query in another region",
      change: (fixtures) => setInput(fixtures, "queried", "region", "eu-west-1"),
      messages: { queried: advice },
    },
  ],
});
