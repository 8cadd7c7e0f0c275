import { oneGlobalOwner } from "../../../policies/multi-region/rules/one-global-owner";
import { prove, ref, resource, setInput, unsetInput } from "../../helpers/policy";

const ZONE = "aws:route53/zone:Zone";
const TRAIL = "aws:cloudtrail/trail:Trail";
const ROLE = "aws:iam/role:Role";
const ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm";
const CDN = "aws:cloudfront/distribution:Distribution";
const once = "expected one for all regions; remove one of them";

const charges = (threshold: number, more: Readonly<Record<string, string>> = {}) => ({
  namespace: "AWS/Billing",
  dimensions: { Currency: "USD", ...more },
  threshold,
});

prove(oneGlobalOwner, {
  compliant: [
    resource(ZONE, "zone-eu-west-1", { name: "eu-west-1.example.com" }),
    resource(ZONE, "zone-us-east-1", { name: "us-east-1.example.com." }),
    resource(ZONE, "inside", { name: "example.org", vpcs: [{ vpcId: ref("vpc") }] }),
    resource(ZONE, "outside", { name: "example.org" }),
    resource(ZONE, "other", { name: "example.org", vpcs: [{ vpcId: "vpc-1" }] }),
    resource("aws:ec2/vpc:Vpc", "vpc", {}),
    resource(TRAIL, "audit", { isMultiRegionTrail: true }),
    resource(TRAIL, "data", {
      isMultiRegionTrail: true,
      eventSelectors: [{ includeManagementEvents: false }],
    }),
    resource(TRAIL, "advanced", {
      isMultiRegionTrail: true,
      advancedEventSelectors: [{ fieldSelectors: [{ field: "eventCategory", equals: ["Data"] }] }],
    }),
    resource(TRAIL, "local", { isMultiRegionTrail: false }),
    resource(ROLE, "worker-eu-west-1", { name: "worker-eu-west-1" }),
    resource(ROLE, "worker-us-east-1", { name: "worker-us-east-1" }),
    resource(ROLE, "unnamed", {}),
    resource(ALARM, "low", charges(1)),
    resource(ALARM, "high", charges(10)),
    resource(ALARM, "service", charges(10, { ServiceName: "AmazonEC2" })),
    resource(ALARM, "errors-eu-west-1", { namespace: "App", threshold: 10 }),
    resource(ALARM, "errors-us-east-1", { namespace: "App", threshold: 10 }),
    resource(CDN, "cdn-eu-west-1", { aliases: ["example.com"] }),
    resource(CDN, "site", { aliases: ["www.example.com"] }),
  ],
  alsoCompliant: {
    "names made of what differs": [
      resource(ROLE, "a", { name: ref("one", "name") }),
      resource(ROLE, "b", { name: ref("two", "name") }),
      resource("aws:ecs/cluster:Cluster", "one", {}),
      resource("aws:ecs/cluster:Cluster", "two", {}),
    ],
    "zones with name servers of their own": [
      resource(ZONE, "blue", { name: "example.com", delegationSetId: "N1" }),
      resource(ZONE, "green", { name: "example.com", delegationSetId: "N2" }),
    ],
  },
  mutants: [
    {
      title: "a distribution per region",
      change: (fixtures) => [...fixtures, resource(CDN, "cdn-us-east-1", {})],
      messages: { "cdn-us-east-1": `cdn-eu-west-1 is the same for another region, ${once}` },
    },
    {
      title: "another type in the settings",
      change: (fixtures) => fixtures,
      settings: { types: [ROLE] },
      messages: { "worker-us-east-1": `worker-eu-west-1 is the same for another region, ${once}` },
    },
    {
      title: "two distributions of a domain",
      change: (fixtures) => setInput(fixtures, "site", "aliases.1", "Example.com"),
      messages: {
        site: `aliases has "Example.com", as cdn-eu-west-1 has; CloudFront accepts a domain only once, ${once}`,
      },
    },
    {
      title: "two zones of a domain",
      change: (fixtures) => setInput(fixtures, "zone-us-east-1", "name", "EU-west-1.example.com."),
      messages: {
        "zone-us-east-1":
          'name is "EU-west-1.example.com.", as that of zone-eu-west-1, expected one hosted zone of a domain for all regions; resolvers query only the one that the registrar names',
      },
    },
    {
      title: "two private zones of a domain for a network",
      change: (fixtures) => setInput(fixtures, "other", "vpcs", [{ vpcId: ref("vpc") }]),
      messages: {
        other:
          'name is "example.org", as that of inside, expected one hosted zone of a domain for all regions; resolvers query only the one that the registrar names',
      },
    },
    {
      title: "two trails of all regions",
      change: (fixtures) => setInput(fixtures, "local", "isMultiRegionTrail", true),
      messages: {
        local: `isMultiRegionTrail is true, as it is of audit, which records all regions already, ${once}`,
      },
    },
    {
      title: "a trail for data that records all the same",
      change: (fixtures) => unsetInput(fixtures, "data", "eventSelectors.0.includeManagementEvents"),
      messages: {
        data: `isMultiRegionTrail is true, as it is of audit, which records all regions already, ${once}`,
      },
    },
    {
      title: "a trail whose selectors name what the other records",
      change: (fixtures) =>
        setInput(fixtures, "advanced", "advancedEventSelectors.0.fieldSelectors.0.equals", ["Management"]),
      messages: {
        audit: `isMultiRegionTrail is true, as it is of advanced, which records all regions already, ${once}`,
      },
    },
    {
      title: "two alarms of a threshold",
      change: (fixtures) => setInput(fixtures, "low", "threshold", 10),
      messages: { low: `it watches the same charges as high, from the same 10 on, ${once}` },
    },
    {
      title: "two roles of a name",
      change: (fixtures) => setInput(fixtures, "worker-us-east-1", "name", "Worker-eu-west-1"),
      messages: {
        "worker-us-east-1": `name is "Worker-eu-west-1", as that of worker-eu-west-1; IAM has one set of names, ${once}`,
      },
    },
  ],
});
