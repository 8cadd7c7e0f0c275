import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { BillingGuard, type BillingGuardArgs } from "../../../components/billing-guard";
import { assertContract, assertTags } from "../../helpers/contract";
import {
  ACCOUNT,
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const subscribers = { oncall: { email: "ops@example.com", phone: "+12025550123" } };
const TOPIC = "arn:aws:mock:::bill";

const GLOBAL_TYPES = ["aws:sns/", "aws:cloudwatch/"];

async function deploy(args: Partial<BillingGuardArgs> = {}) {
  const registrations = await recordResources();
  const guard = new BillingGuard("bill", { subscribers, ...args });
  await waitForChildren(guard);
  const globalChildren = registrations
    .filter(({ type }) => GLOBAL_TYPES.some((prefix) => type.startsWith(prefix)))
    .map(({ name }) => name);
  return { guard, registrations, globalChildren };
}

describe("BillingGuard", () => {
  it("creates an alarm for each default threshold in us-east-1", async () => {
    const { guard, registrations, globalChildren } = await deploy();

    const delivery = ["bill-email-oncall", "bill-policy", "bill-sms-oncall"];
    const notifying = ["0.01", "1", "5", "10", "50", "100"].map((usd) => `bill-total-${usd}`);
    const order = Object.fromEntries([...notifying, "bill-budget"].map((child) => [child, delivery]));
    assertContract(registrations, "BillingGuard", "bill", { globalChildren, order });
    assert.deepEqual(childNames(registrations), [
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
    assert.deepEqual(findRegistration(registrations, "bill-total-0.01").inputs, {
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
    assert.equal(await outputValue(guard.alarmTopicArn), TOPIC);
    assert.equal(await outputValue(guard.budgetName), "bill-budget");
    assert.equal((await outputValue(guard.alarmArns))["total-0.01"], "arn:aws:mock:::bill-total-0.01");
    assert.equal(Object.keys(await outputValue(guard.alarmArns)).length, 6);
  });

  it("subscribes an e-mail address and a phone number in us-east-1", async () => {
    const { registrations } = await deploy();

    assert.deepEqual(findRegistration(registrations, "bill-email-oncall").inputs, {
      region: "us-east-1",
      topic: TOPIC,
      protocol: "email",
      endpoint: "ops@example.com",
    });
    assert.deepEqual(findRegistration(registrations, "bill-sms-oncall").inputs, {
      region: "us-east-1",
      topic: TOPIC,
      protocol: "sms",
      endpoint: "+12025550123",
    });
  });

  it("lets three services of this account publish to the topic, over TLS only", async () => {
    const { registrations } = await deploy();

    const { policy, arn } = findRegistration(registrations, "bill-policy").inputs;
    assert.equal(arn, TOPIC);
    const [allow, deny, ...others] = JSON.parse(policy).Statement;
    assert.deepEqual(allow.Principal, {
      Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"],
    });
    assert.deepEqual(allow.Action, ["sns:Publish"]);
    assert.deepEqual(allow.Resource, [TOPIC]);
    assert.deepEqual(allow.Condition, { StringEquals: { "aws:SourceAccount": [ACCOUNT] } });
    assert.equal(deny.Effect, "Deny");
    assert.deepEqual(deny.Condition, { Bool: { "aws:SecureTransport": ["false"] } });
    assert.deepEqual(others, []);
  });

  it("notifies topic and e-mail of actual and forecast costs by default", async () => {
    const { registrations } = await deploy();

    const { notifications, ...budget } = findRegistration(registrations, "bill-budget").inputs;
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

  it("notifies only the topic of the budget when no subscriber has an e-mail address", async () => {
    const { registrations } = await deploy({ subscribers: { oncall: { phone: "+12025550123" } } });

    const [first] = findRegistration(registrations, "bill-budget").inputs.notifications;
    assert.equal("subscriberEmailAddresses" in first, false);
    assert.equal(childNames(registrations).includes("bill-email-oncall"), false);
  });

  it("limits the budget to selected charges, before credits and refunds", async () => {
    const { registrations } = await deploy({
      budget: { filters: { TagKeyValue: ["user:environment$prod"] }, includeCredits: false },
    });

    const { costFilters, costTypes } = findRegistration(registrations, "bill-budget").inputs;
    assert.deepEqual(costFilters, [{ name: "TagKeyValue", values: ["user:environment$prod"] }]);
    assert.deepEqual(costTypes, { includeCredit: false, includeRefund: false });
  });

  it("creates no budget when budget is false", async () => {
    const { guard, registrations } = await deploy({ budget: false });

    assert.equal(childNames(registrations).includes("bill-budget"), false);
    assert.equal(await outputValue(guard.budgetName), undefined);
  });

  it("creates alarms on the charges of single services", async () => {
    const { registrations } = await deploy({ thresholds: [1], services: { AmazonEC2: [5] } });

    const { dimensions, threshold, alarmDescription } = findRegistration(
      registrations,
      "bill-service-AmazonEC2-5",
    ).inputs;
    assert.deepEqual(dimensions, { Currency: "USD", ServiceName: "AmazonEC2" });
    assert.equal(threshold, 5);
    assert.equal(alarmDescription, "Estimated charges of AmazonEC2 of this month reach USD 5.");
  });

  it("notifies the topic of anomalies from the minimum impact on", async () => {
    const { registrations } = await deploy({ anomalyDetection: { minimumImpact: 3 } });

    const monitor = "aws:costexplorer/anomalyMonitor:AnomalyMonitor";
    assert.deepEqual(findRegistration(registrations, "bill-anomalies", monitor).inputs, {
      monitorType: "DIMENSIONAL",
      monitorDimension: "SERVICE",
    });
    const subscription = "aws:costexplorer/anomalySubscription:AnomalySubscription";
    assert.deepEqual(findRegistration(registrations, "bill-anomalies", subscription).inputs, {
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

  it("passes key, tags and missing data to topic, alarms and budget", async () => {
    const { registrations } = await deploy({
      kmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/example",
      tags: { team: "ops" },
      treatMissingData: "missing",
    });

    assert.deepEqual(findRegistration(registrations, "bill", "aws:sns/topic:Topic").inputs, {
      region: "us-east-1",
      kmsMasterKeyId: "arn:aws:kms:us-east-1:123456789012:key/example",
      tags: { team: "ops" },
    });
    assert.equal(findRegistration(registrations, "bill-total-1").inputs.treatMissingData, "missing");
    assert.deepEqual(findRegistration(registrations, "bill-total-1").inputs.tags, { team: "ops" });
    assert.deepEqual(findRegistration(registrations, "bill-budget").inputs.tags, { team: "ops" });
  });

  it("tags all taggable resources", async () => {
    const { registrations } = await deploy({ anomalyDetection: {}, tags: { team: "ops" } });

    assertTags(registrations, { team: "ops" });
  });

  it("creates the anomaly subscription after the topic can deliver", async () => {
    const { registrations } = await deploy({ thresholds: [1], budget: false, anomalyDetection: {} });

    const subscription = "aws:costexplorer/anomalySubscription:AnomalySubscription";
    assert.deepEqual(
      findRegistration(registrations, "bill-anomalies", subscription)
        .explicitDependencies.map(({ name }) => name)
        .sort(),
      ["bill-email-oncall", "bill-policy", "bill-sms-oncall"],
    );
  });

  it("rejects the alias of an AWS managed key that becomes known during deployment", async () => {
    const registrations = await recordResources();
    const guard = new BillingGuard("bill", { subscribers, kmsKeyArn: pulumi.output("alias/aws/sns") });

    await assert.rejects(
      outputValue(guard.alarmTopicArn),
      /bill: kmsKeyArn is an output, expected a customer managed key, since an AWS managed key lets no other service publish$/m,
    );
    assert.equal(
      registrations.some(({ type }) => type === "aws:sns/topic:Topic"),
      false,
    );
  });

  it("rejects an empty set of subscribers and gives the reason", async () => {
    await assert.rejects(deploy({ subscribers: {} }), {
      message:
        "bill: subscribers is {}, expected at least one subscriber, since alarms without subscribers notify no person",
    });
  });
});
