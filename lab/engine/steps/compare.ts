import { randomBytes } from "node:crypto";
import { EngineError } from "../errors";
import type { Goal } from "../goal/goal";
import type { Diff, Failure, Subject } from "../plugin/provider";
import type { ConfiguredProvider } from "../providers/configured-provider";
import type { ResourceState } from "../state";
import { pathsMeet } from "../values/property-paths";
import { equal, type Properties, secretLike } from "../values/values";

/**
 * Returns inputs as the provider completes them, with the secrets that were marked.
 *
 * @param existing the state that generated names are taken from; undefined for a resource that is to be new
 * @throws {EngineError} LAB_PROVIDER naming every input that the provider refuses
 */
export async function checkInputs(
  goal: Goal,
  provider: ConfiguredProvider,
  subject: Subject,
  existing: ResourceState | undefined,
  inputs: Properties,
): Promise<Properties> {
  if (!provider.isConfigured) return inputs;
  const seed = randomBytes(32);
  const result = await provider.query((api) => api.check(subject, existing?.inputs ?? {}, inputs, seed));
  assertNoFailures(goal, result.failures);
  return secretLike(result.inputs, inputs);
}

/** Returns what the provider says of the difference between a state and new inputs, and what `replaceOnChanges` adds. */
export async function compareInputs(
  provider: ConfiguredProvider,
  subject: Subject,
  before: ResourceState,
  inputs: Properties,
  options: { readonly ignoreChanges: readonly string[]; readonly replaceOnChanges: readonly string[] },
): Promise<Diff & { readonly changes: boolean }> {
  const oldInputs = before.inputs ?? {};
  const inputsDiffer = !equal(oldInputs, inputs);
  if (!provider.isConfigured) {
    return { changes: inputsDiffer, replaces: [], diffs: [], deleteBeforeReplace: false };
  }
  const diff = await provider.query((api) =>
    api.diff(subject, before.id ?? "", {
      oldInputs,
      oldOutputs: before.outputs ?? {},
      news: inputs,
      ignoreChanges: options.ignoreChanges,
    }),
  );
  const changedPaths = diff.diffs.length > 0 ? diff.diffs : changedKeys(oldInputs, inputs);
  const replacePaths = changedPaths.filter((path) =>
    options.replaceOnChanges.some((pattern) => pathsMeet(pattern, path)),
  );
  const changes = diff.changes ?? inputsDiffer;
  return {
    ...diff,
    changes,
    diffs: changes ? changedPaths : [],
    replaces: changes ? [...new Set([...diff.replaces, ...replacePaths])] : diff.replaces,
  };
}

/**
 * Passes when a provider accepts the inputs of a resource.
 *
 * @throws {EngineError} LAB_PROVIDER naming every input that it refuses
 */
export function assertNoFailures(goal: Goal, failures: readonly Failure[]): void {
  if (failures.length === 0) return;
  const list = failures.map(({ property, reason }) =>
    property ? `property ${property} has a problem: ${reason}` : reason,
  );
  throw new EngineError("LAB_PROVIDER", `${goal.type} resource '${goal.name}': ${list.join("; ")}`);
}

function changedKeys(before: Properties, after: Properties): readonly string[] {
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...keys].filter((key) => !equal(before[key], after[key]));
}
