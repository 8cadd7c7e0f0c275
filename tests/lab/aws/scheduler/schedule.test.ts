import assert from "node:assert/strict";
import type { Properties } from "../../../../lab/aws/property-values";
import { scheduler } from "../../../../lab/aws/scheduler";
import { isScheduleExpression } from "../../../../lab/aws/scheduler/schedule-expressions";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const SCHEDULE = "aws:scheduler/schedule:Schedule";
const WEEKLY = {
  name: "weekly",
  scheduleExpression: "cron(0 1 ? * SUN *)",
  flexibleTimeWindow: { mode: "OFF" },
  target: {
    arn: "arn:aws:states:eu-west-1:123456789012:stateMachine:m",
    roleArn: "arn:aws:iam::123456789012:role/r",
  },
};

describe("isScheduleExpression", () => {
  const good = [
    "at(2026-11-23T10:00:00)",
    "rate(1 hour)",
    "rate(5 minutes)",
    "cron(0 1 ? * SUN *)",
    "cron(0/5 8-17 * * ? 2026)",
  ];
  const bad = [
    "at(2026-11-23)",
    "at(2026-13-01T00:00:00)",
    "rate(0 days)",
    "rate(1 week)",
    "cron(0 1 * * * *)",
    "cron(0 1 ? * ? *)",
    "cron(0 1 * * ?)",
    "daily",
  ];
  for (const expression of good)
    it(`accepts ${expression}`, () => assert.equal(isScheduleExpression(expression), true));
  for (const expression of bad)
    it(`rejects ${expression}`, () => assert.equal(isScheduleExpression(expression), false));
});

describe("Schedule", () => {
  it("puts a schedule into the default group and UTC, and rejects a duplicate", () => {
    const cloud = new Cloud(scheduler);
    const { id, outputs } = cloud.create(SCHEDULE, WEEKLY);

    assert.equal(id, "default/weekly");
    assert.equal(outputs.arn, "arn:aws:scheduler:eu-west-1:123456789012:schedule/default/weekly");
    assert.equal(outputs.scheduleExpressionTimezone, "UTC");
    assert.equal(
      refusal(() => cloud.create(SCHEDULE, WEEKLY)),
      "ConflictException: Schedule weekly already exists.",
    );
  });

  const invalid: readonly (readonly [Properties, string])[] = [
    [
      { scheduleExpression: "cron(0 1 * * * *)" },
      "ValidationException: Invalid Schedule Expression cron(0 1 * * * *).",
    ],
    [
      { scheduleExpressionTimezone: "Mars/Base" },
      "ValidationException: The timezone provided Mars/Base is invalid.",
    ],
    [
      { flexibleTimeWindow: { mode: "FLEXIBLE" } },
      "ValidationException: MaximumWindowInMinutes must be provided if Mode is FLEXIBLE.",
    ],
  ];
  for (const [changes, expected] of invalid)
    it(`rejects ${JSON.stringify(changes)}`, () => {
      assert.equal(
        refusal(() => new Cloud(scheduler).create(SCHEDULE, { ...WEEKLY, ...changes })),
        expected,
      );
    });

  it("reports every value out of range", () => {
    const faults = new Cloud(scheduler).check(SCHEDULE, {
      ...WEEKLY,
      name: "a b",
      state: "ON",
      flexibleTimeWindow: { mode: "FLEXIBLE", maximumWindowInMinutes: 1441 },
      target: { ...WEEKLY.target, retryPolicy: { maximumRetryAttempts: 186, maximumEventAgeInSeconds: 59 } },
    });

    assert.deepEqual(Object.keys(reasons(faults)), [
      "name",
      "state",
      "flexibleTimeWindow.maximumWindowInMinutes",
      "target.retryPolicy.maximumRetryAttempts",
      "target.retryPolicy.maximumEventAgeInSeconds",
    ]);
  });
});
