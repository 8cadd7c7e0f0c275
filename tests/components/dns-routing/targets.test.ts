import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { CLOUDFRONT_ZONE_ID, shouldEvaluateHealth } from "../../../components/dns-routing/targets";

const loadBalancer = { zoneId: "Z35SXDOTRQ7X7K", evaluateTargetHealth: undefined, healthRequired: false };
const cloudFront = { ...loadBalancer, zoneId: CLOUDFRONT_ZONE_ID };
const argument = "sea: records.www: evaluateTargetHealth of an alias to CloudFront";

describe("shouldEvaluateHealth", () => {
  it("returns true for a target outside of CloudFront unless the argument is false", () => {
    assert.equal(shouldEvaluateHealth("sea", "www", loadBalancer), true);
    assert.equal(shouldEvaluateHealth("sea", "www", { ...loadBalancer, evaluateTargetHealth: false }), false);
    assert.equal(shouldEvaluateHealth("sea", "www", { ...loadBalancer, healthRequired: true }), true);
  });

  it("returns false for CloudFront", () => {
    assert.equal(shouldEvaluateHealth("sea", "www", cloudFront), false);
    assert.equal(shouldEvaluateHealth("sea", "www", { ...cloudFront, evaluateTargetHealth: false }), false);
  });

  it("rejects CloudFront when the argument is true", () => {
    assert.throws(() => shouldEvaluateHealth("sea", "www", { ...cloudFront, evaluateTargetHealth: true }), {
      message: `${argument} is true, expected false`,
    });
  });

  it("rejects CloudFront as a failover primary without a health check", () => {
    assert.throws(() => shouldEvaluateHealth("sea", "www", { ...cloudFront, healthRequired: true }), {
      message: `${argument} is false, expected a healthCheck in addition, since it is the primary`,
    });
  });
});
