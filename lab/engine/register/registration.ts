import type { StackResource } from "../deployment/stack-journal";
import { EngineError } from "../errors";
import type { Subject } from "../plugin/provider";
import type { Properties } from "../values";
import type { Goal } from "./goal";

/** One registration of the program: the goal, and what of the stack it is about. */
export interface Registration {
  readonly goal: Goal;
  readonly urn: string;
  /** URNs that the resource may have had before. */
  readonly aliases: readonly string[];
  /** The resource as it was before this run; undefined for a new one. */
  readonly existing: StackResource | undefined;
}

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
export function succeeded(urn: string, id: string, outputs: Properties): RegistrationResult {
  return { urn, id, outputs, failed: false };
}

/** Identifies a resource to its provider. */
export function subjectOf(urn: string, { type, name }: Pick<Goal, "type" | "name">): Subject {
  return { urn, type, name };
}
