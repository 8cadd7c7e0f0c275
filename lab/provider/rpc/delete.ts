import { asString } from "../../aws/property-values";
import { type Instance, typeOf } from "../instance";
import { reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";
import { keyOf, sendResourceRequest } from "./resource-request";

/** Delete. A missing resource is no error. */
export async function deleteResource(instance: Instance, request: ProviderRequest): Promise<void> {
  const type = instance.type(request.type || typeOf(request.urn));
  const state = reveal(request.properties).plain;
  const inputs = reveal(request.oldInputs ?? {}).plain;
  const region = asString(state["region"]) ?? asString(inputs["region"]);
  const call = instance.resourceCall(request.urn, type, region === undefined ? {} : { region });
  await sendResourceRequest({ instance, type, call, action: "delete", id: request.id }, () => {
    const key = keyOf(instance, type, call, request.id);
    const record = call.store.get(key);
    if (record === undefined) return;
    type.rules?.delete?.(call, record);
    call.store.remove(key);
  });
}
