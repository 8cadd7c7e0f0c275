import { globalMetricAlarmsRegion } from "../../../policies/multi-region/rules/global-metric-alarms-region";
import { prove, resource, setInput, unsetInput } from "../../helpers/policy";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const advice = (namespace: string) =>
  `region is "eu-west-1", expected "us-east-1", the only region with the metrics of ${namespace}`;

prove(globalMetricAlarmsRegion, {
  compliant: [
    resource(ALARM, "edge", { namespace: "AWS/CloudFront", region: "us-east-1" }),
    resource(ALARM, "health", { namespace: "AWS/Route53" }, { region: "us-east-1" }),
    resource(ALARM, "resolver", { namespace: "AWS/Route53Resolver" }),
    resource(ALARM, "wall", { namespace: "AWS/WAFV2", dimensions: { WebACL: "wall", Region: "eu-west-1" } }),
    resource(ALARM, "rate", {
      region: "us-east-1",
      metricQueries: [
        { id: "e1", expression: "m1 / m2" },
        { id: "m1", metric: { namespace: "AWS/CloudFront" } },
      ],
    }),
  ],
  mutants: [
    {
      title: "a CloudFront alarm elsewhere",
      change: (fixtures) => setInput(fixtures, "edge", "region", "eu-west-1"),
      messages: { edge: advice("AWS/CloudFront") },
    },
    {
      title: "a metric query elsewhere",
      change: (fixtures) => setInput(fixtures, "rate", "region", "eu-west-1"),
      messages: { rate: advice("AWS/CloudFront") },
    },
    {
      title: "an alarm on a web ACL of CloudFront, which has no region",
      change: (fixtures) => unsetInput(fixtures, "wall", "dimensions.Region"),
      messages: { wall: advice("AWS/WAFV2") },
    },
    {
      title: "another namespace of the settings",
      change: (fixtures) => fixtures,
      settings: { namespaces: ["AWS/Route53Resolver"] },
      messages: { resolver: advice("AWS/Route53Resolver") },
    },
  ],
});
