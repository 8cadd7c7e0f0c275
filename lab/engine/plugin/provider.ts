import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient, ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type Spliced, splice, unsplice } from "../../wire/splice";
import { EngineError } from "../errors";
import { CHANNEL_OPTIONS, isStatus, type UnaryMethod, unary } from "../grpc";
import { fromStruct, toStruct } from "../values/struct";
import { type Properties, withoutReferences, withoutSecrets } from "../values/values";
import type { Child } from "./child";
import { describeExit } from "./child";

/** An invalid input. */
export interface Failure {
  readonly property: string;
  readonly reason: string;
}

/** Result of a check: the completed inputs, and the failures. */
export interface CheckResult {
  readonly inputs: Properties;
  readonly failures: readonly Failure[];
}

/** Result of a diff. */
export interface Diff {
  /** Undefined when the provider does not know; the engine then compares the inputs. */
  readonly changes: boolean | undefined;
  /** Properties whose change requires a replacement. */
  readonly replaces: readonly string[];
  /** Properties that change. */
  readonly diffs: readonly string[];
  readonly deleteBeforeReplace: boolean;
}

/** The resource after an operation. */
export interface Outcome {
  readonly id: string;
  readonly outputs: Properties;
  /** Set when the resource exists and is not ready. */
  readonly initErrors?: readonly string[];
  /** Inputs, if the provider returns them. */
  readonly inputs?: Properties;
}

/** The resource of an operation. */
export interface Subject {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
}

/** The plugin process ended during a call. The outcome of the call is unknown. */
export class PluginDiedError extends EngineError {
  constructor(message: string) {
    super("LAB_PLUGIN", message);
  }
}

/** Metadata key of the token that identifies a repeated create. */
const TOKEN_KEY = "x-archipelago-idempotency-token";
/**
 * Time that an UNAVAILABLE call waits for the exit of the plugin process, in ms. On a busy machine the exit is reported
 * seconds after the connections break. The wait is lost only when the provider itself returned UNAVAILABLE.
 */
const EXIT_WAIT_MS = 5_000;

/** Path of the lab's own service beside ResourceProvider. A plugin without it returns UNIMPLEMENTED. */
const LAB_SERVICE = "/archipelago.lab.Plugin/";

/** One provider: a connection to a plugin process, with property values as plain objects. */
export class Provider {
  readonly address: string;
  #child: Child;
  #client: ResourceProviderClient;
  #acceptSecrets = false;
  #acceptResources = false;
  #supportsPreview = false;

  constructor(address: string, child: Child) {
    this.address = address;
    this.#child = child;
    this.#client = new ResourceProviderClient(address, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
  }

  /** Whether the provider supports create and update in a preview. */
  get supportsPreview(): boolean {
    return this.#supportsPreview;
  }

  /** Sends the handshake. A plugin without this RPC is accepted. */
  async handshake(engineAddress: string, rootDirectory: string, programDirectory: string): Promise<void> {
    const request = new pb.ProviderHandshakeRequest();
    request.setEngineAddress(engineAddress);
    request.setRootDirectory(rootDirectory);
    request.setProgramDirectory(programDirectory);
    request.setConfigureWithUrn(true);
    request.setInvokeWithPreview(true);
    request.setAcceptsByteString(true);
    try {
      await this.#call(this.#client.handshake, request);
    } catch (error) {
      if (!isStatus(error, grpc.status.UNIMPLEMENTED)) throw error;
    }
  }

  /** Version of the plugin. */
  async version(): Promise<string> {
    const info = await this.#call(this.#client.getPluginInfo, new Empty());
    return info.getVersion();
  }

  async checkConfig(subject: Subject, olds: Properties, news: Properties): Promise<CheckResult> {
    try {
      return await this.#sendCheck(ResourceProviderService.checkConfig, subject, olds, news);
    } catch (error) {
      if (isStatus(error, grpc.status.UNIMPLEMENTED)) return { inputs: news, failures: [] };
      throw error;
    }
  }

  async diffConfig(subject: Subject, id: string, state: DiffInput): Promise<Diff> {
    try {
      return await this.#sendDiff(ResourceProviderService.diffConfig, subject, id, state);
    } catch (error) {
      if (isStatus(error, grpc.status.UNIMPLEMENTED)) return UNDECIDED;
      throw error;
    }
  }

