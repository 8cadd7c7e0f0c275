import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isHostLabel, isHostName, isInZone, isRecordName, normalizeDomain } from "../../common/domains";

const TOO_LONG = [`${"a".repeat(64)}.com`, `${"abcdefg.".repeat(32)}com`];

describe("normalizeDomain", () => {
  it("returns the name in lower case and without its trailing dot", () => {
    assert.equal(normalizeDomain("WWW.Example.com."), "www.example.com");
  });
});

describe("isRecordName", () => {
  for (const name of [
    "com",
    "example.com",
    "a.b.c.example.com",
    "_acme-challenge.example.com",
    "xn--bcher-kva.example",
  ]) {
    it(`accepts ${name}`, () => assert.equal(isRecordName(name), true));
  }
  for (const name of [
    "",
    "-a.example.com",
    "a-.example.com",
    "a..example.com",
    "a b.com",
    "*.example.com",
    "ä.example",
    ...TOO_LONG,
  ]) {
    it(`rejects ${JSON.stringify(name)}`, () => assert.equal(isRecordName(name), false));
  }

  it("accepts a wildcard, if allowed, only as a whole first label before others", () => {
    assert.equal(isRecordName("*.example.com", true), true);
    assert.equal(isRecordName("*", true), false);
    assert.equal(isRecordName("a*.example.com", true), false);
    assert.equal(isRecordName("a.*.example.com", true), false);
  });
});

describe("isHostName", () => {
  for (const name of ["example.com", "a1.b-c.example.com", "1.example.com", "example.xn--p1ai"]) {
    it(`accepts ${name}`, () => assert.equal(isHostName(name), true));
  }
  for (const name of [
    "",
    "com",
    "10.0.0.1",
    "example.1",
    "_a.example.com",
    "-a.example.com",
    "a-.example.com",
    "Example.com",
    "example.com.",
    "https://example.com",
    ...TOO_LONG,
  ]) {
    it(`rejects ${JSON.stringify(name)}`, () => assert.equal(isHostName(name), false));
  }
});

describe("isHostLabel", () => {
  it("accepts one label of letters, digits and inner dashes", () => {
    for (const label of ["app", "a-1", "1", "a".repeat(63)]) assert.equal(isHostLabel(label), true, label);
    for (const label of ["", "-a", "a-", "a.b", "a_b", "App", "a".repeat(64)])
      assert.equal(isHostLabel(label), false, label);
  });
});

describe("isInZone", () => {
  for (const [name, inside] of [
    ["example.com", true],
    ["www.example.com", true],
    ["*.a.example.com", true],
    ["notexample.com", false],
    ["com", false],
    ["example.com.evil.net", false],
    ["example.org", false],
  ] as const) {
    it(`${inside ? "accepts" : "rejects"} ${name} in example.com`, () => {
      assert.equal(isInZone(name, "example.com"), inside);
    });
  }
});
