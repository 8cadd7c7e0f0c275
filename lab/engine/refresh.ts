import { Aborted, type Deployment } from "./deployment";
import { messageOf } from "./errors";
import { forget } from "./forget";
import type { Held } from "./ledger";
import type { ProviderRegistry } from "./providers";
import { refreshed } from "./recovery";
import { subjectOfState } from "./registration";
import { sameState } from "./state-of";
import { isProviderType } from "./urn";

/** What a refresh found different from the state. */
export interface Drift {
  readonly urn: string;
  /** Whether the resource is gone, or has changed. */
  readonly found: "gone" | "changed";
}

/** Reads every resource as it is and brings the state up to it; what no longer exists is taken out. */
export async function refreshAll(
  deployment: Deployment,
  providers: ProviderRegistry,
): Promise<readonly Drift[]> {
  const { settings, olds } = deployment;
  const due = [...olds.values()].filter(
    ({ state }) =>
      state.custom &&
      !isProviderType(state.type) &&
      !state.pendingReplacement &&
      settings.isTarget(state.urn),
  );
  const gone: Held[] = [];
  const drifts = await Promise.all(due.map((held) => refreshOne(deployment, providers, held, gone)));
  await forget(deployment, gone);
  return drifts.filter((drift) => drift !== undefined);
}

async function refreshOne(
  deployment: Deployment,
  providers: ProviderRegistry,
  held: Held,
  gone: Held[],
): Promise<Drift | undefined> {
  const { state } = held;
  deployment.step("started", "refresh", state);
  try {
    return await deployment.limited(async () => {
      const provider = await providers.resolve(state.provider ?? "");
      const subject = subjectOfState(state);
      const content = { inputs: state.inputs ?? {}, outputs: state.outputs ?? {} };
      const found = await provider.ask((api) => api.read(subject, state.id ?? "", content));
      if (!found) {
        gone.push(held);
        deployment.step("done", "delete", state);
        return { urn: state.urn, found: "gone" } as const;
      }
      const after = state.external ? { ...state, outputs: found.outputs } : refreshed(state, found);
      if (sameState(state, after)) {
        deployment.step("done", "same", state);
        return undefined;
      }
      held.state = after;
      await deployment.ledger.settle(undefined, [{ put: held }]);
      deployment.step("done", "update", after);
      return { urn: state.urn, found: "changed" } as const;
    });
  } catch (error) {
    if (error instanceof Aborted) return undefined;
    const text = messageOf(error);
    deployment.failures.set(state.urn, text);
    deployment.step("failed", "refresh", state, { error: text });
    deployment.error(text, state.urn);
    return undefined;
  }
}
