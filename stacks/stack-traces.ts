/** File of the SDK that takes a stack trace for each promise, to name one that never ends. */
const PER_PROMISE = "/@pulumi/pulumi/runtime/debuggable.js";

/**
 * Spares the SDK's stack trace per promise its mapping to TypeScript, a third of the program's time, and leaves every
 * other error's as it is. With PULUMI_DEBUG_PROMISE_LEAKS set, where these traces are shown, it does nothing.
 *
 * @see docs/decisions/0003-stack-traces.md
 */
export function spareStackTraces(): void {
  if (process.env["PULUMI_DEBUG_PROMISE_LEAKS"]) return;
  const mapped = Error.prepareStackTrace;
  if (!mapped) return; // without mapping, a trace costs next to nothing
  Error.prepareStackTrace = (error, frames) => {
    const file = frames[0]?.getFileName()?.replaceAll("\\", "/");
    return file?.endsWith(PER_PROMISE) ? String(error) : mapped(error, frames);
  };
}
