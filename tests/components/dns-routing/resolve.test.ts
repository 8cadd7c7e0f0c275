import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import type { DnsEndpoint, DnsHealthCheck, DnsRecord, DnsRoutingArgs } from "../../../components/dns-routing";
import { resolveArgs } from "../../../components/dns-routing/resolve";

const zone = { name: "example.com" };
const at = (value: string, healthCheck?: string): DnsEndpoint => ({
  target: { values: [value] },
  healthCheck,
});
const east = at("192.0.2.1");
const west = at("192.0.2.2");
const loadBalancer = { dnsName: "lb.example.net", zoneId: "Z0123456789EXAMPLE" };
const cloudFront = { dnsName: "d1.cloudfront.example.net", zoneId: "Z2FDTNDATAQYW2" };
const simple: DnsRecord = { policy: "simple", name: "www.example.com", target: east.target };

const resolve = (args: Partial<DnsRoutingArgs>) => resolveArgs("sea", { zone, ...args });
const resolveRecord = (record: DnsRecord) => resolve({ records: { www: record } });

describe("resolveArgs", () => {
  it("normalizes the zone name and defaults the rest to none", () => {
    assert.deepEqual(resolveArgs("sea", { zone: { name: "Example.COM." } }), {
      zone: { name: "example.com", forceDestroy: false, queryLog: undefined },
      records: [],
      healthChecks: {},
      alarmTopicArns: [],
      tags: undefined,
    });
  });

  it("plans one A record set without a set identifier for a simple record", () => {
    assert.deepEqual(resolveRecord({ ...simple, name: "WWW.example.com." }).records, [
      {
        key: "www",
        name: "www.example.com",
        type: "A",
        policy: "simple",
        sharedTtl: undefined,
        recordSets: [
          {
            child: "www",
            routing: undefined,
            target: { values: ["192.0.2.1"], ttl: 60 },
            healthCheck: undefined,
            healthRequired: false,
            formerChildren: [],
          },
        ],
      },
    ]);
  });

  it("plans one record set for each endpoint, in the order of the labels", () => {
    const recordSets = resolve({
      healthChecks: { east: { fqdn: "east.example.com" } },
      records: {
        w: {
          policy: "weighted",
          name: "w.example.com",
          endpoints: { blue: { ...east, weight: 255 }, green: { ...west, weight: 0 } },
        },
        l: { policy: "latency", name: "l.example.com", endpoints: { "us-east-1": east, "eu-west-1": west } },
        f: {
          policy: "failover",
          name: "f.example.com",
          primary: "east",
          endpoints: { east: at("192.0.2.1", "east"), west },
        },
      },
    }).records.flatMap((record) => record.recordSets.map(({ child, routing }) => [child, routing]));

    assert.deepEqual(recordSets, [
      ["w-blue", { setIdentifier: "blue", inputs: { weightedRoutingPolicies: [{ weight: 255 }] } }],
      ["w-green", { setIdentifier: "green", inputs: { weightedRoutingPolicies: [{ weight: 0 }] } }],
      [
        "l-eu-west-1",
        { setIdentifier: "eu-west-1", inputs: { latencyRoutingPolicies: [{ region: "eu-west-1" }] } },
      ],
      [
        "l-us-east-1",
        { setIdentifier: "us-east-1", inputs: { latencyRoutingPolicies: [{ region: "us-east-1" }] } },
      ],
      [
        "f-primary",
        { setIdentifier: "primary-east", inputs: { failoverRoutingPolicies: [{ type: "PRIMARY" }] } },
      ],
      [
        "f-secondary",
        { setIdentifier: "secondary-west", inputs: { failoverRoutingPolicies: [{ type: "SECONDARY" }] } },
      ],
    ]);
  });

  it("accepts an alias that evaluates its target's health as failover primary", () => {
    const { records } = resolveRecord({
      policy: "failover",
      name: "www.example.com",
      primary: "east",
      endpoints: { east: { target: { alias: loadBalancer } }, west },
    });

    assert.deepEqual(
      records[0]?.recordSets.map(({ healthRequired }) => healthRequired),
      [true, false],
    );
  });

  it("plans one TTL for weighted record sets, that of their values", () => {
    const { records } = resolve({
      records: {
        w: {
          policy: "weighted",
          name: "w.example.com",
          endpoints: {
            blue: { target: { alias: loadBalancer }, weight: 1 },
            green: { target: { values: ["192.0.2.1"], ttl: 300 }, weight: 1 },
          },
        },
        a: {
          policy: "weighted",
          name: "a.example.com",
          endpoints: { blue: { target: { alias: loadBalancer }, weight: 1 } },
        },
        l: { policy: "latency", name: "l.example.com", endpoints: { "us-east-1": east } },
      },
    });

    assert.deepEqual(
      records.map(({ sharedTtl }) => sharedTtl),
      [300, undefined, undefined],
    );
  });

  it("gives up the former name of a routed record that another record set uses", () => {
    const { records } = resolve({
      records: {
        a: { policy: "weighted", name: "a.example.com", endpoints: { b: { ...east, weight: 1 } } },
        "a-b": { policy: "weighted", name: "b.example.com", endpoints: { c: { ...east, weight: 1 } } },
      },
    });

    assert.deepEqual(
      records.map(({ recordSets }) => recordSets.map(({ formerChildren }) => formerChildren)),
      [[["a"]], [[]]],
    );
  });

  it("fills in the defaults of a health check by its protocol", () => {
    const { healthChecks } = resolve({
      healthChecks: { web: { fqdn: "a.example.com" }, plain: { fqdn: "a.example.com", protocol: "HTTP" } },
    });

    assert.deepEqual(healthChecks, {
      web: {
        fqdn: "a.example.com",
        protocol: "HTTPS",
        port: 443,
        path: "/",
        interval: 30,
        failureThreshold: 3,
      },
      plain: {
        fqdn: "a.example.com",
        protocol: "HTTP",
        port: 80,
        path: "/",
        interval: 30,
        failureThreshold: 3,
      },
    });
  });

  it("accepts two types under one name", () => {
    const AAAA: DnsRecord = { ...simple, type: "AAAA", target: { values: ["2001:db8::1"] } };

    assert.equal(resolve({ records: { v4: simple, v6: AAAA } }).records.length, 2);
  });

  it("accepts values that are outputs", () => {
    assert.doesNotThrow(() => resolveRecord({ ...simple, target: { values: [pulumi.output("?")] } }));
  });

  const failoverRecord = { policy: "failover", name: "www.example.com", primary: "east" } as const;
  const weightedRecord = { policy: "weighted", name: "www.example.com" } as const;
  const healthHint =
    "expected a health check, or an alias that evaluates its target's health; otherwise the primary never fails over";
  const faults: [string, Partial<DnsRoutingArgs>, string][] = [
    [
      "a zone that is not a domain",
      { zone: { name: "example" } },
      'zone.name is "example", expected a domain name such as example.com',
    ],
    [
      "a key with a dot",
      { records: { "a.b": simple } },
      'a key of records is "a.b", expected lower-case letters, digits and single dashes, 1 to 40 characters',
    ],
    [
      "a relative name",
      { records: { www: { ...simple, name: "www" } } },
      'records.www.name is "www", expected a name in zone example.com',
    ],
    [
      "a name that only shares the end of the zone name",
      { records: { www: { ...simple, name: "notexample.com" } } },
      'records.www.name is "notexample.com", expected a name in zone example.com',
    ],
    [
      "an invalid name",
      { records: { www: { ...simple, name: "a b" } } },
      'records.www.name is "a b", expected a full domain name such as www.example.com',
    ],
    [
      "a CNAME at the apex",
      {
        records: {
          www: { ...simple, name: "example.com", type: "CNAME", target: { values: ["a.example.net"] } },
        },
      },
      'records.www.type is "CNAME", expected another type at the zone\'s apex, such as A with an alias',
    ],
    [
      "name servers at the apex",
      {
        records: {
          www: { ...simple, name: "example.com", type: "NS", target: { values: ["a.example.net"] } },
        },
      },
      'records.www.type is "NS", expected another type at the zone\'s apex, whose name servers Route 53 manages',
    ],
    [
      "a record without values",
      { records: { www: { ...simple, target: { values: [] } } } },
      "number of records.www.target.values is 0, expected at least 1",
    ],
    [
      "two values of a CNAME",
      {
        records: {
          www: { ...simple, type: "CNAME", target: { values: ["a.example.net", "b.example.net"] } },
        },
      },
      "number of records.www.target.values is 2, expected exactly 1",
    ],
    [
      "two values of a weighted endpoint",
      {
        records: {
          www: {
            ...weightedRecord,
            endpoints: { a: { weight: 1, target: { values: ["192.0.2.1", "192.0.2.2"] } } },
          },
        },
      },
      "number of records.www.endpoints.a.target.values is 2, expected exactly 1",
    ],
    [
      "a name as an A value",
      { records: { www: { ...simple, target: { values: ["a.example.net"] } } } },
      'records.www.target.values is "a.example.net", expected an IPv4 address',
    ],
    [
      "an IPv4 as an AAAA value",
      { records: { www: { ...simple, type: "AAAA" } } },
      'records.www.target.values is "192.0.2.1", expected an IPv6 address',
    ],
    [
      "a TTL below 0",
      { records: { www: { ...simple, target: { values: ["192.0.2.1"], ttl: -1 } } } },
      "records.www.target.ttl is -1, expected a whole number from 0 to 2147483647",
    ],
    [
      "a weight of 256",
      { records: { www: { ...weightedRecord, endpoints: { a: { ...east, weight: 256 } } } } },
      "records.www.endpoints.a.weight is 256, expected a whole number from 0 to 255",
    ],
    [
      "weights that are all 0",
      {
        records: {
          www: { ...weightedRecord, endpoints: { a: { ...east, weight: 0 }, b: { ...west, weight: 0 } } },
        },
      },
      "weights of records.www is [0,0], expected at least one above 0; with all at 0, Route 53 would distribute the queries equally",
    ],
    [
      "different TTLs of weighted endpoints",
      {
        records: {
          www: {
            ...weightedRecord,
            endpoints: {
              a: { weight: 1, target: { values: ["192.0.2.1"], ttl: 30 } },
              b: { ...west, weight: 1 },
            },
          },
        },
      },
      "TTLs of records.www is [30,60], expected the same in every endpoint, as Route 53 requires of weighted records",
    ],
    [
      "a record without endpoints",
      { records: { www: { policy: "latency", name: "www.example.com", endpoints: {} } } },
      "records.www.endpoints is {}, expected at least one endpoint",
    ],
    [
      "a latency endpoint whose label is not a region",
      { records: { www: { policy: "latency", name: "www.example.com", endpoints: { seoul: east } } } },
      'a key of records.www.endpoints is "seoul", expected a region code such as eu-west-1',
    ],
    [
      "three failover endpoints",
      {
        records: {
          www: {
            ...failoverRecord,
            primary: "lb",
            endpoints: { lb: { target: { alias: loadBalancer } }, east, west },
          },
        },
      },
      "number of records.www.endpoints is 3, expected exactly 2, the primary and the secondary",
    ],
    [
      "a primary that is not an endpoint",
      { records: { www: { ...failoverRecord, primary: "north", endpoints: { east, west } } } },
      'records.www.primary is "north", expected one of east, west',
    ],
    [
      "a primary without a health check",
      { records: { www: { ...failoverRecord, endpoints: { east, west } } } },
      `records.www.endpoints.east.healthCheck is undefined, ${healthHint}`,
    ],
    [
      "a primary whose target's health is ignored",
      {
        records: {
          www: {
            ...failoverRecord,
            endpoints: {
              east: { target: { alias: { ...loadBalancer, evaluateTargetHealth: false } } },
              west,
            },
          },
        },
      },
      `records.www.endpoints.east.healthCheck is undefined, ${healthHint}`,
    ],
    [
      "CloudFront as a primary without a health check",
      {
        records: { www: { ...failoverRecord, endpoints: { east: { target: { alias: cloudFront } }, west } } },
      },
      `records.www.endpoints.east.healthCheck is undefined, ${healthHint}`,
    ],
    [
      "the evaluation of CloudFront's health",
      { records: { www: { ...simple, target: { alias: { ...cloudFront, evaluateTargetHealth: true } } } } },
      "records.www.target.alias.evaluateTargetHealth is true, expected false for CloudFront, whose health Route 53 cannot evaluate",
    ],
    [
      "an unknown health check",
      {
        records: {
          www: {
            policy: "latency",
            name: "www.example.com",
            endpoints: { "us-east-1": at("192.0.2.1", "x") },
          },
        },
      },
      'records.www.endpoints.us-east-1.healthCheck is "x", expected one of healthChecks, which is empty',
    ],
    [
      "two records of the same name and type",
      { records: { a: simple, b: { ...simple, name: "WWW.example.com" } } },
      'records.b.name is "www.example.com", expected a unique name and type; records.a has the same',
    ],
    [
      "a CNAME beside another type",
      { records: { a: simple, b: { ...simple, type: "CNAME", target: { values: ["a.example.net"] } } } },
      'records.b.type is "CNAME", expected no other record named www.example.com beside a CNAME',
    ],
    [
      "two keys that yield the same child name",
      {
        records: {
          "a-b": simple,
          a: { ...weightedRecord, name: "a.example.com", endpoints: { b: { ...east, weight: 1 } } },
        },
      },
      'a key of records is "a", expected a key that does not yield a second child called a-b',
    ],
  ];
  for (const [subject, args, message] of faults) {
    it(`rejects ${subject}`, () => {
      assert.throws(() => resolve(args), { message: `sea: ${message}` });
    });
  }

  const fqdn = "east.example.com";
  const healthCheckFaults: [string, DnsHealthCheck, string][] = [
    ["an invalid name", { fqdn: "a b" }, 'fqdn is "a b", expected a domain name such as api.example.com'],
    ["an interval of 20", { fqdn, interval: 20 as 10 }, "interval is 20, expected one of 10, 30"],
    [
      "a threshold of 11",
      { fqdn, failureThreshold: 11 },
      "failureThreshold is 11, expected a whole number from 1 to 10",
    ],
    ["port 0", { fqdn, port: 0 }, "port is 0, expected a whole number from 1 to 65535"],
    [
      "a path without a leading slash",
      { fqdn, path: "health" },
      'path is "health", expected a path of up to 255 characters with a leading slash',
    ],
    [
      "an empty search string",
      { fqdn, searchString: "" },
      'searchString is "", expected a string of 1 to 255 characters',
    ],
    [
      "TCP without a port",
      { fqdn, protocol: "TCP" },
      "port is undefined, expected a port, since TCP has no default port",
    ],
    ["TCP and a path", { fqdn, protocol: "TCP", port: 22, path: "/" }, 'path is "/", expected none with TCP'],
    [
      "TCP and a search string",
      { fqdn, protocol: "TCP", port: 22, searchString: "ok" },
      'searchString is "ok", expected none with TCP',
    ],
    [
      "two checker regions",
      { fqdn, checkerRegions: ["us-east-1", "eu-west-1"] },
      'checkerRegions is ["us-east-1","eu-west-1"], expected at least three regions, each once',
    ],
    [
      "a region without checkers",
      { fqdn, checkerRegions: ["us-east-1", "eu-west-1", "af-south-1" as "us-east-1", "us-west-1"] },
      'checkerRegions is "af-south-1", expected one of us-east-1, us-west-1, us-west-2, eu-west-1, ap-southeast-1, ap-southeast-2, ap-northeast-1, sa-east-1',
    ],
  ];
  for (const [subject, healthCheck, message] of healthCheckFaults) {
    it(`rejects a health check with ${subject}`, () => {
      assert.throws(() => resolve({ healthChecks: { east: healthCheck } }), {
        message: `sea: healthChecks.east.${message}`,
      });
    });
  }
});
