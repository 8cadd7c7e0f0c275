import assert from "node:assert/strict";
import { route53RecordsCoverRegions } from "../../../policies/multi-region/rules/route53-records-cover-regions";
import {
  derivedFrom,
  evaluateRules,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  withoutResources,
} from "../../helpers/policy";

const RECORD = "aws:route53/record:Record";

const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.com" });
const balancer = (name: string, region: string) =>
  resource("aws:alb/loadBalancer:LoadBalancer", name, {}, { region });
const record = (name: string, inputs: Readonly<Record<string, unknown>>) =>
  resource(RECORD, name, { zoneId: ref("zone"), type: "A", setIdentifier: name, ...inputs });
const latency = (name: string, region: string) =>
  record(name, { name: "near", latencyRoutingPolicies: [{ region }], records: ["192.0.2.1"] });
const weighted = (name: string, weight: number, more: Readonly<Record<string, unknown>> = {}) =>
  record(name, {
    name: "share",
    weightedRoutingPolicies: [{ weight }],
    records: [`${name}.example.net`],
    ...more,
  });
const toBalancer = (name: string) => ({
  records: undefined,
  aliases: [{ name: ref(name, "dnsName"), zoneId: ref(name, "zoneId"), evaluateTargetHealth: true }],
});

const nearBalancer = record("near", {
  name: "near",
  latencyRoutingPolicies: [{ region: "eu-west-1" }],
  ...toBalancer("lb-one"),
});

const share = [
  balancer("lb-one", "eu-west-1"),
  balancer("lb-two", "us-east-1"),
  weighted("first", 0, toBalancer("lb-one")),
  weighted("second", 255, toBalancer("lb-two")),
];

prove(route53RecordsCoverRegions, {
  options: { regions: ["eu-west-1", "us-east-1"] },
  compliant: [zone, latency("near-a", "eu-west-1"), latency("near-b", "us-east-1"), ...share],
  // A name that is not known in full is as good as one that is, for answers that have the same.
  indifferent: ["zone: name"],
  alsoCompliant: {
    "regions by identifiers, and an additional one": [
      zone,
      weighted("eu-west-1", 1, { records: ["192.0.2.1"] }),
      weighted("us-east-1", 1, { records: ["192.0.2.2"] }),
      weighted("ap-northeast-2", 1, { records: ["192.0.2.3"] }),
    ],
    "versions within a region": [
      zone,
      ...share.slice(0, 1),
      weighted("blue", 1, toBalancer("lb-one")),
      weighted("green", 0, toBalancer("lb-one")),
    ],
    "answers whose region is unknown": [
      zone,
      weighted("first", 1, { records: ["192.0.2.1"] }),
      weighted("eu-west-1", 1, { records: ["192.0.2.2"] }),
      weighted("ap-northeast-2", 1, { records: ["192.0.2.2"] }),
    ],
    "other policies, and simple records of names that are not known": [
      zone,
      record("plain", { name: unknown, setIdentifier: undefined, records: ["192.0.2.1"] }),
      record("one", { name: "f", failoverRoutingPolicies: [{ type: "PRIMARY" }] }),
    ],
  },
  mutants: [
    {
      title: "a latency set of one region beside a classic load balancer in another",
      change: () => [
        zone,
        balancer("lb-one", "eu-west-1"),
        resource("aws:elb/loadBalancer:LoadBalancer", "old", {}, { region: "us-east-1" }),
        nearBalancer,
      ],
      options: { regions: ["eu-west-1"] },
      messages: {
        near: "the latency set of near.example.com (A) routes to eu-west-1, and no record to old of us-east-1; add a record for it",
      },
    },
    {
      title:
        "a latency set of one region beside a public load balancer in another, without configured regions",
      change: () => [zone, balancer("lb-one", "eu-west-1"), balancer("lb-two", "us-east-1"), nearBalancer],
      options: { regions: [] },
      messages: {
        near: "the latency set of near.example.com (A) routes to eu-west-1, and no record to lb-two of us-east-1; add a record for it",
      },
    },
    {
      title: "a region without latency record",
      change: (fixtures) => withoutResources(fixtures, "near-b"),
      messages: {
        "near-a":
          "the latency set of near.example.com (A) routes to eu-west-1, expected also us-east-1; add a record for it",
      },
    },
    {
      title: "a second record for one region, and two regions without",
      change: (fixtures) => setInput(fixtures, "near-b", "latencyRoutingPolicies.0.region", "eu-west-1"),
      settings: { regions: ["eu-west-1", "us-east-1", "us-west-2"] },
      messages: {
        "near-a":
          "the latency set of near.example.com (A) routes to eu-west-1, expected also us-east-1, us-west-2; add a record for each",
        first:
          "the weighted set of share.example.com (A) routes to eu-west-1, us-east-1, expected also us-west-2; add a record for it",
      },
    },
    {
      title: "all weights of 0",
      change: (fixtures) => setInput(fixtures, "second", "weightedRoutingPolicies.0.weight", 0),
      messages: {
        first:
          "all weights of the weighted set of share.example.com (A) are 0, expected one above 0; Route 53 splits queries equally among weights of 0",
      },
    },
    {
      title: "all weights of 0 where no regions are configured",
      change: (fixtures) =>
        setInput(withoutResources(fixtures, "near-b"), "second", "weightedRoutingPolicies.0.weight", 0),
      options: { regions: [] },
      messages: {
        first:
          "all weights of the weighted set of share.example.com (A) are 0, expected one above 0; Route 53 splits queries equally among weights of 0",
      },
    },
    {
      title: "names that are not known",
      change: () => [
        zone,
        {
          ...latency("near-a", "eu-west-1"),
          inputs: { ...latency("near-a", "eu-west-1").inputs, name: derivedFrom("near", "zone") },
        },
      ],
      messages: {
        "near-a":
          "regions cannot be decided because name is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
  ],
});

describe("route53-records-cover-regions without configured regions", () => {
  it("accepts a load balancer that is internal, or that something else routes to", () => {
    const fixtures = [
      zone,
      resource("aws:alb/loadBalancer:LoadBalancer", "inner", { internal: true }, { region: "us-east-1" }),
      ...["lb-two", "lb-cdn", "lb-accelerated"].map((name) => balancer(name, "us-east-1")),
      record("other", { name: "other", setIdentifier: undefined, ...toBalancer("lb-two") }),
      resource("aws:cloudfront/distribution:Distribution", "cdn", {
        origins: [{ originId: "app", domainName: ref("lb-cdn", "dnsName") }],
      }),
      resource("aws:globalaccelerator/endpointGroup:EndpointGroup", "group", {
        endpointConfigurations: [{ endpointId: ref("lb-accelerated", "arn") }],
      }),
      balancer("lb-one", "eu-west-1"),
      nearBalancer,
    ];

    for (const when of ["preview", "up"] as const) {
      assert.deepEqual(evaluateRules([route53RecordsCoverRegions], fixtures, { when }), []);
    }
  });
});
