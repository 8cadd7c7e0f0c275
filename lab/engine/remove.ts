import { deleteResource } from "./delete";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Op } from "./events";
import type { Held } from "./ledger";
import type { ProviderRegistry } from "./providers";
import { references } from "./state-of";
import { isProviderType } from "./urn";

/** One resource that is to go, and what became of it. */
interface Removal {
  readonly held: Held;
  readonly op: Op;
  result: Promise<boolean> | undefined;
}

/**
 * Deletes resources, each after all that depends on it, and those that do not depend on each other at the same time.
 * What cannot be deleted keeps what it depends on, and the rest goes on.
 *
 * @param doomed what is to go: all of the stack, or what the program no longer has, or what was replaced
 */
export async function removeAll(
  deployment: Deployment,
  providers: ProviderRegistry,
  doomed: readonly Held[],
): Promise<void> {
  const removals = doomed.map(
    (held): Removal => ({ held, op: operationOf(deployment, held), result: undefined }),
  );
  const dependants = dependantsOf(deployment, removals);
  const leaving = new Set(removals.map(({ held }) => held.state.urn));
  const remove = (removal: Removal): Promise<boolean> => {
    removal.result ??= (async () => {
      const before = await Promise.all(
        (dependants.get(removal.held) ?? []).map((other) => (other === "stays" ? false : remove(other))),
      );
      if (before.includes(false)) return false;
      return removeOne(deployment, providers, removal, leaving);
    })();
    return removal.result;
  };
  await Promise.all(removals.map(remove));
}

function operationOf(deployment: Deployment, { state }: Held): Op {
  if (state.pendingReplacement) return "remove-pending-replace";
  if (state.external) return state.delete ? "discard-replaced" : "discard";
  return state.delete || deployment.replaced.some((held) => held.state === state)
    ? "delete-replaced"
    : "delete";
}

/** For each resource that is to go, the others that refer to it; `stays` stands for one that does not go. */
function dependantsOf(
  deployment: Deployment,
  removals: readonly Removal[],
): ReadonlyMap<Held, readonly (Removal | "stays")[]> {
  const byUrn = new Map<string, Removal[]>();
  for (const removal of removals) {
    const { urn } = removal.held.state;
    byUrn.set(urn, [...(byUrn.get(urn) ?? []), removal]);
  }
  const going = new Set(removals.map(({ held }) => held));
  const dependants = new Map<Held, (Removal | "stays")[]>();
  const note = (urn: string, dependant: Removal | "stays", held: Held): void => {
    for (const target of byUrn.get(urn) ?? []) {
      // Once replaced, the old resource is referred to only by what was replaced with it.
      const superseded = target.held.state.delete === true && !(held.state.delete === true);
      if (superseded && deployment.news.has(urn)) continue;
      // A resource marked for deletion refers to the one that was there in its time.
      if (
        held.state.delete &&
        !target.held.state.delete &&
        deployment.replaced.some((other) => other.state.urn === urn)
      )
        continue;
      const list = dependants.get(target.held) ?? [];
      list.push(dependant);
      dependants.set(target.held, list);
    }
  };
  for (const removal of removals)
    for (const urn of references(removal.held.state)) note(urn, removal, removal.held);
  const staying = new Set([
    ...deployment.olds.values(),
    ...deployment.news.values(),
    ...deployment.leftovers,
  ]);
  for (const held of staying) {
    if (!going.has(held)) for (const urn of references(held.state)) note(urn, "stays", held);
  }
  return dependants;
}

async function removeOne(
  deployment: Deployment,
  providers: ProviderRegistry,
  removal: Removal,
  leaving: ReadonlySet<string>,
): Promise<boolean> {
  const { held, op } = removal;
  const { state } = held;
  if (deployment.aborted) return false;
  deployment.step("started", op, state);
  try {
    if (state.protect && op === "delete") throw new EngineError("LAB_PROGRAM", protectedText(state.urn));
    const kept =
      state.retainOnDelete ||
      !state.custom ||
      isProviderType(state.type) ||
      state.external ||
      state.pendingReplacement;
    const goesWithAnother = state.deletedWith !== undefined && leaving.has(state.deletedWith);
    if (kept || goesWithAnother || deployment.settings.dryRun) {
      if (!deployment.settings.dryRun) await deployment.ledger.settle(undefined, [{ drop: held }]);
    } else {
      await deployment.limited(() => deleteResource(deployment, providers, held, () => ({ drop: held })));
    }
  } catch (error) {
    if (error instanceof Aborted) return false;
    const text = messageOf(error);
    deployment.failures.set(state.urn, text);
    deployment.step("failed", op, state, { error: text });
    deployment.error(text, state.urn);
    return false;
  }
  forget(deployment, held);
  deployment.step("done", op, state);
  return true;
}

function forget(deployment: Deployment, held: Held): void {
  const { olds, leftovers, replaced } = deployment;
  if (olds.get(held.state.urn) === held) olds.delete(held.state.urn);
  for (const list of [leftovers, replaced]) {
    const index = list.indexOf(held);
    if (index >= 0) list.splice(index, 1);
  }
}

function protectedText(urn: string): string {
  return `resource "${urn}" cannot be deleted\nbecause it is protected. To unprotect it, remove the \`protect\` flag from the resource in your Pulumi program and run the update`;
}
