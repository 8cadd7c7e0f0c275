import type { Op } from "../deployment/events";
import { markSecretOutputs, withFields } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import type { Subject } from "../plugin/provider";
import { newProviderId, type ProviderRegistry } from "../providers/registry";
import { assertNoFailures } from "../steps/compare";
import { type RegistrationResult, successResult } from "../steps/registration-result";
import { recordState } from "../steps/step-results";
import { equal, type Properties, secretLike, type Value, withoutOutputValues } from "../values/values";
import type { RegisterContext } from "./context";
import { desiredState } from "./desired-state";
import { type Registration, subjectOf } from "./registration";

/** Registers a provider: its plugin checks and compares the configuration, and is configured with it. */
export async function registerProvider(
  context: RegisterContext,
  registration: Registration,
): Promise<RegistrationResult> {
  const { deployment, providers, untargeted } = context;
  const { goal, urn, existing } = registration;
  const subject = subjectOf(urn, goal);
  const configuration: Properties = {
    ...(withoutOutputValues(goal.inputs) as Properties),
    ...(goal.version ? { version: goal.version } : {}),
  };
  const check = await providers.checkConfig(subject, existing?.state.inputs ?? {}, configuration);
  assertNoFailures(goal, check.failures);
  const completeInputs = { ...secretLike(check.inputs, configuration), __internal: {} };
  const draft = desiredState(goal, { urn, inputs: completeInputs }, deployment.stack);
  const finalInputs = await context.inspect(draft, undefined, registration);
  const outputs = withoutInternal(finalInputs);

  const { op, replaces } = await planProvider(providers, subject, existing, finalInputs);
  const inputs = op === "same" ? (existing?.state.inputs ?? finalInputs) : finalInputs;
  const id =
    existing && op !== "replace" ? (existing.state.id ?? "") : newProviderId(deployment.settings.dryRun);
  const state = withFields(draft, {
    id,
    inputs,
    outputs: markSecretOutputs(outputs, outputs, goal.additionalSecretOutputs),
  });
  deployment.stepStarted(op, state, { replaces });
  await providers.configure(subject, id, inputs);
  if (untargeted.isLeftOut(registration)) {
    untargeted.defer(state);
    return successResult(urn, id, outputs);
  }
  if (op === "replace" && existing) {
    deployment.stepDone("create-replacement", state);
    deployment.stack.markReplacing(urn);
    await deployment.stack.recordReplacement(existing, state);
  } else {
    await recordState(deployment.stack, existing, state, op);
  }
  deployment.stepDone(op, state, { replaces });
  return successResult(urn, id, outputs);
}

async function planProvider(
  providers: ProviderRegistry,
  subject: Subject,
  existing: StackResource | undefined,
  inputs: Properties,
): Promise<{ readonly op: Op; readonly replaces: readonly string[] }> {
  if (!existing) return { op: "create", replaces: [] };
  const before = existing.state;
  if (equal(withoutInternal(before.inputs ?? {}), withoutInternal(inputs)))
    return { op: "same", replaces: [] };
  const replaces = await providers.replacesOf(subject, before, inputs);
  return { op: replaces.length > 0 ? "replace" : "update", replaces };
}

/** Leaves out the input that the engine adds, as Pulumi's engine does. */
function withoutInternal(inputs: Properties): Properties {
  const { __internal, ...rest } = inputs as Record<string, Value>;
  return rest;
}
