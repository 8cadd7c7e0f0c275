import { randomUUID } from "node:crypto";
import { AwsError } from "../../aws/errors";
import { draftOf, previewOf } from "../../aws/generic";
import { duplicateCode, labelOf, operationOf } from "../../aws/operations";
import type { Properties } from "../../aws/value";
import type { CloudRecord } from "../../aws/world";
import { type Instance, ProviderError, typeOf } from "../instance";
import { IncompleteError } from "../requests";
import { conceal, reveal } from "../secrets";
import { initFailed, type ProviderRequest } from "../wire/messages";
import { DEFAULTS } from "./check";
import { keyOf, type ResourceRequest, recorded, request } from "./resource";

/** A resource that was made, or would be. */
export interface Created {
  /** Empty in a preview. */
  readonly id: string;
  readonly properties: Properties;
}

/**
 * Create. A request that carries a token makes one resource, however often it is repeated.
 *
 * @param token idempotency token @default - none
 */
export async function create(instance: Instance, ask: ProviderRequest, token?: string): Promise<Created> {
  const type = instance.type(ask.type || typeOf(ask.urn));
  const { plain, mask } = reveal(ask.properties);
  const { [DEFAULTS]: _, ...inputs } = plain;
  const call = instance.resourceCall(ask.urn, type, inputs);
  if (ask.preview) return { id: "", properties: conceal(previewOf(type, call, inputs), mask) };

  const about: ResourceRequest = { instance, type, call, action: "create" };
  const make = () => {
    const made = token === undefined ? undefined : call.world.findByToken(token);
    if (made) return made;
    const generic = draftOf(type, call, inputs, `${ask.urn}/${token ?? randomUUID()}`);
    const draft = type.rules?.create?.(call, inputs, generic) ?? generic;
    refuseDuplicate(about, draft.id);
    return recorded(about, draft, plain, token);
  };
  const record = await request(about, make).catch((error: unknown) => {
    if (!(error instanceof IncompleteError)) throw error;
    const { id, outputs } = error.result as CloudRecord;
    const properties = conceal(outputs, mask);
    const detail = initFailed({ id, properties, inputs: ask.properties, reasons: [error.message] });
    throw new ProviderError(
      2,
      `creating ${labelOf(type.declaration.token)} (${call.name}): ${error.message}`,
      detail,
    );
  });
  return { id: record.id, properties: conceal(record.outputs, mask) };
}

function refuseDuplicate({ instance, type, call }: ResourceRequest, id: string): void {
  const token = type.declaration.token;
  const code = duplicateCode(token, operationOf(token, type.rules, "create"));
  if (code === undefined || call.world.get(keyOf(instance, type, call, id)) === undefined) return;
  throw new AwsError(code, `${labelOf(token)} ${id} already exists`, { httpStatus: 409 });
}
