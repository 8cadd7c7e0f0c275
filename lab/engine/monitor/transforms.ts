import * as grpc from "@grpc/grpc-js";
import { CallbacksClient } from "@pulumi/pulumi/proto/callback_grpc_pb";
import { type Callback, CallbackInvokeRequest } from "@pulumi/pulumi/proto/callback_pb";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { EngineError } from "../errors";
import { CHANNEL_OPTIONS } from "../grpc";
import { fromStruct, toStruct } from "../values/struct";
import type { Properties } from "../values/values";

/** Functions of the program that change the inputs and options of resources before their registration. */
export class Transforms {
  /** Callbacks of components, by URN: they apply to every resource below. */
  readonly #ofParents = new Map<string, readonly Callback[]>();
  /** Parents by URN. */
  readonly #parents = new Map<string, string>();
  /** Callbacks of remote components, by type, name and parent: their plugin registers the URN. */
  readonly #pending = new Map<string, readonly Callback[]>();
  readonly #ofStack: Callback[] = [];
  readonly #clients = new Map<string, CallbacksClient>();

  /** Adds a transform of the whole stack. */
  addToStack(callback: Callback): void {
    this.#ofStack.push(callback);
  }

  /**
   * Runs the transforms of a resource, of its ancestors and of the stack, in this order. Changes the options in the request, and
   * returns the inputs.
   *
   * @throws {EngineError} LAB_PROGRAM when a transform throws
   */
  async run(
    request: pb.RegisterResourceRequest,
    parent: string,
    inputs: Properties,
  ): Promise<{ readonly inputs: Properties; readonly own: readonly Callback[] }> {
    const key = [request.getType(), request.getName(), parent].join("\n");
    const own = this.#pending.get(key) ?? request.getTransformsList();
    this.#pending.delete(key);
    if (request.getRemote() && own.length > 0) this.#pending.set(key, own);
    request.setTransformsList([]);
    let current = inputs;
    for (const callback of [...own, ...this.#inherited(parent), ...this.#ofStack])
      current = await this.#invoke(callback, request, parent, current);
    return { inputs: current, own };
  }

  /** Records a registered resource, whose transforms apply to its children. */
  record(urn: string, parent: string, own: readonly Callback[]): void {
    this.#parents.set(urn, parent);
    if (own.length > 0) this.#ofParents.set(urn, own);
  }

  /** Closes the connections to the program. */
  close(): void {
    for (const client of this.#clients.values()) client.close();
  }

  #inherited(parent: string): readonly Callback[] {
    const callbacks: Callback[] = [];
    for (let urn = parent; urn !== ""; urn = this.#parents.get(urn) ?? "")
      callbacks.push(...(this.#ofParents.get(urn) ?? []));
    return callbacks;
  }

  async #invoke(
    callback: Callback,
    resource: pb.RegisterResourceRequest,
    parent: string,
    inputs: Properties,
  ): Promise<Properties> {
    const transform = new pb.TransformRequest();
    transform.setType(resource.getType());
    transform.setName(resource.getName());
    transform.setCustom(resource.getCustom());
    transform.setParent(parent);
    transform.setProperties(toStruct(inputs));
    transform.setOptions(readOptions(resource));
    const request = new CallbackInvokeRequest();
    request.setToken(callback.getToken());
    request.setRequest(transform.serializeBinary());
    const response = pb.TransformResponse.deserializeBinary(await this.#call(callback, request, resource));
    const options = response.getOptions();
    if (options) writeOptions(resource, options);
    return response.hasProperties() ? fromStruct(response.getProperties()) : inputs;
  }

  #call(
    callback: Callback,
    request: CallbackInvokeRequest,
    resource: pb.RegisterResourceRequest,
  ): Promise<Uint8Array> {
    const target = callback.getTarget();
    const client =
      this.#clients.get(target) ??
      new CallbacksClient(target, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
    this.#clients.set(target, client);
    return new Promise((resolve, reject) => {
      client.invoke(request, (error, response) => {
        if (!error) resolve(response.getResponse_asU8());
        else
          reject(
            new EngineError(
              "LAB_PROGRAM",
              `${resource.getName()} [${resource.getType()}]: ${error.details || error.message}`,
            ),
          );
      });
    });
  }
}

/** Returns the options of a registration that transforms see. */
function readOptions(request: pb.RegisterResourceRequest): pb.TransformResourceOptions {
  const options = new pb.TransformResourceOptions();
  options.setDependsOnList(request.getDependenciesList());
  if (request.hasProtect()) options.setProtect(request.getProtect() ?? false);
  options.setIgnoreChangesList(request.getIgnorechangesList());
  options.setReplaceOnChangesList(request.getReplaceonchangesList());
  options.setVersion(request.getVersion());
  options.setAliasesList(request.getAliasesList());
  options.setProvider(request.getProvider());
  options.setCustomTimeouts(request.getCustomtimeouts());
  if (request.hasRetainondelete()) options.setRetainOnDelete(request.getRetainondelete() ?? false);
  options.setDeletedWith(request.getDeletedwith());
  options.setReplaceWithList(request.getReplaceWithList());
  if (request.getDeletebeforereplacedefined())
    options.setDeleteBeforeReplace(request.getDeletebeforereplace());
  options.setAdditionalSecretOutputsList(request.getAdditionalsecretoutputsList());
  const providers = options.getProvidersMap();
  request.getProvidersMap().forEach((reference, pkg) => {
    providers.set(pkg, reference);
  });
  options.setReplacementTrigger(request.getReplacementTrigger());
  return options;
}

/** Writes the options that a transform returned; those of a component's providers stay, as the SDK returns none. */
function writeOptions(request: pb.RegisterResourceRequest, options: pb.TransformResourceOptions): void {
  request.setDependenciesList(options.getDependsOnList());
  if (options.hasProtect()) request.setProtect(options.getProtect() ?? false);
  request.setIgnorechangesList(options.getIgnoreChangesList());
  request.setReplaceonchangesList(options.getReplaceOnChangesList());
  request.setVersion(options.getVersion());
  request.setAliasesList(options.getAliasesList());
  request.setProvider(options.getProvider());
  request.setCustomtimeouts(options.getCustomTimeouts());
  if (options.hasRetainOnDelete()) request.setRetainondelete(options.getRetainOnDelete() ?? false);
  request.setDeletedwith(options.getDeletedWith());
  request.setReplaceWithList(options.getReplaceWithList());
  if (options.hasDeleteBeforeReplace()) {
    request.setDeletebeforereplace(options.getDeleteBeforeReplace() ?? false);
    // the SDK returns false for a resource whose option was not set
    request.setDeletebeforereplacedefined(
      options.getDeleteBeforeReplace() === true || request.getDeletebeforereplacedefined(),
    );
  }
  request.setAdditionalsecretoutputsList(options.getAdditionalSecretOutputsList());
  request.setReplacementTrigger(options.getReplacementTrigger());
}
