import type { Deployment } from "../deployment/deployment";
import type { ConfiguredProvider } from "../providers/configured-provider";
import type { ProviderRegistry } from "../providers/registry";
import type { ResourceState } from "../state";
import type { DeleteBeforeReplace } from "../steps/delete-before-replace";
import type { Properties } from "../values/values";
import type { ProviderLookup } from "./provider-lookup";
import type { Registration } from "./registration";
import type { UntargetedResources } from "./untargeted";

/**
 * Shows a resource to policy packs before anything is done to it, and returns its inputs as the packs want them.
 *
 * @throws {AbortedError} when a policy forbids the resource
 */
export type InspectResource = (
  state: ResourceState,
  provider: ConfiguredProvider | undefined,
  registration: Registration,
) => Promise<Properties>;

/** Everything that registrations share in one run. */
export interface RegisterContext {
  readonly deployment: Deployment;
  readonly providers: ProviderRegistry;
  readonly providerLookup: ProviderLookup;
  readonly untargeted: UntargetedResources;
  readonly deleteBeforeReplace: DeleteBeforeReplace;
  readonly inspect: InspectResource;
}
