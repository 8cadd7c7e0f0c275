import { AbortedError, type Deployment } from "../deployment/deployment";
import { isSameState } from "../deployment/resource-state";
import type { StackResource } from "../deployment/stack-journal";
import { subjectOfState } from "../providers/configured-provider";
import type { ProviderRegistry } from "../providers/registry";
import { isProviderType } from "../values/urn";
import { refreshedState } from "./refreshed-state";

/** A difference between the state and the cloud. */
export interface Drift {
  readonly urn: string;
  /** Whether the resource no longer exists, or differs. */
  readonly found: "gone" | "changed";
}

/** Reads every resource and updates the state; resources that no longer exist leave it. */
export async function refreshAll(
  deployment: Deployment,
  providers: ProviderRegistry,
): Promise<readonly Drift[]> {
  const { settings, stack } = deployment;
  const resources = stack.previous.filter(
    ({ state }) =>
      state.custom &&
      !isProviderType(state.type) &&
      !state.pendingReplacement &&
      settings.isTarget(state.urn),
  );
  const drifts = await Promise.all(
    resources.map(async (resource) => {
      const difference = await tryRefresh(deployment, providers, resource);
      return difference && { resource, found: difference };
    }),
  );
  const differences = drifts.filter((drift) => drift !== undefined);
  await stack.forget(differences.flatMap(({ resource, found }) => (found === "gone" ? [resource] : [])));
  return differences.map(({ resource, found }) => ({ urn: resource.state.urn, found }));
}

/** @returns undefined when nothing differs or the resource could not be read, which is reported then */
async function tryRefresh(
  deployment: Deployment,
  providers: ProviderRegistry,
  resource: StackResource,
): Promise<Drift["found"] | undefined> {
  const { state } = resource;
  deployment.stepStarted("refresh", state);
  try {
    return await deployment.runOperation(() => refreshOne(deployment, providers, resource));
  } catch (error) {
    if (error instanceof AbortedError) return undefined;
    deployment.stepFailed("refresh", state, error);
    deployment.failResource(state.urn, error);
    return undefined;
  }
}

async function refreshOne(
  deployment: Deployment,
  providers: ProviderRegistry,
  resource: StackResource,
): Promise<Drift["found"] | undefined> {
  const { state } = resource;
  const provider = await providers.resolve(state.provider ?? "");
  const content = { inputs: state.inputs ?? {}, outputs: state.outputs ?? {} };
  const outcome = await provider.query((api) => api.read(subjectOfState(state), state.id ?? "", content));
  if (!outcome) {
    deployment.stepDone("delete", state);
    return "gone";
  }
  const after = state.external ? { ...state, outputs: outcome.outputs } : refreshedState(state, outcome);
  if (isSameState(state, after)) {
    deployment.stepDone("same", state);
    return undefined;
  }
  await deployment.stack.update(resource, after);
  deployment.stepDone("update", after);
  return "changed";
}
