import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isEmail, isHttpsUrl, isPhone } from "../../common/contacts";

describe("isEmail", () => {
  for (const text of ["ops@example.com", "a.b+c@sub.example.com", "o'brien&co@example.xn--p1ai", "a@1.io"]) {
    it(`accepts ${text}`, () => assert.equal(isEmail(text), true));
  }
  for (const text of [
    "",
    "ops",
    "ops@",
    "@example.com",
    "ops@example",
    "ops.team@example",
    "Ops <ops@example.com>",
    "a@b@example.com",
    "a@example.com\n",
    "a b@example.com",
    "a@-example.com",
    "a@example..com",
    "a@example.com.",
  ]) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(isEmail(text), false));
  }
});

describe("isPhone", () => {
  for (const text of ["+12025550123", "+821012345678", "+4915112345678", "+123456789012345"]) {
    it(`accepts ${text}`, () => assert.equal(isPhone(text), true));
  }
  for (const text of [
    "",
    "12025550123",
    "+0123456789",
    "+1 202 555 0123",
    "+123456",
    "+1234567890123456",
    "+1202555012x",
  ]) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(isPhone(text), false));
  }
});

describe("isHttpsUrl", () => {
  for (const text of ["https://events.example.com/integration/key/enqueue", "https://user:key@example.com"]) {
    it(`accepts ${text}`, () => assert.equal(isHttpsUrl(text), true));
  }
  for (const text of ["", "http://example.com", "https://", "https://localhost", "https://example.com/a b"]) {
    it(`rejects ${JSON.stringify(text)}`, () => assert.equal(isHttpsUrl(text), false));
  }
});
