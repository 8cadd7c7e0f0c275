import { RunError } from "@pulumi/pulumi/errors";
import { EngineError } from "../lab/engine";

/** A mistake in the command line or its files: printed without a stack trace, ends with exit code 2. */
export class UsageError extends Error {}

/** Exit codes of the command. */
export const EXIT = { ok: 0, failed: 1, usage: 2, killed: 8 } as const;

/** The message of any thrown value; with `verbose`, the stack trace of an internal error. */
export function messageOf(error: unknown, verbose = false): string {
  if (!(error instanceof Error)) return String(error);
  return verbose && !isExpected(error) && error.stack !== undefined ? error.stack : error.message;
}

/** The exit code for an error that ends the command. */
export function exitCodeFor(error: unknown): number {
  if (error instanceof UsageError || error instanceof RunError) return EXIT.usage;
  return error instanceof EngineError && error.code === "LAB_CONFIG" ? EXIT.usage : EXIT.failed;
}

/** Returns whether the user can fix the error, so that a stack trace would only hide its message. */
function isExpected(error: Error): boolean {
  return error instanceof UsageError || error instanceof RunError || error instanceof EngineError;
}
