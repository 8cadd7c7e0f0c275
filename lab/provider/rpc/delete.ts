import { text } from "../../aws/value";
import { type Instance, typeOf } from "../instance";
import { reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";
import { keyOf, request } from "./resource";

/** Delete. What is gone already is well. */
export async function remove(instance: Instance, ask: ProviderRequest): Promise<void> {
  const type = instance.type(ask.type || typeOf(ask.urn));
  const state = reveal(ask.properties).plain;
  const inputs = reveal(ask.oldInputs ?? {}).plain;
  const region = text(state["region"]) ?? text(inputs["region"]);
  const call = instance.resourceCall(ask.urn, type, region === undefined ? {} : { region });
  await request({ instance, type, call, action: "delete", id: ask.id }, () => {
    const key = keyOf(instance, type, call, ask.id);
    const record = call.world.get(key);
    if (record === undefined) return;
    type.rules?.delete?.(call, record);
    call.world.remove(key);
  });
}
