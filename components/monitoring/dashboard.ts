import * as pulumi from "@pulumi/pulumi";
import { findMetricNamespace } from "../../common/metric-namespaces";
import { checkLength, checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { checkMetric, completeMetric } from "../shared/metrics";
import {
  type DashboardGraph,
  type DashboardLine,
  type DashboardLogTable,
  type DashboardSpec,
  GRAPH_VIEWS,
} from "./args";

/** Content of a dashboard, from top to bottom. */
export interface DashboardContent {
  /** Heading, as plain text. */
  readonly title: string;
  /** Paragraphs below the heading, as plain text. */
  readonly notes: readonly string[];
  /** ARNs of the alarms whose states one widget shows together. */
  readonly alarmArns: readonly pulumi.Input<string>[];
  /** Graphs, two in a row. */
  readonly graphs: readonly DashboardGraph[];
  /** Tables of log events, over the whole width. @default - none */
  readonly logTables?: readonly DashboardLogTable[] | undefined;
  /** Region of the metrics, except those of global services. */
  readonly region: pulumi.Input<string>;
  /** Whether that is the region of global services. @default false */
  readonly isGlobal?: boolean | undefined;
}

/** Columns of a dashboard. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const COLUMNS = 24;

/** Most alarms of one widget. */
const ALARMS_PER_WIDGET = 100;

/** Heights of the widgets, in rows. */
const HEIGHT = { text: 3, alarms: 4, graph: 6, logs: 6 } as const;

/** Most graphs of one dashboard beside its other widgets. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MAX_GRAPHS = 450;

/** Checks the dashboard; each of its `alarmCount` alarms adds a graph. */
export function checkDashboard(
  faults: Faults,
  { title, notes = [], graphs = [], logTables = [] }: DashboardSpec,
  alarmCount: number,
): void {
  checkLength(faults, "dashboard.title", title, 1, 200);
  for (const [index, note] of notes.entries()) {
    checkLength(faults, `dashboard.notes[${index}]`, note, 1, 1000);
  }
  const count = alarmCount + graphs.length;
  const limit = `at most ${MAX_GRAPHS}, including those of the alarms`;
  faults.expect(count <= MAX_GRAPHS, "dashboard.graphs", count, limit);
  faults.expect(logTables.length <= 20, "dashboard.logTables", logTables.length, "at most 20 tables");
  for (const [index, { query, logGroupNames }] of logTables.entries()) {
    const path = `dashboard.logTables[${index}]`;
    checkLength(faults, `${path}.query`, query, 1, 10_000);
    const hasGroups = logGroupNames.length >= 1 && logGroupNames.length <= 50;
    faults.expect(hasGroups, `${path}.logGroupNames`, logGroupNames.length, "1 to 50 log groups");
  }
  for (const [index, { metrics, view, axis }] of graphs.entries()) {
    checkOneOf(faults, `dashboard.graphs[${index}].view`, view, GRAPH_VIEWS);
    const hasAxis = view !== "gauge" || axis !== undefined;
    faults.expect(hasAxis, `dashboard.graphs[${index}].axis`, axis, "min and max, which a gauge needs");
    const path = `dashboard.graphs[${index}].metrics`;
    const valid = metrics.length >= 1 && metrics.length <= 500;
    faults.expect(valid, path, metrics.length, "1 to 500 metrics");
    for (const [line, metric] of metrics.entries()) checkMetric(faults, `${path}[${line}]`, metric);
  }
}

/**
 * Returns the body of a dashboard as JSON. The body is built as an object and serialized once, so no string can inject a widget.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(content: DashboardContent): pulumi.Output<string> {
  const { title, notes, alarmArns, graphs, logTables = [] } = content;
  const markdown = [`# ${escapeMarkdown(title)}`, ...notes.map(escapeMarkdown)].join("\n\n");
  const widgets: unknown[] = [widget("text", 0, 0, COLUMNS, HEIGHT.text, { markdown })];
  let y: number = HEIGHT.text;
  for (let from = 0; from < alarmArns.length; from += ALARMS_PER_WIDGET) {
    const alarms = alarmArns.slice(from, from + ALARMS_PER_WIDGET);
    widgets.push(widget("alarm", 0, y, COLUMNS, HEIGHT.alarms, { title: "Alarms", alarms }));
    y += HEIGHT.alarms;
  }
  const width = COLUMNS / 2;
  for (const [index, graph] of graphs.entries()) {
    const x = (index % 2) * width;
    const top = y + Math.floor(index / 2) * HEIGHT.graph;
    widgets.push(widget("metric", x, top, width, HEIGHT.graph, graphProperties(graph, content)));
  }
  y += Math.ceil(graphs.length / 2) * HEIGHT.graph;
  for (const [index, table] of logTables.entries()) {
    const top = y + index * HEIGHT.logs;
    widgets.push(widget("log", 0, top, COLUMNS, HEIGHT.logs, logProperties(table, content)));
  }
  return pulumi.jsonStringify({ widgets });
}

/** Escapes a string so that no character has a meaning in markdown. @see https://spec.commonmark.org/0.31.2/#backslash-escapes */
export function escapeMarkdown(text: string): string {
  const printable = text.replace(/\p{Cc}+/gu, " ").trim();
  return printable.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

function widget(type: string, x: number, y: number, width: number, height: number, properties: unknown) {
  return { type, x, y, width, height, properties };
}

function graphProperties(graph: DashboardGraph, content: DashboardContent): Record<string, unknown> {
  const { title, metrics, expressions = {}, view = "timeSeries", axis } = graph;
  const { statistic = "Average", periodSeconds = 300, mark } = graph;
  const region = graph.region ?? content.region;
  const metricRegion = content.isGlobal && graph.region === undefined ? undefined : region;
  const lines = Object.entries(expressions).map(([label, expression]) => [{ expression, label }]);
  return {
    title,
    region,
    view,
    stat: statistic,
    period: periodSeconds,
    metrics: [...metrics.map((line) => graphLine(line, metricRegion)), ...lines],
    ...(axis ? { yAxis: { left: axis } } : {}),
    ...(mark ? { annotations: { horizontal: [mark] } } : {}),
  };
}

/** Returns a line of a graph; a metric of a global service names its region, which may differ from that of the graph. */
function graphLine(line: DashboardLine, metricRegion: pulumi.Input<string> | undefined): unknown[] {
  const { namespace, metricName, dimensions = {} } = completeMetric(line, metricRegion);
  const { id, label, hidden } = line;
  const region = findMetricNamespace(namespace)?.region;
  const rendering = {
    ...(id === undefined ? {} : { id }),
    ...(label === undefined ? {} : { label }),
    ...(hidden ? { visible: false } : {}),
    ...(region === undefined ? {} : { region }),
  };
  const identity = [namespace, metricName, ...Object.entries(dimensions).flat()];
  return Object.keys(rendering).length > 0 ? [...identity, rendering] : identity;
}

function logProperties({ title, query, logGroupNames }: DashboardLogTable, { region }: DashboardContent) {
  const sources = pulumi
    .all([...logGroupNames])
    .apply((names) => names.map((name) => `SOURCE '${name}' | `).join(""));
  return { title, region, view: "table", query: pulumi.interpolate`${sources}${query}` };
}
