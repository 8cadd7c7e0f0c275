import { suggest } from "../../../common/suggestions";
import { LookupError } from "../../aws/errors";
import { asString, isKnown, type Properties } from "../../aws/property-values";
import { invalidRegionMessage, isRegion } from "../../aws/regions";
import { type CheckFailure, failure } from "../../aws/resource-type";
import { type Instance, ProviderError } from "../instance";
import { RequestError, send } from "../requests";
import { conceal, reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";

/** Result of an invoke, or its failures. */
export interface InvokeResult {
  readonly result: Properties;
  readonly failures: readonly CheckFailure[];
}

/**
 * Invoke: a data source.
 *
 * @throws {ProviderError} UNIMPLEMENTED when the simulator has no such data source
 */
export async function invoke(instance: Instance, request: ProviderRequest): Promise<InvokeResult> {
  const fn = instance.cloud.registry.invokeFunction(request.token);
  if (fn === undefined) {
    const near = suggest(request.token, instance.cloud.registry.functionTokens, 1);
    const hint = near.length > 0 ? `; did you mean ${near[0]}?` : "";
    throw new ProviderError(12, `unrecognized data source: ${request.token} is not simulated${hint}`);
  }
  const { plain: args, mask } = reveal(request.properties);
  if (!isKnown(args))
    throw new ProviderError(3, `${request.token}: an argument is unknown, expected values that are known`);
  const region = asString(args["region"]);
  if (region !== undefined && !isRegion(region))
    return { result: {}, failures: [failure("region", invalidRegionMessage(region))] };
  const call = instance.call(args);
  const { service, operation } = fn;
  try {
    const result = await send(
      instance.cloud.store,
      {
        service,
        operation,
        region: call.region,
        account: call.account,
        resources: [],
        duration: 0,
        run: () => fn.run(args, call),
      },
      instance.policy,
    );
    return { result: conceal(result, mask), failures: [] };
  } catch (error) {
    if (error instanceof LookupError)
      throw new ProviderError(2, `invoking ${request.token}: ${error.message}`);
    if (error instanceof RequestError)
      throw new ProviderError(2, `invoking ${request.token}: ${error.message}`);
    throw error;
  }
}
