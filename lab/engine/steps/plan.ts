import type { StackResource } from "../deployment/stack-journal";
import type { Diff } from "../plugin/provider";
import { equal } from "../values/values";
import { compareInputs } from "./compare";
import type { ResourceStep, StepContext } from "./resource-step";

/** Operation on a resource, and the difference that makes it necessary. */
export type Plan =
  | { readonly op: "create" }
  | { readonly op: "same" | "recreate"; readonly existing: StackResource }
  | { readonly op: "update" | "replace"; readonly existing: StackResource; readonly diff: Diff };

/** The difference of a resource whose new provider cannot take it over from the old one. */
const MOVED = { changes: true, replaces: ["provider"], diffs: ["provider"], deleteBeforeReplace: false };

/** Chooses the operation on a resource: the provider compares its state with the wanted inputs. */
export async function planStep(context: StepContext, step: ResourceStep): Promise<Plan> {
  const { providers, deployment } = context;
  const { existing, desired, goal, provider, subject } = step;
  if (!existing) return { op: "create" };
  if (step.isRecreation) return { op: "recreate", existing };
  const before = existing.state;
  const diff = (await providers.movesFrom(before.provider, provider))
    ? MOVED
    : await compareInputs(provider, subject, before, desired.inputs ?? {}, goal);
  const { replacementTrigger: trigger } = before;
  const isTriggered =
    trigger !== undefined &&
    goal.replacementTrigger !== undefined &&
    !equal(trigger, goal.replacementTrigger);
  const followsReplacement = [goal.deletedWith, ...goal.replaceWith].some((urn) =>
    deployment.stack.isReplacing(urn),
  );
  if (diff.replaces.length > 0 || followsReplacement || isTriggered) return { op: "replace", existing, diff };
  // A resource that is not ready is updated even when nothing differs.
  if (diff.changes || before.initErrors?.length) return { op: "update", existing, diff };
  return { op: "same", existing };
}
