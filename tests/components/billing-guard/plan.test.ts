import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import type { BillingGuardArgs } from "../../../components/billing-guard";
import { billingPlan } from "../../../components/billing-guard/plan";

const subscribers = { oncall: { email: "ops@example.com" } };
const rising = "expected one or more amounts in USD of at least 0.01, each above the one before";

describe("billingPlan", () => {
  it("given only a subscriber, when planned, then the ladder starts at one cent and the budget is its top", () => {
    const plan = billingPlan("bill", { subscribers });

    assert.deepEqual(
      plan.alarms.map(({ key, threshold }) => [key, threshold]),
      [0.01, 1, 5, 10, 50, 100].map((usd) => [`total-${usd}`, usd]),
    );
    assert.equal(plan.budget?.limit, 100);
    assert.deepEqual(
      plan.budget?.notices.map(({ type, percent }) => `${type} ${percent}`),
      ["ACTUAL 50", "ACTUAL 80", "ACTUAL 100", "FORECASTED 100"],
    );
    assert.equal(plan.minimumImpact, undefined);
  });

  it("given ladders of services, when planned, then their alarms follow the account's", () => {
    const plan = billingPlan("bill", { subscribers, thresholds: [2], services: { AmazonEC2: [1, 3] } });

    assert.deepEqual(plan.alarms, [
      { key: "total-2", threshold: 2 },
      { key: "service-AmazonEC2-1", threshold: 1, service: "AmazonEC2" },
      { key: "service-AmazonEC2-3", threshold: 3, service: "AmazonEC2" },
    ]);
  });

  it("given no budget, when planned, then there is none and more than ten may have an e-mail", () => {
    const many = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`s${i}`, { email: "ops@example.com" }]),
    );

    assert.equal(billingPlan("bill", { subscribers: many, budget: false }).budget, undefined);
  });

  it("given an address that is known only later, when planned, then it is not judged now", () => {
    assert.doesNotThrow(() => billingPlan("bill", { subscribers: { a: { email: pulumi.output("x") } } }));
  });

  const faults: [string, Partial<BillingGuardArgs>, string][] = [
    [
      "nobody",
      { subscribers: {} },
      "subscribers is {}, expected at least one subscriber; an alarm that nobody hears guards nothing",
    ],
    [
      "a subscriber without address",
      { subscribers: { a: {} } },
      "subscribers.a is {}, expected an email, a phone, or both",
    ],
    [
      "a malformed e-mail",
      { subscribers: { a: { email: "ops" } } },
      'subscribers.a.email is "ops", expected an e-mail address such as ops@example.com',
    ],
    [
      "a local phone",
      { subscribers: { a: { phone: "010-1234-5678" } } },
      'subscribers.a.phone is "010-1234-5678", expected a phone in E.164 form such as +12025550123',
    ],
    [
      "a label with a space",
      { subscribers: { "on call": { email: "ops@example.com" } } },
      'a key of subscribers is "on call", expected lower-case letters, digits and single dashes, 1 to 40 characters',
    ],
    ["no thresholds", { thresholds: [] }, `thresholds is [], ${rising}`],
    ["a threshold of 0", { thresholds: [0, 1] }, `thresholds is [0,1], ${rising}`],
    ["equal thresholds", { thresholds: [1, 1] }, `thresholds is [1,1], ${rising}`],
    ["falling thresholds", { thresholds: [5, 1] }, `thresholds is [5,1], ${rising}`],
    ["less than a cent", { thresholds: [0.001] }, `thresholds is [0.001], ${rising}`],
    [
      "a service's name with spaces",
      { services: { "Amazon EC2": [1] } },
      `a key of services is "Amazon EC2", expected the metric's ServiceName such as AmazonEC2`,
    ],
    ["a falling service", { services: { AWSLambda: [2, 1] } }, `services.AWSLambda is [2,1], ${rising}`],
    [
      "a budget of 0",
      { budget: { limit: 0 } },
      "budget.limit is 0, expected an amount in USD of at least 0.01",
    ],
    [
      "percents that fall",
      { budget: { actualPercents: [80, 50] } },
      "budget.actualPercents is [80,50], expected one or more percents above 0, each above the one before",
    ],
    [
      "no percent at all",
      { budget: { actualPercents: [], forecastPercents: [] } },
      "number of the budget's percents is 0, expected 1 to 10 in all",
    ],
    [
      "eleven percents",
      { budget: { actualPercents: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } },
      "number of the budget's percents is 11, expected 1 to 10 in all",
    ],
    [
      "an impact of 0",
      { anomalyDetection: { minimumImpact: 0 } },
      "anomalyDetection.minimumImpact is 0, expected an amount in USD of at least 0.01",
    ],
    [
      "eleven e-mails with a budget",
      {
        subscribers: Object.fromEntries(
          Array.from({ length: 11 }, (_, i) => [`s${i}`, { email: "ops@example.com" }]),
        ),
      },
      "number of subscribers with an email is 11, expected at most 10; or budget false",
    ],
  ];
  for (const [what, args, message] of faults) {
    it(`given ${what}, when planned, then the error says so`, () => {
      assert.throws(() => billingPlan("bill", { subscribers, ...args }), { message: `bill: ${message}` });
    });
  }

  it("given two faults, when planned, then one error tells both", () => {
    assert.throws(() => billingPlan("bill", { subscribers: { a: {} }, thresholds: [] }), {
      message: `bill: subscribers.a is {}, expected an email, a phone, or both\nbill: thresholds is [], ${rising}`,
    });
  });
});
