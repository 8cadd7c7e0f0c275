import type { StackResource } from "../deployment/stack-journal";
import type { Goal } from "../goal/goal";
import type { Subject } from "../plugin/provider";

/** One registration of the program: the goal, and what of the stack it is about. */
export interface Registration {
  readonly goal: Goal;
  readonly urn: string;
  /** URNs that the resource may have had before. */
  readonly aliases: readonly string[];
  /** The resource as it was before this run; undefined for a new one. */
  readonly existing: StackResource | undefined;
}

/** Identifies a resource to its provider. */
export function subjectOf(urn: string, { type, name }: Pick<Goal, "type" | "name">): Subject {
  return { urn, type, name };
}
