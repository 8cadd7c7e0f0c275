import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { BillingGuard, type BillingGuardArgs } from "../../../components/billing-guard";
import { assertContract } from "../../helpers/contract";
import { ACCOUNT, childNames, recordResources, registration, resolved, settled } from "../../helpers/mocks";

const subscribers = { oncall: { email: "ops@example.com", phone: "+12025550123" } };
const TOPIC = "arn:aws:mock:::bill";

const GLOBAL_TYPES = ["aws:sns/", "aws:cloudwatch/"];

async function laidDown(args: Partial<BillingGuardArgs> = {}) {
  const registered = await recordResources();
  const guard = new BillingGuard("bill", { subscribers, ...args });
  await settled(guard);
  const globalChildren = registered
    .filter(({ type }) => GLOBAL_TYPES.some((prefix) => type.startsWith(prefix)))
    .map(({ name }) => name);
  return { guard, registered, globalChildren };
}

describe("BillingGuard", () => {
  it("given a subscriber, when laid down, then the ladder rises from one cent in us-east-1", async () => {
    const { guard, registered, globalChildren } = await laidDown();

    assertContract(registered, "BillingGuard", "bill", { globalChildren });
    assert.deepEqual(childNames(registered), [
      "bill",
      "bill-budget",
      "bill-email-oncall",
      "bill-policy",
      "bill-sms-oncall",
      "bill-total-0.01",
      "bill-total-1",
      "bill-total-10",
      "bill-total-100",
      "bill-total-5",
      "bill-total-50",
    ]);
    assert.deepEqual(registration(registered, "bill-total-0.01").inputs, {
      region: "us-east-1",
      alarmDescription: "Estimated charges of this month reach USD 0.01.",
      namespace: "AWS/Billing",
      metricName: "EstimatedCharges",
      dimensions: { Currency: "USD" },
      statistic: "Maximum",
      period: 21600,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 0.01,
      treatMissingData: "ignore",
      alarmActions: [TOPIC],
    });
    assert.equal(await resolved(guard.topicArn), TOPIC);
    assert.equal(await resolved(guard.budgetName), "bill-budget");
    assert.equal((await resolved(guard.alarmArns))["total-0.01"], "arn:aws:mock:::bill-total-0.01");
    assert.equal(Object.keys(await resolved(guard.alarmArns)).length, 6);
  });

  it("given an e-mail and a phone, when laid down, then both are subscribed in us-east-1", async () => {
    const { registered } = await laidDown();

    assert.deepEqual(registration(registered, "bill-email-oncall").inputs, {
      region: "us-east-1",
      topic: TOPIC,
      protocol: "email",
      endpoint: "ops@example.com",
    });
    assert.deepEqual(registration(registered, "bill-sms-oncall").inputs, {
      region: "us-east-1",
      topic: TOPIC,
      protocol: "sms",
      endpoint: "+12025550123",
    });
  });

  it("given the topic, when its policy is read, then three services of this account may publish, and only over TLS", async () => {
    const { registered } = await laidDown();

    const { policy, arn } = registration(registered, "bill-policy").inputs;
    assert.equal(arn, TOPIC);
    const [allow, deny, ...more] = JSON.parse(policy).Statement;
    assert.deepEqual(allow.Principal, {
      Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"],
    });
    assert.deepEqual(allow.Action, ["sns:Publish"]);
    assert.deepEqual(allow.Resource, [TOPIC]);
    assert.deepEqual(allow.Condition, { StringEquals: { "aws:SourceAccount": [ACCOUNT] } });
    assert.equal(deny.Effect, "Deny");
    assert.deepEqual(deny.Condition, { Bool: { "aws:SecureTransport": ["false"] } });
    assert.deepEqual(more, []);
  });

  it("given no budget argument, when laid down, then spent and forecast money are told by topic and mail", async () => {
    const { registered } = await laidDown();

    const { notifications, ...budget } = registration(registered, "bill-budget").inputs;
    assert.deepEqual(budget, {
      budgetType: "COST",
      timeUnit: "MONTHLY",
      limitAmount: "100",
      limitUnit: "USD",
    });
    assert.deepEqual(
      notifications.map((one: Record<string, unknown>) => [one.notificationType, one.threshold]),
      [
        ["ACTUAL", 50],
        ["ACTUAL", 80],
        ["ACTUAL", 100],
        ["FORECASTED", 100],
      ],
    );
    assert.deepEqual(notifications[3], {
      notificationType: "FORECASTED",
      comparisonOperator: "GREATER_THAN",
      thresholdType: "PERCENTAGE",
      threshold: 100,
      subscriberSnsTopicArns: [TOPIC],
      subscriberEmailAddresses: ["ops@example.com"],
    });
  });

  it("given a phone alone, when laid down, then the budget goes to the topic alone", async () => {
    const { registered } = await laidDown({ subscribers: { oncall: { phone: "+12025550123" } } });

    const [first] = registration(registered, "bill-budget").inputs.notifications;
    assert.equal("subscriberEmailAddresses" in first, false);
    assert.equal(childNames(registered).includes("bill-email-oncall"), false);
  });

  it("given budget false, when laid down, then there is no budget", async () => {
    const { guard, registered } = await laidDown({ budget: false });

    assert.equal(childNames(registered).includes("bill-budget"), false);
    assert.equal(await resolved(guard.budgetName), undefined);
  });

  it("given a service's ladder, when laid down, then its alarm reads that service's charges", async () => {
    const { registered } = await laidDown({ thresholds: [1], services: { AmazonEC2: [5] } });

    const { dimensions, threshold, alarmDescription } = registration(
      registered,
      "bill-service-AmazonEC2-5",
    ).inputs;
    assert.deepEqual(dimensions, { Currency: "USD", ServiceName: "AmazonEC2" });
    assert.equal(threshold, 5);
    assert.equal(alarmDescription, "Estimated charges of AmazonEC2 of this month reach USD 5.");
  });

  it("given anomaly detection, when laid down, then the topic hears of each impact from the minimum on", async () => {
    const { registered } = await laidDown({ anomalyDetection: { minimumImpact: 3 } });

    const monitor = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
    assert.deepEqual(registration(registered, "bill-anomalies", monitor).inputs, {
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
    const told = "aws:costexplorer/anomalySubscription:AnomalySubscription";
    assert.deepEqual(registration(registered, "bill-anomalies", told).inputs, {
      frequency: "IMMEDIATE",
      monitorArnLists: ["arn:aws:mock:::bill-anomalies"],
      subscribers: [{ type: "SNS", address: TOPIC }],
      thresholdExpression: {
        dimension: {
          key: "ANOMALY_TOTAL_IMPACT_ABSOLUTE",
          matchOptions: ["GREATER_THAN_OR_EQUAL"],
          values: ["3"],
        },
      },
    });
  });

  it("given key, tags and missing data, when laid down, then topic, alarms and budget carry them", async () => {
    const { registered } = await laidDown({
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/example",
      tags: { team: "ops" },
      treatMissingData: "missing",
    });

    assert.deepEqual(registration(registered, "bill", "aws:sns/topic:Topic").inputs, {
      region: "us-east-1",
      kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:key/example",
      tags: { team: "ops" },
    });
    assert.equal(registration(registered, "bill-total-1").inputs.treatMissingData, "missing");
    assert.deepEqual(registration(registered, "bill-total-1").inputs.tags, { team: "ops" });
    assert.deepEqual(registration(registered, "bill-budget").inputs.tags, { team: "ops" });
  });

  it("given an alarm, when its options are read, then it waits for whoever must hear it", async () => {
    await recordResources();
    const waits = new Map<string, number>();
    const guard = new BillingGuard(
      "bill",
      { subscribers, thresholds: [1] },
      {
        transformations: [
          ({ name, opts }) => {
            waits.set(name, [opts.dependsOn ?? []].flat().length);
            return undefined;
          },
        ],
      },
    );
    await settled(guard);

    assert.deepEqual([waits.get("bill-total-1"), waits.get("bill-budget"), waits.get("bill")], [3, 3, 0]);
  });

  it("given no subscriber, when laid down, then the error says why one is needed", async () => {
    await assert.rejects(laidDown({ subscribers: {} }), {
      message:
        "bill: subscribers is {}, expected at least one subscriber; an alarm that nobody hears guards nothing",
    });
  });
});
