import type { CloudRecord } from "../../aws/cloud-store";
import type { Properties, Value } from "../../aws/property-values";
import { isRegion } from "../../aws/regions";
import { isGlobal, type SimulatedType } from "../../aws/simulated-type";
import { type Instance, typeOf } from "../instance";
import { conceal, reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";
import { keyOf, sendResourceRequest } from "./resource-request";

/** The current resource; without an id it does not exist. */
export interface ReadResult {
  readonly id: string;
  readonly properties: Properties;
  readonly inputs: Properties;
}

/** Read: a refresh when the request has a state; otherwise an import or a `.get`, whose id may be `id@region`. */
export async function read(instance: Instance, request: ProviderRequest): Promise<ReadResult> {
  const type = instance.type(request.type || typeOf(request.urn));
  const state = reveal(request.properties);
  const old = reveal(request.inputs ?? {});
  const { id, region } = splitId(request.id, type);
  const where = { ...old.plain, ...state.plain, ...(region === undefined ? {} : { region }) };
  const call = instance.resourceCall(request.urn, type, where);
  const resource = await sendResourceRequest({ instance, type, call, action: "read", id }, () => {
    const record = call.store.get(keyOf(instance, type, call, id));
    if (record === undefined) return undefined;
    if (type.rules?.hasEnded?.(call, record)) {
      // a refresh drops the resource from the state, so no later operation would delete it
      call.store.remove(record);
      return undefined;
    }
    return { record, outputs: type.rules?.read?.(call, record) ?? record.outputs };
  });
  if (resource === undefined) return { id: "", properties: {}, inputs: {} };
  const inputs = inputsFromOutputs(
    type,
    resource.record,
    resource.outputs,
    request.inputs === undefined ? undefined : old.plain,
  );
  return {
    id,
    properties: conceal(resource.outputs, state.mask ?? old.mask),
    inputs: conceal(inputs, old.mask),
  };
}

/** Inputs with the drift of the outputs. */
function inputsFromOutputs(
  type: SimulatedType,
  record: CloudRecord,
  outputs: Properties,
  old?: Properties,
): Properties {
  const known = old === undefined || Object.keys(old).length === 0 ? record.inputs : old;
  const inputs: Record<string, Value> = {};
  for (const [key, value] of Object.entries(known)) {
    const isOutput = type.declaration.outputs[key] !== undefined;
    if (!isOutput || !hasDrifted(record, key)) inputs[key] = value;
    else if (outputs[key] !== undefined) inputs[key] = outputs[key] as Value;
  }
  for (const key of Object.keys(outputs)) {
    const isNewInput =
      type.declaration.inputs[key] !== undefined && !Object.hasOwn(known, key) && hasDrifted(record, key);
    if (isNewInput) inputs[key] = outputs[key] ?? null;
  }
  return inputs;
}

/** Whether a property was changed outside the program. {@link CloudRecord.inputs} keeps the program's own inputs. */
function hasDrifted(record: CloudRecord, key: string): boolean {
  return record.drifted?.includes(key) ?? false;
}

function splitId(id: string, type: SimulatedType): { readonly id: string; readonly region?: string } {
  const at = id.lastIndexOf("@");
  const region = id.slice(at + 1);
  if (at <= 0 || isGlobal(type) || !isRegion(region)) return { id };
  return { id: id.slice(0, at), region };
}
