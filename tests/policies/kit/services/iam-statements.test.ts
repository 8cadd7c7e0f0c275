import assert from "node:assert/strict";
import fc from "fast-check";
import { findTlsFlaw, matchesIamPattern, Props, readStrings, statementsOf } from "../../../../policies/kit";

const text = fc.stringMatching(/^[a-z:./$^()[\]{}+|\\-]{0,12}$/);

describe("matchesIamPattern", () => {
  it("matches a pattern without wildcards literally", () => {
    fc.assert(fc.property(text, text, (one, other) => matchesIamPattern(one, other) === (one === other)));
  });

  it("matches any string for an asterisk and any character for a question mark", () => {
    fc.assert(
      fc.property(text, text, text, (start, middle, end) => {
        assert.equal(matchesIamPattern(`${start}*${end}`, start + middle + end), true);
        assert.equal(matchesIamPattern(start + "?".repeat(middle.length) + end, start + middle + end), true);
        assert.equal(matchesIamPattern(`${start}?${end}`, start + end), false);
      }),
    );
  });
});

describe("statementsOf", () => {
  it("returns one statement or several", () => {
    assert.equal(statementsOf(new Props([{ Statement: { Effect: "Deny" } }])).length, 1);
    assert.equal(
      statementsOf(new Props([{ Statement: [{ Effect: "Deny" }, { Effect: "Allow" }] }])).length,
      2,
    );
    assert.equal(statementsOf(new Props([{}])).length, 0);
  });
});

describe("readStrings", () => {
  it("reads a string, a boolean or a list as strings", () => {
    const statement = new Props([{ one: "a", flag: false, several: ["a", true] }]);
    assert.deepEqual(readStrings(statement, "one"), ["a"]);
    assert.deepEqual(readStrings(statement, "flag"), ["false"]);
    assert.deepEqual(readStrings(statement, "several"), ["a", "true"]);
    assert.deepEqual(readStrings(statement, "none"), []);
  });
});

describe("findTlsFlaw", () => {
  const denial = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sns:*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };

  it("accepts a denial for its own service only", () => {
    assert.equal(findTlsFlaw(new Props([denial]), "sns"), undefined);
    assert.equal(findTlsFlaw(new Props([denial]), "s3"), 'Action is "sns:*", expected "s3:*"');
  });

  it("returns an empty flaw for a statement about something else", () => {
    assert.equal(findTlsFlaw(new Props([{ Effect: "Allow" }]), "s3"), "");
  });
});
