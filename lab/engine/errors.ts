/**
 * What can go wrong in the engine, by code.
 *
 * - `LAB_CONFIG`: the configuration or an argument is wrong; nothing was started
 * - `LAB_STATE`: the state of a stack is locked, damaged or cannot be written; what is on disk was left as it is
 * - `LAB_PLUGIN`: a plugin could not be found, started or understood, or has died
 * - `LAB_PROVIDER`: a provider refused or failed an operation
 * - `LAB_PROGRAM`: the program asked for what cannot be done, or ended badly
 * - `LAB_POLICY`: a policy pack could not be run
 * - `LAB_UNSUPPORTED`: a feature of Pulumi's that this engine does not have
 */
export type EngineErrorCode =
  | "LAB_CONFIG"
  | "LAB_STATE"
  | "LAB_PLUGIN"
  | "LAB_PROVIDER"
  | "LAB_PROGRAM"
  | "LAB_POLICY"
  | "LAB_UNSUPPORTED";

/** A fault that is told to the user without a stack. */
export class EngineError extends Error {
  readonly code: EngineErrorCode;

  constructor(code: EngineErrorCode, message: string) {
    super(message);
    this.name = "EngineError";
    this.code = code;
  }
}

/** The message of anything thrown; of a gRPC error without the number and the name of its status. */
export function messageOf(error: unknown): string {
  if (error instanceof Error && "details" in error && typeof error.details === "string" && error.details) {
    return error.details;
  }
  return error instanceof Error ? error.message : String(error);
}
