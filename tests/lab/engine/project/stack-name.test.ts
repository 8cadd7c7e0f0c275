import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { checkProjectName, checkStackName } from "../../../../lab/engine/project";

describe("checkStackName", () => {
  for (const name of ["dev", "0", "prod-us-east-1", "a.b_c-d", "x".repeat(63), "console", "comx"]) {
    it(`given ${JSON.stringify(name)}, when checked, then it passes`, () => {
      assert.equal(checkStackName(name, ["dev"]), name);
    });
  }

  const refused: [string, RegExp][] = [
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
    ["con", /a name that Windows does not keep for a device/],
    ["com1.x", /a name that Windows does not keep/],
    ["dev.json", /a name without the ending of a file/],
    ["dev.journal", /without the ending/],
    ["dev.lab", /without the ending/],
  ];
  for (const [name, message] of refused) {
    it(`given ${JSON.stringify(name)}, when checked, then it is refused`, () => {
      assert.throws(() => checkStackName(name), { code: "LAB_CONFIG", message });
    });
  }

  it("given an existing stack that differs in case, when checked, then it is refused", () => {
    assert.throws(() => checkStackName("dev", ["prod", "Dev"]), {
      message:
        'stack: name is "dev", expected a name that differs from the existing stack "Dev" in more than case',
    });
  });
});

describe("checkProjectName", () => {
  it("given names, when checked, then only those that are safe as folders pass", () => {
    for (const name of ["archi", "My.Project_1-a"]) assert.equal(checkProjectName(name), name);
    for (const name of ["", "..", "a/b", "-x", ".x", "nul", "a..b", "x".repeat(101)]) {
      assert.throws(() => checkProjectName(name), { code: "LAB_CONFIG", message: /^project: name is / });
    }
  });
});