  /** Configures the provider. Its response decides the form of the values that are sent to it afterwards. */
  async configure(subject: Subject, id: string, inputs: Properties): Promise<void> {
    const request = new pb.ConfigureRequest();
    const variables = request.getVariablesMap();
    const pkg = subject.type.slice(subject.type.lastIndexOf(":") + 1);
    for (const [key, value] of Object.entries(inputs)) {
      const plain = withoutSecrets(value);
      variables.set(`${pkg}:config:${key}`, typeof plain === "string" ? plain : JSON.stringify(plain));
    }
    request.setArgs(toStruct(withoutSecrets(inputs) as Properties));
    request.setAcceptsecrets(true);
    request.setAcceptresources(true);
    request.setSendsOldInputs(true);
    request.setSendsOldInputsToDelete(true);
    request.setId(id);
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    const response = await this.#call(this.#client.configure, request);
    this.#acceptSecrets = response.getAcceptsecrets();
    this.#acceptResources = response.getAcceptresources();
    this.#supportsPreview = response.getSupportspreview();
  }

  async check(subject: Subject, olds: Properties, news: Properties, seed: Uint8Array): Promise<CheckResult> {
    const inputs = this.#downgradeValues(news);
    return this.#sendCheck(ResourceProviderService.check, subject, this.#downgradeValues(olds), inputs, seed);
  }

  async diff(subject: Subject, id: string, state: DiffInput): Promise<Diff> {
    return this.#sendDiff(ResourceProviderService.diff, subject, id, state);
  }

  /** Creates a resource. A plugin that supports tokens returns the same resource for a repeated token. */
  async create(
    subject: Subject,
    inputs: Properties,
    options: { readonly timeout?: number | undefined; readonly preview: boolean; readonly token?: string },
  ): Promise<Outcome> {
    const request = new pb.CreateRequest();
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    request.setTimeout(options.timeout ?? 0);
    request.setPreview(options.preview);
    const metadata = new grpc.Metadata();
    if (options.token) metadata.set(TOKEN_KEY, options.token);
    try {
      const { create } = ResourceProviderService;
      const { message, values } = await this.#send(
        create,
        request,
        { 2: this.#downgradeValues(inputs) },
        [2],
        metadata,
      );
      return { id: message.getId(), outputs: values[2] ?? {} };
    } catch (error) {
      return readInitFailure(error);
    }
  }

  async update(
    subject: Subject,
    id: string,
    state: DiffInput,
    options: { readonly timeout?: number | undefined; readonly preview: boolean },
  ): Promise<Outcome> {
    const request = new pb.UpdateRequest();
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    request.setId(id);
    request.setIgnorechangesList([...state.ignoreChanges]);
    request.setTimeout(options.timeout ?? 0);
    request.setPreview(options.preview);
    const values = {
      3: this.#downgradeValues(state.oldOutputs),
      4: this.#downgradeValues(state.news),
      8: this.#downgradeValues(state.oldInputs),
    };
    try {
      const response = await this.#send(ResourceProviderService.update, request, values, [1]);
      return { id, outputs: response.values[1] ?? {} };
    } catch (error) {
      return readInitFailure(error);
    }
  }

