import { isProviderType } from "../urn";
import type { ResourceState } from "./resource";

/** One URN or provider that a resource needs to stand before it, and what it is to the resource. */
export interface Reference {
  /** For example `its parent`, or `its dependency of property "tags"`. */
  readonly role: string;
  readonly urn: string;
}

/** Everything that a resource refers to but its provider. */
export function* referencesOf(resource: ResourceState): Generator<Reference> {
  if (resource.parent) yield { role: "its parent", urn: resource.parent };
  for (const urn of resource.dependencies ?? []) yield { role: "its dependency", urn };
  for (const [property, urns] of Object.entries(resource.propertyDependencies ?? {})) {
    for (const urn of urns) yield { role: `its dependency of property ${JSON.stringify(property)}`, urn };
  }
  if (resource.deletedWith) yield { role: "the resource it is deleted with", urn: resource.deletedWith };
  for (const urn of resource.replaceWith ?? []) yield { role: "the resource it is replaced with", urn };
}

/** What a provider resource is referred to by; undefined for any other resource. */
export function providerReference(resource: ResourceState): string | undefined {
  return isProviderType(resource.type) && resource.id ? `${resource.urn}::${resource.id}` : undefined;
}
