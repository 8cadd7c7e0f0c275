import * as assert from "node:assert/strict";
import { countChanges } from "../../bench/lib/archipelago";
import { busyWarning } from "../../bench/lib/machine";
import { parseCounts } from "../../bench/lib/script";

describe("countChanges", () => {
  it("given several stacks, when counted, then their changes are added up, and a skipped one has none", () => {
    const stacks = [{ changes: { create: 2, same: 1 } }, {}, { changes: { create: 3 } }];

    assert.deepEqual(countChanges({ stacks }), { create: 5, same: 1 });
  });
});

describe("busyWarning", () => {
  it("given a quiet machine, when asked, then there is none", () => {
    assert.equal(busyWarning(1, 2), undefined);
  });

  it("given others at work, when asked, then it says so", () => {
    assert.equal(
      busyWarning(3.54, 2),
      "the load is 3.5 on 2 cores: wall times will be too long; CPU times are closer",
    );
  });
});

describe("parseCounts", () => {
  it("given counts in any order, when parsed, then each is there once, rising", () => {
    assert.deepEqual(parseCounts("30, 3,10,3"), [3, 10, 30]);
  });

  it("given what is no count, when parsed, then it is refused", () => {
    for (const text of ["", "3,", "0", "-1", "1.5", "x"]) {
      assert.throws(() => parseCounts(text), { message: "expected a whole number from 1 to 1000000" }, text);
    }
  });
});
