/** File of the SDK that takes a stack trace for each promise, to name one that never ends. */
const PER_PROMISE = "/@pulumi/pulumi/runtime/debuggable.js";

const LIBRARY = "/node_modules/";

/**
 * Spares stack traces the mapping to TypeScript where nobody profits: the SDK's trace per promise, a third of the
 * program's time, and frames within libraries. Frames of the program itself stay mapped, in every error.
 *
 * A mapped frame of the SDK reads `node_modules/@pulumi/output.ts`, at which Node's coloured inspect runs for ever, eating
 * memory: so an error of a user would hang the program instead of being shown.
 *
 * With PULUMI_DEBUG_PROMISE_LEAKS set, where the traces per promise are shown, these are kept.
 *
 * @see docs/decisions/0003-stack-traces.md
 */
export function spareStackTraces(): void {
  const mapped = Error.prepareStackTrace;
  if (!mapped) return; // without mapping, a trace costs next to nothing
  const leaksWanted = Boolean(process.env["PULUMI_DEBUG_PROMISE_LEAKS"]);
  Error.prepareStackTrace = (error, frames) => {
    if (!leaksWanted && fileOf(frames[0]).endsWith(PER_PROMISE)) return String(error);
    const lines = frames.map((frame) =>
      fileOf(frame).includes(LIBRARY)
        ? `    at ${frame}`
        : String(mapped(error, [frame]))
            .split("\n")
            .at(-1),
    );
    return [mapped(error, []), ...lines].join("\n");
  };
}

function fileOf(frame: NodeJS.CallSite | undefined): string {
  return (frame?.getFileName() ?? "").replaceAll("\\", "/");
}
