import { typeLabel } from "../../aws/api-names";
import type { CloudRecord } from "../../aws/cloud-store";
import { AwsError } from "../../aws/errors";
import { updateOutputs } from "../../aws/generic-outputs";
import { asString, type Properties } from "../../aws/property-values";
import { type Instance, typeOf } from "../instance";
import { conceal, reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";
import { DEFAULTS } from "./check";
import { keyOf, sendResourceRequest } from "./resource-request";

/** Update: the new outputs, or the expected ones in a preview. */
export async function update(
  instance: Instance,
  request: ProviderRequest,
): Promise<{ readonly properties: Properties }> {
  const type = instance.type(request.type || typeOf(request.urn));
  const { plain, mask } = reveal(request.news);
  const { [DEFAULTS]: _, ...inputs } = plain;
  const outputs = reveal(request.olds ?? {}).plain;
  const oldInputs = reveal(request.oldInputs ?? {}).plain;
  const region = asString(outputs["region"]);
  const call = instance.resourceCall(request.urn, type, region === undefined ? inputs : { region });
  if (request.preview) {
    return { properties: conceal(updateOutputs(type, { inputs: oldInputs, outputs }, inputs), mask) };
  }
  const about = { instance, type, call, action: "update", id: request.id } as const;
  const after = await sendResourceRequest(about, () => {
    const before = call.store.get(keyOf(instance, type, call, request.id));
    if (before === undefined) throw missing(type.declaration.token, request.id);
    const draft = updateOutputs(type, before, inputs);
    const newOutputs = type.rules?.update?.(call, inputs, { before, draft }) ?? draft;
    const { drifted: _drifted, ...rest } = before;
    const record: CloudRecord = { ...rest, inputs: plain, outputs: newOutputs, updatedAt: call.clock.now() };
    call.store.put(record);
    return newOutputs;
  });
  return { properties: conceal(after, mask) };
}

function missing(token: string, id: string): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    `${typeLabel(token)} ${id} does not exist; refresh the state`,
    {
      httpStatus: 404,
    },
  );
}
