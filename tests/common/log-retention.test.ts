import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { isLogRetentionDays, LOG_RETENTION_DAYS } from "../../common/log-retention";

describe("LOG_RETENTION_DAYS", () => {
  it("lists the 22 numbers of PutRetentionPolicy in ascending order", () => {
    assert.equal(LOG_RETENTION_DAYS.length, 22);
    assert.equal(
      LOG_RETENTION_DAYS.reduce((sum, days) => sum + days, 0),
      20_236,
    );
    assert.deepEqual(
      [...LOG_RETENTION_DAYS].sort((a, b) => a - b),
      LOG_RETENTION_DAYS,
    );
  });
});

describe("isLogRetentionDays", () => {
  it("is true for listed numbers only", () => {
    for (const days of [1, 30, 400, 3653]) assert.equal(isLogRetentionDays(days), true, `${days}`);
    for (const days of [0, 2, 31, 3654, Number.NaN]) assert.equal(isLogRetentionDays(days), false, `${days}`);
  });
});
