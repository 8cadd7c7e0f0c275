import assert from "node:assert/strict";
import { Undecided } from "../../../../policies/kit";
import { findFlaws } from "../../../../policies/kit/reading/three-valued-logic";

const flawOf = (item: string): string | undefined => {
  if (item.startsWith("?")) throw new Undecided(item);
  if (item === "!") throw new TypeError("no such property");
  return item === "well" ? undefined : `${item} is wrong`;
};

describe("flawsOfEach", () => {
  it("given items of which some are wrong, when looked at, then each of those is told of, whatever others hide", () => {
    assert.deepEqual(findFlaws(["one", "?a", "well", "two"], flawOf), ["one is wrong", "two is wrong"]);
  });

  it("given no item that is known to be wrong, when looked at, then the first that may be is named", () => {
    assert.deepEqual(findFlaws(["well", "well"], flawOf), []);
    assert.throws(() => findFlaws(["well", "?a", "?b"], flawOf), new Undecided("?a"));
  });

  it("given an item that breaks the look, when looked at, then that is not taken for unknown", () => {
    assert.throws(() => findFlaws(["one", "!"], flawOf), TypeError);
  });
});
