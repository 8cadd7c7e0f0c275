import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as enginepb from "@pulumi/pulumi/proto/engine_pb";
import * as providerpb from "@pulumi/pulumi/proto/provider_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { satisfies } from "semver";
import { type Spliced, splice, unsplice } from "../wire/splice";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Severity } from "./events";
import { toGoal } from "./goal";
import { addService, CHANNEL_OPTIONS, type Handlers, listen, StatusError } from "./grpc";
import type { ConfiguredProvider, ProviderRegistry } from "./providers";
import type { Registrar } from "./register";
import { Refused, type Registered } from "./registration";
import { withFields } from "./state-of";
import { fromStruct, toStruct } from "./struct";
import { packageOf, STACK_TYPE } from "./urn";
import { equal, type Properties, withoutOutputValues } from "./values";

/** The release of Pulumi's engine whose behaviour this one reproduces. */
export const ENGINE_VERSION = "3.260.0";

/** Features that the monitor has; the SDK refuses by itself what needs another. Numbers and names are the protocol's. */
const FEATURES: Readonly<Record<string, pb.ResourceMonitorFeature>> = {
  secrets: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  byteString: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_BYTE_STRING,
  invokeDependsOn: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
  invokeParent: pb.ResourceMonitorFeature.RESOURCE_MONITOR_FEATURE_INVOKE_PARENT,
};

/** Fields of property values in the messages of RegisterResource, and the trace of the program's stack. */
const REQUEST_OBJECT = 5;
const REQUEST_STACK_TRACE = 35;
const RESPONSE_OBJECT = 3;

/** The monitor's service, with the property values of its busiest call read and written beside the message. */
const { registerResource } = ResourceMonitorService;
const MONITOR_SERVICE: grpc.ServiceDefinition = {
  ...ResourceMonitorService,
  registerResource: {
    ...registerResource,
    requestDeserialize(bytes: Buffer): Spliced<pb.RegisterResourceRequest> {
      const { message, values } = unsplice(bytes, [REQUEST_OBJECT], [REQUEST_STACK_TRACE]);
      return { message: registerResource.requestDeserialize(message as Buffer), values };
    },
    responseSerialize: ({ message, values }: Spliced<pb.RegisterResourceResponse>) =>
      splice(message.serializeBinary(), values),
  },
};

const SEVERITIES: readonly Severity[] = ["debug", "info", "warning", "error"];

/** What the SDK says of a resource whose input comes from one that failed; the engine tells it in its own way. */
const CONSEQUENCE = /resource \S+ \[[^\]]+\] failed to register/;
/** What the SDK logs of every resource that the program declares, whether or not it comes to be registered. */
const DECLARED = /^Registering resource: t=(.*?), name=(.*), custom=/;

/** What the engine's own preload sends of them instead, once. */
const ALL_DECLARED = "Declared resources: ";

/** A resource by type and name, as the program declares it. */
export interface Declared {
  readonly type: string;
  readonly name: string;
}

/** The gRPC services that a program and its remote components talk to. */
export class Monitor {
  #deployment: Deployment;
  #registrar: Registrar;
  #providers: ProviderRegistry;
  #server = new grpc.Server(CHANNEL_OPTIONS);
  #address = "";
  #root = "";
  #onShutdown: () => Promise<void>;
  #signalled = false;
  readonly declared: Declared[] = [];
  /** Outputs of the stack, once the program has given them. */
  stackOutputs: Properties | undefined;
  /** Texts of errors that only say that another resource failed. */
  consequences = 0;

