import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Logs, type LogsArgs } from "../../../components/logs";
import { assertContract, assertTags } from "../../helpers/contract";
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
