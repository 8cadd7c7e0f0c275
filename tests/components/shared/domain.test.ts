import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isDomain, isInZone, normalDomain } from "../../../components/shared/domain";

describe("normalDomain", () => {
  it("given upper case and a trailing dot, when normalised, then neither is left", () => {
    assert.equal(normalDomain("WWW.Example.com."), "www.example.com");
  });
});

describe("isDomain", () => {
  const good = ["example.com", "a.b.c.example.com", "_acme-challenge.example.com", "xn--bcher-kva.example"];
  const bad = [
    "",
    "-a.example.com",
    "a-.example.com",
    "a..example.com",
    "a b.com",
    "*.example.com",
    "ä.example",
  ];

  for (const name of good) {
    it(`given ${name}, when checked, then it is a domain`, () => assert.equal(isDomain(name), true));
  }
  for (const name of [...bad, `${"a".repeat(64)}.com`, `${"abcdefg.".repeat(32)}com`]) {
    it(`given ${JSON.stringify(name)}, when checked, then it is none`, () =>
      assert.equal(isDomain(name), false));
  }

  it("given a wildcard, when allowed, then only as the whole first label of more", () => {
    assert.equal(isDomain("*.example.com", true), true);
    assert.equal(isDomain("*", true), false);
    assert.equal(isDomain("a*.example.com", true), false);
    assert.equal(isDomain("a.*.example.com", true), false);
  });
});

describe("isInZone", () => {
  const cases: [string, boolean][] = [
    ["example.com", true],
    ["www.example.com", true],
    ["*.a.example.com", true],
    ["notexample.com", false],
    ["com", false],
    ["example.com.evil.net", false],
    ["example.org", false],
  ];

  for (const [name, inside] of cases) {
    it(`given ${name}, when compared with example.com by label, then ${inside}`, () => {
      assert.equal(isInZone(name, "example.com"), inside);
    });
  }
});
