import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { findRegion, REGIONS, regionCidr } from "../../stacks/regions";

describe("REGIONS", () => {
  it("never changes the slot of a region", () => {
    const slots = Object.fromEntries(REGIONS.map(({ code, slot }) => [code, slot]));

    assert.deepEqual(slots, {
      "us-east-1": 1,
      "eu-west-1": 2,
      "us-west-1": 3,
      "ap-southeast-1": 4,
      "ap-northeast-1": 5,
      "us-west-2": 6,
      "sa-east-1": 7,
      "ap-southeast-2": 8,
      "eu-central-1": 9,
      "ap-northeast-2": 10,
      "ap-south-1": 11,
      "us-east-2": 12,
      "ca-central-1": 13,
      "eu-west-2": 14,
      "eu-west-3": 15,
      "ap-northeast-3": 16,
      "eu-north-1": 17,
      "ap-east-1": 18,
      "me-south-1": 19,
      "eu-south-1": 20,
      "af-south-1": 21,
      "ap-southeast-3": 22,
      "me-central-1": 23,
      "eu-central-2": 24,
      "eu-south-2": 25,
      "ap-south-2": 26,
      "ap-southeast-4": 27,
      "il-central-1": 28,
      "ca-west-1": 29,
      "ap-southeast-5": 30,
      "ap-southeast-7": 31,
      "mx-central-1": 32,
      "ap-east-2": 33,
      "ap-southeast-6": 34,
    });
  });

  it("gives each region a slot of its own that fits one octet", () => {
    const slots = REGIONS.map(({ slot }) => slot);

    assert.equal(REGIONS.length, 34);
    assert.equal(new Set(slots).size, 34);
    assert.ok(slots.every((slot) => Number.isInteger(slot) && slot >= 1 && slot <= 255));
  });

  it("has health checkers in the eight regions of Route 53's API", () => {
    assert.deepEqual(
      REGIONS.filter(({ healthChecker }) => healthChecker)
        .map(({ code }) => code)
        .sort(),
      [
        "ap-northeast-1",
        "ap-southeast-1",
        "ap-southeast-2",
        "eu-west-1",
        "sa-east-1",
        "us-east-1",
        "us-west-1",
        "us-west-2",
      ],
    );
  });

  it("has only Bahrain and the UAE out of service", () => {
    const out = REGIONS.filter(({ outOfService }) => outOfService !== undefined);

    assert.deepEqual(
      out.map(({ code }) => code),
      ["me-south-1", "me-central-1"],
    );
  });

  it("has valid coordinates, countries and zones, and codes of one form", () => {
    for (const { code, latitude, longitude, country, zones } of REGIONS) {
      assert.match(code, /^[a-z]{2}-[a-z]+-[1-9]$/);
      assert.ok(Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180, code);
      assert.match(country, /^[A-Z]{2}$/);
      assert.ok(zones >= 2 && zones <= 6, code);
    }
  });
});

describe("findRegion", () => {
  it("returns the whole entry of a known code", () => {
    assert.deepEqual(findRegion("me-central-1"), {
      code: "me-central-1",
      name: "UAE",
      latitude: 24.4,
      longitude: 54.4,
      country: "AE",
      continent: "AS",
      zones: 3,
      optIn: true,
      healthChecker: false,
      slot: 23,
      missing: [],
      outOfService:
        "data centres damaged on 2026-03-01; AWS advised its customers on 2026-04-30 to move out and suspended billing",
    });
  });

  it("returns undefined for an unknown code", () => {
    assert.equal(findRegion("zz-nope-9"), undefined);
    assert.equal(findRegion("toString"), undefined);
  });
});

describe("regionCidr", () => {
  it("returns the block of the region's slot", () => {
    const seoul = findRegion("ap-northeast-2");
    assert.ok(seoul);

    assert.equal(regionCidr(seoul), "10.10.0.0/16");
  });
});
