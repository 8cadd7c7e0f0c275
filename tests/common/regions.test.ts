import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  GLOBAL_SERVICES_REGION,
  HEALTH_CHECKER_REGIONS,
  isRegionCode,
  REGION_CODE,
  REGION_FACTS,
} from "../../common/regions";

describe("isRegionCode", () => {
  it("accepts every region of the table", () => {
    for (const code of Object.keys(REGION_FACTS)) assert.equal(isRegionCode(code), true, code);
  });

  for (const code of ["us-iso-east-1", "us-isob-east-1", "eu-isoe-west-1", "us-gov-west-1", "eu-west-9"]) {
    it(`accepts ${code}`, () => assert.equal(isRegionCode(code), true));
  }

  for (const text of [
    "",
    "global",
    "eu-west",
    "eu-west-1a",
    "EU-WEST-1",
    "my-bucket-1",
    "db-node-1",
    "us-east-1\n",
    "xus-east-1",
  ]) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(isRegionCode(text), false));
  }
});

describe("REGION_CODE", () => {
  it("finds codes within a string and has no groups of its own", () => {
    const match = new RegExp(`^com\\.amazonaws\\.(${REGION_CODE})\\.(s3)$`).exec(
      "com.amazonaws.us-gov-east-1.s3",
    );
    assert.deepEqual(match?.slice(1), ["us-gov-east-1", "s3"]);
  });
});

describe("REGION_FACTS", () => {
  it("has a zone prefix of its own and two to six zones for each region", () => {
    const facts = Object.values(REGION_FACTS);
    assert.equal(facts.length, 39);
    assert.equal(new Set(facts.map(({ zoneIdPrefix }) => zoneIdPrefix)).size, facts.length);
    for (const { zoneLetters, description } of facts) assert.match(zoneLetters, /^[a-f]{2,6}$/, description);
  });

  it("has the region of global services and those with health checkers", () => {
    for (const code of [GLOBAL_SERVICES_REGION, ...HEALTH_CHECKER_REGIONS])
      assert.ok(REGION_FACTS[code], code);
    assert.equal(HEALTH_CHECKER_REGIONS.length, 8);
  });
});