  async delete(
    subject: Subject,
    id: string,
    state: {
      readonly inputs: Properties;
      readonly outputs: Properties;
      readonly timeout?: number | undefined;
    },
  ): Promise<void> {
    const request = new pb.DeleteRequest();
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    request.setId(id);
    request.setTimeout(state.timeout ?? 0);
    const values = { 3: this.#downgradeValues(state.outputs), 5: this.#downgradeValues(state.inputs) };
    await this.#send(ResourceProviderService.delete, request, values, []);
  }

  /** Reads the current state of a resource; undefined when it does not exist. */
  async read(
    subject: Subject,
    id: string,
    state: { readonly inputs: Properties; readonly outputs: Properties },
  ): Promise<Outcome | undefined> {
    const request = new pb.ReadRequest();
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    request.setId(id);
    const values = { 3: this.#downgradeValues(state.outputs), 4: this.#downgradeValues(state.inputs) };
    try {
      const response = await this.#send(ResourceProviderService.read, request, values, [2, 3]);
      const readId = response.message.getId();
      if (readId === "") return undefined;
      const inputs = response.values[3];
      return { id: readId, outputs: response.values[2] ?? {}, ...(inputs ? { inputs } : {}) };
    } catch (error) {
      return readInitFailure(error);
    }
  }

  async invoke(
    token: string,
    args: Properties,
    preview: boolean,
  ): Promise<{ readonly result: Properties; readonly failures: readonly Failure[] }> {
    const request = new pb.InvokeRequest();
    request.setTok(token);
    request.setArgs(toStruct(withoutReferences(withoutSecrets(args)) as Properties));
    request.setPreview(preview);
    const response = await this.#call(this.#client.invoke, request);
    return {
      result: fromStruct(response.getReturn()),
      failures: response.getFailuresList().map(readFailure),
    };
  }

  construct(request: pb.ConstructRequest): Promise<pb.ConstructResponse> {
    return this.#call(this.#client.construct, request);
  }

  call(request: pb.CallRequest): Promise<pb.CallResponse> {
    return this.#call(this.#client.call, request);
  }

  /**
   * Looks up the resource that the create with `token` created: its id, null when it created nothing, undefined when the
   * plugin does not support tokens.
   */
  async findByToken(token: string): Promise<string | null | undefined> {
    const answer = await this.#callLabService<{ found: boolean; id?: string }>("Find", { token });
    return answer === undefined ? undefined : ((answer.found ? answer.id : undefined) ?? null);
  }

  /** Opens another provider in the same process and returns its address; undefined when the plugin supports only one. */
  async openSibling(): Promise<string | undefined> {
    const answer = await this.#callLabService<{ port: number }>("Open", {});
    return answer === undefined ? undefined : `127.0.0.1:${answer.port}`;
  }

  /** Cancels the provider's running calls. */
  async cancel(): Promise<void> {
    try {
      await this.#call(this.#client.cancel, new Empty());
    } catch (error) {
      if (!isStatus(error) && !(error instanceof PluginDiedError)) throw error; // the process may be gone, or not implement Cancel
    }
  }

  close(): void {
    this.#client.close();
  }

  #callLabService<Response>(method: string, request: object): Promise<Response | undefined> {
    return this.#detectDeath(
      () =>
        new Promise((resolve, reject) => {
          this.#client.makeUnaryRequest(
            `${LAB_SERVICE}${method}`,
            (message: object) => Buffer.from(JSON.stringify(message)),
            (bytes: Buffer) => JSON.parse(bytes.toString("utf8")) as Response,
            request,
            (error: grpc.ServiceError | null, response?: Response) => {
              if (!error) resolve(response);
              else if (error.code === grpc.status.UNIMPLEMENTED) resolve(undefined);
              else reject(error);
            },
          );
        }),
    );
  }

  #downgradeValues(properties: Properties): Properties {
    const own = this.#acceptResources ? properties : (withoutReferences(properties) as Properties);
    return this.#acceptSecrets ? own : (withoutSecrets(own) as Properties);
  }

  async #sendCheck(
    method: grpc.MethodDefinition<pb.CheckRequest, pb.CheckResponse>,
    subject: Subject,
    olds: Properties,
    news: Properties,
    seed?: Uint8Array,
  ): Promise<CheckResult> {
    const request = new pb.CheckRequest();
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    if (seed) request.setRandomseed(seed);
    const { message, values } = await this.#send(method, request, { 2: olds, 3: news }, [1]);
    return { inputs: values[1] ?? {}, failures: message.getFailuresList().map(readFailure) };
  }

  async #sendDiff(
    method: grpc.MethodDefinition<pb.DiffRequest, pb.DiffResponse>,
    subject: Subject,
    id: string,
    state: DiffInput,
  ): Promise<Diff> {
    const request = new pb.DiffRequest();
    request.setUrn(subject.urn);
    request.setName(subject.name);
    request.setType(subject.type);
    request.setId(id);
    request.setIgnorechangesList([...state.ignoreChanges]);
    const values = {
      3: this.#downgradeValues(state.oldOutputs),
      4: this.#downgradeValues(state.news),
      6: this.#downgradeValues(state.oldInputs),
    };
    const { message } = await this.#send(method, request, values, []);
    return readDiff(message);
  }

  /** Calls a method and encodes its property values beside the generated message (decision 0007). */
  #send<Request extends { serializeBinary(): Uint8Array }, Response>(
    method: grpc.MethodDefinition<Request, Response>,
    request: Request,
    inputs: Readonly<Record<number, Properties>>,
    outputFields: readonly number[],
    metadata = new grpc.Metadata(),
  ): Promise<Spliced<Response>> {
    return this.#detectDeath(
      () =>
        new Promise((resolve, reject) => {
          this.#client.makeUnaryRequest(
            method.path,
            (message: Request) => splice(message.serializeBinary(), inputs),
            (bytes: Buffer): Spliced<Response> => {
              const { message, values } = unsplice(bytes, outputFields);
              return { message: method.responseDeserialize(message as Buffer), values };
            },
            request,
            metadata,
            (error: grpc.ServiceError | null, response?: Spliced<Response>) => {
              if (error || !response) reject(error);
              else resolve(response);
            },
          );
        }),
    );
  }

  #call<Request, Response>(method: UnaryMethod<Request, Response>, request: Request): Promise<Response> {
    return this.#detectDeath(() => unary(this.#client, method, request));
  }

  /** Turns the failure of a call into {@link PluginDiedError} if the plugin process has ended. */
  async #detectDeath<Response>(call: () => Promise<Response>): Promise<Response> {
    try {
      return await call();
    } catch (error) {
      if (!isStatus(error, grpc.status.UNAVAILABLE, grpc.status.CANCELLED)) throw error;
      const exit = await Promise.race([this.#child.exited, delay(EXIT_WAIT_MS)]);
      if (!exit) throw error;
      const tail = this.#child.stderrTail;
      throw new PluginDiedError(
        `${this.#child.name} ended (${describeExit(exit)}) during a call${tail && `; its stderr ends:\n${tail}`}`,
      );
    }
  }
}

