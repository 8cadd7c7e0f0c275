// starts processes
import assert from "node:assert/strict";
import { policyOf, testLifecycle } from "../../helpers/lifecycle";

describe("BillingGuard in the lab", () => {
  const life = testLifecycle({
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

  it("deploys alarms and topic to us-east-1 with a provider of another region", () => {
    const regions = new Set(life().cloud.map(({ region }) => region));

    assert.deepEqual([...regions].sort(), ["global", "us-east-1"]);
  });

  it("creates alarms from the first cent on that all notify the topic", () => {
    const { arn } = life().findOne("sns/topic:Topic");
    const alarms = life()
      .findAll("cloudwatch/metricAlarm:MetricAlarm")
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

  it("lets only AWS services of this account publish, over TLS", () => {
    const { Statement } = policyOf(life().findOne("sns/topicPolicy:TopicPolicy"));
    const statements = Statement.map(({ Effect, Principal, Condition }) => ({
      Effect,
      Principal,
      Condition,
    }));

    assert.deepEqual(statements, [
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

  it("passes secret addresses to AWS", () => {
    const endpoints = life()
      .findAll("sns/topicSubscription:TopicSubscription")
      .map(({ outputs }) => outputs["endpoint"]);

    assert.deepEqual(endpoints.sort(), ["+12025550123", "ops@example.com"]);
  });
});
