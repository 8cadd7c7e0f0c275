import type { Deployment } from "./deployment";
import { messageOf } from "./errors";
import { forget } from "./forget";
import type { Held } from "./ledger";
import type { Outcome } from "./plugin/provider";
import type { ProviderRegistry } from "./providers";
import { subjectOfState } from "./registration";
import type { PendingOperation, ResourceState } from "./state";
import { markedOutputs, withFields } from "./state-of";

/**
 * Finds out what became of the operations that an earlier run began and did not live to see the end of. What was
 * created is taken into the state, what was deleted is taken out, and what was updated is read again; nothing is done
 * twice and nothing is forgotten. Where a provider cannot tell, the operation stays pending.
 */
export async function settlePending(
  deployment: Deployment,
  providers: ProviderRegistry,
  pending: readonly PendingOperation[],
): Promise<void> {
  for (const [number, operation] of pending.entries()) {
    const { urn } = operation.resource;
    try {
      const told = await settleOne(deployment, providers, number, operation);
      deployment.emit({ kind: "message", severity: told.severity, text: told.text, urn });
    } catch (error) {
      deployment.emit({
        kind: "message",
        severity: "warning",
        text: `${urn} was ${operation.type} when an earlier run ended, and its provider could not be asked: ${messageOf(error)}`,
        urn,
      });
    }
  }
}

interface Told {
  readonly severity: "info" | "warning";
  readonly text: string;
}

async function settleOne(
  deployment: Deployment,
  providers: ProviderRegistry,
  number: number,
  { type, resource, token }: PendingOperation,
): Promise<Told> {
  const { urn, provider: reference } = resource;
  const { ledger } = deployment;
  const subject = subjectOfState(resource);
  const provider = reference ? await providers.resolve(reference) : undefined;
  if (!provider || type === "reading" || type === "importing") {
    await ledger.settle(number, []);
    return { severity: "info", text: `${urn} was ${type} when an earlier run ended; it is looked at anew` };
  }
  const content = { inputs: resource.inputs ?? {}, outputs: resource.outputs ?? {} };
  if (type === "creating") {
    const id = token === undefined ? undefined : await provider.ask((api) => api.findByToken(token));
    if (id === undefined) {
      return {
        severity: "warning",
        text: `${urn} was being created when an earlier run ended, and its provider cannot tell whether it was; look for it by hand, then run refresh with --clear-pending-creates`,
      };
    }
    const made = id === null ? undefined : await provider.ask((api) => api.read(subject, id, content));
    if (!made) {
      await ledger.settle(number, []);
      return { severity: "info", text: `${urn} was being created when an earlier run ended; it was not` };
    }
    await adopt(deployment, number, resource, made);
    return {
      severity: "info",
      text: `${urn} was being created when an earlier run ended; it was, as ${made.id}, and is kept`,
    };
  }
  const held = heldAs(deployment, resource);
  const found = await provider.ask((api) => api.read(subject, resource.id ?? "", content));
  if (!held) {
    await ledger.settle(number, []);
  } else if (!found) {
    await forget(deployment, [held], number);
  } else {
    held.state = refreshed(held.state, found);
    await ledger.settle(number, [{ put: held }]);
  }
  const what = found ? "it is there" : "it is gone";
  return { severity: "info", text: `${urn} was ${type} when an earlier run ended; ${what}` };
}

/** A state with what a read found. Inputs are taken over only where the provider answers them. */
export function refreshed(state: ResourceState, found: Outcome): ResourceState {
  const inputs = found.inputs ?? state.inputs ?? {};
  const marked = state.inputs ? { ...found.inputs } : inputs;
  return withFields(state, {
    id: found.id,
    inputs:
      Object.keys(inputs).length === 0 ? undefined : found.inputs ? remarked(marked, state) : state.inputs,
    outputs: markedOutputs(found.outputs, state.inputs ?? {}, state.additionalSecretOutputs),
    initErrors: found.initErrors?.length ? found.initErrors : undefined,
  });
}

function remarked(
  inputs: NonNullable<ResourceState["inputs"]>,
  state: ResourceState,
): NonNullable<ResourceState["inputs"]> {
  return markedOutputs(inputs, state.inputs ?? {}, undefined);
}

async function adopt(
  deployment: Deployment,
  number: number,
  resource: ResourceState,
  made: Outcome,
): Promise<void> {
  const { ledger, olds, leftovers } = deployment;
  const now = new Date().toISOString();
  const before = olds.get(resource.urn);
  const state = withFields(refreshed(resource, made), { created: now, modified: now });
  // Where the resource is still there that it was to replace, the new one is the one too many.
  const held: Held = { key: ledger.nextKey(), state: before ? withFields(state, { delete: true }) : state };
  if (before) leftovers.push(held);
  else olds.set(resource.urn, held);
  await ledger.settle(number, [{ put: held }]);
}

function heldAs({ olds, leftovers }: Deployment, { urn, id }: ResourceState): Held | undefined {
  const live = olds.get(urn);
  if (live && live.state.id === id) return live;
  return leftovers.find(({ state }) => state.urn === urn && state.id === id);
}
