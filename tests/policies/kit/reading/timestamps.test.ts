import assert from "node:assert/strict";
import fc from "fast-check";
import { parseTimestamp } from "../../../../policies/kit";

describe("parseTimestamp", () => {
  it("parses a timestamp in any time zone", () => {
    const moments = fc.date({ min: new Date(0), max: new Date("2100-01-01T00:00:00Z"), noInvalidDate: true });
    const zones = fc.integer({ min: -14 * 60, max: 14 * 60 });
    fc.assert(
      fc.property(moments, zones, fc.boolean(), (moment, minutes, colon) => {
        const there = new Date(moment.getTime() + minutes * 60_000).toISOString().slice(0, -1);
        const two = (number: number) => String(Math.abs(Math.trunc(number))).padStart(2, "0");
        const zone = `${minutes < 0 ? "-" : "+"}${two(minutes / 60)}${colon ? ":" : ""}${two(minutes % 60)}`;
        assert.equal(parseTimestamp(`${there}${zone}`), moment.getTime());
      }),
    );
  });

  it("parses a timestamp without seconds", () => {
    assert.equal(parseTimestamp("2026-01-15T12:00Z"), Date.UTC(2026, 0, 15, 12));
  });

  for (const text of [
    "",
    "soon",
    "2026-01-15",
    "2026-01-15T12:00:00",
    "2026-02-31T12:00:00Z",
    "2026-13-01T12:00:00Z",
    "2026-01-15T25:00:00Z",
    "2026-01-15 12:00:00Z",
  ]) {
    it(`returns undefined for ${JSON.stringify(text)}`, () => {
      assert.equal(parseTimestamp(text), undefined);
    });
  }
});
