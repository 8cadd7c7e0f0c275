import { route53AnswersOwnRegion } from "../../../policies/multi-region/rules/route53-answers-own-region";
import {
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const BALANCER = "aws:lb/loadBalancer:LoadBalancer";
const to = (name: string) => [
  { name: ref(name, "dnsName"), zoneId: ref(name, "zoneId"), evaluateTargetHealth: true },
];
const record = (name: string, inputs: Readonly<Record<string, unknown>>) =>
  resource("aws:route53/record:Record", name, {
    zoneId: "Z1",
    name: "app.example.com",
    type: "A",
    setIdentifier: name,
    ...inputs,
  });
const check = (name: string, fqdn: unknown) =>
  resource("aws:route53/healthCheck:HealthCheck", name, { type: "HTTPS", fqdn });

const compliant: Fixtures = [
  resource(BALANCER, "lb-eu", {}),
  resource(BALANCER, "lb-us", {}, { region: "us-east-1" }),
  check("check-eu", ref("lb-eu", "dnsName")),
  check("check-us", "app-1.us-east-1.elb.amazonaws.com"),
  record("near-eu", {
    latencyRoutingPolicies: [{ region: "eu-west-1" }],
    aliases: to("lb-eu"),
    healthCheckId: ref("check-eu"),
  }),
  record("near-us", {
    latencyRoutingPolicies: [{ region: "us-east-1" }],
    aliases: to("lb-us"),
    healthCheckId: ref("check-us"),
  }),
  record("share-us-east-1", {
    name: "share.example.com",
    weightedRoutingPolicies: [{ weight: 1 }],
    records: ["app-1.us-east-1.elb.amazonaws.com"],
  }),
  record("share-eu-west-1", {
    name: "share.example.com",
    weightedRoutingPolicies: [{ weight: 1 }],
    records: ["app-2.eu-west-1.elb.amazonaws.com"],
  }),
];
const crossed = (path: string, declared: string, target: string, label: string) =>
  `${path} is "${declared}", but ${target} leads to ${label}, expected the endpoint of ${declared}`;

prove(route53AnswersOwnRegion, {
  compliant,
  alsoCompliant: {
    "a region without an endpoint that the nearest one answers": [
      resource(BALANCER, "lb-eu", {}),
      record("near-eu", { latencyRoutingPolicies: [{ region: "eu-west-1" }], aliases: to("lb-eu") }),
      record("near-us", { latencyRoutingPolicies: [{ region: "us-east-1" }], aliases: to("lb-eu") }),
    ],
    "targets without a region, and records for no region": [
      record("near-us", { latencyRoutingPolicies: [{ region: "us-east-1" }], records: ["192.0.2.1"] }),
      record("near-eu", {
        latencyRoutingPolicies: [{ region: "eu-west-1" }],
        aliases: [{ name: "d111111abcdef8.cloudfront.net", zoneId: "Z2FDTNDATAQYW2" }],
      }),
      record("plain", { setIdentifier: undefined, records: ["app-2.eu-west-1.elb.amazonaws.com"] }),
    ],
    "a health check of a name that is not AWS's, and one of an alarm": [
      ...compliant.slice(0, 2),
      check("own", "us-east-1.example.com"),
      resource("aws:route53/healthCheck:HealthCheck", "alarm", {
        type: "CLOUDWATCH_METRIC",
        cloudwatchAlarmName: "errors",
        cloudwatchAlarmRegion: "us-east-1",
      }),
      record("near-eu", {
        latencyRoutingPolicies: [{ region: "eu-west-1" }],
        aliases: to("lb-eu"),
        healthCheckId: ref("own"),
      }),
      record("near-us", {
        latencyRoutingPolicies: [{ region: "us-east-1" }],
        aliases: to("lb-us"),
        healthCheckId: ref("alarm"),
      }),
    ],
  },
  mutants: [
    {
      title: "latency records whose load balancers are exchanged",
      change: (all) =>
        setInput(setInput(all, "near-eu", "aliases", to("lb-us")), "near-us", "aliases", to("lb-eu")),
      messages: {
        "near-eu": [
          crossed("latencyRoutingPolicies.0.region", "eu-west-1", "aliases.0.name", "lb-us of us-east-1"),
          "healthCheckId is check-eu, which checks an endpoint of eu-west-1, expected a health check of us-east-1, where this answer leads",
        ],
        "near-us": [
          crossed("latencyRoutingPolicies.0.region", "us-east-1", "aliases.0.name", "lb-eu of eu-west-1"),
          "healthCheckId is check-us, which checks an endpoint of us-east-1, expected a health check of eu-west-1, where this answer leads",
        ],
      },
    },
    {
      title: "one latency record that leads to the other region's load balancer",
      change: (all) =>
        unsetInput(setInput(all, "near-us", "aliases", to("lb-eu")), "near-us", "healthCheckId"),
      messages: {
        "near-us": crossed(
          "latencyRoutingPolicies.0.region",
          "us-east-1",
          "aliases.0.name",
          "lb-eu of eu-west-1",
        ),
      },
    },
    {
      title: "a geoproximity record that leads to the other region's load balancer",
      change: (all) => [
        ...withoutResources(all, "near-us", "near-eu"),
        record("close-us", { geoproximityRoutingPolicy: { awsRegion: "us-east-1" }, aliases: to("lb-eu") }),
      ],
      messages: {
        "close-us": crossed(
          "geoproximityRoutingPolicy.awsRegion",
          "us-east-1",
          "aliases.0.name",
          "lb-eu of eu-west-1",
        ),
      },
    },
    {
      title: "weighted records whose names are exchanged",
      change: (all) =>
        setInput(
          setInput(all, "share-us-east-1", "records.0", "app-2.eu-west-1.elb.amazonaws.com"),
          "share-eu-west-1",
          "records.0",
          "app-1.us-east-1.elb.amazonaws.com",
        ),
      messages: {
        "share-us-east-1": crossed(
          "setIdentifier",
          "us-east-1",
          "records.0",
          '"app-2.eu-west-1.elb.amazonaws.com"',
        ),
        "share-eu-west-1": crossed(
          "setIdentifier",
          "eu-west-1",
          "records.0",
          '"app-1.us-east-1.elb.amazonaws.com"',
        ),
      },
    },
    {
      title: "a health check of the other region",
      change: (all) => setInput(all, "near-us", "healthCheckId", ref("check-eu")),
      messages: {
        "near-us":
          "healthCheckId is check-eu, which checks an endpoint of eu-west-1, expected a health check of us-east-1, where this answer leads",
      },
    },
  ],
});
