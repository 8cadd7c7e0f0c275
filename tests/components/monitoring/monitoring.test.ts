import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { type AlarmSpec, Monitoring, type MonitoringArgs } from "../../../components/monitoring";
import { assertContract } from "../../helpers/contract";
import { childNames, recordResources, registration, resolved, settled } from "../../helpers/mocks";

async function laidDown(args?: MonitoringArgs) {
  const registered = await recordResources();
  const monitoring = new Monitoring("watch", args);
  await settled(monitoring);
  return { monitoring, registered };
}

const cpu: AlarmSpec = { namespace: "AWS/EC2", metricName: "CPUUtilization", threshold: 80 };
const errors: AlarmSpec = { namespace: "Archipelago/Web", metricName: "Errors", threshold: 1 };
const TOPIC = "arn:aws:mock:::watch";

describe("Monitoring", () => {
  it("given no argument, when laid down, then there is a topic for CloudWatch of this account, and a dashboard", async () => {
    const { monitoring, registered } = await laidDown();

    assertContract(registered, "Monitoring", "watch");
    assert.deepEqual(childNames(registered), ["watch", "watch-dashboard", "watch-topic-policy"]);
    assert.deepEqual(registration(registered, "watch", "aws:sns/topic:Topic").inputs, {});
    const { arn, policy } = registration(registered, "watch-topic-policy").inputs;
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
    assert.equal(await resolved(monitoring.alarmTopicArn), TOPIC);
    assert.deepEqual(await resolved(monitoring.alarmArns), {});
    assert.equal(await resolved(monitoring.dashboardName), "watch");
    assert.equal(await resolved(monitoring.dashboardArn), "arn:aws:mock:::watch-dashboard");
  });

  it("given e-mail addresses, a key and tags, when laid down, then the topic has them", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";
    const { registered } = await laidDown({
      emails: { ops: "ops@example.com" },
      kmsKeyArn,
      tags: { team: "harbour" },
    });

    assert.deepEqual(registration(registered, "watch", "aws:sns/topic:Topic").inputs, {
      kmsMasterKeyId: kmsKeyArn,
      tags: { team: "harbour" },
    });
    assert.deepEqual(registration(registered, "watch-email-ops").inputs, {
      topic: TOPIC,
      protocol: "email",
      endpoint: "ops@example.com",
    });
  });

  it("given alarms, when laid down, then trouble and its end are told, unless it is a silent one", async () => {
    const { monitoring, registered } = await laidDown({
      alarms: { cpu, errors: { ...errors, notify: false } },
      tags: { team: "harbour" },
    });

    assert.deepEqual(registration(registered, "watch-cpu").inputs, {
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
    const silent = registration(registered, "watch-errors").inputs;
    assert.deepEqual([silent.alarmActions, silent.okActions], [[], []]);
    assert.deepEqual(await resolved(monitoring.alarmArns), {
      cpu: "arn:aws:mock:::watch-cpu",
      errors: "arn:aws:mock:::watch-errors",
    });
  });

  it("given no word on recovery, when laid down, then trouble alone is told", async () => {
    const { registered } = await laidDown({
      alarms: { cpu, errors },
      composites: { both: { alarms: ["cpu", "errors"] } },
      notifyRecovery: false,
    });

    assert.equal(registration(registered, "watch-cpu").inputs.okActions, undefined);
    assert.equal(registration(registered, "watch-both-composite").inputs.okActions, undefined);
  });

  for (const [when, rule] of [
    [undefined, 'ALARM("watch-cpu") OR ALARM("watch-errors")'],
    ["all", 'ALARM("watch-cpu") AND ALARM("watch-errors")'],
  ] as const) {
    it(`given a composite of ${when ?? "any"}, when laid down, then its rule names the alarms`, async () => {
      const { monitoring, registered } = await laidDown({
        alarms: { cpu, errors },
        composites: { both: { alarms: ["cpu", "errors"], when, description: "The web is ill." } },
      });

      assertContract(registered, "Monitoring", "watch");
      assert.deepEqual(registration(registered, "watch-both-composite").inputs, {
        alarmName: "watch-both",
        alarmRule: rule,
        alarmDescription: "The web is ill.",
        alarmActions: [TOPIC],
        okActions: [TOPIC],
      });
      assert.equal((await resolved(monitoring.alarmArns)).both, "arn:aws:mock:::watch-both-composite");
    });
  }

  it("given alarms and a dashboard, when laid down, then it shows their states, a graph with the threshold each, and more", async () => {
    const { registered } = await laidDown({
      alarms: { cpu: { ...cpu, statistic: "p99", periodSeconds: 60 } },
      dashboard: { title: "Ireland", notes: ["Call *ops*"], graphs: [{ title: "Sent", metrics: [errors] }] },
    });

    const { dashboardName, dashboardBody } = registration(registered, "watch-dashboard").inputs;
    assert.equal(dashboardName, "watch");
    const [text, alarms, own, more] = JSON.parse(dashboardBody).widgets;
    assert.deepEqual(text.properties, { markdown: "# Ireland\n\nCall \\*ops\\*" });
    assert.deepEqual(alarms.properties.alarms, ["arn:aws:mock:::watch-cpu"]);
    assert.deepEqual(own.properties, {
      title: "cpu",
      region: "eu-west-1",
      view: "timeSeries",
      stat: "p99",
      period: 60,
      metrics: [["AWS/EC2", "CPUUtilization"]],
      annotations: { horizontal: [{ value: 80, label: "alarm" }] },
    });
    assert.equal(more.properties.title, "Sent");
  });

  it("given no dashboard, when laid down, then none is made", async () => {
    const { monitoring, registered } = await laidDown({ dashboard: false });

    assert.deepEqual(childNames(registered), ["watch", "watch-topic-policy"]);
    assert.equal(await resolved(monitoring.dashboardName), undefined);
    assert.equal(await resolved(monitoring.dashboardArn), undefined);
  });

  it("given us-east-1, when laid down, then metrics of global services may be watched", async () => {
    const { registered } = await laidDown({
      globalServices: true,
      alarms: { cdn: { ...errors, namespace: "AWS/CloudFront" } },
    });

    assert.equal(registration(registered, "watch-cdn").inputs.namespace, "AWS/CloudFront");
  });

  const label = "expected lower-case letters, digits and single dashes, 1 to 40 characters";
  const alarms = { cpu, errors };
  for (const [args, message] of [
    [{ emails: { ops: "ops" } }, 'emails.ops is "ops", expected an e-mail address such as ops@example.com'],
    [{ emails: { Ops: "ops@example.com" } }, `a key of emails is "Ops", ${label}`],
    [{ alarms: { "a b": cpu } }, `a key of alarms is "a b", ${label}`],
    [{ alarms, composites: { "": { alarms: ["cpu", "errors"] } } }, `a key of composites is "", ${label}`],
    [
      { alarms: { cpu: { ...cpu, namespace: "" } } },
      'alarms.cpu.namespace is "", expected a text of 1 to 255 characters',
    ],
    [
      { alarms: { cpu: { ...cpu, periodSeconds: 45 } } },
      "alarms.cpu.periodSeconds is 45, expected 10, 20, 30 or a multiple of 60",
    ],
    [
      { alarms: { bill: { ...cpu, namespace: "AWS/Billing" } } },
      'alarms.bill.namespace is "AWS/Billing", expected a metric of this region; in us-east-1, say globalServices',
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
      `composites.both.description is "${"x".repeat(199)}…, expected a text of 0 to 1024 characters`,
    ],
    [{ dashboard: { title: "" } }, 'dashboard.title is "", expected a text of 1 to 200 characters'],
    [
      { kmsKeyArn: "alias/aws/sns" },
      'kmsKeyArn is "alias/aws/sns", expected a customer managed key, since CloudWatch may not use this one',
    ],
  ] as const) {
    it(`given ${JSON.stringify(args).slice(0, 90)}, when laid down, then it is refused`, async () => {
      await assert.rejects(laidDown(args as unknown as MonitoringArgs), { message: `watch: ${message}` });
    });
  }
});
