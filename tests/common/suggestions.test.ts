import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { didYouMean, suggest } from "../../common/suggestions";

describe("suggest", () => {
  it("returns a word with two swapped letters", () => {
    assert.deepEqual(suggest("bukcet", ["queue", "bucket"]), ["bucket"]);
    assert.deepEqual(suggest("prdo", ["dev", "prod"]), ["prod"]);
  });

  it("returns the nearest words first, and words of one distance in alphabetical order", () => {
    assert.deepEqual(suggest("eu-west-4", ["eu-west-2", "eu-east-1", "eu-west-1", "eu-west-44"]), [
      "eu-west-1",
      "eu-west-2",
      "eu-west-44",
    ]);
  });

  it("leaves out words that are much farther than the nearest", () => {
    const regions = ["ca-central-1", "eu-central-1", "eu-central-2"];
    assert.deepEqual(suggest("eu-centrl-1", regions), ["eu-central-1", "eu-central-2"]);
  });

  it("returns at most as many words as the limit", () => {
    assert.deepEqual(suggest("eu-west-4", ["eu-west-1", "eu-west-2"], 1), ["eu-west-1"]);
  });

  it("ignores upper and lower case", () => {
    assert.deepEqual(suggest("AP-NORTHEAST-2", ["ap-northeast-2"]), ["ap-northeast-2"]);
  });

  it("returns nothing when no candidate is near", () => {
    assert.deepEqual(suggest("zz-nope-9", ["eu-west-1", "us-east-1"]), []);
    assert.deepEqual(suggest("uat", ["dev", "prod"]), []);
    assert.deepEqual(suggest("bogus", ["logs"]), []);
  });

  it("never suggests a candidate that shares no letter with a short word", () => {
    assert.deepEqual(suggest("xy", ["qa"]), []);
  });

  it("returns nothing for a word longer than any name", () => {
    assert.deepEqual(suggest("x".repeat(100_000), ["x".repeat(100_000)]), []);
  });
});

describe("didYouMean", () => {
  it("joins the suggestions to a question", () => {
    assert.equal(
      didYouMean("eu-west-4", ["eu-west-2", "eu-west-1"]),
      "; did you mean eu-west-1 or eu-west-2?",
    );
  });

  it("is empty without a suggestion", () => {
    assert.equal(didYouMean("zz-nope-9", ["eu-west-1"]), "");
  });
});
