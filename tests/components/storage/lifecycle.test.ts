import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Faults } from "../../../components/shared/errors";
import type { StorageClassTransition } from "../../../components/storage";
import { checkExpiry, checkTransitions, lifecycleRules } from "../../../components/storage/lifecycle";

function messagesOf(check: (faults: Faults) => void): string {
  const faults = new Faults("tide");
  check(faults);
  try {
    faults.raise();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

const transition = (
  days: number,
  storageClass: StorageClassTransition["storageClass"],
): StorageClassTransition => ({ days, storageClass });

const formatTransitions = (transitions: readonly StorageClassTransition[]): string =>
  transitions.map(({ days, storageClass }) => `${storageClass} at ${days}`).join(", ") || "an empty list";

describe("checkTransitions", () => {
  for (const good of [
    [],
    [
      transition(30, "STANDARD_IA"),
      transition(60, "ONEZONE_IA"),
      transition(90, "GLACIER"),
      transition(91, "DEEP_ARCHIVE"),
    ],
    [transition(0, "INTELLIGENT_TIERING"), transition(30, "ONEZONE_IA")],
    [transition(0, "GLACIER_IR"), transition(1, "GLACIER")],
    [transition(30, "STANDARD_IA"), transition(31, "GLACIER_IR")],
    [transition(0, "DEEP_ARCHIVE")],
  ]) {
    it(`accepts ${formatTransitions(good)}`, () => {
      assert.equal(
        messagesOf((faults) => checkTransitions(faults, "t", good)),
        "",
      );
    });
  }

  for (const [bad, message] of [
    [[transition(29, "STANDARD_IA")], "tide: t[0].days is 29, expected at least 30 for STANDARD_IA"],
    [[transition(-1, "GLACIER")], "tide: t[0].days is -1, expected a whole number from 0 to 36500"],
    [
      [transition(0, "GLACIER_IR"), transition(0, "GLACIER")],
      "tide: t[1].days is 0, expected at least 1, after GLACIER_IR",
    ],
    [
      [transition(30, "STANDARD_IA"), transition(59, "GLACIER")],
      "tide: t[1].days is 59, expected at least 60, after STANDARD_IA",
    ],
    [
      [transition(30, "STANDARD_IA"), transition(59, "ONEZONE_IA")],
      "tide: t[1].days is 59, expected at least 60, after STANDARD_IA",
    ],
    [
      [transition(30, "ONEZONE_IA"), transition(90, "GLACIER_IR")],
      'tide: t[1].storageClass is "GLACIER_IR", expected one of GLACIER, DEEP_ARCHIVE after ONEZONE_IA',
    ],
    [
      [transition(0, "DEEP_ARCHIVE"), transition(90, "GLACIER")],
      'tide: t[1].storageClass is "GLACIER", expected nothing after DEEP_ARCHIVE',
    ],
    [
      [transition(0, "GLACIER"), transition(90, "GLACIER")],
      'tide: t[1].storageClass is "GLACIER", expected one of DEEP_ARCHIVE after GLACIER',
    ],
  ] as const) {
    it(`rejects ${formatTransitions(bad)}`, () => {
      assert.equal(
        messagesOf((faults) => checkTransitions(faults, "t", bad)),
        message,
      );
    });
  }

  it("rejects an unknown storage class and lists the allowed ones", () => {
    const glass = { days: 30, storageClass: "GLASS" } as unknown as StorageClassTransition;

    assert.equal(
      messagesOf((faults) => checkTransitions(faults, "t", [glass])),
      'tide: t[0].storageClass is "GLASS", expected one of STANDARD_IA, INTELLIGENT_TIERING, ONEZONE_IA, GLACIER_IR, GLACIER, DEEP_ARCHIVE',
    );
  });
});

describe("checkExpiry", () => {
  it("rejects the day of the last transition", () => {
    const check = (days: number) =>
      messagesOf((faults) => checkExpiry(faults, "e", days, [transition(90, "GLACIER")]));

    assert.equal(check(91), "");
    assert.equal(check(90), "tide: e is 90, expected a whole number from 91 to 36500");
  });

  it("requires at least one day without transitions", () => {
    assert.equal(
      messagesOf((faults) => checkExpiry(faults, "e", 0, [])),
      "tide: e is 0, expected a whole number from 1 to 36500",
    );
  });
});

describe("lifecycleRules", () => {
  it("returns only the clean-up rules without transitions and expiry", () => {
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

  it("returns one rule for each purpose", () => {
    const [current, noncurrent, ...cleanUp] = lifecycleRules({
      transitions: [transition(30, "STANDARD_IA")],
      expireAfterDays: 400,
      noncurrentTransitions: [transition(31, "GLACIER_IR")],
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
