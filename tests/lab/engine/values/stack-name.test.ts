import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkProjectName, checkStackName } from "../../../../lab/engine/values/stack-name";

describe("checkStackName", () => {
  for (const name of ["dev", "0", "prod-us-east-1", "a.b_c-d", "x".repeat(63), "console", "comx"]) {
    it(`accepts ${JSON.stringify(name)}`, () => {
      assert.equal(checkStackName(name, ["dev"]), name);
    });
  }

  const invalid: [string, RegExp][] = [
    ["", /expected 1 to 63 lower-case letters/],
    ["x".repeat(64), /expected 1 to 63/],
    ["a b", /expected 1 to 63/],
    ["dév", /expected 1 to 63/],
    ["../../evil", /expected 1 to 63/],
    ["..", /expected 1 to 63/],
    ["a..b", /without '\.\.'/],
    ["a.", /expected 1 to 63/],
    ["-rf", /beginning with a letter or digit/],
    [".dev", /beginning with a letter or digit/],
    ["dev\n", /expected 1 to 63/],
    ["con", /a name that is not a device of Windows/],
    ["com1.x", /a name that is not a device of Windows/],
    ["dev.json", /a name without a file extension/],
    ["dev.journal", /without a file extension/],
    ["dev.lab", /without a file extension/],
  ];
  for (const [name, message] of invalid) {
    it(`refuses ${JSON.stringify(name)}`, () => {
      assert.throws(() => checkStackName(name), { code: "LAB_CONFIG", message });
    });
  }

  it("refuses a name that differs from an existing stack only in case", () => {
    assert.throws(() => checkStackName("dev", ["prod", "Dev"]), {
      message:
        'stack: name is "dev", expected a name that differs from the existing stack "Dev" in more than case',
    });
  });
});

describe("checkProjectName", () => {
  it("accepts only names that are safe as folder names", () => {
    for (const name of ["archi", "My.Project_1-a"]) assert.equal(checkProjectName(name), name);
    for (const name of ["", "..", "a/b", "-x", ".x", "nul", "a..b", "x".repeat(101)]) {
      assert.throws(() => checkProjectName(name), { code: "LAB_CONFIG", message: /^project: name is / });
    }
  });
});
