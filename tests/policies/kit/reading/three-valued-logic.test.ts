import assert from "node:assert/strict";
import { either, firstFound, flawsOfAll, some, Undecided } from "../../../../policies/kit";

function unknown(path: string): never {
  throw new Undecided(path);
}

describe("firstFound", () => {
  it("given a look that finds something, when asked, then what the others cannot decide does not matter", () => {
    assert.equal(
      firstFound(
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
      firstFound(() => undefined),
      undefined,
    );
    assert.throws(
      () =>
        firstFound(
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
    assert.throws(() => firstFound(broken, () => "found"), new TypeError("broken"));
  });
});

describe("some", () => {
  it("given three states, when asked, then yes wins over unknown, and unknown over no", () => {
    const test = (item: string): boolean => (item === "?" ? unknown("item") : item === "yes");
    assert.equal(some(["no", "?", "yes"], test), true);
    assert.equal(some(["no", "no"], test), false);
    assert.equal(some([], test), false);
    assert.throws(() => some(["?", "no"], test), new Undecided("item"));
  });
});

describe("either", () => {
  it("given ways to decide, when one says yes, then it is yes", () => {
    assert.equal(
      either(
        () => unknown("way"),
        () => true,
      ),
      true,
    );
    assert.equal(
      either(() => false),
      false,
    );
  });
});

describe("flawsOfAll", () => {
  const flawOf = (item: string): string | undefined =>
    item === "?" ? unknown("item") : item === "right" ? undefined : item;

  it("given one that is right, when asked, then there is nothing to tell", () => {
    assert.equal(flawsOfAll(["wrong", "?", "right"], flawOf), undefined);
  });

  it("given none that is right, when asked, then the flaws that have words are told", () => {
    assert.deepEqual(flawsOfAll(["wrong", "", "worse"], flawOf), ["wrong", "worse"]);
    assert.deepEqual(flawsOfAll([], flawOf), []);
  });

  it("given one that may be right, when asked, then it is undecided", () => {
    assert.throws(() => flawsOfAll(["wrong", "?"], flawOf), new Undecided("item"));
  });
});
