import { AwsError } from "../../aws/errors";
import { updatedOutputs } from "../../aws/generic";
import { labelOf } from "../../aws/operations";
import { type Properties, text } from "../../aws/value";
import type { CloudRecord } from "../../aws/world";
import { type Instance, typeOf } from "../instance";
import { conceal, reveal } from "../secrets";
import type { ProviderRequest } from "../wire/messages";
import { DEFAULTS } from "./check";
import { keyOf, request } from "./resource";

/** Update: the outputs afterwards; in a preview, those that are expected. */
export async function update(
  instance: Instance,
  ask: ProviderRequest,
): Promise<{ readonly properties: Properties }> {
  const type = instance.type(ask.type || typeOf(ask.urn));
  const { plain, mask } = reveal(ask.news);
  const { [DEFAULTS]: _, ...inputs } = plain;
  const outputs = reveal(ask.olds ?? {}).plain;
  const oldInputs = reveal(ask.oldInputs ?? {}).plain;
  const region = text(outputs["region"]);
  const call = instance.resourceCall(ask.urn, type, region === undefined ? inputs : { region });
  if (ask.preview) {
    return { properties: conceal(updatedOutputs(type, { inputs: oldInputs, outputs }, inputs), mask) };
  }
  const about = { instance, type, call, action: "update", id: ask.id } as const;
  const after = await request(about, () => {
    const before = call.world.get(keyOf(instance, type, call, ask.id));
    if (before === undefined) throw missing(type.declaration.token, ask.id);
    const draft = updatedOutputs(type, before, inputs);
    const changed = type.rules?.update?.(call, inputs, { before, draft }) ?? draft;
    const { drifted: _drifted, ...rest } = before;
    const record: CloudRecord = { ...rest, inputs: plain, outputs: changed, updatedAt: call.clock.now() };
    call.world.put(record);
    return changed;
  });
  return { properties: conceal(after, mask) };
}

function missing(token: string, id: string): AwsError {
  return new AwsError(
    "ResourceNotFoundException",
    `${labelOf(token)} ${id} does not exist; refresh the state`,
    {
      httpStatus: 404,
    },
  );
}
