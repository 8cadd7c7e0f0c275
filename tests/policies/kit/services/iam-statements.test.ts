import assert from "node:assert/strict";
import fc from "fast-check";
import {
  findTlsFlaw,
  isOpenToEveryone,
  matchesIamPattern,
  Props,
  readStrings,
  statementsOf,
} from "../../../../policies/kit";

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

describe("isOpenToEveryone", () => {
  const isOpen = (statement: Readonly<Record<string, unknown>>): boolean =>
    isOpenToEveryone(new Props([{ Effect: "Allow", Principal: "*", ...statement }]));

  it("finds statements for every principal, or for every principal but some", () => {
    assert.equal(isOpen({}), true);
    assert.equal(isOpen({ Principal: { AWS: ["arn:aws:iam::123456789012:root", "*"] } }), true);
    assert.equal(isOpen({ Principal: undefined, NotPrincipal: { AWS: "123456789012" } }), true);
    assert.equal(isOpen({ Principal: { AWS: "123456789012" } }), false);
    assert.equal(isOpen({ Principal: { Service: "s3.amazonaws.com" } }), false);
    assert.equal(isOpen({ Effect: "Deny" }), false);
  });

  it("accepts conditions that restrict the callers", () => {
    for (const Condition of [
      { StringEquals: { "aws:PrincipalOrgID": "o-1234567890" } },
      { "ForAnyValue:StringLike": { "AWS:PrincipalOrgPaths": ["o-1234567890/*"] } },
      { ArnLike: { "aws:SourceArn": "arn:aws:s3:::data" } },
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "2001:db8::/32"] } },
    ]) {
      assert.equal(isOpen({ Condition }), false, JSON.stringify(Condition));
    }
  });

  it("ignores conditions that every caller can meet", () => {
    for (const Condition of [
      { StringNotEquals: { "aws:PrincipalOrgID": "o-1234567890" } },
      { StringEqualsIfExists: { "aws:SourceVpce": "vpce-1" } },
      { "ForAllValues:StringEquals": { "aws:PrincipalOrgID": "o-1234567890" } },
      { StringLike: { "aws:PrincipalArn": "*" } },
      { IpAddress: { "aws:SourceIp": ["203.0.113.0/24", "::/0"] } },
      { Bool: { "aws:SecureTransport": "true" } },
    ]) {
      assert.equal(isOpen({ Condition }), true, JSON.stringify(Condition));
    }
  });
});
