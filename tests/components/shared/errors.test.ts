import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { ArgumentError, Faults } from "../../../components/shared/errors";

describe("ArgumentError", () => {
  it("names argument, value and expectation, and is a RunError", () => {
    const error = new ArgumentError("tide", "days", 0, "a whole number from 1 to 9");

    assert.equal(error.message, "tide: days is 0, expected a whole number from 1 to 9");
    assert.ok(pulumi.RunError.isInstance(error));
  });

  for (const [got, text] of [
    [undefined, "undefined"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["a\nb", '"a\\nb"'],
    [["x"], '["x"]'],
    ["y".repeat(300), `"${"y".repeat(199)}…`],
    [pulumi.secret("hush"), "an output"],
  ] as const) {
    it(`formats a value as ${text.slice(0, 20)}`, () => {
      assert.equal(new ArgumentError("tide", "x", got, "else").message, `tide: x is ${text}, expected else`);
    });
  }
});

describe("Faults", () => {
  it("throws one error with a line for each fault", () => {
    const faults = new Faults("tide");
    assert.equal(faults.expect(false, "days", 0, "1 or more"), false);
    assert.equal(faults.expect(true, "hours", 1, "1 or more"), true);
    faults.expect(false, "class", "A", "one of B");

    assert.throws(() => faults.raise(), {
      message: 'tide: days is 0, expected 1 or more\ntide: class is "A", expected one of B',
    });
  });

  it("throws nothing without a fault", () => {
    assert.doesNotThrow(() => new Faults("tide").raise());
  });
});
