import { type Action, typeLabel } from "../../aws/api-names";
import type { CloudRecord, RecordKey } from "../../aws/cloud-store";
import type { Draft, ResourceCall } from "../../aws/resource-type";
import { operationOf, type SimulatedType, serviceOf } from "../../aws/simulated-type";
import { type Instance, nameOf, ProviderError } from "../instance";
import { type ApiRequest, RequestError, send } from "../requests";

/** A request about a resource. */
export interface ResourceRequest {
  readonly instance: Instance;
  readonly type: SimulatedType;
  readonly call: ResourceCall;
  readonly action: Action;
  /** Id, once the resource exists. */
  readonly id?: string;
}

const DOING = { create: "creating", read: "reading", update: "updating", delete: "deleting" } as const;

/**
 * Sends a request about a resource to its service, subject to faults, rates and durations.
 *
 * @throws {ProviderError} with the provider's message when AWS refuses
 */
export async function sendResourceRequest<T>(about: ResourceRequest, run: () => T): Promise<T> {
  const { instance, type, call, action, id } = about;
  const token = type.declaration.token;
  const seconds = action === "read" ? 0 : (type.rules?.durations?.[action] ?? 0);
  const api: ApiRequest<T> = {
    service: serviceOf(type),
    operation: operationOf(type, action),
    region: call.region,
    account: call.account,
    resources: [nameOf(call.urn), ...(id === undefined ? [] : [id])],
    duration: seconds * 1000,
    run,
  };
  try {
    return await send(instance.cloud.store, api, instance.policy);
  } catch (error) {
    if (!(error instanceof RequestError)) throw error;
    throw new ProviderError(2, `${DOING[action]} ${typeLabel(token)} (${id ?? call.name}): ${error.message}`);
  }
}

/** Key of a resource's record. */
export function keyOf(instance: Instance, type: SimulatedType, call: ResourceCall, id: string): RecordKey {
  return { account: call.account, region: instance.place(type, call), type: type.declaration.token, id };
}

/** Stores the record of a created resource. */
export function recordResource(
  about: ResourceRequest,
  draft: Draft,
  inputs: CloudRecord["inputs"],
  token?: string,
): CloudRecord {
  const { instance, type, call } = about;
  const now = call.clock.now();
  const record: CloudRecord = {
    ...keyOf(instance, type, call, draft.id),
    urn: call.urn,
    inputs,
    outputs: draft.outputs,
    ...(token === undefined ? {} : { token }),
    createdAt: now,
    updatedAt: now,
  };
  call.store.put(record);
  return record;
}
