import { isProviderType } from "../values/urn";
import type { ResourceState } from "./resource";

/** A reference of a resource to another one, which must come before it in a deployment. */
export interface Reference {
  /** Kind of the reference, such as `its parent` or `its dependency of property "tags"`. */
  readonly role: string;
  readonly urn: string;
}

/** All references of a resource, except to its provider. */
export function* referencesOf(resource: ResourceState): Generator<Reference> {
  if (resource.parent) yield { role: "its parent", urn: resource.parent };
  for (const urn of resource.dependencies ?? []) yield { role: "its dependency", urn };
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    for (const urn of urns) yield { role: `its dependency of property ${JSON.stringify(property)}`, urn };
  }
  if (resource.deletedWith) yield { role: "the resource it is deleted with", urn: resource.deletedWith };
  for (const urn of resource.replaceWith ?? []) yield { role: "the resource it is replaced with", urn };
}

/** The `URN::ID` of a provider resource; undefined for any other resource. */
export function providerReference(resource: ResourceState): string | undefined {
  return isProviderType(resource.type) && resource.id ? `${resource.urn}::${resource.id}` : undefined;
}
