import type { Deployment } from "../deployment/deployment";
import { withFields } from "../deployment/resource-state";
import { messageOf } from "../errors";
import { type ConfiguredProvider, subjectOfState } from "../providers/configured-provider";
import type { ProviderRegistry } from "../providers/registry";
import type { PendingOperation, PendingType } from "../state";
import { refreshedState } from "./refreshed-state";

const PARTICIPLES: Readonly<Record<PendingType, string>> = {
  creating: "created",
  updating: "updated",
  deleting: "deleted",
  reading: "read",
  importing: "imported",
};

/** How a pending operation was resolved. */
interface Resolution {
  readonly severity: "info" | "warning";
  readonly text: string;
}

/**
 * Finds out how the operations ended that an earlier run had begun when it died. Created resources enter the state, deleted
 * ones leave it, and updated ones are read again; nothing is created twice and nothing is lost. An operation about which
 * its provider does not know stays pending.
 */
export async function resolvePendingOperations(
  deployment: Deployment,
  providers: ProviderRegistry,
  pending: readonly PendingOperation[],
): Promise<void> {
  for (const [number, operation] of pending.entries()) {
    const { urn } = operation.resource;
    const { severity, text } = await resolveOne(deployment, providers, number, operation).catch(
      (error: unknown): Resolution => ({
        severity: "warning",
        text: `its provider could not be queried: ${messageOf(error)}`,
      }),
    );
    deployment.emit({ kind: "message", severity, text: `${describePending(operation)}; ${text}`, urn });
  }
}

/** Reports the operations of an earlier run that this one cannot resolve, since it changes nothing. */
export function reportPendingOperations(deployment: Deployment, pending: readonly PendingOperation[]): void {
  for (const operation of pending) {
    const text = `${describePending(operation)}; the next update resolves it`;
    deployment.emit({ kind: "message", severity: "warning", text, urn: operation.resource.urn });
  }
}

/** Ends pending creates, although no provider knows whether they happened. */
export async function clearPendingCreates(
  deployment: Deployment,
  pending: readonly PendingOperation[],
): Promise<void> {
  for (const [number, { type }] of pending.entries()) {
    if (type === "creating") await deployment.stack.endOperation(number);
  }
}

async function resolveOne(
  deployment: Deployment,
  providers: ProviderRegistry,
  number: number,
  operation: PendingOperation,
): Promise<Resolution> {
  const { type, resource } = operation;
  const provider = resource.provider ? await providers.resolve(resource.provider) : undefined;
  if (!provider || type === "reading" || type === "importing") {
    await deployment.stack.endOperation(number);
    return { severity: "info", text: "it is evaluated again" };
  }
  return type === "creating"
    ? resolveCreate(deployment, provider, number, operation)
    : resolveChange(deployment, provider, number, operation);
}

async function resolveCreate(
  { stack }: Deployment,
  provider: ConfiguredProvider,
  number: number,
  { resource, token }: PendingOperation,
): Promise<Resolution> {
  const id = token === undefined ? undefined : await provider.query((api) => api.findByToken(token));
  if (id === undefined) {
    return {
      severity: "warning",
      text: "its provider does not know whether it was created; look for it by hand, then run refresh with --clear-pending-creates",
    };
  }
  const content = { inputs: resource.inputs ?? {}, outputs: resource.outputs ?? {} };
  const created =
    id === null ? undefined : await provider.query((api) => api.read(subjectOfState(resource), id, content));
  if (!created) {
    await stack.endOperation(number);
    return { severity: "info", text: "it was not created" };
  }
  const now = new Date().toISOString();
  await stack.adopt(withFields(refreshedState(resource, created), { created: now, modified: now }), number);
  return { severity: "info", text: `it was created as ${created.id} and is in the state now` };
}

async function resolveChange(
  { stack }: Deployment,
  provider: ConfiguredProvider,
  number: number,
  { resource }: PendingOperation,
): Promise<Resolution> {
  const { urn, id, inputs = {}, outputs = {} } = resource;
  const existing = stack.findPreviousById(urn, id);
  const outcome = await provider.query((api) =>
    api.read(subjectOfState(resource), id ?? "", { inputs, outputs }),
  );
  if (!existing) await stack.endOperation(number);
  else if (!outcome) await stack.forget([existing], number);
  else await stack.update(existing, refreshedState(existing.state, outcome), number);
  return { severity: "info", text: outcome ? "it exists" : "it no longer exists" };
}

function describePending({ type, resource }: PendingOperation): string {
  return `${resource.urn} was being ${PARTICIPLES[type]} when an earlier run ended`;
}
