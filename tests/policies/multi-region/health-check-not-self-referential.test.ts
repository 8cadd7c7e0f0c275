import { healthCheckNotSelfReferential } from "../../../policies/multi-region/rules/health-check-not-self-referential";
import {
  madeFrom,
  prove,
  ref,
  resource,
  set,
  unknown,
  unset,
  withOptions,
  without,
} from "../../helpers/policy";

const CHECK = "aws:route53/healthCheck:HealthCheck";
const US = { region: "us-east-1" };

const zone = resource("aws:route53/zone:Zone", "zone", { name: "example.com" });
const check = (name: string, inputs: Readonly<Record<string, unknown>> = {}) =>
  resource(CHECK, name, {
    type: "HTTPS",
    fqdn: `${name}.example.net`,
    failureThreshold: 3,
    requestInterval: 30,
    ...inputs,
  });
const record = (name: string, inputs: Readonly<Record<string, unknown>>) =>
  resource("aws:route53/record:Record", name, { zoneId: ref("zone"), name: "www", type: "A", ...inputs });
const alarm = (of: string) =>
  resource(
    "aws:cloudwatch/metricAlarm:MetricAlarm",
    `alarm-${of}`,
    {
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: ref(of) },
    },
    US,
  );
const half = (name: string, type: string, of: string) =>
  record(name, {
    setIdentifier: name,
    failoverRoutingPolicies: [{ type }],
    records: ["192.0.2.1"],
    ttl: 60,
    healthCheckId: ref(of),
  });

const world = [
  zone,
  check("check-a", { regions: ["us-east-1", "eu-west-1", "sa-east-1"], disabled: false }),
  check("check-b"),
  alarm("check-a"),
  alarm("check-b"),
  half("one", "PRIMARY", "check-a"),
  half("two", "SECONDARY", "check-b"),
];
const self = (name: string) =>
  `fqdn is ${JSON.stringify(name)}, whose answers this check itself steers, expected the name of one region's endpoint; else it asks whichever region is healthy`;
const undecided = (what: string, path: string) =>
  `${what} cannot be decided, since ${path} is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy`;