/** Inputs of a diff or an update. */
export interface DiffInput {
  readonly oldInputs: Properties;
  readonly oldOutputs: Properties;
  readonly news: Properties;
  readonly ignoreChanges: readonly string[];
}

const UNDECIDED: Diff = { changes: undefined, replaces: [], diffs: [], deleteBeforeReplace: false };

function readFailure(failure: pb.CheckFailure): Failure {
  return { property: failure.getProperty(), reason: failure.getReason() };
}

function readDiff(response: pb.DiffResponse): Diff {
  const changes = response.getChanges();
  const detailed: string[] = [];
  const replaces = new Set(response.getReplacesList());
  response.getDetaileddiffMap().forEach((diff, path) => {
    detailed.push(path);
    const kind = diff.getKind();
    const { Kind } = pb.PropertyDiff;
    if (kind === Kind.ADD_REPLACE || kind === Kind.DELETE_REPLACE || kind === Kind.UPDATE_REPLACE) {
      replaces.add(path);
    }
  });
  return {
    changes:
      changes === pb.DiffResponse.DiffChanges.DIFF_UNKNOWN
        ? undefined
        : changes === pb.DiffResponse.DiffChanges.DIFF_SOME,
    replaces: [...replaces],
    diffs: detailed.length > 0 ? detailed : response.getDiffsList(),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

/** Reads the resource from the details of an error that says it exists and is not ready. Any other error is thrown again. */
function readInitFailure(error: unknown): Outcome {
  if (!isStatus(error)) throw error;
  for (const bytes of error.metadata?.get("grpc-status-details-bin") ?? []) {
    for (const detail of Status.deserializeBinary(bytes as Buffer).getDetailsList()) {
      if (!detail.getTypeName().endsWith("ErrorResourceInitFailed")) continue;
      const failed = pb.ErrorResourceInitFailed.deserializeBinary(detail.getValue_asU8());
      const inputs = failed.getInputs();
      return {
        id: failed.getId(),
        outputs: fromStruct(failed.getProperties()),
        initErrors: failed.getReasonsList(),
        ...(inputs ? { inputs: fromStruct(inputs) } : {}),
      };
    }
  }
  throw error;
}

function delay(ms: number): Promise<undefined> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms, undefined).unref();
  });
}
