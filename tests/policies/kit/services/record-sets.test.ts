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
  it("joins names with and without the name of a zone outside of the stack", () => {
    assert.deepEqual(
      setsOf({ a: weighted("www", "a"), b: weighted("WWW.example.com.", "b"), c: weighted("api", "c") }),
      ["weighted www.example.com: a b", "weighted api: c"],
    );
  });

  it("keeps every record when a full name may lack the zone's name", () => {
    assert.deepEqual(
      setsOf({
        a: weighted("www", "a"),
        b: weighted("www.example.com", "b"),
        c: weighted("www.example.com.example.net", "c"),
      }),
      ["weighted www.example.com: a b", "weighted www.example.com.example.net: c"],
    );
  });

  it("separates names that only look alike", () => {
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

  it("separates the policies of one name", () => {
    const failover = { name: "www", setIdentifier: "f", failoverRoutingPolicies: [{ type: "PRIMARY" }] };
    const many = { name: "www", setIdentifier: "m", multivalueAnswerRoutingPolicy: true };
    const plain = { name: "www", multivalueAnswerRoutingPolicy: false, latencyRoutingPolicies: [] };

    assert.deepEqual(setsOf({ failover, many, plain }), [
      "failover www: failover",
      "multivalue www: many",
      "simple www: plain",
    ]);
  });

  it("is undecided about completeness when the zone of a record is unknown", () => {
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

describe("hasName", () => {
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

  it("accepts a name without a zone of two labels only", () => {
    assert.equal(hasName(set("www.example.com"), "www.example.com"), true);
    assert.equal(hasName(set("www"), "www.example.com"), true);
    assert.equal(hasName(set(""), "example.com"), true);
    assert.equal(hasName(set("www"), "www.eu-west-1.example.com"), false);
    assert.equal(hasName(set("ww"), "www.example.com"), false);
    assert.equal(hasName(set("www", true), "www.example.com"), false);
    assert.equal(hasName(set("www.example.com", false, false), "www.example.com"), false);
  });
});

describe("normalizeDomainName", () => {
  it("normalizes all forms of a name to one", () => {
    assert.equal(normalizeDomainName("WWW.Example.com."), "www.example.com");
    assert.equal(normalizeDomainName("\\052.example.com"), "*.example.com");
  });

  it("is idempotent", () => {
    fc.assert(
      fc.property(fc.domain(), fc.constantFrom("", "."), (domain, dot) => {
        const normal = normalizeDomainName(domain.toUpperCase() + dot);
        assert.equal(normal, domain.toLowerCase());
        assert.equal(normalizeDomainName(normal), normal);
      }),
    );
  });
});

describe("findOnlyRegionInName", () => {
  it("returns a single region and undefined for several", () => {
    assert.equal(findOnlyRegionInName("lb-1.eu-west-1.elb.amazonaws.com"), "eu-west-1");
    assert.equal(findOnlyRegionInName("eu-west-1-to-eu-west-1.example.com"), "eu-west-1");
    assert.equal(findOnlyRegionInName("eu-west-1.us-east-1.example.com"), undefined);
    assert.equal(findOnlyRegionInName("www.example.com"), undefined);
  });
});
