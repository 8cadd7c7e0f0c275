import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { DashboardSpec } from "../../../components/monitoring/args";
import {
  checkDashboard,
  type DashboardContent,
  dashboardBody,
  escapeMarkdown,
} from "../../../components/monitoring/dashboard";
import { Faults } from "../../../components/shared/errors";
import { outputValue, recordResources } from "../../helpers/mocks";

const empty: DashboardContent = { title: "Tide", notes: [], alarmArns: [], graphs: [], region: "eu-west-1" };
const metric = { namespace: "AWS/SQS", metricName: "NumberOfMessagesSent" };

async function widgetsOf(content: Partial<DashboardContent>) {
  await recordResources();
  return JSON.parse(await outputValue(dashboardBody({ ...empty, ...content }))).widgets;
}

describe("dashboardBody", () => {
  it("places heading, alarms and graphs below each other, two graphs in a row", async () => {
    const graph = { title: "Sent", metrics: [{ ...metric, dimensions: { QueueName: "q" } }] };
    const widgets = await widgetsOf({
      notes: ["All of it."],
      alarmArns: ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a"],
      graphs: [
        graph,
        { ...graph, statistic: "Sum", periodSeconds: 60, mark: { value: 5, label: "alarm" } },
        graph,
      ],
    });

    const properties = {
      title: "Sent",
      region: "eu-west-1",
      view: "timeSeries",
      stat: "Average",
      period: 300,
      metrics: [["AWS/SQS", "NumberOfMessagesSent", "QueueName", "q"]],
    };
    assert.deepEqual(widgets, [
      { type: "text", x: 0, y: 0, width: 24, height: 3, properties: { markdown: "# Tide\n\nAll of it\\." } },
      {
        type: "alarm",
        x: 0,
        y: 3,
        width: 24,
        height: 4,
        properties: { title: "Alarms", alarms: ["arn:aws:cloudwatch:eu-west-1:123456789012:alarm:a"] },
      },
      { type: "metric", x: 0, y: 7, width: 12, height: 6, properties },
      {
        type: "metric",
        x: 12,
        y: 7,
        width: 12,
        height: 6,
        properties: {
          ...properties,
          stat: "Sum",
          period: 60,
          annotations: { horizontal: [{ value: 5, label: "alarm" }] },
        },
      },
      { type: "metric", x: 0, y: 13, width: 12, height: 6, properties },
    ]);
  });

  it("draws other views, regions and expressions, and tables of log events below the graphs", async () => {
    const metrics = [{ ...metric, id: "sent", label: "messages" }];
    const widgets = await widgetsOf({
      graphs: [
        {
          title: "Now",
          metrics,
          expressions: { "per second": "sent / 60" },
          view: "gauge",
          axis: { min: 0, max: 10 },
          region: "us-west-2",
        },
      ],
      logTables: [
        { title: "Errors", query: "filter @message like /ERROR/", logGroupNames: ["/web/a", "/web/b"] },
      ],
    });

    const [, graph, table] = widgets;
    assert.deepEqual(graph.properties, {
      title: "Now",
      region: "us-west-2",
      view: "gauge",
      stat: "Average",
      period: 300,
      metrics: [
        ["AWS/SQS", "NumberOfMessagesSent", { id: "sent", label: "messages" }],
        [{ expression: "sent / 60", label: "per second" }],
      ],
      yAxis: { left: { min: 0, max: 10 } },
    });
    assert.deepEqual(table, {
      type: "log",
      x: 0,
      y: 9,
      width: 24,
      height: 6,
      properties: {
        title: "Errors",
        region: "eu-west-1",
        view: "table",
        query: "SOURCE '/web/a' | SOURCE '/web/b' | filter @message like /ERROR/",
      },
    });
  });

  it("splits 101 alarms into two widgets", async () => {
    const widgets = await widgetsOf({ alarmArns: Array.from({ length: 101 }, (_, i) => `arn-${i}`) });

    assert.deepEqual(
      widgets
        .slice(1)
        .map((one: { y: number; properties: { alarms: string[] } }) => [one.y, one.properties.alarms.length]),
      [
        [3, 100],
        [7, 1],
      ],
    );
  });

  it("keeps a title with quotes and JSON a title", async () => {
    const title = '"}}]},{"type":"text';
    const widgets = await widgetsOf({ title, graphs: [{ title, metrics: [metric] }] });

    assert.equal(widgets.length, 2);
    assert.equal(widgets[1].properties.title, title);
  });
});

describe("escapeMarkdown", () => {
  for (const [text, markdown] of [
    ["Tide 1", "Tide 1"],
    ["[click](https://example.com)", "\\[click\\]\\(https\\:\\/\\/example\\.com\\)"],
    ["<img onerror=x>", "\\<img onerror\\=x\\>"],
    ["# *a* _b_ `c`", "\\# \\*a\\* \\_b\\_ \\`c\\`"],
    ["a\n# b\t\u001b[31m", "a \\# b \\[31m"],
    ["서울 데이터", "서울 데이터"],
  ] as const) {
    it(`escapes all markdown in ${JSON.stringify(text)}`, () => {
      assert.equal(escapeMarkdown(text), markdown);
    });
  }
});

describe("checkDashboard", () => {
  const graph = { title: "Sent", metrics: [metric] };
  for (const [spec, alarms, message] of [
    [{ title: "" }, 0, 'dashboard.title is "", expected a string of 1 to 200 characters'],
    [
      { graphs: [{ ...graph, view: "table" }] },
      0,
      'dashboard.graphs[0].view is "table", expected one of timeSeries, singleValue, gauge, bar, pie',
    ],
    [
      { graphs: [{ ...graph, view: "gauge" }] },
      0,
      "dashboard.graphs[0].axis is undefined, expected min and max, which a gauge needs",
    ],
    [
      { logTables: [{ title: "Errors", query: "fields @message", logGroupNames: [] }] },
      0,
      "dashboard.logTables[0].logGroupNames is 0, expected 1 to 50 log groups",
    ],
    [{ notes: ["a", ""] }, 0, 'dashboard.notes[1] is "", expected a string of 1 to 1000 characters'],
    [
      { graphs: [graph] },
      450,
      "dashboard.graphs is 451, expected at most 450, including those of the alarms",
    ],
    [
      { graphs: [{ title: "None", metrics: [] }] },
      0,
      "dashboard.graphs[0].metrics is 0, expected 1 to 500 metrics",
    ],
    [
      { graphs: [{ title: "Odd", metrics: [{ namespace: ":x", metricName: "y" }] }] },
      0,
      'dashboard.graphs[0].metrics[0].namespace is ":x", expected no colon at its beginning',
    ],
  ] as const) {
    it(`rejects ${JSON.stringify(spec).slice(0, 60)} with ${alarms} alarms`, () => {
      const faults = new Faults("watch");
      checkDashboard(faults, spec as DashboardSpec, alarms);
      assert.throws(() => faults.raise(), { message: `watch: ${message}` });
    });
  }
});