  constructor(
    deployment: Deployment,
    registrar: Registrar,
    providers: ProviderRegistry,
    onShutdown: () => Promise<void>,
  ) {
    this.#deployment = deployment;
    this.#registrar = registrar;
    this.#providers = providers;
    this.#onShutdown = onShutdown;
    addService(this.#server, MONITOR_SERVICE, this.#monitorHandlers());
    addService(this.#server, EngineService, this.#engineHandlers());
  }

  /** Address of both services. */
  get address(): string {
    return this.#address;
  }

  /** URN of the stack's root resource; empty before the program has made it. */
  get root(): string {
    return this.#root;
  }

  /** Whether the program has said that it is done. */
  get signalled(): boolean {
    return this.#signalled;
  }

  async start(): Promise<void> {
    this.#address = await listen(this.#server);
  }

  stop(): void {
    this.#server.forceShutdown();
  }

  #monitorHandlers(): Handlers {
    return {
      getDeploymentInfo: async () => this.#deploymentInfo(),
      supportsFeature: async (request: pb.SupportsFeatureRequest) => {
        const response = new pb.SupportsFeatureResponse();
        response.setHassupport(request.getId() in FEATURES);
        return response;
      },
      registerResource: ({ message, values }: Spliced<pb.RegisterResourceRequest>) =>
        answering(() => {
          const inputs = values[REQUEST_OBJECT] ?? {};
          return message.getRemote() ? this.#construct(message, inputs) : this.#register(message, inputs);
        }),
      registerResourceOutputs: (request: pb.RegisterResourceOutputsRequest) =>
        answering(() => this.#outputs(request)),
      readResource: (request: pb.ReadResourceRequest) => answering(() => this.#read(request)),
      invoke: (request: pb.ResourceInvokeRequest) => answering(() => this.#invoke(request)),
      signalAndWaitForShutdown: () => answering(() => this.#shutdown()),
    };
  }

  #engineHandlers(): Handlers {
    return {
      log: async (request: enginepb.LogRequest) => {
        this.#log(request);
        return new Empty();
      },
      setRootResource: async (request: enginepb.SetRootResourceRequest) => {
        this.#root = request.getUrn();
        return new enginepb.SetRootResourceResponse();
      },
      getRootResource: async () => {
        const response = new enginepb.GetRootResourceResponse();
        response.setUrn(this.#root);
        return response;
      },
      requirePulumiVersion: async (request: enginepb.RequirePulumiVersionRequest) => {
        const range = request.getPulumiVersionRange();
        if (!satisfies(ENGINE_VERSION, range)) {
          throw new StatusError(
            grpc.status.FAILED_PRECONDITION,
            `Pulumi CLI version ${ENGINE_VERSION} does not satisfy the version range ${JSON.stringify(range)}`,
          );
        }
        return new enginepb.RequirePulumiVersionResponse();
      },
    };
  }

  #deploymentInfo(): pb.DeploymentInfo {
    const { project, stack, organization, config, dryRun, parallel } = this.#deployment.settings;
    const info = new pb.DeploymentInfo();
    info.setProject(project.name);
    info.setStack(stack);
    info.setOrganization(organization);
    info.setDryrun(dryRun);
    info.setParallel(parallel);
    const map = info.getConfigMap();
    for (const [key, { value, secret }] of config.values) {
      map.set(key, value);
      if (secret) info.addConfigsecretkeys(key);
    }
    info.setSupportedfeaturesList(Object.values(FEATURES));
    return info;
  }

  async #register(
    request: pb.RegisterResourceRequest,
    inputs: Properties,
  ): Promise<Spliced<pb.RegisterResourceResponse>> {
    const goal = toGoal(request, inputs);
    const parent = goal.parent || (goal.type === STACK_TYPE ? "" : this.#root);
    const registered = await this.#registrar.register(goal, { parent });
    const response = new pb.RegisterResourceResponse();
    response.setUrn(registered.urn);
    response.setId(registered.id);
    // A local component gets its outputs from the program itself.
    const outputs = goal.custom ? registered.outputs : {};
    response.setResult(registered.failed ? pb.Result.FAIL : pb.Result.SUCCESS);
    response.setUnknown(registered.unknown ?? false);
    return { message: response, values: { [RESPONSE_OBJECT]: outputs } };
  }

  /** A remote component is made by its provider, which registers it and its children with this same monitor. */
  async #construct(
    request: pb.RegisterResourceRequest,
    inputs: Properties,
  ): Promise<Spliced<pb.RegisterResourceResponse>> {
    const { project, stack, organization, config, dryRun, parallel } = this.#deployment.settings;
    const goal = toGoal(request, inputs);
    const parent = goal.parent || this.#root;
    const response = new pb.RegisterResourceResponse();
    try {
      const pkg = packageOf(goal.type);
      const reference = await this.#registrar.providerFor(
        pkg,
        goal.provider || (goal.providers.get(pkg) ?? ""),
        parent,
        goal.version,
        goal.name,
      );
      const provider = await this.#providers.resolve(reference);
      const construct = new providerpb.ConstructRequest();
      construct.setProject(project.name);
      construct.setStack(stack);
      construct.setOrganization(organization);
      const map = construct.getConfigMap();
      for (const [key, { value, secret }] of config.values) {
        map.set(key, value);
        if (secret) construct.addConfigsecretkeys(key);
      }
      construct.setDryrun(dryRun);
      construct.setParallel(parallel);
      construct.setMonitorendpoint(this.#address);
      construct.setType(goal.type);
      construct.setName(goal.name);
      construct.setParent(parent);
      construct.setInputs(toStruct(inputs));
      construct.setAcceptsOutputValues(true);
      const dependencies = construct.getInputdependenciesMap();
      for (const [key, urns] of Object.entries(goal.propertyDependencies)) {
        const list = new providerpb.ConstructRequest.PropertyDependencies();
        list.setUrnsList([...urns]);
        dependencies.set(key, list);
      }
      const providers = construct.getProvidersMap();
      const inherited = this.#registrar.inheritedProviders(parent);
      for (const [name, ref] of [...inherited, ...goal.providers]) providers.set(name, ref);
      construct.setDependenciesList([...goal.dependencies]);
      construct.setAliasesList(request.getAliasesList());
      construct.setAdditionalsecretoutputsList([...goal.additionalSecretOutputs]);
      construct.setIgnorechangesList([...goal.ignoreChanges]);
      construct.setReplaceonchangesList([...goal.replaceOnChanges]);
      construct.setReplaceWithList([...goal.replaceWith]);
      construct.setDeletedwith(goal.deletedWith);
      const timeouts = request.getCustomtimeouts();
      if (timeouts) {
        const copy = new providerpb.ConstructRequest.CustomTimeouts();
        copy.setCreate(timeouts.getCreate());
        copy.setUpdate(timeouts.getUpdate());
        copy.setDelete(timeouts.getDelete());
        construct.setCustomtimeouts(copy);
      }
      if (goal.protect !== undefined) construct.setProtect(goal.protect);
      if (goal.retainOnDelete !== undefined) construct.setRetainondelete(goal.retainOnDelete);
      if (goal.deleteBeforeReplace !== undefined) construct.setDeletebeforereplace(goal.deleteBeforeReplace);
      const constructed = await provider.api.construct(construct);
      response.setUrn(constructed.getUrn());
      response.setObject(constructed.getState());
      const out = response.getPropertydependenciesMap();
      constructed.getStatedependenciesMap().forEach((list, key) => {
        const copy = new pb.RegisterResourceResponse.PropertyDependencies();
        copy.setUrnsList(list.getUrnsList());
        out.set(key, copy);
      });
      response.setResult(pb.Result.SUCCESS);
    } catch (error) {
      if (error instanceof Aborted || error instanceof Refused) throw error;
      const text = messageOf(error);
      // What failed inside has been told already, by its own URN.
      if (!CONSEQUENCE.test(text)) this.#deployment.error(`${goal.name} [${goal.type}]: ${text}`);
      else this.consequences += 1;
      this.#deployment.failures.set(`${goal.type}::${goal.name}`, text);
      response.setResult(pb.Result.FAIL);
    }
    return { message: response, values: {} };
  }

  async #outputs(request: pb.RegisterResourceOutputsRequest): Promise<Empty> {
    this.#deployment.assertRunning();
    const urn = request.getUrn();
    const outputs = withoutOutputValues(fromStruct(request.getOutputs())) as Properties;
    if (urn === this.#root) {
      // Held until the end: should the run fail, the old outputs must not be lost.
      this.stackOutputs = outputs;
      this.#complete(urn);
      return new Empty();
    }
    const held = this.#deployment.news.get(urn);
    if (!held) return new Empty(); // left out by the targets
    if (!equal(held.state.outputs ?? {}, outputs)) {
      held.state = withFields(held.state, { outputs: Object.keys(outputs).length > 0 ? outputs : undefined });
      await this.#deployment.ledger.settle(undefined, [{ put: held }]);
    }
    this.#complete(urn);
    return new Empty();
  }

  #complete(urn: string): void {
    this.#deployment.emit({ kind: "outputs", urn, op: this.#deployment.operations.get(urn) ?? "same" });
  }

  async #read(request: pb.ReadResourceRequest): Promise<pb.ReadResourceResponse> {
    const position = request.getSourceposition();
    const registered: Registered = await this.#registrar.read({
      type: request.getType(),
      name: request.getName(),
      id: request.getId(),
      parent: request.getParent() || this.#root,
      provider: request.getProvider(),
      version: request.getVersion(),
      properties: withoutOutputValues(fromStruct(request.getProperties())) as Properties,
      dependencies: request.getDependenciesList(),
      additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
      sourcePosition: position
        ? `${position.getUri()}#${position.getLine()},${position.getColumn()}`
        : undefined,
    });
    const response = new pb.ReadResourceResponse();
    response.setUrn(registered.urn);
    response.setProperties(toStruct(registered.outputs));
    response.setResult(registered.failed ? pb.Result.FAIL : pb.Result.SUCCESS);
    response.setUnknown(registered.unknown ?? false);
    return response;
  }

  async #providerOf(request: pb.ResourceInvokeRequest): Promise<ConfiguredProvider> {
    const pkg = packageOf(request.getTok());
    // The SDK asks the engine itself for resources, in an update but not in a preview: no provider may come of it.
    if (pkg === "pulumi" && !request.getProvider()) return this.#providers.builtIn;
    const reference = await this.#registrar.providerFor(
      pkg,
      request.getProvider(),
      request.getParent(),
      request.getVersion(),
      request.getTok(),
    );
    return this.#providers.resolve(reference);
  }

  async #invoke(request: pb.ResourceInvokeRequest): Promise<pb.ResourceInvokeResponse> {
    this.#deployment.assertRunning();
    const token = request.getTok();
    const response = new pb.ResourceInvokeResponse();
    const provider = await this.#providerOf(request);
    if (!provider.configured) {
      response.setUnknown(true);
      return response;
    }
    const args = withoutOutputValues(fromStruct(request.getArgs())) as Properties;
    const { result, failures } = await provider.ask((api) =>
      api.invoke(token, args, this.#deployment.settings.dryRun),
    );
    response.setReturn(toStruct(result));
    response.setFailuresList(
      failures.map(({ property, reason }) => {
        const failure = new providerpb.CheckFailure();
        failure.setProperty(property);
        failure.setReason(reason);
        return failure;
      }),
    );
    return response;
  }

  async #shutdown(): Promise<Empty> {
    if (this.#signalled) throw new EngineError("LAB_PROGRAM", "the program has signalled its end before");
    this.#signalled = true;
    await this.#onShutdown();
    return new Empty();
  }

  #log(request: enginepb.LogRequest): void {
    const severity = SEVERITIES[request.getSeverity()] ?? "info";
    const text = request.getMessage();
    if (severity === "debug") {
      if (text.startsWith(ALL_DECLARED)) {
        this.declared.push(...(JSON.parse(text.slice(ALL_DECLARED.length)) as Declared[]));
        return;
      }
      const declared = DECLARED.exec(text);
      if (declared) this.declared.push({ type: declared[1] ?? "", name: declared[2] ?? "" });
      return;
    }
    const urn = request.getUrn();
    if (severity !== "error") {
      this.#deployment.emit({ kind: "message", severity, text, ...(urn ? { urn } : {}) });
    } else if (CONSEQUENCE.test(text) && this.#deployment.failures.size > 0) {
      this.consequences += 1;
    } else if (!this.#deployment.errors.some((told) => this.#deployment.settings.mask(text).includes(told))) {
      this.#deployment.error(text, urn || undefined);
    }
  }
}

/** Turns what ends a run into the status at which the SDK stops quietly. */
async function answering<T>(handler: () => Promise<T>): Promise<T> {
  try {
    return await handler();
  } catch (error) {
    if (error instanceof Aborted) throw new StatusError(grpc.status.UNAVAILABLE, "the deployment is ending");
    throw new StatusError(grpc.status.UNKNOWN, messageOf(error));
  }
}
