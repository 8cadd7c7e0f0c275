import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  CLOUDFRONT_ZONE,
  evaluatesHealth,
  expectZoneName,
} from "../../../components/dns-routing/health-checks";

const elsewhere = { zone: "Z35SXDOTRQ7X7K", evaluateTargetHealth: undefined, healthless: false };
const cloudFront = { ...elsewhere, zone: CLOUDFRONT_ZONE };
const argument = "sea: records.www: evaluateTargetHealth of an alias into CloudFront";

describe("evaluatesHealth", () => {
  it("given a target outside of CloudFront, when its zone is known, then its health counts unless told otherwise", () => {
    assert.equal(evaluatesHealth("sea", "www", elsewhere), true);
    assert.equal(evaluatesHealth("sea", "www", { ...elsewhere, evaluateTargetHealth: false }), false);
    assert.equal(evaluatesHealth("sea", "www", { ...elsewhere, healthless: true }), true);
  });

  it("given CloudFront, when its zone is known, then its health does not count", () => {
    assert.equal(evaluatesHealth("sea", "www", cloudFront), false);
    assert.equal(evaluatesHealth("sea", "www", { ...cloudFront, evaluateTargetHealth: false }), false);
  });

  it("given CloudFront whose health was to count, when its zone is known, then the error forbids it", () => {
    assert.throws(() => evaluatesHealth("sea", "www", { ...cloudFront, evaluateTargetHealth: true }), {
      message: `${argument} is true, expected false`,
    });
  });

  it("given CloudFront as a primary without check, when its zone is known, then the error asks for one", () => {
    assert.throws(() => evaluatesHealth("sea", "www", { ...cloudFront, healthless: true }), {
      message: `${argument} is false, expected a healthCheck beside it, on a primary`,
    });
  });
});

describe("expectZoneName", () => {
  it("given the same name in another form, when compared, then it is taken", () => {
    assert.doesNotThrow(() => expectZoneName("sea", "example.com", { name: "Example.com.", zoneId: "Z0" }));
  });

  it("given the id of another zone, when compared, then the error tells that zone's name", () => {
    assert.throws(() => expectZoneName("sea", "example.com", { name: "example.org", zoneId: "Z0" }), {
      message: 'sea: zone.name is "example.com", expected example.org, the name of zone Z0',
    });
  });
});
