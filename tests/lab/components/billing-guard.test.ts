// starts processes
import assert from "node:assert/strict";
import { livesAndDies, policyOf } from "../../helpers/life";

describe("BillingGuard in the lab", () => {
  const life = livesAndDies({
    program: "tests/lab/components/billing-guard.ts",
    resources: {
      "pulumi:providers:aws": 1,
      BillingGuard: 1,
      "BillingGuard$aws:sns/topic:Topic": 1,
      "BillingGuard$aws:sns/topicPolicy:TopicPolicy": 1,
      "BillingGuard$aws:sns/topicSubscription:TopicSubscription": 2,
      "BillingGuard$aws:cloudwatch/metricAlarm:MetricAlarm": 8,
      "BillingGuard$aws:budgets/budget:Budget": 1,
      "BillingGuard$aws:costexplorer/anomalyMonitor:AnomalyMonitor": 1,
      "BillingGuard$aws:costexplorer/anomalySubscription:AnomalySubscription": 1,
    },
    secrets: ["ops@example.com", "+12025550123"],
  });

  it("given a provider of Seoul, when up, then alarms and topic are in us-east-1, where charges are counted", () => {
    const placed = new Set(life().cloud.map(({ region }) => region));

    assert.deepEqual([...placed].sort(), ["global", "us-east-1"]);
  });

  it("given no thresholds, when up, then the ladder begins at a cent and every rung tells the topic", () => {
    const { arn } = life().one("sns/topic:Topic");
    const alarms = life()
      .all("cloudwatch/metricAlarm:MetricAlarm")
      .map(({ outputs }) => outputs);
    const total = alarms.filter(({ dimensions }) => !Object.hasOwn(Object(dimensions), "ServiceName"));

    assert.deepEqual(
      total.map(({ threshold }) => Number(threshold)).sort((a, b) => a - b),
      [0.01, 1, 5, 10, 50, 100],
    );
    for (const alarm of alarms) {
      assert.equal(alarm["namespace"], "AWS/Billing");
      assert.equal(alarm["metricName"], "EstimatedCharges");
      assert.equal(alarm["comparisonOperator"], "GreaterThanOrEqualToThreshold");
      assert.deepEqual(alarm["alarmActions"], [arn]);
    }
  });

  it("given the topic's policy, when parsed, then AWS' own services of this account publish, and nobody in plain text", () => {
    const { Statement } = policyOf(life().one("sns/topicPolicy:TopicPolicy"));
    const told = Statement.map(({ Effect, Principal, Condition }) => ({ Effect, Principal, Condition }));

    assert.deepEqual(told, [
      {
        Effect: "Allow",
        Principal: {
          Service: ["cloudwatch.amazonaws.com", "budgets.amazonaws.com", "costalerts.amazonaws.com"],
        },
        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
      },
      { Effect: "Deny", Principal: "*", Condition: { Bool: { "aws:SecureTransport": ["false"] } } },
    ]);
  });

  it("given secret addresses, when up, then AWS is told them nevertheless", () => {
    const endpoints = life()
      .all("sns/topicSubscription:TopicSubscription")
      .map(({ outputs }) => outputs["endpoint"]);

    assert.deepEqual(endpoints.sort(), ["+12025550123", "ops@example.com"]);
  });
});
