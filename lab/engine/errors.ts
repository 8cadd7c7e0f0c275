/**
 * Failures of the engine, by code.
 *
 * - `LAB_CONFIG`: the configuration or an argument is wrong; nothing was started
 * - `LAB_STATE`: the state of a stack is locked, damaged or cannot be written; what is on disk was left as it is
 * - `LAB_PLUGIN`: a plugin was not found, did not start, sent nonsense, or has died
 * - `LAB_PROVIDER`: a provider refused or failed an operation
 * - `LAB_PROGRAM`: the program requested something impossible, or ended badly
 * - `LAB_POLICY`: a policy pack could not be run, or forbids a resource
 * - `LAB_UNSUPPORTED`: Pulumi has the feature, this engine does not
 */
export type EngineErrorCode =
  | "LAB_CONFIG"
  | "LAB_STATE"
  | "LAB_PLUGIN"
  | "LAB_PROVIDER"
  | "LAB_PROGRAM"
  | "LAB_POLICY"
  | "LAB_UNSUPPORTED";

/** A failure that is shown to the user without a stack trace. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** Returns the message of anything thrown; for a gRPC error, without the number and the name of its status. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && "details" in error && typeof error.details === "string" && error.details) {
    return error.details;
  }
  return error instanceof Error ? error.message : String(error);
}
