import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import type { DnsRoutingArgs } from "../../../components/dns-routing";
import { dnsPlan } from "../../../components/dns-routing/plan";
import type { DnsEndpoint, DnsHealthCheck, DnsRecord } from "../../../components/dns-routing/records";

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

const planned = (args: Partial<DnsRoutingArgs>) => dnsPlan("sea", { zone, ...args });
const one = (record: DnsRecord, args: Partial<DnsRoutingArgs> = {}) =>
  planned({ records: { www: record }, ...args });

describe("dnsPlan", () => {
  it("given a zone alone, when planned, then it is in normal form and there are no records", () => {
    assert.deepEqual(dnsPlan("sea", { zone: { name: "Example.COM." } }), {
      zone: "example.com",
      records: [],
    });
  });

  it("given a simple record, when planned, then it is one A record without set identifier", () => {
    assert.deepEqual(one({ ...simple, name: "WWW.example.com." }).records, [
      {
        key: "www",
        name: "www.example.com",
        type: "A",
        policy: "simple",
        answers: [
          {
            child: "www",
            routed: undefined,
            target: east.target,
            healthCheck: undefined,
            needsHealth: false,
          },
        ],
      },
    ]);
  });

  it("given each routed policy, when planned, then identifiers are the keys and AWS' inputs follow the policy", () => {
    const routed = planned({
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
    }).records.flatMap((record) => record.answers.map(({ child, routed }) => [child, routed]));

    assert.deepEqual(routed, [
      ["w-blue", { setIdentifier: "blue", routing: { weightedRoutingPolicies: [{ weight: 255 }] } }],
      ["w-green", { setIdentifier: "green", routing: { weightedRoutingPolicies: [{ weight: 0 }] } }],
      [
        "l-us-east-1",
        { setIdentifier: "us-east-1", routing: { latencyRoutingPolicies: [{ region: "us-east-1" }] } },
      ],
      [
        "l-eu-west-1",
        { setIdentifier: "eu-west-1", routing: { latencyRoutingPolicies: [{ region: "eu-west-1" }] } },
      ],
      ["f-east", { setIdentifier: "east", routing: { failoverRoutingPolicies: [{ type: "PRIMARY" }] } }],
      ["f-west", { setIdentifier: "west", routing: { failoverRoutingPolicies: [{ type: "SECONDARY" }] } }],
    ]);
  });

  it("given an alias with its target's health as primary, when planned, then it needs no check of its own", () => {
    const { records } = one({
      policy: "failover",
      name: "www.example.com",
      primary: "east",
      endpoints: { east: { target: { alias: loadBalancer } }, west },
    });

    assert.deepEqual(
      records[0]?.answers.map(({ needsHealth }) => needsHealth),
      [true, false],
    );
  });

  it("given the same name with two types, when planned, then both are taken", () => {
    const AAAA: DnsRecord = { ...simple, type: "AAAA", target: { values: ["2001:db8::1"] } };

    assert.equal(planned({ records: { v4: simple, v6: AAAA } }).records.length, 2);
  });

  it("given values that are known only later, when planned, then they are not judged", () => {
    assert.doesNotThrow(() => one({ ...simple, target: { values: [pulumi.output("?")] } }));
  });

  const failover = { policy: "failover", name: "www.example.com", primary: "east" } as const;
  const weighted = { policy: "weighted", name: "www.example.com" } as const;
  const healthless =
    "expected a health check, or an alias that evaluates its target's health; a primary without never fails over";
  const faults: [string, Partial<DnsRoutingArgs>, string][] = [
    [
      "a zone that is no domain",
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
      "a name that only ends alike",
      { records: { www: { ...simple, name: "notexample.com" } } },
      'records.www.name is "notexample.com", expected a name in zone example.com',
    ],
    [
      "a name that is none",
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
      'records.www.type is "CNAME", expected another type at the zone\'s apex; an alias of type A does it',
    ],
    [
      "name servers at the apex",
      {
        records: {
          www: { ...simple, name: "example.com", type: "NS", target: { values: ["a.example.net"] } },
        },
      },
      "records.www.type is \"NS\", expected another type at the zone's apex; its name servers are Route 53's",
    ],
    [
      "no value",
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
      "two values of a weighted answer",
      {
        records: {
          www: {
            ...weighted,
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
      { records: { www: { ...weighted, endpoints: { a: { ...east, weight: 256 } } } } },
      "records.www.endpoints.a.weight is 256, expected a whole number from 0 to 255",
    ],
    [
      "weights that are all 0",
      {
        records: {
          www: { ...weighted, endpoints: { a: { ...east, weight: 0 }, b: { ...west, weight: 0 } } },
        },
      },
      "weights of records.www is [0,0], expected at least one above 0; all at 0 would share the queries equally",
    ],
    [
      "different TTLs of weighted answers",
      {
        records: {
          www: {
            ...weighted,
            endpoints: {
              a: { weight: 1, target: { values: ["192.0.2.1"], ttl: 30 } },
              b: { ...west, weight: 1 },
            },
          },
        },
      },
      "TTLs of records.www is [30,60], expected the same in every endpoint, as Route 53 demands of weighted records",
    ],
    [
      "no endpoint",
      { records: { www: { policy: "latency", name: "www.example.com", endpoints: {} } } },
      "records.www.endpoints is {}, expected at least one endpoint",
    ],
    [
      "a latency endpoint that is no region",
      { records: { www: { policy: "latency", name: "www.example.com", endpoints: { seoul: east } } } },
      'a key of records.www.endpoints is "seoul", expected a region code such as eu-west-1',
    ],
    [
      "three failover endpoints",
      {
        records: {
          www: {
            ...failover,
            primary: "lb",
            endpoints: { lb: { target: { alias: loadBalancer } }, east, west },
          },
        },
      },
      "number of records.www.endpoints is 3, expected exactly 2, the primary and the other",
    ],
    [
      "a primary that is no endpoint",
      { records: { www: { ...failover, primary: "north", endpoints: { east, west } } } },
      'records.www.primary is "north", expected one of east, west',
    ],
    [
      "a primary without health",
      { records: { www: { ...failover, endpoints: { east, west } } } },
      `records.www.endpoints.east.healthCheck is undefined, ${healthless}`,
    ],
    [
      "a primary whose target's health is ignored",
      {
        records: {
          www: {
            ...failover,
            endpoints: {
              east: { target: { alias: { ...loadBalancer, evaluateTargetHealth: false } } },
              west,
            },
          },
        },
      },
      `records.www.endpoints.east.healthCheck is undefined, ${healthless}`,
    ],
    [
      "CloudFront as a primary without check",
      { records: { www: { ...failover, endpoints: { east: { target: { alias: cloudFront } }, west } } } },
      `records.www.endpoints.east.healthCheck is undefined, ${healthless}`,
    ],
    [
      "CloudFront's health",
      { records: { www: { ...simple, target: { alias: { ...cloudFront, evaluateTargetHealth: true } } } } },
      "records.www.target.alias.evaluateTargetHealth is true, expected false for CloudFront, whose health Route 53 cannot see",
    ],
    [
      "a health check that is none",
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
      "the same name and type twice",
      { records: { a: simple, b: { ...simple, name: "WWW.example.com" } } },
      'records.b.name is "www.example.com", expected a name and type of its own; records.a has both',
    ],
    [
      "a CNAME beside another type",
      { records: { a: simple, b: { ...simple, type: "CNAME", target: { values: ["a.example.net"] } } } },
      'records.b.type is "CNAME", expected no other record named www.example.com beside a CNAME',
    ],
    [
      "keys that make one child twice",
      {
        records: {
          "a-b": simple,
          a: { ...weighted, name: "a.example.com", endpoints: { b: { ...east, weight: 1 } } },
        },
      },
      'a key of records is "a", expected one that does not make the child a-b twice',
    ],
  ];
  for (const [what, args, message] of faults) {
    it(`given ${what}, when planned, then the error says so`, () => {
      assert.throws(() => planned(args), { message: `sea: ${message}` });
    });
  }

  const fqdn = "east.example.com";
  const checkFaults: [string, DnsHealthCheck, string][] = [
    ["a name that is none", { fqdn: "a b" }, 'fqdn is "a b", expected a domain name such as api.example.com'],
    ["an interval of 20", { fqdn, interval: 20 as 10 }, "interval is 20, expected one of 10, 30"],
    [
      "a threshold of 11",
      { fqdn, failureThreshold: 11 },
      "failureThreshold is 11, expected a whole number from 1 to 10",
    ],
    ["port 0", { fqdn, port: 0 }, "port is 0, expected a whole number from 1 to 65535"],
    [
      "a path without slash",
      { fqdn, path: "health" },
      'path is "health", expected a path of up to 255 characters that begins with a slash',
    ],
    [
      "an empty search",
      { fqdn, searchString: "" },
      'searchString is "", expected a text of 1 to 255 characters',
    ],
    [
      "TCP without port",
      { fqdn, protocol: "TCP" },
      "port is undefined, expected a port, since TCP has none of its own",
    ],
    [
      "TCP with a path",
      { fqdn, protocol: "TCP", port: 22, path: "/" },
      'path is "/", expected none with TCP',
    ],
    [
      "TCP with a search",
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
  for (const [what, check, message] of checkFaults) {
    it(`given a health check with ${what}, when planned, then the error says so`, () => {
      assert.throws(() => planned({ healthChecks: { east: check } }), {
        message: `sea: healthChecks.east.${message}`,
      });
    });
  }
});
