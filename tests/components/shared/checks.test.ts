import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkLabels, checkLength, checkOneOf, checkWholeNumber } from "../../../components/shared/checks";
import { Faults } from "../../../components/shared/errors";

function errorOf(check: (faults: Faults) => boolean): string | undefined {
  const faults = new Faults("tide");
  const valid = check(faults);
  try {
    faults.raise();
  } catch (error) {
    assert.equal(valid, false);
    return (error as Error).message;
  }
  assert.equal(valid, true);
  return undefined;
}

describe("checkWholeNumber", () => {
  for (const good of [undefined, 1, 9]) {
    it(`accepts ${good} from 1 to 9`, () => {
      assert.equal(
        errorOf((faults) => checkWholeNumber(faults, "n", good, 1, 9)),
        undefined,
      );
    });
  }
  for (const bad of [0, 10, 1.5, Number.NaN]) {
    it(`rejects ${bad} and gives the range`, () => {
      const message = `tide: n is ${bad}, expected a whole number from 1 to 9`;
      assert.equal(
        errorOf((faults) => checkWholeNumber(faults, "n", bad, 1, 9)),
        message,
      );
    });
  }
});

describe("checkOneOf", () => {
  it("accepts a member and undefined", () => {
    assert.equal(
      errorOf((faults) => checkOneOf(faults, "c", "a", ["a", "b"])),
      undefined,
    );
    assert.equal(
      errorOf((faults) => checkOneOf(faults, "c", undefined, ["a", "b"])),
      undefined,
    );
  });

  it("rejects any other value and lists the members", () => {
    const message = 'tide: c is "z", expected one of a, b';
    assert.equal(
      errorOf((faults) => checkOneOf(faults, "c", "z", ["a", "b"])),
      message,
    );
  });
});

describe("checkLength", () => {
  for (const [text, valid] of [
    [undefined, true],
    ["ab", true],
    ["abc", true],
    ["a", false],
    ["abcd", false],
  ] as const) {
    it(`${valid ? "accepts" : "rejects"} ${text} for 2 to 3 characters`, () => {
      const message = valid ? undefined : `tide: t is "${text}", expected a string of 2 to 3 characters`;
      assert.equal(
        errorOf((faults) => checkLength(faults, "t", text, 2, 3)),
        message,
      );
    });
  }
});

describe("checkLabels", () => {
  it("accepts labels", () => {
    assert.equal(
      errorOf((faults) => checkLabels(faults, "groups", ["a", "eu-west-1", "x".repeat(40)])),
      undefined,
    );
  });

  for (const bad of ["", "A", "a_b", "-a", "a-", "a--b", "a b", "__proto__", "x".repeat(41), "a\n"]) {
    it(`rejects ${JSON.stringify(bad)} and gives the form`, () => {
      assert.equal(
        errorOf((faults) => checkLabels(faults, "groups", ["good", bad])),
        `tide: a key of groups is ${JSON.stringify(bad)}, expected lower-case letters, digits and single dashes, 1 to 40 characters`,
      );
    });
  }
});
