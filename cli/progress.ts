import { Listr, type ListrTaskWrapper } from "listr2";
import type { EngineEvent } from "../lab/engine";
import { type Colours, oneLine, pad, shortType, stripControls, truncate, WIDTH, wrap } from "./formatting";
import { actionLabel, type Operation, outcomeLabel } from "./operation-labels";
import { type Counts, formatResource, type OperationLog } from "./operation-log";

/** Shows the progress of an operation while it runs. */
export interface Progress {
  /** Shows an event that the log has recorded; `location` is where it belongs, if anywhere. */
  readonly onEvent: (event: EngineEvent, location: string | undefined) => void;
  /** Shows a message that is not an event. */
  readonly notify: (text: string) => void;
  /** Ends the display; resolves when the last line is written. */
  readonly end: () => Promise<void>;
}

/** Options of {@link showProgress}. */
export interface ProgressOptions {
  readonly operation: Operation;
  readonly locations: readonly string[];
  readonly log: OperationLog;
  readonly stream: NodeJS.WriteStream;
  readonly colours: Colours;
  /** Shows every step and every message, as plain lines. @default false */
  readonly verbose?: boolean;
}

/** Shown for a location where nothing has started yet. */
const IDLE = "waiting";

/** Shows nothing. */
export const SILENT: Progress = {
  onEvent: () => undefined,
  notify: () => undefined,
  end: async () => undefined,
};

/** Shows one live line per location on a terminal, and plain lines elsewhere. */
export function showProgress(options: ProgressOptions): Progress {
  return options.stream.isTTY && !options.verbose ? showLive(options) : showLines(options);
}

/** Formats the progress of a location: `34 created, 2 unchanged, creating vpc-us-east-1 (Vpc)`. */
export function describeCounts({ done, running, failed }: Counts, operation: Operation): string {
  const parts = [...done].map(([op, number]) => `${number} ${outcomeLabel(operation, op)}`);
  if (failed > 0) parts.push(`${failed} failed`);
  const [first] = running;
  if (first) {
    const [key, op] = first;
    const more = running.size > 1 ? ` and ${running.size - 1} more` : "";
    parts.push(`${actionLabel(op)} ${oneLine(formatResource(key.slice(key.indexOf(" ") + 1)))}${more}`);
  }
  return parts.join(", ") || IDLE;
}

function showLive({ operation, locations, log, stream, colours }: ProgressOptions): Progress {
  const width = Math.max(...locations.map((location) => location.length));
  const tasks = new Map<string, ListrTaskWrapper<undefined, never, never>>();
  const ends = new Map<string, (failed: boolean) => void>();
  const titleOf = (location: string): string => {
    const room = Math.min(stream.columns ?? WIDTH, WIDTH) - width - 6;
    const counts = log.counts.get(location);
    return `${pad(location, width)}  ${truncate(counts ? describeCounts(counts, operation) : IDLE, room)}`;
  };
  const list = new Listr(
    locations.map((location) => ({
      title: titleOf(location),
      task: (_context: unknown, task: unknown) =>
        new Promise<void>((resolve, reject) => {
          tasks.set(location, task as ListrTaskWrapper<undefined, never, never>);
          ends.set(location, (failed) => (failed ? reject(new Error(location)) : resolve()));
        }),
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    },
  );
  const display = list.run();
  const update = (location: string): void => {
    const task = tasks.get(location);
    if (task) task.title = titleOf(location);
  };
  return {
    onEvent: (_event, location) => {
      if (location !== undefined) update(location);
    },
    notify: (text) => {
      // the list hides what is written beside it until it has ended
      const [first] = tasks.values();
      if (first) first.output = colours.yellow(stripControls(text));
    },
    end: async () => {
      for (const location of locations) {
        const counts = log.counts.get(location);
        const hasFailed =
          log.failures.some((failure) => failure.location === location) || (counts?.failed ?? 0) > 0;
        const isIdle = !hasFailed && (counts === undefined || describeCounts(counts, operation) === IDLE);
        update(location);
        if (isIdle) tasks.get(location)?.skip(`${pad(location, width)}  no changes`);
        ends.get(location)?.(hasFailed);
      }
      await display;
    },
  };
}

function showLines({ operation, locations, log, stream, verbose, colours }: ProgressOptions): Progress {
  const width = Math.max(...locations.map((location) => location.length));
  const write = (location: string, text: string): void => {
    const indent = " ".repeat(width + 2);
    const [first = "", ...others] = wrap(stripControls(text), WIDTH - width - 2);
    stream.write(
      `${[`${pad(location, width)}  ${first}`, ...others.map((line) => indent + line)].join("\n")}\n`,
    );
  };
  return {
    onEvent: (event, location) => {
      const text = formatEvent(event, operation, verbose === true);
      if (text !== undefined) write(location ?? "", text);
    },
    notify: (text) => stream.write(`${wrap(stripControls(text)).map(colours.yellow).join("\n")}\n`),
    end: async () => {
      for (const location of locations) {
        const counts = log.counts.get(location);
        if (counts && (counts.done.size > 0 || counts.failed > 0))
          write(location, describeCounts(counts, operation));
      }
    },
  };
}

/** Formats an event as a plain line; undefined when the event is not shown. */
function formatEvent(event: EngineEvent, operation: Operation, verbose: boolean): string | undefined {
  switch (event.kind) {
    case "outputs":
      return event.op === "same" || isStack(event.urn)
        ? undefined
        : `${formatResource(event.urn)} is complete`;
    case "step":
      if (event.phase === "failed")
        return `${formatResource(event.urn)} failed: ${event.error ?? "no reason reported"}`;
      return verbose && event.phase === "done"
        ? `${formatResource(event.urn)} ${outcomeLabel(operation, event.op)}`
        : undefined;
    case "message":
      if (event.severity === "info" || event.severity === "warning") return event.text;
      return verbose ? event.text : undefined;
    case "skipped":
      return verbose ? `${event.name} (${shortType(event.type)}) skipped` : undefined;
    case "policy":
      return verbose ? `${event.policy}: ${event.text}` : undefined;
  }
}

function isStack(urn: string): boolean {
  return urn.includes("::pulumi:pulumi:Stack::");
}
