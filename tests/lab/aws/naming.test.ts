import assert from "node:assert/strict";
import { createName, createPrefixedName } from "../../../lab/aws/naming";

describe("createName", () => {
  const request = {
    token: "aws:lb/loadBalancer:LoadBalancer",
    logicalName: "a-very-long-logical-name-of-a-load-balancer",
    inputs: {},
    random: "0123abc",
  };

  it("cuts the logical name to the longest name of the type", () => {
    assert.equal(createName({ property: "name" }, request), "a-very-long-logical-name-0123abc");
  });

  it("counts a suffix and puts it at the end", () => {
    const rule = { property: "name", suffix: () => ".fifo" };

    assert.equal(createName(rule, request), "a-very-long-logical-0123abc.fifo");
  });

  it("leaves out the random part of an exact name", () => {
    const rule = { property: "key", exact: true };

    assert.equal(createName(rule, { ...request, logicalName: "index.html" }), "index.html");
  });

  it("takes the name that the engine proposes, cut to the longest", () => {
    assert.equal(createName({ property: "name" }, { ...request, proposed: "p".repeat(40) }), "p".repeat(32));
  });
});

describe("createPrefixedName", () => {
  it("appends 18 digits of the time and 8 of a count", () => {
    assert.equal(
      createPrefixedName("tide-", Date.UTC(2026, 0, 2, 3, 4, 5, 6), "1f"),
      "tide-2026010203040500600000001f",
    );
  });
});
