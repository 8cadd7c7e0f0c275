import assert from "node:assert/strict";
import { describe, it } from "mocha";
import {
  type AlarmCondition,
  checkAlarmCondition,
  checkAlarmTopics,
  createAlarm,
} from "../../../components/shared/alarms";
import { Faults } from "../../../components/shared/errors";
import type { MetricSpec } from "../../../components/shared/metrics";
import { findRegistration, outputValue, recordResources } from "../../helpers/mocks";

function errorOf(check: (faults: Faults) => void): string {
  const faults = new Faults("watch");
  check(faults);
  try {
    faults.raise();
  } catch (error) {
    return (error as Error).message;
  }
  return "";
}

const metric: MetricSpec = { namespace: "AWS/SQS", metricName: "NumberOfMessagesSent" };

describe("checkAlarmCondition", () => {
  for (const condition of [
    { threshold: 0 },
    { threshold: 1, periodSeconds: 10, evaluationPeriods: 8640 },
    { threshold: 1, periodSeconds: 20 },
    { threshold: 1, periodSeconds: 3600, evaluationPeriods: 168, datapointsToAlarm: 1 },
    { threshold: 1, periodSeconds: 604_800 },
    { threshold: 1, statistic: "p99.9" },
    { threshold: 1, statistic: "p100" },
    { threshold: 1, statistic: "tm99.5" },
    { threshold: 1, statistic: "IQM" },
    { threshold: 1, runbook: "https://example.com/runbook#cpu" },
  ] as AlarmCondition[]) {
    it(`accepts ${JSON.stringify(condition)}`, () => {
      assert.equal(
        errorOf((faults) => checkAlarmCondition(faults, "a", condition)),
        "",
      );
    });
  }

  const statistics =
    "expected one of Average, Maximum, Minimum, SampleCount, Sum, or one such as p99, tm99 or IQM";
  for (const [condition, message] of [
    [{ threshold: Number.NaN }, "a.threshold is NaN, expected a finite number"],
    [
      { comparison: "Above" },
      'a.comparison is "Above", expected one of GreaterThanOrEqualToThreshold, GreaterThanThreshold, LessThanOrEqualToThreshold, LessThanThreshold',
    ],
    [
      { treatMissingData: "no" },
      'a.treatMissingData is "no", expected one of breaching, ignore, missing, notBreaching',
    ],
    [{ statistic: "Median" }, `a.statistic is "Median", ${statistics}`],
    [{ statistic: "p100.5" }, `a.statistic is "p100.5", ${statistics}`],
    [{ periodSeconds: 15 }, "a.periodSeconds is 15, expected 10, 20, 30 or a multiple of 60"],
    [{ periodSeconds: 90 }, "a.periodSeconds is 90, expected 10, 20, 30 or a multiple of 60"],
    [{ periodSeconds: 0 }, "a.periodSeconds is 0, expected 10, 20, 30 or a multiple of 60"],
    [{ periodSeconds: 604_860 }, "a.periodSeconds is 604860, expected at most 604800, seven days"],
    [{ evaluationPeriods: 0 }, "a.evaluationPeriods is 0, expected a whole number from 1 to 288"],
    [
      { periodSeconds: 60, evaluationPeriods: 1441 },
      "a.evaluationPeriods is 1441, expected a whole number from 1 to 1440",
    ],
    [
      { periodSeconds: 3600, evaluationPeriods: 169 },
      "a.evaluationPeriods is 169, expected a whole number from 1 to 168",
    ],
    [
      { evaluationPeriods: 3, datapointsToAlarm: 4 },
      "a.datapointsToAlarm is 4, expected a whole number from 1 to 3",
    ],
    [
      { description: "x".repeat(1025) },
      `a.description is "${"x".repeat(199)}…, expected a string of 0 to 1024 characters`,
    ],
    [
      { runbook: "javascript:alert(1)" },
      'a.runbook is "javascript:alert(1)", expected an http or https address',
    ],
    [{ runbook: "here" }, 'a.runbook is "here", expected an http or https address'],
  ] as const) {
    it(`rejects ${JSON.stringify(condition).slice(0, 80)}`, () => {
      const whole = Object.assign({ threshold: 1 }, condition) as unknown as AlarmCondition;
      assert.equal(
        errorOf((faults) => checkAlarmCondition(faults, "a", whole)),
        `watch: ${message}`,
      );
    });
  }
});

describe("checkAlarmTopics", () => {
  const topics = (count: number) => Array.from({ length: count }, (_, index) => `topic-${index}`);
  for (const [count, reason, message] of [
    [0, undefined, ""],
    [5, undefined, ""],
    [6, undefined, "alarmTopicArns is 6, expected at most 5 topics"],
    [1, "a filter has an alarm", ""],
    [0, "a filter has an alarm", "alarmTopicArns is 0, expected 1 to 5 topics, since a filter has an alarm"],
  ] as const) {
    it(`${message ? "rejects" : "accepts"} ${count} topics ${reason ? "that are required" : "that are optional"}`, () => {
      assert.equal(
        errorOf((faults) => checkAlarmTopics(faults, topics(count), reason)),
        message && `watch: ${message}`,
      );
    });
  }
});

describe("createAlarm", () => {
  it("passes percentile, runbook, region and tags on, without a recovery action", async () => {
    const condition: AlarmCondition = {
      threshold: 2,
      statistic: "p99",
      comparison: "LessThanThreshold",
      periodSeconds: 60,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      treatMissingData: "breaching",
      description: "Answers are slow.",
      runbook: "https://example.com/slow",
    };
    const registrations = await recordResources();

    const alarm = createAlarm(
      "watch-slow",
      {
        metric: { ...metric, dimensions: { QueueName: "q" } },
        condition,
        topicArns: ["t"],
        notifyRecovery: false,
        region: "us-east-1",
        tags: { team: "harbour" },
      },
      {},
    );
    await outputValue(alarm.urn);

    assert.deepEqual(findRegistration(registrations, "watch-slow").inputs, {
      region: "us-east-1",
      namespace: "AWS/SQS",
      metricName: "NumberOfMessagesSent",
      dimensions: { QueueName: "q" },
      extendedStatistic: "p99",
      period: 60,
      evaluationPeriods: 5,
      datapointsToAlarm: 3,
      comparisonOperator: "LessThanThreshold",
      threshold: 2,
      treatMissingData: "breaching",
      alarmDescription: "Answers are slow. Runbook: https://example.com/slow",
      alarmActions: ["t"],
      tags: { team: "harbour" },
    });
  });

  it("adds the dimensions that the namespace of a global service needs", async () => {
    const registrations = await recordResources();

    const alarm = createAlarm(
      "watch-errors",
      {
        metric: {
          namespace: "AWS/CloudFront",
          metricName: "5xxErrorRate",
          dimensions: { DistributionId: "E2EXAMPLE" },
        },
        condition: { threshold: 5 },
        topicArns: ["t"],
        notifyRecovery: true,
        notifyMissingData: true,
        tags: undefined,
      },
      {},
    );
    await outputValue(alarm.urn);

    const { dimensions, insufficientDataActions } = findRegistration(registrations, "watch-errors").inputs;
    assert.deepEqual(dimensions, { Region: "Global", DistributionId: "E2EXAMPLE" });
    assert.deepEqual(insufficientDataActions, ["t"]);
  });
});
