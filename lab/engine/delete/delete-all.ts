import { AbortedError, type Deployment } from "../deployment/deployment";
import type { Op } from "../deployment/events";
import { references } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import { messageOf } from "../errors";
import type { ProviderRegistry } from "../providers/registry";
import type { ResourceState } from "../state";
import { isProviderType } from "../values/urn";
import { deleteResource } from "./delete-resource";

/** Dependant that is not deleted itself. */
const REMAINS = "remains";
type Dependant = StackResource | typeof REMAINS;

/**
 * Deletes resources, each after all that depends on it, and independent ones at the same time. A resource that cannot be
 * deleted keeps what it depends on; the others are deleted.
 */
export async function deleteAll(
  deployment: Deployment,
  providers: ProviderRegistry,
  resources: readonly StackResource[],
): Promise<void> {
  const dependants = findDependants(deployment, resources);
  const urns = new Set(resources.map(({ state }) => state.urn));
  const results = new Map<StackResource, Promise<boolean>>();
  const deleteOnce = (resource: StackResource): Promise<boolean> => {
    const known = results.get(resource);
    if (known) return known;
    const result = deleteAfterDependants(resource);
    results.set(resource, result);
    return result;
  };
  const deleteAfterDependants = async (resource: StackResource): Promise<boolean> => {
    const deleted = await Promise.all(
      (dependants.get(resource) ?? []).map((other) => (other === REMAINS ? false : deleteOnce(other))),
    );
    return deleted.includes(false) ? false : tryDelete(deployment, providers, resource, urns);
  };
  await Promise.all(resources.map(deleteOnce));
}

/** @returns whether the resource is deleted; a failure is recorded and reported */
async function tryDelete(
  deployment: Deployment,
  providers: ProviderRegistry,
  resource: StackResource,
  deletedUrns: ReadonlySet<string>,
): Promise<boolean> {
  if (deployment.abortReason) return false;
  const { state } = resource;
  try {
    await deleteResource(deployment, providers, {
      resource,
      op: operationFor(state),
      isStateOnly: isStateOnly(state, deletedUrns),
      record: (endedOperation) => deployment.stack.drop(resource, endedOperation),
    });
    return true;
  } catch (error) {
    if (!(error instanceof AbortedError)) deployment.failResource(state.urn, messageOf(error));
    return false;
  }
}

function operationFor(state: ResourceState): Op {
  if (state.pendingReplacement) return "remove-pending-replace";
  if (state.external) return state.delete ? "discard-replaced" : "discard";
  return state.delete ? "delete-replaced" : "delete";
}

function isStateOnly(state: ResourceState, deletedUrns: ReadonlySet<string>): boolean {
  return (
    state.retainOnDelete === true ||
    !state.custom ||
    isProviderType(state.type) ||
    state.external === true ||
    state.pendingReplacement === true ||
    (state.deletedWith !== undefined && deletedUrns.has(state.deletedWith))
  );
}

/** Finds, for each resource to delete, the others that refer to it. */
function findDependants(
  { stack }: Deployment,
  resources: readonly StackResource[],
): ReadonlyMap<StackResource, readonly Dependant[]> {
  const byUrn = new Map<string, StackResource[]>();
  for (const resource of resources) {
    const { urn } = resource.state;
    byUrn.set(urn, [...(byUrn.get(urn) ?? []), resource]);
  }
  const dependants = new Map<StackResource, Dependant[]>();
  const addDependant = (target: StackResource, dependant: Dependant): void => {
    dependants.set(target, [...(dependants.get(target) ?? []), dependant]);
  };
  const addReferences = ({ state }: StackResource, dependant: Dependant): void => {
    for (const urn of references(state)) {
      for (const target of byUrn.get(urn) ?? []) {
        if (isReference(state, target)) addDependant(target, dependant);
      }
    }
  };
  // Of two resources with one URN, old and new, a reference means the one from the time of the referring resource.
  const isReference = (from: ResourceState, { state }: StackResource): boolean => {
    if (state.delete && !from.delete) return !stack.findRegistered(state.urn);
    if (!state.delete && from.delete) return !stack.isReplaced(state.urn);
    return true;
  };
  const deleted = new Set(resources);
  for (const resource of resources) addReferences(resource, resource);
  for (const resource of stack.all) if (!deleted.has(resource)) addReferences(resource, REMAINS);
  return dependants;
}
