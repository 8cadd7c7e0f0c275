import type { Deployment } from "./deployment";
import type { Effect, Held } from "./ledger";
import { PluginDiedError } from "./plugin/provider";
import type { ProviderApi, ProviderRegistry } from "./providers";
import { subjectOfState } from "./registration";

/**
 * Has a resource deleted by the provider of its state, which need not be that of the program any more, and writes down
 * what `after` answers. A delete that fails is settled; one of which nobody knows how it ended stays pending.
 *
 * @throws {EngineError} what the provider answers
 * @throws {PluginDiedError} when nobody knows how it ended
 */
export async function deleteResource(
  deployment: Deployment,
  providers: ProviderRegistry,
  { state }: Held,
  after: () => Effect,
): Promise<void> {
  const provider = await providers.resolve(state.provider ?? "");
  const subject = subjectOfState(state);
  const content = {
    inputs: state.inputs ?? {},
    outputs: state.outputs ?? {},
    timeout: state.customTimeouts?.delete,
  };
  const operation = await deployment.ledger.begin("deleting", state);
  try {
    const remove = (api: ProviderApi): Promise<true> =>
      api.delete(subject, state.id ?? "", content).then(() => true);
    await provider.perform(remove, remove); // what is gone already counts as deleted, so it can be repeated
  } catch (error) {
    if (!(error instanceof PluginDiedError)) await deployment.ledger.settle(operation, []);
    throw error;
  }
  await deployment.ledger.settle(operation, [after()]);
}
