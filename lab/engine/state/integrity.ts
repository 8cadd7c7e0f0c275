import { isProviderType, parseReference } from "../values/urn";
import { providerReference, referencesOf } from "./references";
import type { Deployment, ResourceState } from "./resource";
import { sortResources } from "./resource-order";

/**
 * All violations of the rules that Pulumi checks before it accepts a deployment; empty when the deployment is valid.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/resource/deploy/snapshot.go VerifyIntegrity
 */
export function verifyIntegrity(deployment: Deployment): string[] {
  const faults: string[] = [];
  const all = new Set(deployment.resources.map(({ urn }) => urn));
  const allProviders = new Set(deployment.resources.map(providerReference));
  const before = new Set<string>();
  const providersBefore = new Set<string>();
  for (const resource of deployment.resources) {
    const { urn } = resource;
    if (!urn || !resource.type) {
      faults.push(
        `a resource has the urn ${JSON.stringify(urn)} and the type ${JSON.stringify(resource.type)}, expected both`,
      );
      continue;
    }
    if (!resource.custom && resource.id)
      faults.push(`${urn} is a component and has the id ${JSON.stringify(resource.id)}`);
    faults.push(...providerFaults(resource, allProviders, providersBefore));
    for (const { role, urn: other } of referencesOf(resource)) {
      if (!before.has(other))
        faults.push(`${urn}: ${role} ${other} ${all.has(other) ? "comes after it" : "is missing"}`);
    }
    if (before.has(urn) && !resource.delete)
      faults.push(`${urn} exists twice and is not marked for deletion`);
    before.add(urn);
    const reference = providerReference(resource);
    if (reference) providersBefore.add(reference);
  }
  return faults;
}

function providerFaults(
  resource: ResourceState,
  all: ReadonlySet<string | undefined>,
  before: ReadonlySet<string>,
): string[] {
  const { urn, provider } = resource;
  if (isProviderType(resource.type) && !resource.id) return [`${urn} is a provider and has no id`];
  // The resource is deleted already. Its provider is not needed and may have been replaced.
  if (!provider || resource.pendingReplacement) return [];
  const { urn: providerUrn, id } = parseReference(provider);
  if (!providerUrn.startsWith("urn:") || id === "")
    return [`${urn}: its provider is ${JSON.stringify(provider)}, expected URN::ID`];
  if (before.has(provider)) return [];
  return [`${urn}: its provider ${provider} ${all.has(provider) ? "comes after it" : "is missing"}`];
}

/** Result of {@link repairDeployment}. */
export interface Repair {
  readonly deployment: Deployment;
  /** One line for the user about each change. */
  readonly changes: readonly string[];
}

/** Sorts resources and drops references to missing ones. A resource that exists in the cloud is never dropped. */
export function repairDeployment(deployment: Deployment): Repair {
  const changes: string[] = [];
  const distinct = removeDuplicates(deployment.resources, changes);
  const urns = new Set(distinct.map(({ urn }) => urn));
  const withoutLostReferences = distinct.map((resource) => dropLostReferences(resource, urns, changes));
  const resources = sortResources(withoutLostReferences);
  if (resources.some((resource, index) => resource !== withoutLostReferences[index]))
    changes.push("resources are sorted");
  return { deployment: { ...deployment, resources: resources }, changes };
}

/** Keeps the last of several live resources with one URN, and marks the others for deletion so that none is lost. */
function removeDuplicates(resources: readonly ResourceState[], changes: string[]): readonly ResourceState[] {
  const last = new Map<string, ResourceState>();
  for (const resource of resources) if (!resource.delete) last.set(resource.urn, resource);
  return resources.flatMap((resource) => {
    const twin = last.get(resource.urn);
    if (resource.delete || twin === resource || !twin) return [resource];
    const isDroppable = !resource.custom || resource.id === undefined || resource.id === twin.id;
    changes.push(
      `${resource.urn} exists twice: the earlier one is ${isDroppable ? "dropped" : "marked for deletion"}`,
    );
    return isDroppable ? [] : [{ ...resource, delete: true }];
  });
}

function dropLostReferences(
  resource: ResourceState,
  urns: ReadonlySet<string>,
  changes: string[],
): ResourceState {
  const lost = [...referencesOf(resource)].filter(({ urn }) => !urns.has(urn));
  if (lost.length === 0) return resource;
  for (const { role, urn } of lost)
    changes.push(`${resource.urn}: ${role} ${urn} is missing; the reference is dropped`);
  const existing = (list: readonly string[]): readonly string[] => list.filter((urn) => urns.has(urn));
  const { parent, deletedWith, dependencies, propertyDependencies, replaceWith, ...rest } = resource;
  return {
    ...rest,
    ...(parent && urns.has(parent) && { parent }),
    ...(deletedWith && urns.has(deletedWith) && { deletedWith }),
    ...(dependencies && { dependencies: existing(dependencies) }),
    ...(replaceWith && { replaceWith: existing(replaceWith) }),
    ...(propertyDependencies && {
      propertyDependencies: Object.fromEntries(
        Object.entries(propertyDependencies).map(([property, list]) => [property, existing(list)]),
      ),
    }),
  };
}
