import assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import type { CloudRecord } from "../../../../lab/aws/cloud-store";
import type { Properties } from "../../../../lab/aws/property-values";
import { route53 } from "../../../../lab/aws/route53";
import { expandName } from "../../../../lab/aws/route53/names";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const ZONE = "aws:route53/zone:Zone";
const RECORD = "aws:route53/record:Record";
const CHECK = "aws:route53/healthCheck:HealthCheck";

function withZone(
  name = "example.com",
  more: Properties = {},
): { cloud: Cloud; zone: CloudRecord; zoneId: string } {
  const cloud = new Cloud(route53);
  const zone = cloud.create(ZONE, { name, ...more });
  return { cloud, zone, zoneId: zone.id };
}

const A = { type: "A", ttl: 60, records: ["192.0.2.1"] };
const weighted = (setIdentifier: string, more: Properties = {}) => ({
  ...A,
  name: "www",
  setIdentifier,
  weightedRoutingPolicies: [{ weight: 50 }],
  ...more,
});
const policy = (setIdentifier: string, chosen: Properties, more: Properties = {}) => ({
  ...A,
  name: "www",
  setIdentifier,
  ...chosen,
  ...more,
});
const www = (words: string, id = "b") =>
  `InvalidChangeBatch: [RRSet with DNS name www.example.com., type A, SetIdentifier ${id} cannot be created as ${words}]`;

describe("names of records", () => {
  it("expands short, full and empty names to one that ends in the zone once", () => {
    assert.equal(expandName("www", "example.com"), "www.example.com");
    assert.equal(expandName("www.example.com.", "example.com"), "www.example.com");
    assert.equal(expandName("", "example.com"), "example.com");
    assert.equal(expandName("notexample.com", "example.com"), "notexample.com");
  });
});

describe("Zone", () => {
  it("gives a public zone four name servers in four top-level domains", () => {
    const { zone } = withZone();

    assert.match(zone.id, /^Z[0-9A-Z]{20}$/);
    assert.equal(zone.outputs.zoneId, zone.id);
    assert.equal(zone.outputs.arn, `arn:aws:route53:::hostedzone/${zone.id}`);
    const servers = zone.outputs.nameServers as readonly string[];
    assert.equal(servers.length, 4);
    assert.deepEqual(
      servers.map((server) => server.replace(/^ns-\d+\.awsdns-\d\d\./, "")),
      ["com", "net", "org", "co.uk"],
    );
    assert.equal(zone.outputs.primaryNameServer, servers[0]);
  });

  it("gives two zones of one name different ids", () => {
    const { cloud, zoneId } = withZone();

    assert.notEqual(cloud.create(ZONE, { name: "example.com" }, { name: "r1" }).id, zoneId);
  });

  it("refuses to delete a zone with records unless forceDestroy is set", () => {
    const { cloud, zone, zoneId } = withZone();
    const record = cloud.create(RECORD, { ...A, zoneId, name: "www" });

    assert.equal(
      refusal(() => cloud.delete(zone)),
      "HostedZoneNotEmpty: The specified hosted zone contains non-required resource record sets and so cannot be deleted.",
    );
    cloud.delete(cloud.update(zone, { forceDestroy: true }));
    assert.equal(cloud.get(record), undefined);
  });

  it("rejects a top-level domain and a missing VPC", () => {
    const cloud = new Cloud(route53);

    for (const name of ["com", "museum", "xn--p1ai"]) {
      assert.match(
        refusal(() => cloud.create(ZONE, { name })),
        /^InvalidDomainName: /,
      );
    }
    assert.match(
      refusal(() => cloud.create(ZONE, { name: "a.internal", vpcs: [{ vpcId: "vpc-1" }] })),
      /^InvalidVPCId: /,
    );
  });
});

