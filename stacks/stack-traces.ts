/** Module of the SDK that captures a stack trace for each promise, to report promises that never settle. */
const PER_PROMISE = "/@pulumi/pulumi/runtime/debuggable.js";

const LIBRARY = "/node_modules/";

/**
 * Maps stack traces to TypeScript for frames of the program only. The SDK captures a trace for each promise, and mapping
 * those takes a third of the program's time; frames of libraries stay as Node writes them.
 *
 * A mapped frame of the SDK reads `node_modules/@pulumi/output.ts`, on which Node's coloured inspect loops forever and
 * allocates memory: an error of a user would hang the program.
 *
 * PULUMI_DEBUG_PROMISE_LEAKS prints the traces of promises, so with it they stay complete.
 *
 * @see docs/decisions/0003-stack-traces.md
 */
export function limitStackTraces(): void {
  const mapToSource = Error.prepareStackTrace;
  if (!mapToSource) return; // Without mapping, a trace costs almost nothing.
  const leaksWanted = Boolean(process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);
  Error.prepareStackTrace = (error, frames) => {
    if (!leaksWanted && fileOf(frames[0]).endsWith(PER_PROMISE)) return String(error);
    const lines = frames.map((frame) =>
      fileOf(frame).includes(LIBRARY)
        ? `    at ${frame}`
        : String(mapToSource(error, [frame]))
            .split("\n")
            .at(-1),
    );
    return [mapToSource(error, []), ...lines].join("\n");
  };
}

function fileOf(frame: NodeJS.CallSite | undefined): string {
  return (frame?.getFileName() ?? "").replaceAll("\\", "/");
}
