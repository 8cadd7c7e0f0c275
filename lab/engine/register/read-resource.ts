import type { ReadResourceRequest } from "@pulumi/pulumi/proto/resource_pb";
import { UNKNOWN_VALUE } from "../../../common/special-values";
import type { Op } from "../deployment/events";
import {
  compactState,
  isSameState,
  markSecretOutputs,
  nonEmptyList,
  withFields,
} from "../deployment/resource-state";
import { EngineError } from "../errors";
import { formatPosition } from "../goal/goal";
import { type RegistrationResult, successResult } from "../steps/registration-result";
import { recordState, reportEnd } from "../steps/step-results";
import { fromStruct } from "../values/struct";
import { packageOf } from "../values/urn";
import { type Properties, withoutOutputValues } from "../values/values";
import type { RegisterContext } from "./context";
import { subjectOf } from "./registration";

/** Read of a resource that the stack does not own: it has an id, and no inputs or options of its own. */
export interface ReadRequest {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string;
  /** `URN::ID`, or empty when the program names none. */
  readonly provider: string;
  readonly version: string;
  /** Properties that the program knows besides the id. */
  readonly properties: Properties;
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly sourcePosition: string | undefined;
}

/** Returns a read out of the program's message; one that names no parent is a child of `root`. */
export function toReadRequest(request: ReadResourceRequest, root: string): ReadRequest {
  const position = request.getSourceposition();
  return {
    type: request.getType(),
    name: request.getName(),
    id: request.getId(),
    parent: request.getParent() || root,
    provider: request.getProvider(),
    version: request.getVersion(),
    properties: withoutOutputValues(fromStruct(request.getProperties())) as Properties,
    dependencies: request.getDependenciesList(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    sourcePosition: position && formatPosition(position),
  };
}

/**
 * Has the provider read a resource, and records it as external.
 *
 * @throws {EngineError} LAB_PROVIDER when no resource has the id
 */
export async function readResource(
  { deployment, providers, providerLookup }: RegisterContext,
  urn: string,
  request: ReadRequest,
): Promise<RegistrationResult> {
  const { stack } = deployment;
  const { type, name, id, parent, properties, additionalSecretOutputs } = request;
  const reference = await providerLookup.providerFor({
    pkg: packageOf(type),
    explicit: request.provider,
    parent,
    version: request.version,
    requester: urn,
  });
  const provider = await providers.resolve(reference);
  const existing = stack.findPrevious(urn);
  const draft = compactState({
    urn,
    type,
    custom: true,
    parent: parent || undefined,
    dependencies: nonEmptyList(request.dependencies),
    provider: reference,
    additionalSecretOutputs: nonEmptyList(additionalSecretOutputs),
    sourcePosition: request.sourcePosition,
  });
  const op: Op = existing && !existing.state.external ? "read-replacement" : "read";
  deployment.stepStarted(op, draft);
  return reportEnd(deployment, op, draft, async () => {
    const unknown = id === UNKNOWN_VALUE || !provider.isConfigured;
    const content = { inputs: properties, outputs: properties };
    const outcome = unknown
      ? { id: UNKNOWN_VALUE, outputs: {} }
      : await provider.query((api) => api.read(subjectOf(urn, request), id, content));
    if (!outcome) {
      throw new EngineError(
        "LAB_PROVIDER",
        `${name} [${type}]: id is ${JSON.stringify(id)}, which does not exist`,
      );
    }
    const outputs = markSecretOutputs(outcome.outputs, properties, additionalSecretOutputs);
    const state = withFields(draft, { id: outcome.id, outputs, external: true });
    if (op === "read-replacement" && existing) {
      await stack.recordReplacement(existing, state);
    } else {
      const isSame = existing !== undefined && isSameState(existing.state, state);
      await recordState(stack, existing, state, isSame ? "same" : "read");
    }
    return { ...successResult(urn, outcome.id === UNKNOWN_VALUE ? "" : outcome.id, outputs), unknown };
  });
}
