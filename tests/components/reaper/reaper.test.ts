import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { Reaper, type ReaperArgs } from "../../../components/reaper";
import { assertContract, assertPermissionsBoundary, assertTags } from "../../helpers/contract";
import {
  ACCOUNT,
  childNames,
  findRegistration,
  outputValue,
  REGION,
  type Registration,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const FUNCTION = "aws:lambda/function:Function";
const QUEUE = "aws:sqs/queue:Queue";
const ROLE = "aws:iam/role:Role";
const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
const SCHEDULE = "aws:scheduler/schedule:Schedule";
const TOPIC = "arn:aws:sns:eu-west-1:123456789012:alarms";
const base: ReaperArgs = {
  clusterTags: { project: "tide", environment: "dev" },
  alarmTopicArns: [TOPIC],
};

async function deploy(args: Partial<ReaperArgs> = {}) {
  const registrations = await recordResources({
    outputs: { [QUEUE]: { url: "https://sqs.example.com/tide" } },
  });
  const reaper = new Reaper("tide", { ...base, ...args });
  await waitForChildren(reaper);
  return { reaper, registrations, lambda: findRegistration(registrations, "tide", FUNCTION).inputs };
}

function statements(registrations: readonly Registration[], name: string): Record<string, unknown>[] {
  return JSON.parse(findRegistration(registrations, name, ROLE_POLICY).inputs.policy).Statement;
}

describe("Reaper", () => {
  it("creates function, schedule, queue of failed runs and alarms by default", async () => {
    const { reaper, registrations, lambda } = await deploy();

    assertContract(registrations, "Reaper", "tide", {
      order: { tide: ["RolePolicy tide-function"], "tide-schedule": ["RolePolicy tide-schedule"] },
    });
    assert.deepEqual(childNames(registrations), [
      "tide",
      "tide-dead-letters",
      "tide-dead-letters",
      "tide-dead-letters-alarm",
      "tide-errors-alarm",
      "tide-failures",
      "tide-function",
      "tide-function",
      "tide-log",
      "tide-reaped-alarm",
      "tide-schedule",
      "tide-schedule",
      "tide-schedule",
      "tide-schedule",
      "tide-without-expiry-alarm",
    ]);
    const { code, ...rest } = lambda;
    assert.ok(code instanceof pulumi.asset.AssetArchive);
    assert.deepEqual(rest, {
      description: "Terminates clusters that have outlived their end of life.",
      runtime: "nodejs22.x",
      architectures: ["arm64"],
      handler: "index.handler",
      role: "arn:aws:mock:::tide-function",
      memorySize: 256,
      timeout: 300,
      environment: {
        variables: {
          EXPIRY_TAG: "expiresAt",
          CLUSTER_TAGS: '{"project":"tide","environment":"dev"}',
          NAMESPACE: "Archipelago/Reaper",
        },
      },
      loggingConfig: { logFormat: "JSON", logGroup: "tide-log" },
      tracingConfig: { mode: "Active" },
    });
    assert.deepEqual(findRegistration(registrations, "tide-log").inputs, { retentionInDays: 30 });
    assert.equal(await outputValue(reaper.functionArn), "arn:aws:mock:::tide");
    assert.equal(await outputValue(reaper.functionName), "tide");
    assert.equal(await outputValue(reaper.logGroupName), "tide-log");
    assert.equal(await outputValue(reaper.deadLetterArn), "arn:aws:mock:::tide-dead-letters");
    assert.deepEqual(Object.keys(await outputValue(reaper.alarmArns)).sort(), [
      "dead-letters",
      "errors",
      "reaped",
      "without-expiry",
    ]);
  });

  it("lets the function terminate clusters with the tags only", async () => {
    const { registrations } = await deploy();

    const [list, read, terminate, log, traces, report, ...more] = statements(registrations, "tide-function");
    const clusters = `arn:aws:elasticmapreduce:${REGION}:${ACCOUNT}:cluster/*`;
    assert.deepEqual([list?.Action, list?.Resource], [["elasticmapreduce:ListClusters"], ["*"]]);
    assert.deepEqual([read?.Action, read?.Resource], [["elasticmapreduce:DescribeCluster"], [clusters]]);
    assert.deepEqual(terminate, {
      Sid: "TerminateOwnClusters",
      Effect: "Allow",
      Action: ["elasticmapreduce:TerminateJobFlows", "elasticmapreduce:SetTerminationProtection"],
      Resource: [clusters],
      Condition: {
        StringEquals: {
          "elasticmapreduce:ResourceTag/project": ["tide"],
          "elasticmapreduce:ResourceTag/environment": ["dev"],
        },
      },
    });
    assert.deepEqual(
      [log?.Action, log?.Resource],
      [
        ["logs:CreateLogStream", "logs:PutLogEvents"],
        ["arn:aws:logs:eu-west-1:123456789012:log-group:tide-log:*"],
      ],
    );
    assert.deepEqual(traces?.Action, ["xray:PutTraceSegments", "xray:PutTelemetryRecords"]);
    assert.deepEqual(
      [report?.Action, report?.Resource],
      [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:tide-dead-letters"]],
    );
    assert.deepEqual(more, []);
  });

  it("runs the function every five minutes with a role that can do nothing else", async () => {
    const { registrations } = await deploy();

    const { groupName, scheduleExpression, flexibleTimeWindow, target } = findRegistration(
      registrations,
      "tide-schedule",
      SCHEDULE,
    ).inputs;
    assert.deepEqual(
      { groupName, scheduleExpression, flexibleTimeWindow, target },
      {
        groupName: "tide-schedule",
        scheduleExpression: "rate(5 minutes)",
        flexibleTimeWindow: { mode: "OFF" },
        target: {
          arn: "arn:aws:lambda:eu-west-1:123456789012:function:tide",
          roleArn: "arn:aws:mock:::tide-schedule",
          retryPolicy: { maximumEventAgeInSeconds: 300, maximumRetryAttempts: 2 },
          deadLetterConfig: { arn: "arn:aws:sqs:eu-west-1:123456789012:tide-dead-letters" },
        },
      },
    );
    const [run, report, ...more] = statements(registrations, "tide-schedule");
    assert.deepEqual(
      [run?.Action, run?.Resource],
      [["lambda:InvokeFunction"], ["arn:aws:lambda:eu-west-1:123456789012:function:tide"]],
    );
    assert.deepEqual(
      [report?.Action, report?.Resource],
      [["sqs:SendMessage"], ["arn:aws:sqs:eu-west-1:123456789012:tide-dead-letters"]],
    );
    assert.deepEqual(more, []);
    const trust = JSON.parse(findRegistration(registrations, "tide-schedule", ROLE).inputs.assumeRolePolicy);
    assert.deepEqual(trust.Statement[0].Principal, { Service: ["scheduler.amazonaws.com"] });
    assert.deepEqual(trust.Statement[0].Condition, { StringEquals: { "aws:SourceAccount": [ACCOUNT] } });
  });

  it("retains failed runs for a day in an encrypted queue that refuses plain text", async () => {
    const { registrations } = await deploy();

    assert.deepEqual(findRegistration(registrations, "tide-dead-letters", QUEUE).inputs, {
      messageRetentionSeconds: 86_400,
      sqsManagedSseEnabled: true,
    });
    const policy = findRegistration(registrations, "tide-dead-letters", "aws:sqs/queuePolicy:QueuePolicy");
    assert.equal(policy.inputs.queueUrl, "https://sqs.example.com/tide");
    const [deny] = JSON.parse(policy.inputs.policy).Statement;
    assert.deepEqual([deny.Effect, deny.Condition], ["Deny", { Bool: { "aws:SecureTransport": ["false"] } }]);
    assert.deepEqual(findRegistration(registrations, "tide-failures").inputs, {
      functionName: "tide",
      maximumRetryAttempts: 0,
      maximumEventAgeInSeconds: 300,
      destinationConfig: { onFailure: { destination: "arn:aws:mock:::tide-dead-letters" } },
    });
  });

  it("alarms when a cluster was reaped or has no end, and when a run fails or is lost", async () => {
    const { registrations } = await deploy();

    const alarms = registrations
      .filter(({ type }) => type === "aws:cloudwatch/metricAlarm:MetricAlarm")
      .map(({ name, inputs }) => [
        name,
        inputs.namespace,
        inputs.metricName,
        inputs.statistic,
        inputs.dimensions,
      ])
      .sort();
    assert.deepEqual(alarms, [
      [
        "tide-dead-letters-alarm",
        "AWS/SQS",
        "ApproximateNumberOfMessagesVisible",
        "Maximum",
        { QueueName: "tide-dead-letters" },
      ],
      ["tide-errors-alarm", "AWS/Lambda", "Errors", "Sum", { FunctionName: "tide" }],
      ["tide-reaped-alarm", "Archipelago/Reaper", "ReapedClusters", "Sum", { FunctionName: "tide" }],
      [
        "tide-without-expiry-alarm",
        "Archipelago/Reaper",
        "ClustersWithoutExpiry",
        "Sum",
        { FunctionName: "tide" },
      ],
    ]);
    for (const [name] of alarms) {
      const alarm = findRegistration(registrations, String(name)).inputs;
      assert.deepEqual([alarm.threshold, alarm.alarmActions, alarm.okActions], [1, [TOPIC], [TOPIC]]);
      if (name === "tide-reaped-alarm") continue;
      assert.deepEqual([alarm.period, alarm.treatMissingData], [300, "notBreaching"]);
      assert.equal("insufficientDataActions" in alarm, false);
    }
  });

  it("notifies when three runs in a row report nothing", async () => {
    const { registrations } = await deploy({ intervalMinutes: 10 });

    const { period, evaluationPeriods, treatMissingData, insufficientDataActions } = findRegistration(
      registrations,
      "tide-reaped-alarm",
    ).inputs;
    assert.deepEqual(
      { period, evaluationPeriods, treatMissingData, insufficientDataActions },
      { period: 1800, evaluationPeriods: 1, treatMissingData: "missing", insufficientDataActions: [TOPIC] },
    );
  });

  it("passes interval, retention, key and reserved concurrency on", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const { registrations, lambda } = await deploy({
      kmsKeyArn,
      intervalMinutes: 1,
      logRetentionDays: 90,
      reservedConcurrency: 1,
    });

    const { scheduleExpression, target } = findRegistration(registrations, "tide-schedule", SCHEDULE).inputs;
    assert.deepEqual(
      [scheduleExpression, target.retryPolicy.maximumEventAgeInSeconds],
      ["rate(1 minute)", 60],
    );
    assert.deepEqual(findRegistration(registrations, "tide-log").inputs, {
      kmsKeyId: kmsKeyArn,
      retentionInDays: 90,
    });
    assert.equal(lambda.reservedConcurrentExecutions, 1);
  });

  it("passes permissionsBoundaryArn to both roles", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({ permissionsBoundaryArn });

    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 2);
  });

  it("tags every taggable child", async () => {
    const { registrations } = await deploy({ tags: { team: "harbour" } });

    assertTags(registrations, { team: "harbour" });
  });
});
