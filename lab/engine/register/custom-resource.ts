import { withFields } from "../deployment/resource-state";
import { checkInputs } from "../steps/compare";
import type { RegistrationResult } from "../steps/registration-result";
import { runStep } from "../steps/run-step";
import { withHashes } from "../values/assets";
import { ignoreChanges } from "../values/property-paths";
import { packageOf } from "../values/urn";
import { equal, type Properties, setKey, type Value, withoutOutputValues } from "../values/values";
import type { RegisterContext } from "./context";
import { desiredState } from "./desired-state";
import { type Registration, subjectOf } from "./registration";

/** Registers a resource of a provider: completes and checks its inputs, shows it to policy packs, and runs its step. */
export async function registerCustomResource(
  context: RegisterContext,
  registration: Registration,
): Promise<RegistrationResult> {
  const { deployment, deleteBeforeReplace, providers, providerLookup, untargeted } = context;
  const { goal, urn, existing } = registration;
  const subject = subjectOf(urn, goal);
  const reference = await providerLookup.providerFor({
    pkg: packageOf(goal.type),
    explicit: goal.provider,
    parent: goal.parent,
    version: goal.version,
    requester: urn,
  });
  const provider = await providers.resolve(reference);
  if (!deployment.settings.isTarget(urn)) {
    // Policies see the resource as it stays.
    if (existing) await context.inspect(existing.state, provider, registration);
    return untargeted.leave(registration);
  }
  await untargeted.createNeeded([...goal.dependencies, goal.parent, provider.subject.urn], urn);

  const isDeleted =
    existing !== undefined &&
    (deleteBeforeReplace.hasDeleted(urn) || existing.state.pendingReplacement === true);
  const own = existing && !existing.state.external ? existing.state : undefined;
  const hashedInputs = await withHashes(withoutOutputValues(goal.inputs), deployment.settings.project.main);
  const wantedInputs = own
    ? ignoreChanges(hashedInputs as Properties, own.inputs ?? {}, goal.ignoreChanges)
    : (hashedInputs as Properties);
  const inputs = await checkInputs(goal, provider, subject, isDeleted ? undefined : own, wantedInputs);
  const draft = desiredState(goal, { urn, inputs, provider: reference }, deployment.stack);
  const finalInputs = await context.inspect(draft, provider, registration);
  const isUnchanged = finalInputs === inputs;
  return runStep(context, {
    // A replacement is checked again from the goal, which therefore needs the changes by policies.
    goal: isUnchanged ? goal : { ...goal, inputs: applyChanges(goal.inputs, inputs, finalInputs) },
    subject,
    provider,
    desired: isUnchanged ? draft : withFields(draft, { inputs: finalInputs }),
    existing,
    isRecreation: existing !== undefined && (isDeleted || own === undefined),
  });
}

/** Applies to properties, key by key, the changes that turned `before` into `after`. */
function applyChanges(properties: Properties, before: Properties, after: Properties): Properties {
  const result: Record<string, Value> = { ...properties };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (equal(before[key], after[key])) continue;
    const value = after[key];
    if (value === undefined) delete result[key];
    else setKey(result, key, value);
  }
  return result;
}
