import type { Deployment } from "./deployment";
import type { Held } from "./ledger";
import { references, withoutReferencesTo } from "./state-of";

/**
 * Takes what is gone out of the state, and out of what refers to it, in one write: the state never refers to nothing.
 *
 * @param operation number of the pending operation that this settles, if any
 */
export async function forget(
  { olds, leftovers, ledger }: Deployment,
  gone: readonly Held[],
  operation?: number,
): Promise<void> {
  if (gone.length === 0) return;
  const parents = new Map(gone.map(({ state }) => [state.urn, state.parent]));
  for (const held of gone) {
    if (olds.get(held.state.urn) === held) olds.delete(held.state.urn);
    const index = leftovers.indexOf(held);
    if (index >= 0) leftovers.splice(index, 1);
  }
  const referring = [...olds.values(), ...leftovers].filter(({ state }) =>
    [...references(state)].some((urn) => parents.has(urn)),
  );
  for (const held of referring) held.state = withoutReferencesTo(held.state, parents);
  await ledger.settle(operation, [...gone.map((drop) => ({ drop })), ...referring.map((put) => ({ put }))]);
}
