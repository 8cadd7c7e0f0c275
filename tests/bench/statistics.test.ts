import * as assert from "node:assert/strict";
import * as fc from "fast-check";
import { fitLine, growth, summarize } from "../../bench/lib/statistics";

describe("summarize", () => {
  it("returns the middle of an odd number of values as median", () => {
    assert.deepEqual(summarize([9, 1, 3]), { n: 3, median: 3, min: 1, max: 9 });
  });

  it("returns the mean of the middle two of an even number of values as median", () => {
    assert.deepEqual(summarize([4, 1, 2, 10]), { n: 4, median: 3, min: 1, max: 10 });
  });

  it("sorts values as numbers, not as strings", () => {
    assert.deepEqual(summarize([10, 9, 100]), { n: 3, median: 10, min: 9, max: 100 });
  });

  it("leaves the values unchanged", () => {
    const values = [3, 1, 2];

    summarize(values);

    assert.deepEqual(values, [3, 1, 2]);
  });

  it("rejects no values and values that are not finite", () => {
    const expected = "expected one finite number or more";
    assert.throws(() => summarize([]), new RangeError(`summarize: values is [], ${expected}`));
    assert.throws(
      () => summarize([1, Number.NaN]),
      new RangeError(`summarize: values is [1,NaN], ${expected}`),
    );
  });
});

describe("fitLine", () => {
  it("returns the line of points on a line", () => {
    const points = [1, 2, 4, 8].map((x) => ({ x, y: 2 + 0.5 * x }));

    assert.deepEqual(fitLine(points), { fixed: 2, each: 0.5, r2: 1 });
  });

  it("returns a smaller r2 for points beside a line", () => {
    const points = [
      { x: 0, y: 0 },
      { x: 1, y: 3 },
      { x: 2, y: 0 },
    ];

    assert.deepEqual(fitLine(points), { fixed: 1, each: 0, r2: 0 });
  });

  it("recovers any line from its points", () => {
    const number = fc.double({ min: -100, max: 100, noNaN: true });
    void fc.assert(
      fc.property(number, number, (fixed, each) => {
        const line = fitLine([1, 3, 10, 30].map((x) => ({ x, y: fixed + each * x })));

        assert.ok(Math.abs(line.fixed - fixed) < 1e-9);
        assert.ok(Math.abs(line.each - each) < 1e-9);
      }),
    );
  });

  it("rejects points with a single x", () => {
    assert.throws(
      () =>
        fitLine([
          { x: 2, y: 1 },
          { x: 2, y: 3 },
        ]),
      new RangeError("fitLine: x is [2,2], expected two different ones or more"),
    );
  });
});

describe("growth", () => {
  it("returns 1 for proportional costs", () => {
    assert.equal(growth({ x: 3, y: 6 }, { x: 30, y: 60 }), 1);
  });

  it("returns the ratio of the sizes for quadratic costs", () => {
    assert.equal(growth({ x: 3, y: 9 }, { x: 30, y: 900 }), 10);
  });

  it("rejects a smaller size without cost", () => {
    assert.throws(
      () => growth({ x: 3, y: 0 }, { x: 30, y: 1 }),
      new RangeError('growth: small is {"x":3,"y":0}, expected x and y above 0'),
    );
  });
});
