import assert from "node:assert/strict";
import { budgets } from "../../../../lab/aws/budgets";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const BUDGET = "aws:budgets/budget:Budget";
const PLAIN = {
  name: "monthly",
  budgetType: "COST",
  timeUnit: "MONTHLY",
  limitAmount: "10",
  limitUnit: "USD",
};
const notice = (more: Properties = {}) => ({
  comparisonOperator: "GREATER_THAN",
  notificationType: "ACTUAL",
  threshold: 80,
  thresholdType: "PERCENTAGE",
  subscriberEmailAddresses: ["ops@example.com"],
  ...more,
});

describe("Budget", () => {
  it("gives a budget an id and an ARN with the account", () => {
    const { id, outputs } = new Cloud(budgets).create(BUDGET, {
      ...PLAIN,
      notifications: Array(10).fill(notice()),
    });

    assert.equal(id, "123456789012:monthly");
    assert.equal(outputs.arn, "arn:aws:budgets::123456789012:budget/monthly");
  });

  const invalid: readonly (readonly [string, readonly Properties[], string])[] = [
    [
      "eleven notifications",
      Array(11).fill(notice()),
      "CreationLimitExceededException: Number of notifications exceeds the limit of 10 for a budget.",
    ],
    [
      "a notification without subscriber",
      [notice({ subscriberEmailAddresses: [] })],
      "InvalidParameterException: A notification must have at least one subscriber.",
    ],
    [
      "two topics",
      [notice({ subscriberSnsTopicArns: ["a", "b"] })],
      "InvalidParameterException: A notification must have at most one SNS subscriber.",
    ],
    [
      "eleven mailboxes",
      [notice({ subscriberEmailAddresses: Array(11).fill("a@example.com") })],
      "InvalidParameterException: A notification must have at most 10 EMAIL subscribers.",
    ],
    [
      "a threshold below 0",
      [notice({ threshold: -1 })],
      "InvalidParameterException: The threshold of a notification must not be negative.",
    ],
  ];
  for (const [what, notifications, expected] of invalid)
    it(`rejects ${what}`, () => {
      assert.equal(
        refusal(() => new Cloud(budgets).create(BUDGET, { ...PLAIN, notifications })),
        expected,
      );
    });

  it("rejects a duplicate name with DuplicateRecordException", () => {
    const cloud = new Cloud(budgets);
    cloud.create(BUDGET, PLAIN);

    assert.match(
      refusal(() => cloud.create(BUDGET, PLAIN)),
      /^DuplicateRecordException/,
    );
  });

  it("rejects invalid names and enumerations", () => {
    const check = (more: Properties) =>
      Object.keys(reasons(new Cloud(budgets).check(BUDGET, { ...PLAIN, ...more })));

    assert.deepEqual(check({ name: "a:b" }), ["name"]);
    assert.deepEqual(check({ name: "a/action/b" }), ["name"]);
    assert.deepEqual(check({ budgetType: "MONEY", timeUnit: "WEEKLY" }), ["budgetType", "timeUnit"]);
    assert.deepEqual(check({ notifications: [notice({ thresholdType: "EUR" })] }), [
      "notifications[0].thresholdType",
    ]);
  });
});
