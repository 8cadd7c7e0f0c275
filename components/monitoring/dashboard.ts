import * as pulumi from "@pulumi/pulumi";
import { expectMetric, type MetricSpec, type Statistic } from "../shared/alarms";
import { expectText } from "../shared/checks";
import type { Faults } from "../shared/errors";

/** One graph of a dashboard. */
export interface DashboardGraph {
  /** Heading of the graph. */
  readonly title: string;
  /** Lines of the graph, 1 to 500. */
  readonly metrics: readonly MetricSpec[];
  /** What is made of the values of one period. @default "Average" */
  readonly statistic?: Statistic | undefined;
  /** Length of a period, in seconds. @default 300 */
  readonly periodSeconds?: number | undefined;
  /** Value at which a line is drawn across, with its label. @default - no line */
  readonly mark?: { readonly value: number; readonly label: string } | undefined;
}

/** What a dashboard shows beside the alarms of its region. */
export interface DashboardSpec {
  /** Heading, as plain text, 1 to 200 characters. @default - the component's name */
  readonly title?: string | undefined;
  /** Paragraphs under it, as plain text, 1000 characters each. @default - none */
  readonly notes?: readonly string[] | undefined;
  /** More graphs, after those of the alarms. @default - none */
  readonly graphs?: readonly DashboardGraph[] | undefined;
}

/** What a region's dashboard shows, from top to bottom. */
export interface DashboardContent {
  /** Heading, as plain text. */
  readonly title: string;
  /** Paragraphs under the heading, as plain text: nothing in them is taken for markdown. */
  readonly notes: readonly string[];
  /** ARNs of the alarms whose states are shown together. */
  readonly alarmArns: readonly pulumi.Input<string>[];
  /** Graphs, two in a row. */
  readonly graphs: readonly DashboardGraph[];
  /** Region of the metrics. */
  readonly region: pulumi.Input<string>;
}

/** Columns of a dashboard. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html */
const COLUMNS = 24;

/** Alarms that one widget can hold. */
const ALARMS_A_WIDGET = 100;

/** Rows that the heading, a set of alarms and a graph take. */
const HEIGHT = { text: 3, alarms: 4, graph: 6 } as const;

/** Most alarms and graphs of one dashboard, and room for text. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch_limits.html */
const MOST_GRAPHS = 450;

/** Checks what was asked for, beside graphs of so many alarms. */
export function expectDashboard(
  faults: Faults,
  { title, notes = [], graphs = [] }: DashboardSpec,
  alarms: number,
): void {
  expectText(faults, "dashboard.title", title, 1, 200);
  for (const [index, note] of notes.entries()) expectText(faults, `dashboard.notes[${index}]`, note, 1, 1000);
  const count = alarms + graphs.length;
  faults.expect(
    count <= MOST_GRAPHS,
    "dashboard.graphs",
    count,
    `at most ${MOST_GRAPHS}, those of the alarms counted`,
  );
  for (const [index, { metrics }] of graphs.entries()) {
    const at = `dashboard.graphs[${index}]`;
    faults.expect(
      metrics.length >= 1 && metrics.length <= 500,
      `${at}.metrics`,
      metrics.length,
      "1 to 500 metrics",
    );
    for (const [line, metric] of metrics.entries()) expectMetric(faults, `${at}.metrics[${line}]`, metric);
  }
}

/**
 * The body of a dashboard as JSON. It is built as an object and serialised once, so that no text can add a widget.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
 */
export function dashboardBody(content: DashboardContent): pulumi.Output<string> {
  const { title, notes, alarmArns, graphs, region } = content;
  const markdown = [`# ${literal(title)}`, ...notes.map(literal)].join("\n\n");
  const widgets: unknown[] = [widget("text", 0, 0, COLUMNS, HEIGHT.text, { markdown })];
  let y: number = HEIGHT.text;
  for (let from = 0; from < alarmArns.length; from += ALARMS_A_WIDGET) {
    const alarms = alarmArns.slice(from, from + ALARMS_A_WIDGET);
    widgets.push(widget("alarm", 0, y, COLUMNS, HEIGHT.alarms, { title: "Alarms", alarms }));
    y += HEIGHT.alarms;
  }
  const width = COLUMNS / 2;
  for (const [index, graph] of graphs.entries()) {
    const x = (index % 2) * width;
    const top = y + Math.floor(index / 2) * HEIGHT.graph;
    widgets.push(widget("metric", x, top, width, HEIGHT.graph, graphProperties(graph, region)));
  }
  return pulumi.jsonStringify({ widgets });
}

/** A text in which no character has a meaning in markdown. @see https://spec.commonmark.org/0.31.2/#backslash-escapes */
export function literal(text: string): string {
  const visible = text.replace(/\p{Cc}+/gu, " ").trim();
  return visible.replace(/[!-/:-@[-`{-~]/g, "\\$&");
}

function widget(type: string, x: number, y: number, width: number, height: number, properties: unknown) {
  return { type, x, y, width, height, properties };
}

function graphProperties(graph: DashboardGraph, region: pulumi.Input<string>): Record<string, unknown> {
  const { title, metrics, statistic = "Average", periodSeconds = 300, mark } = graph;
  return {
    title,
    region,
    view: "timeSeries",
    stat: statistic,
    period: periodSeconds,
    metrics: metrics.map(line),
    ...(mark ? { annotations: { horizontal: [mark] } } : {}),
  };
}

function line({ namespace, metricName, dimensions = {} }: MetricSpec): pulumi.Input<string>[] {
  return [namespace, metricName, ...Object.entries(dimensions).flat()];
}
