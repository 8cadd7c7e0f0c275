import assert from "node:assert/strict";
import {
  findFirst,
  findFlaws,
  findFlawsUnlessOnePasses,
  isAnyPassing,
  isAnyTrue,
  Undecided,
} from "../../../../policies/kit";

function unknown(path: string): never {
  throw new Undecided(path);
}

describe("findFirst", () => {
  it("returns a result whatever the other searches leave undecided", () => {
    assert.equal(
      findFirst(
        () => unknown("first"),
        () => undefined,
        () => "found",
        () => "later",
      ),
      "found",
    );
  });

  it("throws the first Undecided when no search has a result", () => {
    assert.equal(
      findFirst(() => undefined),
      undefined,
    );
    assert.throws(
      () =>
        findFirst(
          () => undefined,
          () => unknown("first"),
          () => unknown("second"),
        ),
      new Undecided("first"),
    );
  });

  it("throws other errors of a search", () => {
    const broken = (): string => {
      throw new TypeError("broken");
    };
    assert.throws(() => findFirst(broken, () => "found"), new TypeError("broken"));
  });
});

describe("isAnyPassing", () => {
  it("prefers true to undecided, and undecided to false", () => {
    const test = (item: string): boolean => (item === "?" ? unknown("item") : item === "yes");
    assert.equal(isAnyPassing(["no", "?", "yes"], test), true);
    assert.equal(isAnyPassing(["no", "no"], test), false);
    assert.equal(isAnyPassing([], test), false);
    assert.throws(() => isAnyPassing(["?", "no"], test), new Undecided("item"));
  });
});

describe("isAnyTrue", () => {
  it("is true when one condition is true", () => {
    assert.equal(
      isAnyTrue(
        () => unknown("way"),
        () => true,
      ),
      true,
    );
    assert.equal(
      isAnyTrue(() => false),
      false,
    );
  });
});

describe("findFlawsUnlessOnePasses", () => {
  const flawOf = (item: string): string | undefined =>
    item === "?" ? unknown("item") : item === "right" ? undefined : item;

  it("returns undefined when one item has no flaw", () => {
    assert.equal(findFlawsUnlessOnePasses(["wrong", "?", "right"], flawOf), undefined);
  });

  it("returns the flaws that are not empty when each item has one", () => {
    assert.deepEqual(findFlawsUnlessOnePasses(["wrong", "", "worse"], flawOf), ["wrong", "worse"]);
    assert.deepEqual(findFlawsUnlessOnePasses([], flawOf), []);
  });

  it("throws Undecided when one item may have no flaw", () => {
    assert.throws(() => findFlawsUnlessOnePasses(["wrong", "?"], flawOf), new Undecided("item"));
  });
});

describe("findFlaws", () => {
  const flawOf = (item: string): string | undefined => {
    if (item.startsWith("?")) throw new Undecided(item);
    if (item === "!") throw new TypeError("no such property");
    return item === "well" ? undefined : `${item} is wrong`;
  };

  it("returns the flaws of items whatever others leave undecided", () => {
    assert.deepEqual(findFlaws(["one", "?a", "well", "two"], flawOf), ["one is wrong", "two is wrong"]);
  });

  it("throws the first Undecided when no item is known to have a flaw", () => {
    assert.deepEqual(findFlaws(["well", "well"], flawOf), []);
    assert.throws(() => findFlaws(["well", "?a", "?b"], flawOf), new Undecided("?a"));
  });

  it("throws other errors", () => {
    assert.throws(() => findFlaws(["one", "!"], flawOf), TypeError);
  });
});
