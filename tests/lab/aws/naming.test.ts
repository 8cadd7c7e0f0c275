import assert from "node:assert/strict";
import { NAME_LIMITS } from "../../../common/name-limits";
import { createName, createPrefixedName, nameLimit } from "../../../lab/aws/naming";
import { PROVIDER_NAME_LIMITS } from "../../../lab/aws/provider-name-limits";
import { fileOfToken, findSdk } from "../../../lab/provider/declarations/source";

describe("createName", () => {
  const request = {
    token: "aws:lb/loadBalancer:LoadBalancer",
    logicalName: "a-very-long-logical-name-of-a-load-balancer",
    inputs: {},
    random: "0123abc",
  };

  it("ends with a random part", () => {
    const name = createName({ property: "name" }, { ...request, logicalName: "front" });

    assert.equal(name, "front-0123abc");
  });

  it("accepts a name of exactly the longest length of its type", () => {
    const name = createName({ property: "name" }, { ...request, logicalName: "l".repeat(24) });

    assert.equal(name.length, 32);
  });

  it("refuses a name that leaves no room for the random part", () => {
    assert.throws(() => createName({ property: "name" }, { ...request, logicalName: "l".repeat(25) }), {
      message:
        "could not make instance of 'aws:lb/loadBalancer:LoadBalancer': " +
        `name '${"l".repeat(25)}-' plus 7 random chars is longer than maximum length 32`,
    });
  });

  it("counts a suffix and puts it at the end", () => {
    const rule = { property: "name", suffix: () => ".fifo" };

    assert.equal(createName(rule, { ...request, logicalName: "orders" }), "orders-0123abc.fifo");
    assert.throws(() => createName(rule, { ...request, logicalName: "l".repeat(20) }), {
      message: /plus 12 random chars is longer than maximum length 32$/,
    });
  });

  it("leaves out the random part of an exact name", () => {
    const rule = { property: "key", exact: true };

    assert.equal(createName(rule, { ...request, logicalName: "index.html" }), "index.html");
  });

  it("takes the name that the engine proposes, and refuses a longer one than the type allows", () => {
    const rule = { property: "name" };

    assert.equal(createName(rule, { ...request, proposed: "p".repeat(32) }), "p".repeat(32));
    assert.throws(() => createName(rule, { ...request, proposed: "p".repeat(33) }), {
      message: /is longer than maximum length 32$/,
    });
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

describe("nameLimit", () => {
  it("is the service's limit, else the one of the provider's validators, else 255", () => {
    assert.equal(nameLimit("aws:iam/role:Role"), 64);
    assert.equal(nameLimit("aws:apigatewayv2/api:Api"), 128);
    assert.equal(nameLimit("aws:glue/job:Job"), 255);
  });

  it("has rows of the provider's validators only for types of the SDK that have no other row", () => {
    const sdk = findSdk();
    for (const [token, limit] of Object.entries(PROVIDER_NAME_LIMITS)) {
      assert.ok(fileOfToken(sdk, token), token);
      assert.ok(!Object.hasOwn(NAME_LIMITS, token), token);
      assert.notEqual(limit, 255, token);
    }
  });
});
