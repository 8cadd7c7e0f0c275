import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { ArgumentError, Faults } from "../../../components/shared/errors";

describe("ArgumentError", () => {
  it("given a value, when made, then the message names argument, value and expectation, and carries no stack for the engine", () => {
    const error = new ArgumentError("tide", "days", 0, "a whole number from 1 to 9");

    assert.equal(error.message, "tide: days is 0, expected a whole number from 1 to 9");
    assert.ok(pulumi.RunError.isInstance(error));
  });

  for (const [got, shown] of [
    [undefined, "undefined"],
    [Number.NaN, "NaN"],
    [Number.POSITIVE_INFINITY, "Infinity"],
    ["a\nb", '"a\\nb"'],
    [["x"], '["x"]'],
    ["y".repeat(300), `"${"y".repeat(199)}…`],
    [pulumi.secret("hush"), "an output"],
  ] as const) {
    it(`given a value that shows as ${shown.slice(0, 20)}, when made, then it is told on one line and never at length`, () => {
      assert.equal(new ArgumentError("tide", "x", got, "else").message, `tide: x is ${shown}, expected else`);
    });
  }
});

describe("Faults", () => {
  it("given two faults among three checks, when raised, then one error tells both, a line each", () => {
    const faults = new Faults("tide");
    assert.equal(faults.expect(false, "days", 0, "1 or more"), false);
    assert.equal(faults.expect(true, "hours", 1, "1 or more"), true);
    faults.expect(false, "class", "WARM", "one of COLD");

    assert.throws(() => faults.raise(), {
      message: 'tide: days is 0, expected 1 or more\ntide: class is "WARM", expected one of COLD',
    });
  });

  it("given no fault, when raised, then nothing is thrown", () => {
    assert.doesNotThrow(() => new Faults("tide").raise());
  });
});
