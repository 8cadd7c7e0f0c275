import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Logs, type LogsArgs } from "../../../components/logs";
import {
  assertContract,
  assertDependsOn,
  assertPermissionsBoundary,
  assertTags,
} from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

async function deploy(args: LogsArgs) {
  const registrations = await recordResources();
  const logs = new Logs("chart", args);
  await waitForChildren(logs);
  return { logs, registrations };
}

const topic = "arn:aws:sns:eu-west-1:123456789012:watch";
const errors = { group: "web", pattern: "ERROR", namespace: "Archipelago/Web", metricName: "Errors" };

describe("Logs", () => {
  it("creates groups of the standard class that retain events for 30 days by default", async () => {
    const { logs, registrations } = await deploy({ groups: { web: {} } });

    assertContract(registrations, "Logs", "chart");
    assert.deepEqual(childNames(registrations), ["chart-web"]);
    assert.deepEqual(findRegistration(registrations, "chart-web").inputs, {
      retentionInDays: 30,
      logGroupClass: "STANDARD",
    });
    assert.deepEqual(await outputValue(logs.logGroupNames), { web: "chart-web" });
    assert.deepEqual(await outputValue(logs.logGroupArns), { web: "arn:aws:mock:::chart-web" });
    assert.deepEqual(await outputValue(logs.alarmArns), {});
  });

  it("sends the events of a group to a stream with a role that may write to it alone", async () => {
    const streamArn = "arn:aws:kinesis:eu-west-1:123456789012:stream/tide";
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({
      groups: { web: {} },
      subscriptions: {
        tide: { group: "web", pattern: "ERROR", target: { streamArn }, distribution: "Random" },
      },
      permissionsBoundaryArn,
      tags: { team: "harbour" },
    });

    const name = "chart-tide-subscription";
    assertContract(registrations, "Logs", "chart", { order: { [name]: [`${name}-policy`] } });
    assert.deepEqual(findRegistration(registrations, name).inputs, {
      logGroup: "chart-web",
      filterPattern: "ERROR",
      destinationArn: streamArn,
      roleArn: `arn:aws:mock:::${name}-role`,
      distribution: "Random",
    });
    const trust = JSON.parse(findRegistration(registrations, `${name}-role`).inputs.assumeRolePolicy);
    assert.deepEqual(trust.Statement[0].Principal, { Service: ["logs.amazonaws.com"] });
    assert.deepEqual(trust.Statement[0].Condition, {
      StringEquals: { "aws:SourceAccount": ["123456789012"] },
    });
    const { Statement } = JSON.parse(findRegistration(registrations, `${name}-policy`).inputs.policy);
    assert.deepEqual(Statement, [{ Effect: "Allow", Action: ["kinesis:PutRecord"], Resource: [streamArn] }]);
    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 1);
    assertTags(registrations, { team: "harbour" });
  });

  it("lets CloudWatch Logs invoke a function for one group of this account", async () => {
    const functionArn = "arn:aws:lambda:eu-west-1:123456789012:function:notify";
    const { registrations } = await deploy({
      groups: { web: {} },
      subscriptions: { notify: { group: "web", target: { functionArn } } },
    });

    const name = "chart-notify-subscription";
    assert.deepEqual(findRegistration(registrations, name).inputs, {
      logGroup: "chart-web",
      filterPattern: "",
      destinationArn: functionArn,
    });
    const permission = findRegistration(registrations, `${name}-permission`);
    assert.deepEqual(permission.inputs, {
      action: "lambda:InvokeFunction",
      function: functionArn,
      principal: "logs.amazonaws.com",
      sourceArn: "arn:aws:mock:::chart-web:*",
      sourceAccount: "123456789012",
    });
    assertDependsOn(findRegistration(registrations, name), {
      type: "aws:lambda/permission:Permission",
      name: permission.name,
    });
  });

  for (const [target, action] of [
    [{ firehoseArn: "arn:aws:firehose:eu-west-1:123456789012:deliverystream/tide" }, "firehose:PutRecord"],
    [{ destinationArn: "arn:aws:logs:eu-west-1:210987654321:destination:central" }, undefined],
  ] as const) {
    it(`subscribes ${Object.keys(target).join()} ${action ? "with a role" : "without a role"}`, async () => {
      const { registrations } = await deploy({
        groups: { web: {} },
        subscriptions: { out: { group: "web", target } },
      });

      const { destinationArn, roleArn } = findRegistration(registrations, "chart-out-subscription").inputs;
      assert.equal(destinationArn, Object.values(target)[0]);
      assert.equal(roleArn, action && "arn:aws:mock:::chart-out-subscription-role");
      const policy = registrations.find(({ name }) => name === "chart-out-subscription-policy")?.inputs
        .policy;
      assert.deepEqual(policy && JSON.parse(policy).Statement[0].Action, action && [action]);
    });
  }

  it("masks personal data in the events of a group, and reports it", async () => {
    const { registrations } = await deploy({
      groups: { web: { mask: ["EmailAddress", "PassportNumber-FR"] } },
    });

    const { logGroupName, policyDocument } = findRegistration(registrations, "chart-web-mask").inputs;
    const DataIdentifier = ["EmailAddress", "PassportNumber-FR"].map(
      (identifier) => `arn:aws:dataprotection::aws:data-identifier/${identifier}`,
    );
    assert.equal(logGroupName, "chart-web");
    assert.deepEqual(JSON.parse(policyDocument), {
      Name: "chart-web-mask",
      Version: "2021-06-01",
      Statement: [
        { Sid: "audit", DataIdentifier, Operation: { Audit: { FindingsDestination: {} } } },
        { Sid: "redact", DataIdentifier, Operation: { Deidentify: { MaskConfig: {} } } },
      ],
    });
  });

  it("prefers the options of a group to those of all groups", async () => {
    const { registrations } = await deploy({
      groups: {
        web: {},
        debug: { retentionDays: 1, class: "INFREQUENT_ACCESS", logGroupName: "/archipelago/debug" },
      },
      retentionDays: 90,
      kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/example",
      tags: { team: "harbour" },
    });

    const common = { kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/example", tags: { team: "harbour" } };
    assert.deepEqual(findRegistration(registrations, "chart-web").inputs, {
      ...common,
      retentionInDays: 90,
      logGroupClass: "STANDARD",
    });
    assert.deepEqual(findRegistration(registrations, "chart-debug").inputs, {
      ...common,
      name: "/archipelago/debug",
      retentionInDays: 1,
      logGroupClass: "INFREQUENT_ACCESS",
    });
  });

  it("creates an alarm on the sum of the metric of its filter", async () => {
    const { logs, registrations } = await deploy({
      groups: { web: {} },
      filters: { errors: { ...errors, defaultValue: 0, alarm: { threshold: 5 } } },
      alarmTopicArns: [topic],
    });

    assertContract(registrations, "Logs", "chart");
    assert.deepEqual(findRegistration(registrations, "chart-errors-filter").inputs, {
      logGroupName: "chart-web",
      pattern: "ERROR",
      metricTransformation: { name: "Errors", namespace: "Archipelago/Web", value: "1", defaultValue: "0" },
    });
    assert.deepEqual(findRegistration(registrations, "chart-errors-alarm").inputs, {
      namespace: "Archipelago/Web",
      metricName: "Errors",
      statistic: "Sum",
      period: 300,
      evaluationPeriods: 1,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      treatMissingData: "notBreaching",
      alarmActions: [topic],
      okActions: [topic],
    });
    assert.deepEqual(await outputValue(logs.alarmArns), { errors: "arn:aws:mock:::chart-errors-alarm" });
  });

  it("passes the fields of a filter to value, dimensions and unit, and creates no alarm", async () => {
    const { registrations } = await deploy({
      groups: { web: {} },
      filters: {
        bytes: {
          ...errors,
          pattern: "{ $.bytes = * }",
          value: "$.bytes",
          dimensions: { path: "$.path" },
          unit: "Bytes",
        },
      },
    });

    assert.deepEqual(childNames(registrations), ["chart-bytes-filter", "chart-web"]);
    assert.deepEqual(findRegistration(registrations, "chart-bytes-filter").inputs.metricTransformation, {
      name: "Errors",
      namespace: "Archipelago/Web",
      value: "$.bytes",
      dimensions: { path: "$.path" },
      unit: "Bytes",
    });
  });

  it("creates queries of their groups, or of all groups by default", async () => {
    const { registrations } = await deploy({
      groups: { web: {}, api: {} },
      queries: {
        slowest: { query: "sort @duration desc" },
        web: { query: "fields @message", groups: ["web"] },
      },
    });

    assert.deepEqual(findRegistration(registrations, "chart-slowest-query").inputs, {
      queryString: "sort @duration desc",
      logGroupNames: ["chart-web", "chart-api"],
    });
    assert.deepEqual(findRegistration(registrations, "chart-web-query").inputs.logGroupNames, ["chart-web"]);
  });

  it("tags all taggable resources", async () => {
    const { registrations } = await deploy({
      groups: { web: {} },
      filters: { errors: { ...errors, alarm: { threshold: 5 } } },
      alarmTopicArns: [topic],
      tags: { team: "harbour" },
    });

    assertTags(registrations, { team: "harbour" });
  });

  const groups = { web: {}, debug: { class: "INFREQUENT_ACCESS" } };
  const retentions =
    "expected one of 1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653";
  const label = "expected lower-case letters, digits and single dashes, 1 to 40 characters";
  for (const [args, message] of [
    [{ groups: {} }, "groups is {}, expected at least one log group"],
    [{ groups: { Web: {} } }, `a key of groups is "Web", ${label}`],
    [{ groups, filters: { "a b": errors } }, `a key of filters is "a b", ${label}`],
    [{ groups, queries: { "": { query: "x" } } }, `a key of queries is "", ${label}`],
    [
      { groups, subscriptions: { out: { group: "api", target: { streamArn: "s" } } } },
      'subscriptions.out.group is "api", expected one of web',
    ],
    [
      {
        groups,
        subscriptions: { out: { group: "web", target: { functionArn: "f" }, distribution: "Random" } },
      },
      'subscriptions.out.distribution is "Random", expected none without streamArn',
    ],
    [
      {
        groups,
        subscriptions: Object.fromEntries(
          ["a", "b", "c"].map((label) => [label, { group: "web", target: { functionArn: "f" } }]),
        ),
      },
      "subscriptions of groups.web is 3, expected at most 2",
    ],
    [
      { groups: { web: { mask: ["email address"] } } },
      'groups.web.mask is ["email address"], expected 1 to 100 identifiers such as EmailAddress or PassportNumber-FR',
    ],
    [
      { groups: { web: { mask: ["EmailAddress"], class: "INFREQUENT_ACCESS" } } },
      'groups.web.mask is ["EmailAddress"], expected none with class INFREQUENT_ACCESS',
    ],
    [{ groups, retentionDays: 31 }, `retentionDays is 31, ${retentions}`],
    [{ groups: { web: { retentionDays: 0 } } }, `groups.web.retentionDays is 0, ${retentions}`],
    [
      { groups: { web: { class: "FREQUENT_ACCESS" } } },
      'groups.web.class is "FREQUENT_ACCESS", expected one of STANDARD, INFREQUENT_ACCESS',
    ],
    [
      { groups: { web: { logGroupName: "aws/web" } } },
      'groups.web.logGroupName is "aws/web", expected 1 to 512 letters, digits and any of . - _ / #, not beginning with aws/',
    ],
    [
      { groups, filters: { errors: { ...errors, group: "debug" } } },
      'filters.errors.group is "debug", expected one of web',
    ],
    [
      { groups: { debug: groups.debug }, filters: { errors: { ...errors, group: "debug" } } },
      'filters.errors.group is "debug", expected a group of class STANDARD',
    ],
    [
      { groups, queries: { all: { query: "" } } },
      'queries.all.query is "", expected a string of 1 to 10000 characters',
    ],
    [
      { groups, queries: { all: { query: "x", groups: ["api"] } } },
      'queries.all.groups is "api", expected one of web, debug',
    ],
    [
      { groups, filters: { errors: { ...errors, alarm: { threshold: 1 } } } },
      "alarmTopicArns is 0, expected 1 to 5 topics, since a filter has an alarm",
    ],
    [
      { groups, alarmTopicArns: Array.from({ length: 6 }, () => topic) },
      "alarmTopicArns is 6, expected at most 5 topics",
    ],
    [
      { groups, filters: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`f${i}`, errors])) },
      "filters of groups.web is 101, expected at most 100",
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(args).slice(0, 80)}`, async () => {
      await assert.rejects(deploy(args as unknown as LogsArgs), { message: `chart: ${message}` });
    });
  }
});