prove(healthCheckNotSelfReferential, {
  compliant: world,
  // What a zone is called decides only about names that are those of its records.
  indifferent: ["zone: name"],
  alsoCompliant: {
    "an address, with the name as Host": set(
      set(world, "check-a", "fqdn", "www.example.com"),
      "check-a",
      "ipAddress",
      "192.0.2.1",
    ),
    "a name of a load balancer": [
      ...set(world, "check-a", "fqdn", ref("lb", "dnsName")),
      resource("aws:lb/loadBalancer:LoadBalancer", "lb", {}),
    ],
    "a name of a record of one region": [
      ...set(world, "check-a", "fqdn", ref("eu", "fqdn")),
      record("eu", { name: "eu", records: ["192.0.2.1"] }),
    ],
    "a check of the whole that steers nothing": [
      ...world,
      check("whole", { fqdn: "www.example.com", disabled: true }),
      alarm("whole"),
    ],
    "checks that ask no endpoint": [
      zone,
      resource(CHECK, "sum", {
        type: "CALCULATED",
        childHealthchecks: [ref("check-a")],
        childHealthThreshold: 1,
      }),
      resource(CHECK, "metric", {
        type: "CLOUDWATCH_METRIC",
        cloudwatchAlarmName: "a",
        cloudwatchAlarmRegion: "eu-west-1",
      }),
      check("check-a"),
    ],
    "no alarm at all, and one on queries": [
      ...without(world, "alarm-check-a", "alarm-check-b"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "queries", {
        namespace: "AWS/Route53",
        metricName: "DNSQueries",
        dimensions: { HostedZoneId: ref("zone", "zoneId") },
      }),
    ],
    "an alarm of queries": [
      ...without(world, "alarm-check-a"),
      resource(
        "aws:cloudwatch/metricAlarm:MetricAlarm",
        "math",
        {
          metricQueries: [
            { id: "e", expression: "m * 2" },
            {
              id: "m",
              metric: {
                namespace: "AWS/Route53",
                metricName: "HealthCheckPercentageHealthy",
                dimensions: { HealthCheckId: ref("check-a") },
              },
            },
          ],
        },
        US,
      ),
    ],
  },
  mutants: [
    {
      given: "the name that the check steers",
      change: (before) => set(before, "check-a", "fqdn", "WWW.example.com."),
      told: { "check-a": self("www.example.com") },
    },
    {
      given: "that name, of a zone of another stack",
      change: (before) =>
        ["one", "two"].reduce(
          (changed, name) => set(changed, name, "zoneId", "Z0123456789EXAMPLE"),
          set(without(before, "zone"), "check-b", "fqdn", "www.example.com"),
        ),
      told: { "check-b": self("www.example.com") },
    },
    {
      given: "that name, taken from a record",
      change: (before) => set(before, "check-b", "fqdn", ref("one", "fqdn")),
      told: { "check-b": self("www.example.com") },
      when: "preview",
    },
    {
      given: "a name that leads to it by an alias",
      change: (before) => [
        ...set(before, "check-a", "fqdn", "app.example.com"),
        record("app", {
          name: "app",
          aliases: [{ name: "www.example.com", zoneId: ref("zone", "zoneId"), evaluateTargetHealth: true }],
        }),
      ],
      told: { "check-a": self("app.example.com") },
    },
    {
      given: "a name that leads to it by a CNAME",
      change: (before) => [
        ...set(before, "check-a", "fqdn", "app.example.com"),
        record("app", { name: "app", type: "CNAME", records: ["www.example.com"] }),
      ],
      told: { "check-a": self("app.example.com") },
    },
    {
      given: "a name that leads to it by a CNAME, which takes it from a record",
      change: (before) => [
        ...set(before, "check-a", "fqdn", "app.example.com"),
        record("app", { name: "app", type: "CNAME", records: [ref("one", "fqdn")] }),
      ],
      told: { "check-a": self("app.example.com") },
      when: "preview",
    },
    {
      given: "a CNAME of which nothing is known",
      change: (before) => [
        ...without(before, "check-b", "alarm-check-b", "two"),
        record("app", { name: "app", type: "CNAME", records: [unknown] }),
      ],
      told: { "check-a": undecided("what it asks", "records.0 of app") },
      when: "preview",
    },
    {
      given: "that name in a check that another holds",
      change: (before) => [
        ...set(set(before, "check-a", "fqdn", "www.example.com"), "one", "healthCheckId", ref("sum")),
        resource(CHECK, "sum", { type: "CALCULATED", childHealthchecks: [ref("check-a")] }),
        alarm("sum"),
      ],
      told: { "check-a": self("www.example.com") },
    },
    {
      given: "a name made of the zone's",
      change: (before) => set(before, "check-a", "fqdn", madeFrom("eu.example.com", "zone")),
      told: { "check-a": undecided("what it asks", "fqdn") },
      when: "preview",
    },
    {
      given: "a check that is disabled",
      change: (before) => set(before, "check-b", "disabled", true),
      told: { "check-b": "disabled is true, expected false; Route 53 takes a disabled check for healthy" },
    },
    {
      given: "two places to ask from",
      change: (before) => set(before, "check-a", "regions", ["us-east-1", "eu-west-1"]),
      told: {
        "check-a":
          'regions is ["us-east-1","eu-west-1"], expected 3 or more, or none, which means all of them',
      },
    },
    {
      given: "five minutes to tell",
      change: (before) => set(before, "check-a", "failureThreshold", 10),
      told: {
        "check-a":
          "requestInterval 30 times failureThreshold 10 is 300 seconds, expected 180 or less; queries go to a region that is down for so long",
      },
    },
    {
      given: "bounds that Route 53 does not have",
      change: (before) =>
        set(set(before, "check-a", "failureThreshold", 11), "check-a", "requestInterval", 60),
      told: {
        "check-a": [
          "failureThreshold is 11, expected 1 to 10",
          "requestInterval is 60, expected 10 or 30 seconds",
        ],
      },
    },
    {
      given: "less time to tell",
      change: (before) => set(unset(before, "check-a", "failureThreshold"), "check-b", "requestInterval", 10),
      settings: { maxDetectionSeconds: 60 },
      told: {
        "check-a":
          "requestInterval 30 times failureThreshold 3 is 90 seconds, expected 60 or less; queries go to a region that is down for so long",
      },
    },
    {
      given: "an alarm in another region",
      change: (before) => withOptions(before, "alarm-check-a", { region: "eu-west-1" }),
      told: {
        "check-a": "its alarm alarm-check-a is in eu-west-1, expected us-east-1, where alone its metrics are",
      },
    },
    {
      given: "an alarm on the other check alone",
      change: (before) => without(before, "alarm-check-b"),
      told: {
        "check-b":
          "no alarm watches it, expected an aws.cloudwatch.MetricAlarm of AWS/Route53 in us-east-1 with its id as dimension HealthCheckId; nobody is told when it fails",
      },
    },
    {
      given: "no alarm where each check needs one",
      change: () => [zone, check("check-a")],
      settings: { alarmRequired: true },
      told: {
        "check-a":
          "no alarm watches it, expected an aws.cloudwatch.MetricAlarm of AWS/Route53 in us-east-1 with its id as dimension HealthCheckId; nobody is told when it fails",
      },
    },
  ],
});
