import { globalMetricAlarmsRegion } from "../../../policies/multi-region/rules/global-metric-alarms-region";
import { prove, resource, set, unset } from "../../helpers/policy";

const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const advice = (namespace: string) =>
  `region is "eu-west-1", expected "us-east-1", where alone the metrics of ${namespace} are`;

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
      given: "a CloudFront alarm elsewhere",
      change: (world) => set(world, "edge", "region", "eu-west-1"),
      told: { edge: advice("AWS/CloudFront") },
    },
    {
      given: "a metric query elsewhere",
      change: (world) => set(world, "rate", "region", "eu-west-1"),
      told: { rate: advice("AWS/CloudFront") },
    },
    {
      given: "an alarm on a web ACL of CloudFront, which has no region",
      change: (world) => unset(world, "wall", "dimensions.Region"),
      told: { wall: advice("AWS/WAFV2") },
    },
    {
      given: "another namespace of the settings",
      change: (world) => world,
      settings: { namespaces: ["AWS/Route53Resolver"] },
      told: { resolver: advice("AWS/Route53Resolver") },
    },
  ],
});
