import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BUCKET_NAME_LIMIT, DEFAULT_NAME_LIMIT, NAME_LIMITS } from "../../common/name-limits";
import { fileOfToken, findSdk } from "../../lab/provider/declarations/source";

describe("NAME_LIMITS", () => {
  it("lists types that the provider has", () => {
    const sdk = findSdk();
    for (const token of Object.keys(NAME_LIMITS)) assert.ok(fileOfToken(sdk, token), token);
  });

  it("has the limits of IAM, S3 and load balancers", () => {
    assert.equal(NAME_LIMITS["aws:iam/role:Role"], 64);
    assert.equal(BUCKET_NAME_LIMIT, 63);
    assert.equal(NAME_LIMITS["aws:lb/loadBalancer:LoadBalancer"], 32);
    assert.equal(DEFAULT_NAME_LIMIT, 255);
  });
});
