import assert from "node:assert/strict";
import fc from "fast-check";
import { findTlsFlaw, matchesIamPattern, Props, readStrings, statementsOf } from "../../../../policies/kit";

const text = fc.stringMatching(/^[a-z:./$^()[\]{}+|\\-]{0,12}$/);

describe("isLike", () => {
  it("given a text without stars and question marks, when it is the pattern, then it is like itself alone", () => {
    fc.assert(fc.property(text, text, (one, other) => matchesIamPattern(one, other) === (one === other)));
  });

  it("given a star or question marks, when they are filled, then the text is like the pattern", () => {
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
  it("given one statement or several, when asked, then there are as many", () => {
    assert.equal(statementsOf(new Props([{ Statement: { Effect: "Deny" } }])).length, 1);
    assert.equal(
      statementsOf(new Props([{ Statement: [{ Effect: "Deny" }, { Effect: "Allow" }] }])).length,
      2,
    );
    assert.equal(statementsOf(new Props([{}])).length, 0);
  });
});

describe("valuesAt", () => {
  it("given a text, a truth value or a list, when asked, then each value is a text", () => {
    const statement = new Props([{ one: "a", flag: false, several: ["a", true] }]);
    assert.deepEqual(readStrings(statement, "one"), ["a"]);
    assert.deepEqual(readStrings(statement, "flag"), ["false"]);
    assert.deepEqual(readStrings(statement, "several"), ["a", "true"]);
    assert.deepEqual(readStrings(statement, "none"), []);
  });
});

describe("tlsFlaw", () => {
  const denial = {
    Effect: "Deny",
    Principal: { AWS: "*" },
    Action: "sns:*",
    Condition: { Bool: { "aws:SecureTransport": "false" } },
  };

  it("given a denial of a service, when asked of that service or another, then it holds for the one alone", () => {
    assert.equal(findTlsFlaw(new Props([denial]), "sns"), undefined);
    assert.equal(findTlsFlaw(new Props([denial]), "s3"), 'Action is "sns:*", expected "s3:*"');
  });

  it("given a statement about something else, when asked, then there is nothing to say of it", () => {
    assert.equal(findTlsFlaw(new Props([{ Effect: "Allow" }]), "s3"), "");
  });
});
