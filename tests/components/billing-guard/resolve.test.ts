import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import type { BillingGuardArgs } from "../../../components/billing-guard";
import type { BillingBudget } from "../../../components/billing-guard/args";
import { resolveArgs } from "../../../components/billing-guard/resolve";

const subscribers = { oncall: { email: "ops@example.com" } };
const increasing = "expected one or more amounts in USD of at least 0.01, each above the one before";

describe("resolveArgs", () => {
  it("defaults to thresholds from one cent on and a budget of the highest one", () => {
    const resolvedArgs = resolveArgs("bill", { subscribers });

    assert.deepEqual(
      resolvedArgs.alarms.map(({ key, threshold }) => [key, threshold]),
      [0.01, 1, 5, 10, 50, 100].map((usd) => [`total-${usd}`, usd]),
    );
    assert.equal(resolvedArgs.budget?.limit, 100);
    assert.deepEqual(
      resolvedArgs.budget?.notifications.map(({ type, percent }) => `${type} ${percent}`),
      ["ACTUAL 50", "ACTUAL 80", "ACTUAL 100", "FORECASTED 100"],
    );
    assert.equal(resolvedArgs.minimumImpact, undefined);
  });

  it("lists the alarms of services after those of the account", () => {
    const resolvedArgs = resolveArgs("bill", {
      subscribers,
      thresholds: [2],
      services: { AmazonEC2: [1, 3] },
    });

    assert.deepEqual(resolvedArgs.alarms, [
      { key: "total-2", threshold: 2 },
      { key: "service-AmazonEC2-1", threshold: 1, service: "AmazonEC2" },
      { key: "service-AmazonEC2-3", threshold: 3, service: "AmazonEC2" },
    ]);
  });

  it("allows more than ten e-mail addresses without a budget", () => {
    const many = Object.fromEntries(
      Array.from({ length: 11 }, (_, i) => [`s${i}`, { email: "ops@example.com" }]),
    );

    assert.equal(resolveArgs("bill", { subscribers: many, budget: false }).budget, undefined);
  });

  it("does not check an address that is not known yet", () => {
    assert.doesNotThrow(() => resolveArgs("bill", { subscribers: { a: { email: pulumi.output("x") } } }));
  });

  const faults: [string, Partial<BillingGuardArgs>, string][] = [
    [
      "no subscriber",
      { subscribers: {} },
      "subscribers is {}, expected at least one subscriber, since alarms without subscribers notify no person",
    ],
    [
      "a subscriber without an address",
      { subscribers: { a: {} } },
      "subscribers.a is {}, expected an email, a phone or a url, one at least",
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
    ["no thresholds", { thresholds: [] }, `thresholds is [], ${increasing}`],
    ["a threshold of 0", { thresholds: [0, 1] }, `thresholds is [0,1], ${increasing}`],
    ["equal thresholds", { thresholds: [1, 1] }, `thresholds is [1,1], ${increasing}`],
    ["decreasing thresholds", { thresholds: [5, 1] }, `thresholds is [5,1], ${increasing}`],
    ["less than a cent", { thresholds: [0.001] }, `thresholds is [0.001], ${increasing}`],
    [
      "a service's name with spaces",
      { services: { "Amazon EC2": [1] } },
      `a key of services is "Amazon EC2", expected the metric's ServiceName such as AmazonEC2`,
    ],
    [
      "decreasing thresholds of a service",
      { services: { AWSLambda: [2, 1] } },
      `services.AWSLambda is [2,1], ${increasing}`,
    ],
    [
      "a budget of an unknown property",
      { budget: { filters: { Colour: ["red"] } as BillingBudget["filters"] } },
      'a key of budget.filters is "Colour", expected one of AZ, InstanceType, LinkedAccount, Operation, PurchaseType, Region, Service, TagKeyValue, UsageType, UsageTypeGroup',
    ],
    [
      "a budget of a property without values",
      { budget: { filters: { Region: [] } } },
      "budget.filters.Region is [], expected one or more values",
    ],
    [
      "a budget of 0",
      { budget: { limit: 0 } },
      "budget.limit is 0, expected an amount in USD of at least 0.01",
    ],
    [
      "decreasing percentages",
      { budget: { actualPercents: [80, 50] } },
      "budget.actualPercents is [80,50], expected one or more percentages above 0, each above the one before",
    ],
    [
      "no percentage at all",
      { budget: { actualPercents: [], forecastPercents: [] } },
      "number of the budget's percentages is 0, expected 1 to 10 in all",
    ],
    [
      "eleven percentages",
      { budget: { actualPercents: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } },
      "number of the budget's percentages is 11, expected 1 to 10 in all",
    ],
    [
      "an impact of 0",
      { anomalyDetection: { minimumImpact: 0 } },
      "anomalyDetection.minimumImpact is 0, expected an amount in USD of at least 0.01",
    ],
    [
      "an AWS managed key",
      { kmsKeyArn: "alias/aws/sns" },
      'kmsKeyArn is "alias/aws/sns", expected a customer managed key, since an AWS managed key lets no other service publish',
    ],
    [
      "an unknown treatment of missing data",
      { treatMissingData: "notIgnored" as "ignore" },
      'treatMissingData is "notIgnored", expected one of breaching, ignore, missing, notBreaching',
    ],
    [
      "eleven e-mails with a budget",
      {
        subscribers: Object.fromEntries(
          Array.from({ length: 11 }, (_, i) => [`s${i}`, { email: "ops@example.com" }]),
        ),
      },
      "number of subscribers with an email is 11, expected at most 10; or set budget to false",
    ],
  ];
  for (const [fault, args, message] of faults) {
    it(`rejects ${fault}`, () => {
      assert.throws(() => resolveArgs("bill", { subscribers, ...args }), { message: `bill: ${message}` });
    });
  }

  it("reports all faults in one error", () => {
    assert.throws(() => resolveArgs("bill", { subscribers: { a: {} }, thresholds: [] }), {
      message: `bill: subscribers.a is {}, expected an email, a phone or a url, one at least\nbill: thresholds is [], ${increasing}`,
    });
  });
});
