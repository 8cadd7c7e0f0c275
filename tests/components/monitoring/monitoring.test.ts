import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type MetricAlarmSpec, Monitoring, type MonitoringArgs } from "../../../components/monitoring";
import { assertContract, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

async function deploy(args?: MonitoringArgs) {
  const registrations = await recordResources();
  const monitoring = new Monitoring("watch", args);
  await waitForChildren(monitoring);
  return { monitoring, registrations };
}

const cpu: MetricAlarmSpec = { namespace: "AWS/EC2", metricName: "CPUUtilization", threshold: 80 };
const errors: MetricAlarmSpec = { namespace: "Archipelago/Web", metricName: "Errors", threshold: 1 };
const TOPIC = "arn:aws:mock:::watch";
const delivery = ["watch-email-ops", "watch-topic-policy"];

describe("Monitoring", () => {
  it("creates a topic for CloudWatch of this account and a dashboard by default", async () => {
    const { monitoring, registrations } = await deploy();

    assertContract(registrations, "Monitoring", "watch");
    assert.deepEqual(childNames(registrations), ["watch", "watch-dashboard", "watch-topic-policy"]);
    assert.deepEqual(findRegistration(registrations, "watch", "aws:sns/topic:Topic").inputs, {});
    const { arn, policy } = findRegistration(registrations, "watch-topic-policy").inputs;
    assert.equal(arn, TOPIC);
    assert.deepEqual(JSON.parse(policy).Statement, [
      {
        Sid: "PublishByServices",
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Action: ["sns:Publish"],
        Resource: [TOPIC],
        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
      },
      {
        Sid: "DenyPlainText",
        Effect: "Deny",
        Principal: "*",
        Action: ["sns:Publish"],
        Resource: [TOPIC],
        Condition: { Bool: { "aws:SecureTransport": ["false"] } },
      },
    ]);
    assert.equal(await outputValue(monitoring.alarmTopicArn), TOPIC);
    assert.deepEqual(await outputValue(monitoring.alarmArns), {});
    assert.equal(await outputValue(monitoring.dashboardName), "watch");
    assert.equal(await outputValue(monitoring.dashboardArn), "arn:aws:mock:::watch-dashboard");
  });

  it("passes subscribers, key and tags to the topic", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const { registrations } = await deploy({
      subscribers: { ops: { email: "ops@example.com", phone: "+12025550123" } },
      kmsKeyArn,
      tags: { team: "harbour" },
    });

    assert.deepEqual(findRegistration(registrations, "watch", "aws:sns/topic:Topic").inputs, {
      kmsMasterKeyId: kmsKeyArn,
      tags: { team: "harbour" },
    });
    assert.deepEqual(findRegistration(registrations, "watch-email-ops").inputs, {
      topic: TOPIC,
      protocol: "email",
      endpoint: "ops@example.com",
    });
    assert.deepEqual(findRegistration(registrations, "watch-sms-ops").inputs, {
      topic: TOPIC,
      protocol: "sms",
      endpoint: "+12025550123",
    });
  });

  it("tags all taggable resources", async () => {
    const { registrations } = await deploy({
      alarms: { cpu, errors },
      composites: { both: { alarms: ["cpu", "errors"] } },
      tags: { team: "harbour" },
    });

    assertTags(registrations, { team: "harbour" });
  });

  it("notifies the topic of alarm and recovery unless notify is false", async () => {
    const { monitoring, registrations } = await deploy({
      alarms: { cpu, errors: { ...errors, notify: false } },
      tags: { team: "harbour" },
    });

    assert.deepEqual(findRegistration(registrations, "watch-cpu").inputs, {
      namespace: "AWS/EC2",
      metricName: "CPUUtilization",
      statistic: "Average",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 80,
      treatMissingData: "missing",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
      tags: { team: "harbour" },
    });
    const quietAlarm = findRegistration(registrations, "watch-errors").inputs;
    assert.deepEqual([quietAlarm.alarmActions, quietAlarm.okActions], [[], []]);
    assert.deepEqual(await outputValue(monitoring.alarmArns), {
      cpu: "arn:aws:mock:::watch-cpu",
      errors: "arn:aws:mock:::watch-errors",
    });
  });

  it("notifies the topic only of alarms when notifyRecovery is false", async () => {
    const { registrations } = await deploy({
      alarms: { cpu, errors },
      composites: { both: { alarms: ["cpu", "errors"] } },
      notifyRecovery: false,
    });

    assert.equal(findRegistration(registrations, "watch-cpu").inputs.okActions, undefined);
    assert.equal(findRegistration(registrations, "watch-both-composite").inputs.okActions, undefined);
  });

  for (const [when, rule] of [
    [undefined, 'ALARM("watch-cpu") OR ALARM("watch-errors")'],
    ["all", 'ALARM("watch-cpu") AND ALARM("watch-errors")'],
  ] as const) {
    it(`creates a composite whose rule combines its alarms when its condition is ${when ?? "absent"}`, async () => {
      const { monitoring, registrations } = await deploy({
        subscribers: { ops: { email: "ops@example.com" } },
        alarms: { cpu, errors },
        composites: { both: { alarms: ["cpu", "errors"], when, description: "The web tier is unhealthy." } },
      });

      const order = { "watch-cpu": delivery, "watch-errors": delivery, "watch-both-composite": delivery };
      assertContract(registrations, "Monitoring", "watch", { order });
      assert.deepEqual(findRegistration(registrations, "watch-both-composite").inputs, {
        alarmName: "watch-both",
        alarmRule: rule,
        alarmDescription: "The web tier is unhealthy.",
        alarmActions: [TOPIC],
        okActions: [TOPIC],
      });
      assert.equal((await outputValue(monitoring.alarmArns)).both, "arn:aws:mock:::watch-both-composite");
    });
  }

  it("shows states and graphs of the alarms, then further graphs, on the dashboard", async () => {
    const { registrations } = await deploy({
      alarms: { cpu: { ...cpu, statistic: "p99", periodSeconds: 60 } },
      dashboard: { title: "Ireland", notes: ["Call *ops*"], graphs: [{ title: "Sent", metrics: [errors] }] },
    });

    const { dashboardName, dashboardBody } = findRegistration(registrations, "watch-dashboard").inputs;
    assert.equal(dashboardName, "watch");
    const [text, alarms, alarmGraph, furtherGraph] = JSON.parse(dashboardBody).widgets;
    assert.deepEqual(text.properties, { markdown: "# Ireland\n\nCall \\*ops\\*" });
    assert.deepEqual(alarms.properties.alarms, ["arn:aws:mock:::watch-cpu"]);
    assert.deepEqual(alarmGraph.properties, {
      title: "cpu",
      region: "eu-west-1",
      view: "timeSeries",
      stat: "p99",
      period: 60,
      metrics: [["AWS/EC2", "CPUUtilization"]],
      annotations: { horizontal: [{ value: 80, label: "alarm" }] },
    });
    assert.equal(furtherGraph.properties.title, "Sent");
  });

  it("watches an expression over metrics, and shows it on the dashboard", async () => {
    const { registrations } = await deploy({
      alarms: {
        failing: {
          expression: "100 * failed / all_requests",
          metrics: {
            failed: { namespace: "AWS/ApplicationELB", metricName: "HTTPCode_Target_5XX_Count" },
            all_requests: {
              namespace: "AWS/ApplicationELB",
              metricName: "RequestCount",
              statistic: "SampleCount",
            },
          },
          statistic: "Sum",
          periodSeconds: 60,
          threshold: 5,
        },
      },
    });

    const query = (metricName: string, stat: string) => ({
      namespace: "AWS/ApplicationELB",
      metricName,
      period: 60,
      stat,
    });
    assert.deepEqual(findRegistration(registrations, "watch-failing").inputs, {
      metricQueries: [
        {
          id: "result",
          expression: "100 * failed / all_requests",
          label: "100 * failed / all_requests",
          returnData: true,
        },
        { id: "failed", metric: query("HTTPCode_Target_5XX_Count", "Sum") },
        { id: "all_requests", metric: query("RequestCount", "SampleCount") },
      ],
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      evaluationPeriods: 1,
      treatMissingData: "missing",
      alarmActions: [TOPIC],
      okActions: [TOPIC],
    });
    const { widgets } = JSON.parse(findRegistration(registrations, "watch-dashboard").inputs.dashboardBody);
    assert.deepEqual(widgets.at(-1).properties.metrics, [
      ["AWS/ApplicationELB", "HTTPCode_Target_5XX_Count", { id: "failed", visible: false }],
      ["AWS/ApplicationELB", "RequestCount", { id: "all_requests", visible: false }],
      [{ expression: "100 * failed / all_requests", label: "100 * failed / all_requests" }],
    ]);
  });

  for (const [side, comparison] of [
    [undefined, "LessThanLowerOrGreaterThanUpperThreshold"],
    ["above", "GreaterThanUpperThreshold"],
    ["below", "LessThanLowerThreshold"],
  ] as const) {
    it(`watches for values out of the expected band with side ${side ?? "absent"}`, async () => {
      const { threshold: _, ...metric } = errors;
      const { registrations } = await deploy({
        alarms: { odd: { ...metric, statistic: "p90", band: { deviations: 3, side } } },
      });

      const { inputs } = findRegistration(registrations, "watch-odd");
      assert.deepEqual(inputs.metricQueries, [
        {
          id: "metric",
          metric: { namespace: "Archipelago/Web", metricName: "Errors", period: 300, stat: "p90" },
          returnData: true,
        },
        { id: "band", expression: "ANOMALY_DETECTION_BAND(metric, 3)", label: "expected", returnData: true },
      ]);
      assert.deepEqual(
        [inputs.comparisonOperator, inputs.thresholdMetricId, inputs.threshold],
        [comparison, "band", undefined],
      );
      const { widgets } = JSON.parse(findRegistration(registrations, "watch-dashboard").inputs.dashboardBody);
      assert.deepEqual(widgets.at(-1).properties.metrics, [
        ["Archipelago/Web", "Errors", { id: "metric" }],
        [{ expression: "ANOMALY_DETECTION_BAND(metric, 3)", label: "expected" }],
      ]);
    });
  }

  it("starts actions beside the topic, and notifies of missing data with notifyMissingData", async () => {
    const recover = "arn:aws:automate:eu-west-1:ec2:recover";
    const { registrations } = await deploy({
      alarms: {
        cpu: { ...cpu, notifyMissingData: true, actions: { alarm: [recover], ok: ["arn:aws:lambda:x"] } },
        errors: { ...errors, notify: false, actions: { insufficientData: [recover] } },
      },
    });

    const { inputs } = findRegistration(registrations, "watch-cpu");
    assert.deepEqual(
      [inputs.alarmActions, inputs.okActions, inputs.insufficientDataActions],
      [[TOPIC, recover], [TOPIC, "arn:aws:lambda:x"], [TOPIC]],
    );
    const quiet = findRegistration(registrations, "watch-errors").inputs;
    assert.deepEqual(
      [quiet.alarmActions, quiet.okActions, quiet.insufficientDataActions],
      [[], [], [recover]],
    );
  });

  it("suppresses a composite while another alarm is raised", async () => {
    const { registrations } = await deploy({
      alarms: { cpu, errors, deploying: { ...errors, notify: false } },
      composites: {
        both: { alarms: ["cpu", "errors"], suppressor: { alarm: "deploying", waitSeconds: 30 } },
      },
    });

    assert.deepEqual(findRegistration(registrations, "watch-both-composite").inputs.actionsSuppressor, {
      alarm: "watch-deploying",
      waitPeriod: 30,
      extensionPeriod: 60,
    });
  });

  it("creates no dashboard when dashboard is false", async () => {
    const { monitoring, registrations } = await deploy({ dashboard: false });

    assert.deepEqual(childNames(registrations), ["watch", "watch-topic-policy"]);
    assert.equal(await outputValue(monitoring.dashboardName), undefined);
    assert.equal(await outputValue(monitoring.dashboardArn), undefined);
  });

  it("adds the dimensions of global services when globalServices is true", async () => {
    const { registrations } = await deploy({
      globalServices: true,
      alarms: {
        cdn: { ...errors, namespace: "AWS/CloudFront", dimensions: { DistributionId: "E2EXAMPLE" } },
        firewall: { ...errors, namespace: "AWS/WAFV2", dimensions: { WebACL: "site" } },
      },
    });

    const { namespace, dimensions } = findRegistration(registrations, "watch-cdn").inputs;
    assert.equal(namespace, "AWS/CloudFront");
    assert.deepEqual(dimensions, { Region: "Global", DistributionId: "E2EXAMPLE" });
    assert.deepEqual(findRegistration(registrations, "watch-firewall").inputs.dimensions, { WebACL: "site" });
    const { widgets } = JSON.parse(findRegistration(registrations, "watch-dashboard").inputs.dashboardBody);
    assert.deepEqual(
      widgets.slice(2).map((widget: { properties: { metrics: unknown } }) => widget.properties.metrics),
      [
        [
          [
            "AWS/CloudFront",
            "Errors",
            "Region",
            "Global",
            "DistributionId",
            "E2EXAMPLE",
            { region: "us-east-1" },
          ],
        ],
        [["AWS/WAFV2", "Errors", "WebACL", "site"]],
      ],
    );
  });

  it("adds the region to metrics of web ACLs of a region", async () => {
    const { registrations } = await deploy({
      alarms: { firewall: { ...errors, namespace: "AWS/WAFV2", dimensions: { WebACL: "api" } } },
    });

    assert.deepEqual(findRegistration(registrations, "watch-firewall").inputs.dimensions, {
      Region: "eu-west-1",
      WebACL: "api",
    });
  });

  const label = "expected lower-case letters, digits and single dashes, 1 to 40 characters";
  const alarms = { cpu, errors };
  for (const [args, message] of [
    [
      { subscribers: { ops: { email: "ops" } } },
      'subscribers.ops.email is "ops", expected an e-mail address such as ops@example.com',
    ],
    [
      { subscribers: { ops: { phone: "555" } } },
      'subscribers.ops.phone is "555", expected a phone in E.164 form such as +12025550123',
    ],
    [
      { subscribers: { ops: {} } },
      "subscribers.ops is {}, expected an email, a phone or a url, one at least",
    ],
    [{ subscribers: { Ops: { email: "ops@example.com" } } }, `a key of subscribers is "Ops", ${label}`],
    [{ alarms: { "a b": cpu } }, `a key of alarms is "a b", ${label}`],
    [{ alarms, composites: { "": { alarms: ["cpu", "errors"] } } }, `a key of composites is "", ${label}`],
    [
      { alarms: { cpu: { ...cpu, namespace: "" } } },
      'alarms.cpu.namespace is "", expected a string of 1 to 255 characters',
    ],
    [
      { alarms: { cpu: { ...cpu, periodSeconds: 45 } } },
      "alarms.cpu.periodSeconds is 45, expected 10, 20, 30 or a multiple of 60",
    ],
    [
      { alarms: { bill: { ...cpu, namespace: "AWS/Billing" } } },
      'alarms.bill.namespace is "AWS/Billing", expected a metric of this region; in us-east-1, set globalServices',
    ],
    [
      {
        globalServices: true,
        alarms: {
          flows: { ...cpu, namespace: "AWS/GlobalAccelerator", dimensions: { Accelerator: "a" } },
        },
      },
      'alarms.flows.namespace is "AWS/GlobalAccelerator", expected a metric of us-east-1; that one is only in us-west-2',
    ],
    [
      { alarms, composites: { cpu: { alarms: ["cpu", "errors"] } } },
      'a key of composites is "cpu", expected a label that no alarm has',
    ],
    [
      { alarms, composites: { both: { alarms: ["cpu"] } } },
      'composites.both.alarms is ["cpu"], expected 2 to 100, each once',
    ],
    [
      { alarms, composites: { both: { alarms: ["cpu", "cpu"] } } },
      'composites.both.alarms is ["cpu","cpu"], expected 2 to 100, each once',
    ],
    [
      { alarms, composites: { both: { alarms: ["cpu", "disk"] } } },
      'composites.both.alarms is "disk", expected one of cpu, errors',
    ],
    [
      { alarms, composites: { both: { alarms: ["cpu", "errors"], when: "some" } } },
      'composites.both.when is "some", expected one of any, all',
    ],
    [
      { alarms, composites: { both: { alarms: ["cpu", "errors"], description: "x".repeat(1025) } } },
      `composites.both.description is "${"x".repeat(199)}…, expected a string of 0 to 1024 characters`,
    ],
    [
      { alarms: { ratio: { expression: "a / b", metrics: { a: cpu, c: cpu }, threshold: 1 } } },
      'alarms.ratio.expression is "a / b", expected the id c in it; remove the metric otherwise',
    ],
    [
      { alarms: { ratio: { expression: "A", metrics: { A: cpu }, threshold: 1 } } },
      'a key of alarms.ratio.metrics is "A", expected a lower-case letter, then letters, digits and underscores, other than result',
    ],
    [
      { alarms: { ratio: { expression: "1", metrics: {}, threshold: 1 } } },
      "alarms.ratio.metrics is [], expected 1 to 9 metrics",
    ],
    [
      { alarms: { odd: { ...cpu, band: { deviations: 0 } } } },
      "alarms.odd.band.deviations is 0, expected a number above 0, at most 1000",
    ],
    [
      { alarms: { odd: { ...cpu, band: { side: "left" } } } },
      'alarms.odd.band.side is "left", expected one of both, above, below',
    ],
    [
      {
        alarms: {
          cpu: { ...cpu, actions: { alarm: ["a", "b", "c", "d", "e"].map((id) => `arn:aws:lambda:${id}`) } },
        },
      },
      "alarms.cpu.actions.alarm is 5, expected at most 4 actions beside the topic",
    ],
    [
      { alarms: { cpu: { ...cpu, actions: { ok: ["restart"] } } } },
      'alarms.cpu.actions.ok is "restart", expected an ARN',
    ],
    [
      { alarms, composites: { both: { alarms: ["cpu", "errors"], suppressor: { alarm: "deploy" } } } },
      'composites.both.suppressor.alarm is "deploy", expected one of cpu, errors',
    ],
    [
      {
        alarms,
        composites: { both: { alarms: ["cpu", "errors"], suppressor: { alarm: "cpu", waitSeconds: -1 } } },
      },
      "composites.both.suppressor.waitSeconds is -1, expected a whole number from 0 to 86400",
    ],
    [{ dashboard: { title: "" } }, 'dashboard.title is "", expected a string of 1 to 200 characters'],
    [
      { kmsKeyArn: "alias/aws/sns" },
      'kmsKeyArn is "alias/aws/sns", expected a customer managed key, since an AWS managed key lets no other service publish',
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(args).slice(0, 80)}`, async () => {
      await assert.rejects(deploy(args as unknown as MonitoringArgs), { message: `watch: ${message}` });
    });
  }
});
