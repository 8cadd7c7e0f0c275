import { randomBytes } from "node:crypto";
import { EngineError } from "./errors";
import type { Goal } from "./goal";
import { pathsMeet } from "./paths";
import type { Diff, Subject } from "./plugin/provider";
import type { ConfiguredProvider } from "./providers";
import type { ResourceState } from "./state";
import { equal, type Properties, secretLike } from "./values";

/**
 * Inputs as the provider completes them, with their secrets marked as before.
 *
 * @param before the state whose names and such are kept; undefined for a resource that is to be new
 * @throws {EngineError} LAB_PROVIDER naming every input that the provider refuses
 */
export async function checkInputs(
  goal: Goal,
  provider: ConfiguredProvider,
  subject: Subject,
  before: ResourceState | undefined,
  wanted: Properties,
): Promise<Properties> {
  if (!provider.configured) return wanted;
  const seed = randomBytes(32);
  const checked = await provider.ask((api) => api.check(subject, before?.inputs ?? {}, wanted, seed));
  assertAccepted(goal, checked.failures);
  return secretLike(checked.inputs, wanted);
}

/** What the provider says of the difference between a state and new inputs, and what `replaceOnChanges` adds to it. */
export async function compare(
  provider: ConfiguredProvider,
  subject: Subject,
  before: ResourceState,
  inputs: Properties,
  goal: { readonly ignoreChanges: readonly string[]; readonly replaceOnChanges: readonly string[] },
): Promise<Diff & { readonly changes: boolean }> {
  const oldInputs = before.inputs ?? {};
  const inputsDiffer = !equal(oldInputs, inputs);
  if (!provider.configured) {
    return { changes: inputsDiffer, replaces: [], diffs: [], deleteBeforeReplace: false };
  }
  const diff = await provider.ask((api) =>
    api.diff(subject, before.id ?? "", {
      oldInputs,
      oldOutputs: before.outputs ?? {},
      news: inputs,
      ignoreChanges: goal.ignoreChanges,
    }),
  );
  const changed = diff.diffs.length > 0 ? diff.diffs : changedKeys(oldInputs, inputs);
  const asked = changed.filter((path) => goal.replaceOnChanges.some((pattern) => pathsMeet(pattern, path)));
  const changes = diff.changes ?? inputsDiffer;
  return {
    ...diff,
    changes,
    diffs: changes ? changed : [],
    replaces: changes ? [...new Set([...diff.replaces, ...asked])] : diff.replaces,
  };
}

/**
 * Passes when a provider accepts its inputs.
 *
 * @throws {EngineError} LAB_PROVIDER naming every input that it refuses
 */
export function assertAccepted(
  goal: Goal,
  failures: readonly { readonly property: string; readonly reason: string }[],
): void {
  if (failures.length === 0) return;
  const list = failures.map(({ property, reason }) =>
    property ? `property ${property} has a problem: ${reason}` : reason,
  );
  throw new EngineError("LAB_PROVIDER", `${goal.type} resource '${goal.name}': ${list.join("; ")}`);
}

function changedKeys(olds: Properties, news: Properties): readonly string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...keys].filter((key) => !equal(olds[key], news[key]));
}
