import * as assert from "node:assert/strict";
import { countChanges } from "../../bench/lib/archipelago";
import { busyWarning } from "../../bench/lib/machine";
import { parseCounts } from "../../bench/lib/script";

describe("countChanges", () => {
  it("adds up the changes of several stacks and skips those without a result", () => {
    const stacks = [{ changes: { create: 2, same: 1 } }, {}, { changes: { create: 3 } }];

    assert.deepEqual(countChanges({ stacks }), { create: 5, same: 1 });
  });
});

describe("busyWarning", () => {
  it("returns undefined on an idle machine", () => {
    assert.equal(busyWarning(1, 2), undefined);
  });

  it("warns about other load", () => {
    assert.equal(
      busyWarning(3.54, 2),
      "the load is 3.5 on 2 cores: wall times will be too long; CPU times are closer",
    );
  });
});

describe("parseCounts", () => {
  it("parses counts in any order without duplicates, in ascending order", () => {
    assert.deepEqual(parseCounts("30, 3,10,3"), [3, 10, 30]);
  });

  it("rejects anything else", () => {
    for (const text of ["", "3,", "0", "-1", "1.5", "x"]) {
      assert.throws(() => parseCounts(text), { message: "expected a whole number from 1 to 1000000" }, text);
    }
  });
});
