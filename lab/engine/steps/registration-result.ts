import { EngineError } from "../errors";
import type { Properties } from "../values/values";

/** Answer to a registration or a read. */
export interface RegistrationResult {
  readonly urn: string;
  readonly id: string;
  readonly outputs: Properties;
  readonly failed: boolean;
  /** Whether the outputs are unknown, for example because the resource is no target. */
  readonly unknown?: boolean;
}

/** A failure that the program itself receives as the failure of its call. */
export class RefusedError extends EngineError {}

/** Returns the answer for a resource that is registered. */
export function successResult(urn: string, id: string, outputs: Properties): RegistrationResult {
  return { urn, id, outputs, failed: false };
}
