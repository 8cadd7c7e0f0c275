import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Faults } from "../../../components/shared/errors";
import {
  type ColdTransition,
  expectExpiry,
  expectTransitions,
  lifecycleRules,
} from "../../../components/storage/lifecycle";

function told(check: (faults: Faults) => void): string {
  const faults = new Faults("tide");
  check(faults);
  try {
    faults.raise();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

const move = (days: number, storageClass: ColdTransition["storageClass"]): ColdTransition => ({
  days,
  storageClass,
});

describe("expectTransitions", () => {
  for (const good of [
    [],
    [move(30, "STANDARD_IA"), move(60, "ONEZONE_IA"), move(90, "GLACIER"), move(91, "DEEP_ARCHIVE")],
    [move(0, "INTELLIGENT_TIERING"), move(30, "ONEZONE_IA")],
    [move(0, "GLACIER_IR"), move(1, "GLACIER")],
    [move(30, "STANDARD_IA"), move(31, "GLACIER_IR")],
    [move(0, "DEEP_ARCHIVE")],
  ]) {
    it(`given ${JSON.stringify(good)}, when checked, then it holds`, () => {
      assert.equal(
        told((faults) => expectTransitions(faults, "t", good)),
        "",
      );
    });
  }

  for (const [bad, message] of [
    [[move(29, "STANDARD_IA")], "tide: t[0].days is 29, expected at least 30 for STANDARD_IA"],
    [[move(-1, "GLACIER")], "tide: t[0].days is -1, expected a whole number from 0 to 36500"],
    [
      [move(0, "GLACIER_IR"), move(0, "GLACIER")],
      "tide: t[1].days is 0, expected at least 1, after GLACIER_IR",
    ],
    [
      [move(30, "STANDARD_IA"), move(59, "GLACIER")],
      "tide: t[1].days is 59, expected at least 60, after STANDARD_IA",
    ],
    [
      [move(30, "STANDARD_IA"), move(59, "ONEZONE_IA")],
      "tide: t[1].days is 59, expected at least 60, after STANDARD_IA",
    ],
    [
      [move(30, "ONEZONE_IA"), move(90, "GLACIER_IR")],
      'tide: t[1].storageClass is "GLACIER_IR", expected one of GLACIER, DEEP_ARCHIVE after ONEZONE_IA',
    ],
    [
      [move(0, "DEEP_ARCHIVE"), move(90, "GLACIER")],
      'tide: t[1].storageClass is "GLACIER", expected nothing after DEEP_ARCHIVE',
    ],
    [
      [move(0, "GLACIER"), move(90, "GLACIER")],
      'tide: t[1].storageClass is "GLACIER", expected one of DEEP_ARCHIVE after GLACIER',
    ],
  ] as const) {
    it(`given ${JSON.stringify(bad)}, when checked, then it is refused`, () => {
      assert.equal(
        told((faults) => expectTransitions(faults, "t", bad)),
        message,
      );
    });
  }

  it("given a class that S3 does not have, when checked, then the classes are told", () => {
    const glass = { days: 30, storageClass: "GLASS" } as unknown as ColdTransition;

    assert.equal(
      told((faults) => expectTransitions(faults, "t", [glass])),
      'tide: t[0].storageClass is "GLASS", expected one of STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER, DEEP_ARCHIVE',
    );
  });
});

describe("expectExpiry", () => {
  it("given the day of the last transition, when checked, then the day after is demanded", () => {
    const check = (days: number) => told((faults) => expectExpiry(faults, "e", days, [move(90, "GLACIER")]));

    assert.equal(check(91), "");
    assert.equal(check(90), "tide: e is 90, expected a whole number from 91 to 36500");
  });

  it("given no transition, when checked, then one day is the least", () => {
    assert.equal(
      told((faults) => expectExpiry(faults, "e", 0, [])),
      "tide: e is 0, expected a whole number from 1 to 36500",
    );
  });
});

describe("lifecycleRules", () => {
  it("given nothing to move or expire, when made, then only the clean-up is left", () => {
    const rules = lifecycleRules({
      transitions: [],
      noncurrentTransitions: [],
      noncurrentExpireAfterDays: false,
      abortUploadsAfterDays: 3,
    });

    assert.deepEqual(rules, [
      {
        id: "lone-delete-markers",
        status: "Enabled",
        filter: {},
        expiration: { expiredObjectDeleteMarker: true },
      },
      {
        id: "incomplete-uploads",
        status: "Enabled",
        filter: {},
        abortIncompleteMultipartUpload: { daysAfterInitiation: 3 },
      },
    ]);
  });

  it("given everything, when made, then each rule holds its own purpose", () => {
    const [current, noncurrent, ...cleanUp] = lifecycleRules({
      transitions: [move(30, "STANDARD_IA")],
      expireAfterDays: 400,
      noncurrentTransitions: [move(31, "GLACIER_IR")],
      noncurrentExpireAfterDays: 90,
      newerNoncurrentVersions: 3,
      abortUploadsAfterDays: 7,
    });

    assert.deepEqual(current, {
      id: "current-versions",
      status: "Enabled",
      filter: {},
      transitions: [{ days: 30, storageClass: "STANDARD_IA" }],
      expiration: { days: 400 },
    });
    assert.deepEqual(noncurrent, {
      id: "noncurrent-versions",
      status: "Enabled",
      filter: {},
      noncurrentVersionTransitions: [{ noncurrentDays: 31, storageClass: "GLACIER_IR" }],
      noncurrentVersionExpiration: { noncurrentDays: 90, newerNoncurrentVersions: 3 },
    });
    assert.equal(cleanUp.length, 2);
  });
});
