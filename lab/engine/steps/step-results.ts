import { UNKNOWN_VALUE } from "../../../common/special-values";
import { AbortedError, type Deployment } from "../deployment/deployment";
import type { Op } from "../deployment/events";
import { isSameState, markSecretOutputs, withFields } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import type { StackState } from "../deployment/stack-state";
import { EngineError } from "../errors";
import type { Diff, Outcome } from "../plugin/provider";
import type { ResourceState } from "../state";
import { containsUnknowns, isObject, type Properties, type Value } from "../values/values";
import { type RegistrationResult, successResult } from "./registration-result";

/** Runs a step that has been reported as started, and reports how it ended. */
export async function reportEnd(
  deployment: Deployment,
  op: Op,
  state: ResourceState,
  run: () => Promise<RegistrationResult>,
  difference: Partial<Pick<Diff, "diffs" | "replaces">> = {},
): Promise<RegistrationResult> {
  try {
    const result = await run();
    deployment.stepDone(op, state, difference);
    return result;
  } catch (error) {
    if (!(error instanceof AbortedError)) deployment.stepFailed(op, state, error, difference);
    throw error;
  }
}

/** Returns the state after an operation. Outputs that are still unknown make it a resource that is not ready. */
export function completeState(
  desired: ResourceState,
  outcome: Outcome,
  created: string | undefined,
): ResourceState {
  const initErrors = [
    ...(outcome.initErrors ?? []),
    ...unknownPaths(outcome.outputs).map((path) => `output ${path} is unknown after the operation`),
  ];
  const outputs = unknownsToNull(outcome.outputs) as Properties;
  return withFields(desired, {
    id: outcome.id,
    outputs: markSecretOutputs(outputs, desired.inputs ?? {}, desired.additionalSecretOutputs),
    initErrors: initErrors.length > 0 ? initErrors : undefined,
    created,
    modified: new Date().toISOString(),
  });
}

/** Registers a resource to which no provider has done anything; the state is written unless it is the same as before. */
export async function recordState(
  stack: StackState,
  existing: StackResource | undefined,
  state: ResourceState,
  op: Op,
): Promise<void> {
  if (existing && op === "same" && isSameState(existing.state, state)) return stack.keep(existing);
  const now = new Date().toISOString();
  await stack.record(existing, withFields(state, { created: state.created ?? now, modified: now }));
}

/**
 * Returns the answer to a registration whose resource is recorded.
 *
 * @throws {EngineError} LAB_PROVIDER when the resource exists but is not ready
 */
export function resultOf({ settings }: Deployment, state: ResourceState): RegistrationResult {
  const { initErrors = [] } = state;
  if (initErrors.length > 0 && !settings.dryRun) {
    const list = initErrors.map((reason) => `\t* ${reason}`).join("\n");
    const count = `${initErrors.length} error${initErrors.length === 1 ? "" : "s"}`;
    throw new EngineError("LAB_PROVIDER", `${count} occurred:\n${list}\n`);
  }
  return successResult(state.urn, state.id === UNKNOWN_VALUE ? "" : (state.id ?? ""), state.outputs ?? {});
}

function unknownPaths(value: Value, path = ""): readonly string[] {
  if (!containsUnknowns(value)) return [];
  if (Array.isArray(value)) return value.flatMap((item, index) => unknownPaths(item, `${path}[${index}]`));
  if (!isObject(value)) return [path];
  return Object.keys(value).flatMap((key) =>
    unknownPaths(value[key] as Value, path ? `${path}.${key}` : key),
  );
}

function unknownsToNull(value: Value): Value {
  if (!containsUnknowns(value)) return value;
  if (Array.isArray(value)) return value.map(unknownsToNull);
  if (!isObject(value)) return null;
  return Object.fromEntries(Object.keys(value).map((key) => [key, unknownsToNull(value[key] as Value)]));
}
