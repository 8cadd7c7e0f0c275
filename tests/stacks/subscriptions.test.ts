import assert from "node:assert/strict";
import fc from "fast-check";
import { describe, it } from "mocha";
import { keySubscribers, subscriptionKey } from "../../stacks/subscriptions";

/** Form of a label that components accept. */
const LABEL = /^(?=.{1,40}$)[a-z0-9]+(?:-[a-z0-9]+)*$/;

describe("subscriptionKey", () => {
  it("is the readable address and a digest", () => {
    assert.equal(subscriptionKey("ops@example.com"), "ops-example-com-af3c82544f");
  });

  it("ignores upper and lower case", () => {
    assert.equal(subscriptionKey("Ops@Example.com"), subscriptionKey("ops@example.com"));
  });

  it("differs for addresses that differ in punctuation only", () => {
    const keys = ["a.b@example.com", "a-b@example.com", "a@b.example.com", "a+b@example.com"].map(
      subscriptionKey,
    );
    assert.equal(new Set(keys).size, 4);
  });

  it("has the form of a label for any address", () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.emailAddress(), fc.constant("+@-a.com"), fc.constant(`${"a".repeat(64)}@example.com`)),
        (email) => assert.match(subscriptionKey(email), LABEL),
      ),
    );
  });
});

describe("keySubscribers", () => {
  it("returns the same entries in the same order for any order of the list", () => {
    const emails = ["z@example.com", "a@example.com", "m@example.com"];
    const entries = Object.entries(keySubscribers(emails));

    assert.deepEqual(Object.entries(keySubscribers([...emails].reverse())), entries);
    assert.deepEqual(
      entries.map(([, { email }]) => email),
      ["a@example.com", "m@example.com", "z@example.com"],
    );
  });
});