describe("Record", () => {
  it("derives id and full name of a record from a short name", () => {
    const { cloud, zoneId } = withZone();

    const { id, outputs } = cloud.create(RECORD, weighted("blue", { zoneId }));

    assert.equal(id, `${zoneId}_www_A_blue`);
    assert.equal(outputs.fqdn, "www.example.com");
  });

  const alone: readonly (readonly [string, Properties, string])[] = [
    [
      "a name outside of the zone",
      { ...A, name: "notexample.com" },
      "InvalidChangeBatch: [RRSet with DNS name notexample.com. is not permitted in zone example.com.]",
    ],
    [
      "a CNAME at the apex",
      { name: "", type: "CNAME", ttl: 60, records: ["a.example.net"] },
      "InvalidChangeBatch: [RRSet of type CNAME with DNS name example.com. is not permitted at apex in zone example.com.]",
    ],
    [
      "the zone's own NS",
      { name: "", type: "NS", ttl: 60, records: ["ns.example.net"] },
      "InvalidChangeBatch: [Tried to create resource record set [name='example.com.', type='NS'] but it already exists]",
    ],
    [
      "a CNAME of two values",
      { name: "w", type: "CNAME", ttl: 60, records: ["a.example.net", "b.example.net"] },
      "InvalidChangeBatch: [RRSet of type CNAME with DNS name w.example.com. must have exactly one resource record]",
    ],
    [
      "a weighted record of two values",
      weighted("a", { records: ["192.0.2.1", "192.0.2.2"] }),
      "InvalidChangeBatch: [RRSet with the routing policy weighted with DNS name www.example.com. must have exactly one resource record]",
    ],
    [
      "no TTL",
      { name: "w", type: "A", records: ["192.0.2.1"] },
      "InvalidInput: Invalid request: Expected exactly one of [AliasTarget, all of [TTL, and ResourceRecords], or TrafficPolicyInstanceId], but found none in Change with [Action=CREATE, Name=w.example.com., Type=A, SetIdentifier=null]",
    ],
    [
      "a value that is no address",
      { ...A, name: "w", records: ["192.0.2.256"] },
      "InvalidChangeBatch: [Invalid Resource Record: 'FATAL problem: ARRDATAIllegalIPv4Address (Value is not a valid IPv4 address) encountered with '192.0.2.256'']",
    ],
    [
      "target health of a distribution",
      {
        name: "w",
        type: "A",
        aliases: [{ name: "d1.cloudfront.net", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: true }],
      },
      "InvalidChangeBatch: [EvaluateTargetHealth cannot be set to true when the alias target is a CloudFront distribution: d1.cloudfront.net.]",
    ],
    [
      "a continent and a country",
      policy("a", { geolocationRoutingPolicies: [{ continent: "EU", country: "FR" }] }),
      "InvalidInput: Invalid request: Expected exactly one of [ContinentCode, CountryCode], but found more than one in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=a]",
    ],
    [
      "an unknown continent",
      policy("a", { geolocationRoutingPolicies: [{ continent: "XX" }] }),
      "NoSuchGeoLocation: Amazon Route 53 doesn't support the specified geographic location.",
    ],
    [
      "a subdivision of France",
      policy("a", { geolocationRoutingPolicies: [{ country: "FR", subdivision: "75" }] }),
      "InvalidInput: Invalid request: SubdivisionCode '75' requires CountryCode 'US' in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=a]",
    ],
    [
      "two places of geoproximity",
      policy("a", { geoproximityRoutingPolicy: { awsRegion: "eu-west-1", localZoneGroup: "x" } }),
      "InvalidInput: Invalid request: Expected exactly one of [AWSRegion, LocalZoneGroup, Coordinates], but found more than one in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=a]",
    ],
    [
      "three decimals of latitude",
      policy("a", { geoproximityRoutingPolicy: { coordinates: [{ latitude: "49.221", longitude: "2" }] } }),
      "InvalidInput: Invalid request: Value '49.221' at 'latitude' failed to satisfy constraint in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=a]",
    ],
    [
      "latency to nowhere",
      policy("a", { latencyRoutingPolicies: [{ region: "eu-west-9" }] }),
      "InvalidInput: Invalid request: Value 'eu-west-9' at 'Region' failed to satisfy enum value set in Change with [Action=CREATE, Name=www.example.com., Type=A, SetIdentifier=a]",
    ],
    [
      "a multivalue alias",
      {
        name: "w",
        type: "A",
        setIdentifier: "a",
        multivalueAnswerRoutingPolicy: true,
        aliases: [{ name: "x", zoneId: "Z1", evaluateTargetHealth: false }],
      },
      "InvalidInput: Invalid request: Expected no AliasTarget with MultiValueAnswer in Change with [Action=CREATE, Name=w.example.com., Type=A, SetIdentifier=a]",
    ],
    [
      "a health check that is not there",
      { ...A, name: "w", healthCheckId: "none" },
      "NoSuchHealthCheck: No health check exists with the ID none.",
    ],
    [
      "a collection that is not there",
      policy("a", { cidrRoutingPolicy: { collectionId: "c", locationName: "x" } }),
      "NoSuchCidrCollectionException: The CIDR collection you specified, doesn't exist.",
    ],
    [
      "an alias to a name that is not there",
      {
        name: "w",
        type: "A",
        aliases: [{ name: "v.example.com", zoneId: "self", evaluateTargetHealth: true }],
      },
      "InvalidChangeBatch: [Tried to create an alias that targets v.example.com., type A in zone SELF, but that target was not found]",
    ],
    [
      "an alias out of its zone",
      {
        name: "w",
        type: "A",
        aliases: [{ name: "v.example.net", zoneId: "self", evaluateTargetHealth: true }],
      },
      "InvalidChangeBatch: [Tried to create an alias that targets v.example.net., type A in zone SELF, but the alias target name does not lie within the target zone]",
    ],
  ];
  for (const [what, inputs, expected] of alone)
    it(`rejects ${what}`, () => {
      const { cloud, zoneId } = withZone();
      const own = JSON.parse(
        JSON.stringify(inputs).replaceAll('"self"', JSON.stringify(zoneId)),
      ) as Properties;

      assert.equal(
        refusal(() => cloud.create(RECORD, { ...own, zoneId })),
        expected.replace("SELF", zoneId),
      );
    });

  const mixes: readonly (readonly [string, Properties, Properties, string])[] = [
    [
      "weighted beside simple",
      { ...A, name: "www" },
      weighted("b"),
      www("a non-weighted set exists with the same name and type."),
    ],
    [
      "weighted beside latency",
      policy("a", { latencyRoutingPolicies: [{ region: "eu-west-1" }] }),
      weighted("b"),
      www("a non-weighted set exists with the same name and type."),
    ],
    [
      "another TTL among weights",
      weighted("a"),
      weighted("b", { ttl: 61 }),
      www("weighted sets must contain the same TTL."),
    ],
    [
      "a region twice",
      policy("a", { latencyRoutingPolicies: [{ region: "eu-west-1" }] }),
      policy("b", { latencyRoutingPolicies: [{ region: "eu-west-1" }] }),
      www("a set exists with the same name, type and Region eu-west-1."),
    ],
    [
      "two primaries",
      policy("a", { failoverRoutingPolicies: [{ type: "PRIMARY" }] }),
      policy("b", { failoverRoutingPolicies: [{ type: "PRIMARY" }] }),
      www("a set exists with the same name, type and Failover PRIMARY."),
    ],
    [
      "a country twice",
      policy("a", { geolocationRoutingPolicies: [{ country: "FR" }] }),
      policy("b", { geolocationRoutingPolicies: [{ country: "FR" }] }),
      www("a set exists with the same name, type and GeoLocation."),
    ],
    [
      "a simple record beside weights",
      weighted("a"),
      { ...A, name: "www" },
      "InvalidChangeBatch: [RRSet with DNS name www.example.com., type A cannot be created as other RRSets exist with the same name and type.]",
    ],
    [
      "the same record again",
      weighted("a"),
      weighted("a"),
      "InvalidChangeBatch: [Tried to create resource record set [name='www.example.com.', type='A', set-identifier='a'] but it already exists]",
    ],
    [
      "a CNAME beside an address",
      { ...A, name: "www" },
      { name: "www", type: "CNAME", ttl: 60, records: ["a.example.net"] },
      "InvalidChangeBatch: [RRSet of type CNAME with DNS name www.example.com. is not permitted as it conflicts with other records with the same DNS name in zone example.com.]",
    ],
    [
      "an address beside a CNAME",
      { name: "www", type: "CNAME", ttl: 60, records: ["a.example.net"] },
      { ...A, name: "www" },
      "InvalidChangeBatch: [RRSet of type A with DNS name www.example.com. is not permitted because a conflicting RRSet of type CNAME with the same DNS name already exists in zone example.com.]",
    ],
  ];
  for (const [what, first, second, expected] of mixes)
    it(`rejects ${what} beside other records`, () => {
      const { cloud, zoneId } = withZone();
      cloud.create(RECORD, { ...first, zoneId });

      assert.equal(
        refusal(() => cloud.create(RECORD, { ...second, zoneId })),
        expected,
      );
    });

  const pairs: Readonly<Record<string, readonly [Properties, Properties]>> = {
    "two weights": [weighted("a"), weighted("b", { weightedRoutingPolicies: [{ weight: 0 }] })],
    "two regions": [
      policy("a", { latencyRoutingPolicies: [{ region: "eu-west-1" }] }),
      policy("b", { latencyRoutingPolicies: [{ region: "us-east-1" }] }),
    ],
    "a failover pair": [
      policy("a", { failoverRoutingPolicies: [{ type: "PRIMARY" }] }),
      policy("b", { failoverRoutingPolicies: [{ type: "SECONDARY" }] }),
    ],
    "a country and the default": [
      policy("a", { geolocationRoutingPolicies: [{ country: "FR" }] }),
      policy("b", { geolocationRoutingPolicies: [{ country: "*" }] }),
    ],
    "a state and its country": [
      policy("a", { geolocationRoutingPolicies: [{ country: "US" }] }),
      policy("b", { geolocationRoutingPolicies: [{ country: "US", subdivision: "CA" }] }),
    ],
    "two types at one name": [
      { ...A, name: "www" },
      { name: "www", type: "TXT", ttl: 5, records: ["x"] },
    ],
    "many values of one name": [
      { ...A, name: "a", records: ["192.0.2.1", "192.0.2.2"] },
      { ...A, name: "b" },
    ],
    "multivalue answers": [
      policy("a", { multivalueAnswerRoutingPolicy: true }),
      policy("b", { multivalueAnswerRoutingPolicy: true }),
    ],
    "geoproximity of a region and of coordinates": [
      policy("a", { geoproximityRoutingPolicy: { awsRegion: "eu-west-1", bias: 10 } }),
      policy("b", {
        geoproximityRoutingPolicy: { coordinates: [{ latitude: "-49.22", longitude: "-174.01" }] },
      }),
    ],
  };
  for (const [what, [first, second]] of Object.entries(pairs))
    it(`accepts ${what}`, () => {
      const { cloud, zoneId } = withZone();
      cloud.create(RECORD, { ...first, zoneId });

      assert.doesNotThrow(() => cloud.create(RECORD, { ...second, zoneId }));
    });

  it("ignores records of the same name in another zone", () => {
    const { cloud, zoneId } = withZone();
    const other = cloud.create(ZONE, { name: "example.com" });
    cloud.create(RECORD, { ...A, name: "www", zoneId });

    assert.equal(cloud.create(RECORD, { ...weighted("a"), zoneId: other.id }).id, `${other.id}_www_A_a`);
  });

  it("accepts an alias to a record of the same type in its zone", () => {
    const { cloud, zoneId } = withZone();
    cloud.create(RECORD, { ...A, name: "v", zoneId });
    const alias = (type: string) => ({
      zoneId,
      name: "",
      type,
      aliases: [{ name: "v.example.com", zoneId, evaluateTargetHealth: true }],
    });

    assert.equal(cloud.create(RECORD, alias("A")).outputs.fqdn, "example.com");
    assert.match(
      refusal(() => cloud.create(RECORD, alias("AAAA"))),
      /that target was not found/,
    );
  });

  it("rejects another TTL for one of two weighted records and accepts another weight", () => {
    const { cloud, zoneId } = withZone();
    const blue = cloud.create(RECORD, { ...weighted("blue"), zoneId });
    cloud.create(RECORD, { ...weighted("green"), zoneId });

    assert.equal(
      refusal(() => cloud.update(blue, { ttl: 5 })),
      www("weighted sets must contain the same TTL.", "blue"),
    );
    const after = cloud.update(blue, { weightedRoutingPolicies: [{ weight: 0 }] });
    assert.deepEqual(after.outputs.weightedRoutingPolicies, [{ weight: 0 }]);
  });

  it("accepts that a lone simple record becomes weighted", () => {
    const { cloud, zoneId } = withZone();
    const record = cloud.create(RECORD, { ...A, name: "www", zoneId });

    const after = cloud.update(record, { setIdentifier: "a", weightedRoutingPolicies: [{ weight: 1 }] });

    assert.equal(after.outputs.setIdentifier, "a");
  });

  it("overwrites an existing record with allowOverwrite", () => {
    const { cloud, zoneId } = withZone();

    const ns = {
      zoneId,
      name: "example.com",
      type: "NS",
      ttl: 60,
      records: ["ns.example.net"],
      allowOverwrite: true,
    };

    assert.equal(cloud.create(RECORD, ns).outputs.fqdn, "example.com");
  });

  it("rejects a missing zone with NoSuchHostedZone", () => {
    const act = () => new Cloud(route53).create(RECORD, { ...A, name: "www", zoneId: "Z0" });

    assert.equal(refusal(act), "NoSuchHostedZone: No hosted zone found with ID: Z0");
  });

  const unfit: readonly (readonly [string, Properties, Properties])[] = [
    [
      "neither values nor alias",
      { type: "A", ttl: 1 },
      { records: '"records": one of `alias,records` must be specified' },
    ],
    [
      "both of them",
      { ...A, aliases: [{}], ttl: 1 },
      {
        records:
          '"records": only one of `alias,records` can be specified, but `alias,records` were specified.',
      },
    ],
    ["the TTL of an alias", { type: "A", ttl: 1, aliases: [{}] }, { ttl: '"ttl": conflicts with alias' }],
    [
      "two policies",
      {
        ...A,
        setIdentifier: "a",
        weightedRoutingPolicies: [{ weight: 1 }],
        latencyRoutingPolicies: [{ region: "eu-west-1" }],
      },
      { weightedRoutingPolicies: '"weighted_routing_policy": conflicts with latency_routing_policy' },
    ],
    [
      "no set identifier",
      { ...A, weightedRoutingPolicies: [{ weight: 1 }] },
      {
        weightedRoutingPolicies:
          '"weighted_routing_policy": all of `set_identifier,weighted_routing_policy` must be specified',
      },
    ],
    [
      "a weight of 256",
      { ...A, setIdentifier: "a", weightedRoutingPolicies: [{ weight: 256 }] },
      { "weightedRoutingPolicies[0].weight": "expected weight to be in the range (0 - 255), got 256" },
    ],
    [
      "a bias of 100",
      { ...A, setIdentifier: "a", geoproximityRoutingPolicy: { bias: 100 } },
      { "geoproximityRoutingPolicy.bias": "expected bias to be in the range (-99 - 99), got 100" },
    ],
    ["a TTL below 0", { ...A, ttl: -1 }, { ttl: "expected ttl to be in the range (0 - 2147483647), got -1" }],
    [
      "values not known yet",
      { type: "A", ttl: UNKNOWN_VALUE, records: UNKNOWN_VALUE, setIdentifier: UNKNOWN_VALUE },
      {},
    ],
  ];
  for (const [what, inputs, expected] of unfit)
    it(`rejects inputs with ${what}`, () => {
      assert.deepEqual(
        reasons(new Cloud(route53).check(RECORD, { name: "www", zoneId: "Z", ...inputs })),
        expected,
      );
    });

  it("accepts a record with an existing health check", () => {
    const { cloud, zoneId } = withZone();
    const check = cloud.create(CHECK, { type: "HTTPS", fqdn: "a.example.com" });

    assert.doesNotThrow(() => cloud.create(RECORD, { ...A, name: "www", zoneId, healthCheckId: check.id }));
  });
});
