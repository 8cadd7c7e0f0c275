import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import fc from "fast-check";
import {
  findOnlyRegionInName,
  hasName,
  normalizeDomainName,
  type RecordSet,
  Resource,
  recordSetsOf,
  Stack,
  Undecided,
} from "../../../../policies/kit";

const RECORD = "aws:route53/record:Record";

function stackOf(records: Readonly<Record<string, Record<string, unknown>>>): Stack {
  const resources = Object.entries(records).map(
    ([name, inputs]) =>
      new Resource({
        type: RECORD,
        name,
        urn: `urn::${name}`,
        protect: false,
        inputs: { zoneId: "Z0123456789EXAMPLE", type: "A", ...inputs },
        outputs: {},
      }),
  );
  return new Stack("dev", resources, new Map());
}

const HIDDEN = unknownCheckingProxy({
  name: "www",
  type: "A",
  zoneId: "04da6b54-80e4-46f7-96ec-b56ff0331ba9",
});

const weighted = (name: string, setIdentifier: string) => ({
  name,
  setIdentifier,
  weightedRoutingPolicies: [{ weight: 1 }],
});

function setsOf(records: Parameters<typeof stackOf>[0]): readonly string[] {
  return recordSetsOf(stackOf(records)).all.map(
    ({ name, policy, members }) => `${policy} ${name}: ${members.map((member) => member.name).join(" ")}`,
  );
}

describe("RecordSets", () => {
  it("given records of a zone outside, when grouped, then names with and without the zone's are one set", () => {
    assert.deepEqual(
      setsOf({ a: weighted("www", "a"), b: weighted("WWW.example.com.", "b"), c: weighted("api", "c") }),
      ["weighted www.example.com: a b", "weighted api: c"],
    );
  });

  it("given a name that is in full and may yet leave the zone's out, when grouped, then no record is lost", () => {
    assert.deepEqual(
      setsOf({
        a: weighted("www", "a"),
        b: weighted("www.example.com", "b"),
        c: weighted("www.example.com.example.net", "c"),
      }),
      ["weighted www.example.com: a b", "weighted www.example.com.example.net: c"],
    );
  });

  it("given names that only look alike, when grouped, then they stay apart", () => {
    assert.deepEqual(
      setsOf({
        a: weighted("www", "one"),
        b: weighted("www.dev.example.com", "two"),
        c: weighted("api", "one"),
        d: weighted("api.example.com", "one"),
        e: { ...weighted("www.example.com", "two"), type: "AAAA" },
      }),
      [
        "weighted www: a",
        "weighted www.dev.example.com: b",
        "weighted api: c",
        "weighted api.example.com: d",
        "weighted www.example.com: e",
      ],
    );
  });

  it("given one name under two policies, when grouped, then each policy has a set", () => {
    const failover = { name: "www", setIdentifier: "f", failoverRoutingPolicies: [{ type: "PRIMARY" }] };
    const many = { name: "www", setIdentifier: "m", multivalueAnswerRoutingPolicy: true };
    const plain = { name: "www", multivalueAnswerRoutingPolicy: false, latencyRoutingPolicies: [] };

    assert.deepEqual(setsOf({ failover, many, plain }), [
      "failover www: failover",
      "multivalue www: many",
      "simple www: plain",
    ]);
  });

  it("given a record whose zone is not known, when its set is to be whole, then it is undecided", () => {
    const stack = new Stack(
      "dev",
      [new Resource({ type: RECORD, name: "a", urn: "urn::a", protect: false, inputs: HIDDEN })],
      new Map(),
    );
    const sets = recordSetsOf(stack);
    const [set] = sets.all;
    assert.ok(set);

    assert.throws(() => sets.requireComplete(set), new Undecided("zoneId"));
  });
});

describe("isNameOf", () => {
  const set = (name: string, isFullName = false, isNameKnown = true): RecordSet => ({
    zone: "Z",
    isZoneKnown: true,
    name,
    isFullName,
    isNameKnown,
    type: "A",
    policy: "simple",
    members: [],
  });

  it("given a set and a full name, when compared, then only a zone of two labels may have been left out", () => {
    assert.equal(hasName(set("www.example.com"), "www.example.com"), true);
    assert.equal(hasName(set("www"), "www.example.com"), true);
    assert.equal(hasName(set(""), "example.com"), true);
    assert.equal(hasName(set("www"), "www.eu-west-1.example.com"), false);
    assert.equal(hasName(set("ww"), "www.example.com"), false);
    assert.equal(hasName(set("www", true), "www.example.com"), false);
    assert.equal(hasName(set("www.example.com", false, false), "www.example.com"), false);
  });
});

describe("normalName", () => {
  it("given the ways to write a name, when made normal, then they are one", () => {
    assert.equal(normalizeDomainName("WWW.Example.com."), "www.example.com");
    assert.equal(normalizeDomainName("\\052.example.com"), "*.example.com");
  });

  it("given any name, when made normal twice, then the second time changes nothing", () => {
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom("", "."), (domain, dot) => {
        const normal = normalizeDomainName(domain.toUpperCase() + dot);
        assert.equal(normal, domain.toLowerCase());
        assert.equal(normalizeDomainName(normal), normal);
      }),
    );
  });
});

describe("regionInName", () => {
  it("given a name, when asked for its region, then one region is told, and none of several", () => {
    assert.equal(findOnlyRegionInName("lb-1.eu-west-1.elb.amazonaws.com"), "eu-west-1");
    assert.equal(findOnlyRegionInName("eu-west-1-to-eu-west-1.example.com"), "eu-west-1");
    assert.equal(findOnlyRegionInName("eu-west-1.us-east-1.example.com"), undefined);
    assert.equal(findOnlyRegionInName("www.example.com"), undefined);
  });
});
