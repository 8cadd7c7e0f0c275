import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  expectEmail,
  expectLabels,
  expectOneOf,
  expectText,
  expectWhole,
} from "../../../components/shared/checks";
import { Faults } from "../../../components/shared/errors";

function told(check: (faults: Faults) => boolean): string | undefined {
  const faults = new Faults("tide");
  const held = check(faults);
  try {
    faults.raise();
  } catch (error) {
    assert.equal(held, false);
    return (error as Error).message;
  }
  assert.equal(held, true);
  return undefined;
}

describe("expectWhole", () => {
  for (const good of [undefined, 1, 9]) {
    it(`given ${good}, when checked for 1 to 9, then it holds`, () => {
      assert.equal(
        told((faults) => expectWhole(faults, "n", good, 1, 9)),
        undefined,
      );
    });
  }
  for (const bad of [0, 10, 1.5, Number.NaN]) {
    it(`given ${bad}, when checked for 1 to 9, then the range is told`, () => {
      const message = `tide: n is ${bad}, expected a whole number from 1 to 9`;
      assert.equal(
        told((faults) => expectWhole(faults, "n", bad, 1, 9)),
        message,
      );
    });
  }
});

describe("expectOneOf", () => {
  it("given a member or nothing, when checked, then it holds", () => {
    assert.equal(
      told((faults) => expectOneOf(faults, "c", "a", ["a", "b"])),
      undefined,
    );
    assert.equal(
      told((faults) => expectOneOf(faults, "c", undefined, ["a", "b"])),
      undefined,
    );
  });

  it("given a stranger, when checked, then the members are told", () => {
    const message = 'tide: c is "z", expected one of a, b';
    assert.equal(
      told((faults) => expectOneOf(faults, "c", "z", ["a", "b"])),
      message,
    );
  });
});

describe("expectText", () => {
  for (const [text, holds] of [
    [undefined, true],
    ["ab", true],
    ["abc", true],
    ["a", false],
    ["abcd", false],
  ] as const) {
    it(`given ${text}, when checked for 2 to 3 characters, then holds is ${holds}`, () => {
      const message = holds ? undefined : `tide: t is "${text}", expected a text of 2 to 3 characters`;
      assert.equal(
        told((faults) => expectText(faults, "t", text, 2, 3)),
        message,
      );
    });
  }
});

describe("expectLabels", () => {
  it("given good labels, when checked, then they hold", () => {
    assert.equal(
      told((faults) => expectLabels(faults, "groups", ["a", "eu-west-1", "x".repeat(40)])),
      undefined,
    );
  });

  for (const bad of ["", "A", "a_b", "-a", "a-", "a--b", "a b", "__proto__", "x".repeat(41), "a\n"]) {
    it(`given ${JSON.stringify(bad)}, when checked, then the form is told`, () => {
      assert.equal(
        told((faults) => expectLabels(faults, "groups", ["good", bad])),
        `tide: a key of groups is ${JSON.stringify(bad)}, expected lower-case letters, digits and single dashes, 1 to 40 characters`,
      );
    });
  }
});

describe("expectEmail", () => {
  for (const good of ["ops@example.com", "a.b+c@sub.example.com"]) {
    it(`given ${good}, when checked, then it holds`, () => {
      assert.equal(
        told((faults) => expectEmail(faults, "to", good)),
        undefined,
      );
    });
  }
  for (const bad of [
    "ops",
    "ops@",
    "@example.com",
    "ops@example",
    "Ops <ops@example.com>",
    "a@example.com\n",
    "a b@example.com",
  ]) {
    it(`given ${JSON.stringify(bad)}, when checked, then the form is told`, () => {
      assert.equal(
        told((faults) => expectEmail(faults, "to", bad)),
        `tide: to is ${JSON.stringify(bad)}, expected an e-mail address such as ops@example.com`,
      );
    });
  }
});
