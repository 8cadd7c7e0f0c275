import { randomUUID } from "node:crypto";
import { typeLabel } from "../../aws/api-names";
import type { CloudRecord } from "../../aws/cloud-store";
import { AwsError } from "../../aws/errors";
import { createDraft, previewOutputs } from "../../aws/generic-outputs";
import type { Properties } from "../../aws/property-values";
import { duplicateErrorCodeOf } from "../../aws/simulated-type";
import { type Instance, ProviderError, typeOf } from "../instance";
import { IncompleteError } from "../requests";
import { conceal, reveal } from "../secrets";
import { initFailed, type ProviderRequest } from "../wire/messages";
import { DEFAULTS } from "./check";
import { keyOf, type ResourceRequest, recordResource, sendResourceRequest } from "./resource-request";

/** The created resource, or the expected one in a preview. */
export interface CreateResult {
  /** Empty in a preview. */
  readonly id: string;
  readonly properties: Properties;
}

/**
 * Create. Repeated requests with one token create one resource.
 *
 * @param token idempotency token @default - none
 */
export async function create(
  instance: Instance,
  request: ProviderRequest,
  token?: string,
): Promise<CreateResult> {
  const type = instance.type(request.type || typeOf(request.urn));
  const { plain, mask } = reveal(request.properties);
  const { [DEFAULTS]: _, ...inputs } = plain;
  const call = instance.resourceCall(request.urn, type, inputs);
  if (request.preview) return { id: "", properties: conceal(previewOutputs(type, call, inputs), mask) };

  const about: ResourceRequest = { instance, type, call, action: "create" };
  const createOnce = () => {
    const existing = token === undefined ? undefined : call.store.findByToken(token);
    if (existing) return existing;
    const generic = createDraft(type, call, inputs, `${request.urn}/${token ?? randomUUID()}`);
    const draft = type.rules?.create?.(call, inputs, generic) ?? generic;
    refuseDuplicate(about, draft.id);
    return recordResource(about, draft, plain, token);
  };
  const record = await sendResourceRequest(about, createOnce).catch((error: unknown) => {
    if (!(error instanceof IncompleteError)) throw error;
    const { id, outputs } = error.result as CloudRecord;
    const properties = conceal(outputs, mask);
    const detail = initFailed({ id, properties, inputs: request.properties, reasons: [error.message] });
    throw new ProviderError(
      2,
      `creating ${typeLabel(type.declaration.token)} (${call.name}): ${error.message}`,
      detail,
    );
  });
  return { id: record.id, properties: conceal(record.outputs, mask) };
}

function refuseDuplicate({ instance, type, call }: ResourceRequest, id: string): void {
  const token = type.declaration.token;
  const code = duplicateErrorCodeOf(type);
  if (code === undefined || call.store.get(keyOf(instance, type, call, id)) === undefined) return;
  throw new AwsError(code, `${typeLabel(token)} ${id} already exists`, { httpStatus: 409 });
}
