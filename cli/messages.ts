import { RunError } from "@pulumi/pulumi/errors";
import { EngineError } from "../lab/engine";
import { EXIT, UsageError } from "./errors";

/** The message of anything thrown; a programming error shows its stack when `verbose`. */
export function messageOf(error: unknown, verbose = false): string {
  if (!(error instanceof Error)) return String(error);
  return verbose && !isMistake(error) && error.stack !== undefined ? error.stack : error.message;
}

/** The code with which the command ends because of an error. */
export function exitCodeFor(error: unknown): number {
  if (error instanceof UsageError || error instanceof RunError) return EXIT.usage;
  return error instanceof EngineError && error.code === "LAB_CONFIG" ? EXIT.usage : EXIT.failed;
}

/** Whether an error is the user's to put right, so that a stack would only hide its message. */
function isMistake(error: Error): boolean {
  return error instanceof UsageError || error instanceof RunError || error instanceof EngineError;
}
