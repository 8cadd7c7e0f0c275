import assert from "node:assert/strict";
import {
  findFirst,
  findFlawsUnlessOnePasses,
  isAnyPassing,
  isAnyTrue,
  Undecided,
} from "../../../../policies/kit";

function unknown(path: string): never {
  throw new Undecided(path);
}

describe("firstFound", () => {
  it("given a look that finds something, when asked, then what the others cannot decide does not matter", () => {
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

  it("given looks that find nothing, when one cannot decide, then the first such is thrown", () => {
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

  it("given a look that breaks, when asked, then that is no lack of knowledge", () => {
    const broken = (): string => {
      throw new TypeError("broken");
    };
    assert.throws(() => findFirst(broken, () => "found"), new TypeError("broken"));
  });
});

describe("some", () => {
  it("given three states, when asked, then yes wins over unknown, and unknown over no", () => {
    const test = (item: string): boolean => (item === "?" ? unknown("item") : item === "yes");
    assert.equal(isAnyPassing(["no", "?", "yes"], test), true);
    assert.equal(isAnyPassing(["no", "no"], test), false);
    assert.equal(isAnyPassing([], test), false);
    assert.throws(() => isAnyPassing(["?", "no"], test), new Undecided("item"));
  });
});

describe("either", () => {
  it("given ways to decide, when one says yes, then it is yes", () => {
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

describe("flawsOfAll", () => {
  const flawOf = (item: string): string | undefined =>
    item === "?" ? unknown("item") : item === "right" ? undefined : item;

  it("given one that is right, when asked, then there is nothing to tell", () => {
    assert.equal(findFlawsUnlessOnePasses(["wrong", "?", "right"], flawOf), undefined);
  });

  it("given none that is right, when asked, then the flaws that have words are told", () => {
    assert.deepEqual(findFlawsUnlessOnePasses(["wrong", "", "worse"], flawOf), ["wrong", "worse"]);
    assert.deepEqual(findFlawsUnlessOnePasses([], flawOf), []);
  });

  it("given one that may be right, when asked, then it is undecided", () => {
    assert.throws(() => findFlawsUnlessOnePasses(["wrong", "?"], flawOf), new Undecided("item"));
  });
});
