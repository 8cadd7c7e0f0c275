import { route53FailoverHealth } from "../../../policies/multi-region/rules/route53-failover-health";
import {
  derivedFrom,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const RECORD = "aws:route53/record:Record";
const CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2";
const NO_CHECK =
  "healthCheckId is missing, expected a health check; without one Route 53 always treats this answer as healthy";

const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.com" });
const check = (name: string) =>
  resource("aws:route53/healthCheck:HealthCheck", name, { type: "HTTPS", fqdn: `${name}.example.net` });
const balancer = (name: string, region: string) =>
  resource(
    "aws:lb/loadBalancer:LoadBalancer",
    name,
    {},
    { region, outputs: { dnsName: `${name}.elb`, zoneId: "Z35" } },
  );
const toBalancer = (name: string) => [
  { name: ref(name, "dnsName"), zoneId: ref(name, "zoneId"), evaluateTargetHealth: true },
];
const record = (name: string, inputs: Readonly<Record<string, unknown>>) =>
  resource(RECORD, name, { zoneId: ref("zone"), type: "A", ...inputs });
const half = (name: string, type: string, inputs: Readonly<Record<string, unknown>>) =>
  record(name, { setIdentifier: name, failoverRoutingPolicies: [{ type }], ...inputs });
const latency = (name: string, region: string, inputs: Readonly<Record<string, unknown>>) =>
  record(name, { setIdentifier: name, latencyRoutingPolicies: [{ region }], ...inputs });
const weighted = (name: string, inputs: Readonly<Record<string, unknown>>, weight = 50) =>
  record(name, { setIdentifier: name, weightedRoutingPolicies: [{ weight }], ...inputs });

const failover = [
  zone,
  check("check-a"),
  half("one", "PRIMARY", { name: "www", records: ["192.0.2.1"], ttl: 60, healthCheckId: ref("check-a") }),
  half("two", "SECONDARY", { name: "www.example.com.", records: ["198.51.100.1"], ttl: 30 }),
];
const others = [
  balancer("lb-eu", "eu-west-1"),
  balancer("lb-us", "us-east-1"),
  latency("near-eu", "eu-west-1", { name: "near", aliases: toBalancer("lb-eu") }),
  latency("near-us", "us-east-1", { name: "NEAR.example.com", aliases: toBalancer("lb-us") }),
  weighted("share-eu", { name: "share", aliases: toBalancer("lb-eu") }),
  weighted("share-us", { name: "share", aliases: toBalancer("lb-us") }),
];
const app = (name: string, region: string, alias: string) =>
  latency(name, region, {
    name: "app",
    aliases: [{ name: alias, zoneId: ref("zone", "zoneId"), evaluateTargetHealth: true }],
  });
const tree = [
  ...failover,
  balancer("lb-us", "us-east-1"),
  app("app-eu", "eu-west-1", "www.example.com"),
  app("app-us", "us-east-1", "us.example.com."),
  weighted("us-blue", { name: "us", aliases: toBalancer("lb-us") }),
  weighted("us-green", { name: "us", records: ["192.0.2.9"], ttl: 60, healthCheckId: ref("check-a") }),
];

prove(route53FailoverHealth, {
  compliant: [...failover, ...others],
  // With or without it, names in full and names that leave it out are of the same sets.
  indifferent: ["zone: name"],
  alsoCompliant: {
    "a tree of records": tree,
    "a record that refers to itself through another": [
      ...withoutResources(tree, "us-green"),
      weighted("us-green", {
        name: "us",
        aliases: [{ name: "app.example.com", zoneId: ref("zone", "zoneId"), evaluateTargetHealth: true }],
      }),
    ],
    "a name of the set's first record": setInput(failover, "two", "name", ref("one", "name")),
    "names made of the zone's": setInput(
      setInput(failover, "one", "name", derivedFrom("www.example.com", "zone")),
      "two",
      "name",
      derivedFrom("www.example.com", "zone"),
    ),
    "a zone that is looked up by an id that is not known yet": setInput(
      setInput(setInput(failover, "two", "zoneId", unknown), "one", "zoneId", unknown),
      "one",
      "name",
      "www.example.com",
    ),
    "a zone of another stack, whose name is once left out": [
      check("check-a"),
      ...withoutResources(failover, "zone", "check-a").map((one) => ({
        ...one,
        inputs: { ...one.inputs, zoneId: "/hostedzone/Z0123456789EXAMPLE" },
      })),
    ],
    "CloudFront with a health check": [
      ...failover,
      check("check-b"),
      latency("cdn-a", "eu-west-1", {
        name: "cdn",
        aliases: [{ name: "d1.cloudfront.net", zoneId: CLOUDFRONT_ZONE, evaluateTargetHealth: false }],
        healthCheckId: ref("check-a"),
      }),
      latency("cdn-b", "us-east-1", {
        name: "cdn",
        aliases: [
          {
            name: ref("edge", "domainName"),
            zoneId: ref("edge", "hostedZoneId"),
            evaluateTargetHealth: false,
          },
        ],
        healthCheckId: ref("check-b"),
      }),
      resource("aws:cloudfront/distribution:Distribution", "edge", {}),
    ],
    "a domain of API Gateway at the edge, which has CloudFront's zone": [
      ...failover,
      resource("aws:apigateway/domainName:DomainName", "api", {}),
      half("api-one", "PRIMARY", {
        name: "api",
        aliases: [
          { name: ref("api", "cloudfrontDomainName"), zoneId: CLOUDFRONT_ZONE, evaluateTargetHealth: true },
        ],
      }),
      half("api-two", "SECONDARY", { name: "api", aliases: toBalancer("lb-eu") }),
      balancer("lb-eu", "eu-west-1"),
    ],
    "versions that split queries within a region": [
      zone,
      weighted("blue", { name: "app", records: ["192.0.2.1"], ttl: 300 }),
      weighted("green", { name: "app", records: ["192.0.2.2"], ttl: 300 }),
    ],
    "a region without queries": [
      ...setInput(failover, "one", "ttl", 10),
      ...others.slice(0, 2),
      weighted("share-eu", { name: "share", aliases: toBalancer("lb-eu") }),
      weighted("share-us", { name: "share", records: ["us-east-1.example.net"], ttl: 60 }, 0),
    ],
    "records of other policies": [
      zone,
      record("plain", { name: unknown, records: ["192.0.2.1"], ttl: 86400 }),
      record("many", {
        name: "m",
        setIdentifier: "m",
        multivalueAnswerRoutingPolicy: true,
        records: ["192.0.2.1"],
      }),
      record("place", {
        name: "g",
        setIdentifier: "g",
        geolocationRoutingPolicies: [{ country: "*" }],
        records: ["192.0.2.1"],
      }),
      record("alone", {
        name: "l",
        setIdentifier: "l",
        latencyRoutingPolicies: [{ region: "eu-west-1" }],
        records: ["192.0.2.1"],
      }),
    ],
  },
  mutants: [
    {
      title: "a primary without health check",
      change: (fixtures) => unsetInput(fixtures, "one", "healthCheckId"),
      messages: { one: NO_CHECK },
    },
    {
      title: "a primary with an empty health check",
      change: (fixtures) => setInput(fixtures, "one", "healthCheckId", ""),
      messages: { one: NO_CHECK },
    },
    {
      title: "an alias that does not evaluate its target's health",
      change: (fixtures) => setInput(fixtures, "near-eu", "aliases.0.evaluateTargetHealth", false),
      messages: {
        "near-eu":
          "aliases.0.evaluateTargetHealth is false, expected true, or a health check as healthCheckId; without either Route 53 always treats this answer as healthy",
      },
    },
    {
      title: "a weighted answer of several regions without health",
      change: (fixtures) => setInput(fixtures, "share-us", "aliases.0.evaluateTargetHealth", false),
      messages: {
        "share-us":
          "aliases.0.evaluateTargetHealth is false, expected true, or a health check as healthCheckId; without either Route 53 always treats this answer as healthy",
      },
    },
    {
      title: "geoproximity without health",
      change: (fixtures) => [
        ...fixtures,
        record("geo-a", {
          name: "geo",
          setIdentifier: "a",
          geoproximityRoutingPolicy: { awsRegion: "eu-west-1" },
          records: ["192.0.2.1"],
          ttl: 60,
        }),
        record("geo-b", {
          name: "geo",
          setIdentifier: "b",
          geoproximityRoutingPolicy: { awsRegion: "us-east-1" },
          aliases: toBalancer("lb-us"),
        }),
      ],
      messages: { "geo-a": NO_CHECK },
    },
    {
      title: "CloudFront with evaluateTargetHealth",
      change: (fixtures) => [
        ...withoutResources(fixtures, "near-us"),
        latency("near-us", "us-east-1", {
          name: "near",
          aliases: [{ name: "d1.cloudfront.net", zoneId: CLOUDFRONT_ZONE, evaluateTargetHealth: true }],
        }),
      ],
      messages: {
        "near-us":
          "aliases.0.evaluateTargetHealth is true, expected false, since Route 53 cannot see the health of a CloudFront distribution; give the record a healthCheckId",
      },
    },
    {
      title: "CloudFront without a health check",
      change: (fixtures) => [
        ...setInput(fixtures, "near-us", "aliases", [
          {
            name: ref("edge", "domainName"),
            zoneId: ref("edge", "hostedZoneId"),
            evaluateTargetHealth: false,
          },
        ]),
        resource("aws:cloudfront/distribution:Distribution", "edge", {}),
      ],
      messages: {
        "near-us":
          "healthCheckId is missing, expected a health check, since Route 53 cannot see the health of a CloudFront distribution",
      },
    },
    {
      title: "a tree that refers to a record without a health check",
      change: () => setInput(unsetInput(tree, "us-green", "healthCheckId"), "us-green", "ttl", 300),
      messages: {
        "app-us":
          "its alias leads to record us-green, whose failure Route 53 never detects, expected a target with a health check; give us-green or this record a healthCheckId",
      },
    },
    {
      title: "no secondary",
      change: (fixtures) => withoutResources(fixtures, "two"),
      messages: {
        one: 'the failover set of www.example.com (A) has no SECONDARY, expected one PRIMARY and one SECONDARY; add the record with failoverRoutingPolicies.0.type "SECONDARY"',
      },
    },
    {
      title: "no primary",
      change: (fixtures) => withoutResources(fixtures, "one"),
      messages: {
        two: 'the failover set of www.example.com (A) has no PRIMARY, expected one PRIMARY and one SECONDARY; add the record with failoverRoutingPolicies.0.type "PRIMARY"',
      },
    },
    {
      title: "halves of different names",
      change: (fixtures) => setInput(fixtures, "two", "name", "web"),
      messages: {
        one: 'the failover set of www.example.com (A) has no SECONDARY, expected one PRIMARY and one SECONDARY; add the record with failoverRoutingPolicies.0.type "SECONDARY"',
        two: 'the failover set of web.example.com (A) has no PRIMARY, expected one PRIMARY and one SECONDARY; add the record with failoverRoutingPolicies.0.type "PRIMARY"',
      },
    },
    {
      title: "two primaries",
      change: (fixtures) => [
        ...fixtures,
        half("three", "PRIMARY", {
          name: "www",
          records: ["192.0.2.3"],
          ttl: 60,
          healthCheckId: ref("check-a"),
        }),
      ],
      messages: {
        one: "the failover set of www.example.com (A) has 2 of type PRIMARY, expected one PRIMARY and one SECONDARY; remove the others",
      },
    },
    {
      title: "a half of no known type",
      change: (fixtures) => setInput(fixtures, "two", "failoverRoutingPolicies.0.type", "TERTIARY"),
      messages: {
        one: 'the failover set of www.example.com (A) has no SECONDARY, expected one PRIMARY and one SECONDARY; add the record with failoverRoutingPolicies.0.type "SECONDARY"',
        two: 'failoverRoutingPolicies.0.type is "TERTIARY", expected "PRIMARY" or "SECONDARY"',
      },
    },
    {
      title: "four halves whose names are not known",
      change: () => [
        zone,
        check("check-a"),
        ...["a", "b"].flatMap((name) => [
          half(`${name}-one`, "PRIMARY", {
            name: derivedFrom(name, "zone"),
            records: ["192.0.2.1"],
            ttl: 60,
            healthCheckId: ref("check-a"),
          }),
          half(`${name}-two`, "SECONDARY", {
            name: derivedFrom(name, "zone"),
            records: ["192.0.2.2"],
            ttl: 60,
          }),
        ]),
      ],
      messages: {
        "a-one":
          "halves of the set cannot be decided because name is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
    {
      title: "a half in a zone that is not known",
      change: (fixtures) => setInput(fixtures, "two", "zoneId", unknown),
      messages: {
        one: "halves of the set cannot be decided because zoneId of two is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
        two: "halves of the set cannot be decided because zoneId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
      when: "preview",
    },
    {
      title: "the same identifier twice",
      change: (fixtures) => setInput(fixtures, "two", "setIdentifier", "one"),
      messages: { two: 'setIdentifier is "one", expected a unique string; one of the same set has it too' },
    },
    {
      title: "no identifier",
      change: (fixtures) => unsetInput(fixtures, "near-eu", "setIdentifier"),
      messages: {
        "near-eu": "setIdentifier is missing, expected a string that no other record of the set has",
      },
    },
    {
      title: "an answer that resolvers keep for long",
      change: (fixtures) => setInput(fixtures, "two", "ttl", 300),
      messages: {
        two: "ttl is 300, expected 60 seconds or less; resolvers return the old answer for this time after a failover",
      },
    },
    {
      title: "less time to live than by default",
      change: (fixtures) => setInput(fixtures, "two", "ttl", 10),
      settings: { maxTtl: 30 },
      messages: {
        one: "ttl is 60, expected 30 seconds or less; resolvers return the old answer for this time after a failover",
      },
    },
    {
      title: "sets that span stacks, and another fault",
      change: (fixtures) => setInput(withoutResources(fixtures, "two"), "one", "ttl", 61),
      settings: { setsSpanStacks: true },
      messages: {
        one: "ttl is 61, expected 60 seconds or less; resolvers return the old answer for this time after a failover",
      },
    },
  ],
});
