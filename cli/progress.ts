import { Listr, type ListrTaskWrapper } from "listr2";
import type { EngineEvent } from "../lab/engine";
import type { Operation } from "./operate";
import { label, type PlaceTally, type Tally } from "./tally";
import { type Colours, clean, cut, oneLine, shortType, WIDTH, wrap } from "./text";
import { actionWord, outcomeWord } from "./words";

/** Shows how far an operation is, place by place, while it runs. */
export interface Progress {
  /** An event was taken into the tally; `place` is where it belongs, if anywhere. */
  readonly onEvent: (event: EngineEvent, place: string | undefined) => void;
  /** Something to tell that is no event. */
  readonly say: (text: string) => void;
  /** Ends the show; resolves when the last line is written. */
  readonly end: () => Promise<void>;
}

/** What is shown, and where. */
export interface ProgressOptions {
  readonly operation: Operation;
  readonly places: readonly string[];
  readonly tally: Tally;
  readonly stream: NodeJS.WriteStream;
  readonly colours: Colours;
  /** Shows every step and every message, as plain lines. @default false */
  readonly verbose?: boolean;
}

/** Of a place where nothing has been done yet. */
const IDLE = "waiting";

/** Shows nothing. */
export const SILENT: Progress = {
  onEvent: () => undefined,
  say: () => undefined,
  end: async () => undefined,
};

/** One line for each place on a terminal, lines as things happen elsewhere. */
export function showProgress(options: ProgressOptions): Progress {
  return options.stream.isTTY && !options.verbose ? live(options) : lines(options);
}

/** How far a place is, in one line: `34 created, 2 unchanged, creating vpc-us-east-1 (Vpc)`. */
export function describePlace({ done, running, failed }: PlaceTally, operation: Operation): string {
  const counts = [...done].map(([op, number]) => `${number} ${outcomeWord(operation, op)}`);
  if (failed > 0) counts.push(`${failed} failed`);
  const [first] = running;
  if (first) {
    const [key, op] = first;
    const more = running.size > 1 ? ` and ${running.size - 1} more` : "";
    counts.push(`${actionWord(op)} ${oneLine(label(key.slice(key.indexOf(" ") + 1)))}${more}`);
  }
  return counts.join(", ") || IDLE;
}

function live({ operation, places, tally, stream, colours }: ProgressOptions): Progress {
  const width = Math.max(...places.map((place) => place.length));
  const tasks = new Map<string, ListrTaskWrapper<undefined, never, never>>();
  const ends = new Map<string, (failed: boolean) => void>();
  const title = (place: string): string => {
    const room = Math.min(stream.columns ?? WIDTH, WIDTH) - width - 6;
    const tallied = tally.places.get(place);
    return `${place.padEnd(width)}  ${cut(tallied ? describePlace(tallied, operation) : IDLE, room)}`;
  };
  const list = new Listr(
    places.map((place) => ({
      title: title(place),
      task: (_context: unknown, task: unknown) =>
        new Promise<void>((resolve, reject) => {
          tasks.set(place, task as ListrTaskWrapper<undefined, never, never>);
          ends.set(place, (failed) => (failed ? reject(new Error(place)) : resolve()));
        }),
    })),
    {
      concurrent: true,
      exitOnError: false,
      registerSignalListeners: false,
      rendererOptions: { showErrorMessage: false, collapseErrors: false },
    },
  );
  const running = list.run();
  const refresh = (place: string): void => {
    const task = tasks.get(place);
    if (task) task.title = title(place);
  };
  return {
    onEvent: (_event, place) => {
      if (place !== undefined) refresh(place);
    },
    say: (text) => {
      // what is written beside the list would show only when the list has ended
      const [first] = tasks.values();
      if (first) first.output = colours.yellow(clean(text));
    },
    end: async () => {
      for (const place of places) {
        const tallied = tally.places.get(place);
        const failed =
          tally.failures.some((failure) => failure.place === place) || (tallied?.failed ?? 0) > 0;
        const isIdle = !failed && (tallied === undefined || describePlace(tallied, operation) === IDLE);
        refresh(place);
        if (isIdle) tasks.get(place)?.skip(`${place.padEnd(width)}  nothing was done`);
        ends.get(place)?.(failed);
      }
      await running;
    },
  };
}

function lines({ operation, places, tally, stream, verbose, colours }: ProgressOptions): Progress {
  const width = Math.max(...places.map((place) => place.length));
  const write = (place: string, text: string): void => {
    const indent = " ".repeat(width + 2);
    const [first = "", ...others] = wrap(clean(text), WIDTH - width - 2);
    stream.write(
      `${[`${place.padEnd(width)}  ${first}`, ...others.map((line) => indent + line)].join("\n")}\n`,
    );
  };
  return {
    onEvent: (event, place) => {
      const text = lineOf(event, operation, verbose === true);
      if (text !== undefined) write(place ?? "", text);
    },
    say: (text) => stream.write(`${wrap(colours.yellow(clean(text))).join("\n")}\n`),
    end: async () => {
      for (const place of places) {
        const tallied = tally.places.get(place);
        if (tallied && (tallied.done.size > 0 || tallied.failed > 0))
          write(place, describePlace(tallied, operation));
      }
    },
  };
}

/** What a plain line says of an event; undefined when it is not worth one. */
function lineOf(event: EngineEvent, operation: Operation, verbose: boolean): string | undefined {
  switch (event.kind) {
    case "outputs":
      return event.op === "same" || isStack(event.urn) ? undefined : `${label(event.urn)} is complete`;
    case "step":
      if (event.phase === "failed")
        return `${label(event.urn)} failed: ${event.error ?? "no reason was given"}`;
      return verbose && event.phase === "done"
        ? `${label(event.urn)} ${outcomeWord(operation, event.op)}`
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
