import { compactState, nonEmptyList, nonEmptyProperties } from "../deployment/resource-state";
import type { StackState } from "../deployment/stack-state";
import type { Goal } from "../goal/goal";
import type { ResourceState } from "../state";
import type { Properties } from "../values/values";

/** A registration's URN, checked inputs and provider. */
export interface Resolved {
  readonly urn: string;
  readonly inputs: Properties;
  /** `URN::ID` of the provider. @default - none, as for a component and for a provider */
  readonly provider?: string;
}

/**
 * Returns the state that a registration wants, still without id and outputs. Options that the program leaves open come
 * from the parent. Empty and false fields are left out.
 */
export function desiredState(goal: Goal, resolved: Resolved, stack: StackState): ResourceState {
  const parent = stack.findRegistered(goal.parent)?.state;
  return compactState({
    urn: resolved.urn,
    type: goal.type,
    custom: goal.custom,
    inputs: nonEmptyProperties(resolved.inputs),
    parent: goal.parent || undefined,
    protect: (goal.protect ?? parent?.protect) || undefined,
    dependencies: nonEmptyList(goal.dependencies),
    provider: resolved.provider,
    propertyDependencies:
      Object.keys(goal.propertyDependencies).length > 0 ? goal.propertyDependencies : undefined,
    additionalSecretOutputs: nonEmptyList(goal.additionalSecretOutputs),
    customTimeouts: goal.customTimeouts,
    retainOnDelete: (goal.retainOnDelete ?? parent?.retainOnDelete) || undefined,
    deletedWith: goal.deletedWith || parent?.deletedWith,
    replaceWith: nonEmptyList(goal.replaceWith),
    ignoreChanges: nonEmptyList(goal.ignoreChanges),
    replaceOnChanges: nonEmptyList(goal.replaceOnChanges),
    hideDiff: nonEmptyList(goal.hideDiff),
    replacementTrigger: goal.replacementTrigger,
    sourcePosition: goal.sourcePosition,
  });
}
