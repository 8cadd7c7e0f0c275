import { healthCheckNotSelfReferential } from "../../../policies/multi-region/rules/health-check-not-self-referential";
import {
  derivedFrom,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
  withoutResources,
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

const fixtures = [
  zone,
  check("check-a", { regions: ["us-east-1", "eu-west-1", "sa-east-1"], disabled: false }),
  check("check-b"),
  alarm("check-a"),
  alarm("check-b"),
  half("one", "PRIMARY", "check-a"),
  half("two", "SECONDARY", "check-b"),
];
const self = (name: string) =>
  `fqdn is ${JSON.stringify(name)}, whose answers this check controls, expected the name of one region's endpoint; otherwise the check reaches whichever region is healthy`;
const undecidedMessage = (what: string, path: string) =>
  `${what} cannot be decided because ${path} is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`;

prove(healthCheckNotSelfReferential, {
  compliant: fixtures,
  // What a zone is called decides only about names that are those of its records.
  indifferent: ["zone: name"],
  alsoCompliant: {
    "an address, with the name as Host": setInput(
      setInput(fixtures, "check-a", "fqdn", "www.example.com"),
      "check-a",
      "ipAddress",
      "192.0.2.1",
    ),
    "a name of a load balancer": [
      ...setInput(fixtures, "check-a", "fqdn", ref("lb", "dnsName")),
      resource("aws:lb/loadBalancer:LoadBalancer", "lb", {}),
    ],
    "a name of a record of one region": [
      ...setInput(fixtures, "check-a", "fqdn", ref("eu", "fqdn")),
      record("eu", { name: "eu", records: ["192.0.2.1"] }),
    ],
    "a check of the whole that steers nothing": [
      ...fixtures,
      check("whole", { fqdn: "www.example.com", disabled: true }),
      alarm("whole"),
    ],
    "checks without an endpoint": [
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
      ...withoutResources(fixtures, "alarm-check-a", "alarm-check-b"),
      resource("aws:cloudwatch/metricAlarm:MetricAlarm", "queries", {
        namespace: "AWS/Route53",
        metricName: "DNSQueries",
        dimensions: { HostedZoneId: ref("zone", "zoneId") },
      }),
    ],
    "an alarm of queries": [
      ...withoutResources(fixtures, "alarm-check-a"),
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
      title: "the name that the check steers",
      change: (before) => setInput(before, "check-a", "fqdn", "WWW.example.com."),
      messages: { "check-a": self("www.example.com") },
    },
    {
      title: "that name, of a zone of another stack",
      change: (before) =>
        ["one", "two"].reduce(
          (changed, name) => setInput(changed, name, "zoneId", "Z0123456789EXAMPLE"),
          setInput(withoutResources(before, "zone"), "check-b", "fqdn", "www.example.com"),
        ),
      messages: { "check-b": self("www.example.com") },
    },
    {
      title: "that name, taken from a record",
      change: (before) => setInput(before, "check-b", "fqdn", ref("one", "fqdn")),
      messages: { "check-b": self("www.example.com") },
      when: "preview",
    },
    {
      title: "a name that refers to it by an alias",
      change: (before) => [
        ...setInput(before, "check-a", "fqdn", "app.example.com"),
        record("app", {
          name: "app",
          aliases: [{ name: "www.example.com", zoneId: ref("zone", "zoneId"), evaluateTargetHealth: true }],
        }),
      ],
      messages: { "check-a": self("app.example.com") },
    },
    {
      title: "a name that refers to it by a CNAME",
      change: (before) => [
        ...setInput(before, "check-a", "fqdn", "app.example.com"),
        record("app", { name: "app", type: "CNAME", records: ["www.example.com"] }),
      ],
      messages: { "check-a": self("app.example.com") },
    },
    {
      title: "a name that refers to it by a CNAME derived from a record",
      change: (before) => [
        ...setInput(before, "check-a", "fqdn", "app.example.com"),
        record("app", { name: "app", type: "CNAME", records: [ref("one", "fqdn")] }),
      ],
      messages: { "check-a": self("app.example.com") },
      when: "preview",
    },
    {
      title: "a CNAME with an unknown target",
      change: (before) => [
        ...withoutResources(before, "check-b", "alarm-check-b", "two"),
        record("app", { name: "app", type: "CNAME", records: [unknown] }),
      ],
      messages: { "check-a": undecidedMessage("endpoint", "records.0 of app") },
      when: "preview",
    },
    {
      title: "that name in a check that another holds",
      change: (before) => [
        ...setInput(
          setInput(before, "check-a", "fqdn", "www.example.com"),
          "one",
          "healthCheckId",
          ref("sum"),
        ),
        resource(CHECK, "sum", { type: "CALCULATED", childHealthchecks: [ref("check-a")] }),
        alarm("sum"),
      ],
      messages: { "check-a": self("www.example.com") },
    },
    {
      title: "a name made of the zone's",
      change: (before) => setInput(before, "check-a", "fqdn", derivedFrom("eu.example.com", "zone")),
      messages: { "check-a": undecidedMessage("endpoint", "fqdn") },
      when: "preview",
    },
    {
      title: "a check that is disabled",
      change: (before) => setInput(before, "check-b", "disabled", true),
      messages: {
        "check-b": "disabled is true, expected false; Route 53 treats a disabled check as healthy",
      },
    },
    {
      title: "two checker regions",
      change: (before) => setInput(before, "check-a", "regions", ["us-east-1", "eu-west-1"]),
      messages: {
        "check-a": 'regions is ["us-east-1","eu-west-1"], expected 3 or more, or none for all of them',
      },
    },
    {
      title: "five minutes to detect a failure",
      change: (before) => setInput(before, "check-a", "failureThreshold", 10),
      messages: {
        "check-a":
          "requestInterval 30 times failureThreshold 10 is 300 seconds, expected 180 or less; queries still go to a failed region for that time",
      },
    },
    {
      title: "bounds that Route 53 does not have",
      change: (before) =>
        setInput(setInput(before, "check-a", "failureThreshold", 11), "check-a", "requestInterval", 60),
      messages: {
        "check-a": [
          "failureThreshold is 11, expected 1 to 10",
          "requestInterval is 60, expected 10 or 30 seconds",
        ],
      },
    },
    {
      title: "a shorter detection time in the settings",
      change: (before) =>
        setInput(unsetInput(before, "check-a", "failureThreshold"), "check-b", "requestInterval", 10),
      settings: { maxDetectionSeconds: 60 },
      messages: {
        "check-a":
          "requestInterval 30 times failureThreshold 3 is 90 seconds, expected 60 or less; queries still go to a failed region for that time",
      },
    },
    {
      title: "an alarm in another region",
      change: (before) => withOptions(before, "alarm-check-a", { region: "eu-west-1" }),
      messages: {
        "check-a": "its alarm alarm-check-a is in eu-west-1, expected us-east-1, where alone its metrics are",
      },
    },
    {
      title: "an alarm on the other check alone",
      change: (before) => withoutResources(before, "alarm-check-b"),
      messages: {
        "check-b":
          "no alarm watches it, expected an aws.cloudwatch.MetricAlarm of AWS/Route53 in us-east-1 with its id as dimension HealthCheckId; no notification is sent when it fails",
      },
    },
    {
      title: "no alarm where each check needs one",
      change: () => [zone, check("check-a")],
      settings: { alarmRequired: true },
      messages: {
        "check-a":
          "no alarm watches it, expected an aws.cloudwatch.MetricAlarm of AWS/Route53 in us-east-1 with its id as dimension HealthCheckId; no notification is sent when it fails",
      },
    },
  ],
});
