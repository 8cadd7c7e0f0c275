import * as grpc from "@grpc/grpc-js";
import type { Callback } from "@pulumi/pulumi/proto/callback_pb";
import * as providerpb from "@pulumi/pulumi/proto/provider_pb";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Spliced } from "../../wire/splice";
import { AbortedError } from "../deployment/deployment";
import { nonEmptyProperties, withFields } from "../deployment/resource-state";
import { EngineError, messageOf } from "../errors";
import { toGoal } from "../goal/goal";
import { type Handlers, StatusError } from "../grpc";
import type { ConfiguredProvider } from "../providers/configured-provider";
import { toReadRequest } from "../register/read-resource";
import { fromStruct, toStruct } from "../values/struct";
import { packageOf, STACK_TYPE } from "../values/urn";
import { equal, type Properties, withoutOutputValues } from "../values/values";
import { constructComponent } from "./construct";
import type { MonitorContext } from "./monitor-context";
import { REQUEST_OBJECT, RESPONSE_OBJECT } from "./service-definition";

const { ResourceMonitorFeature: Feature } = pb;

/** Features that the monitor has, by their names in `SupportsFeature`. The SDK refuses by itself what needs another. */
const FEATURES: Readonly<Record<string, pb.ResourceMonitorFeature>> = {
  secrets: Feature.RESOURCE_MONITOR_FEATURE_SECRETS,
  resourceReferences: Feature.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
  outputValues: Feature.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
  aliasSpecs: Feature.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
  replacementTrigger: Feature.RESOURCE_MONITOR_FEATURE_REPLACEMENT_TRIGGER,
  deletedWith: Feature.RESOURCE_MONITOR_FEATURE_DELETED_WITH,
  replaceWith: Feature.RESOURCE_MONITOR_FEATURE_REPLACE_WITH,
  byteString: Feature.RESOURCE_MONITOR_FEATURE_BYTE_STRING,
  invokeDependsOn: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_DEPENDS_ON,
  transforms: Feature.RESOURCE_MONITOR_FEATURE_TRANSFORMS,
  invokeParent: Feature.RESOURCE_MONITOR_FEATURE_INVOKE_PARENT,
};

/** Returns the handlers of the ResourceMonitor service. */
export function resourceMonitorHandlers(context: MonitorContext): Handlers {
  return {
    getDeploymentInfo: async () => deploymentInfo(context),
    supportsFeature: async (request: pb.SupportsFeatureRequest) => {
      const response = new pb.SupportsFeatureResponse();
      response.setHassupport(request.getId() in FEATURES);
      return response;
    },
    registerResource: ({ message, values }: Spliced<pb.RegisterResourceRequest>) =>
      withStatus(() => registerWithTransforms(context, message, values[REQUEST_OBJECT] ?? {})),
    registerStackTransform: async (callback: Callback) => {
      context.transforms.addToStack(callback);
      return new Empty();
    },
    registerResourceOutputs: (request: pb.RegisterResourceOutputsRequest) =>
      withStatus(() => registerOutputs(context, request)),
    readResource: (request: pb.ReadResourceRequest) => withStatus(() => readResource(context, request)),
    invoke: (request: pb.ResourceInvokeRequest) => withStatus(() => invoke(context, request)),
    signalAndWaitForShutdown: () => withStatus(() => finishProgram(context)),
  };
}

function deploymentInfo({ deployment }: MonitorContext): pb.DeploymentInfo {
  const { project, stack, organization, config, dryRun, parallel } = deployment.settings;
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

async function registerWithTransforms(
  context: MonitorContext,
  request: pb.RegisterResourceRequest,
  given: Properties,
): Promise<Spliced<pb.RegisterResourceResponse>> {
  const { transforms, program } = context;
  const isRoot = request.getType() === STACK_TYPE;
  const parent = request.getParent() || (isRoot ? "" : program.rootUrn);
  const { inputs, own } = await transforms.run(request, parent, given);
  if (request.getRemote()) return constructComponent(context, request, inputs);
  const response = await registerResource(context, request, inputs);
  transforms.record(response.message.getUrn(), parent, own);
  return response;
}

async function registerResource(
  { registrar, program }: MonitorContext,
  request: pb.RegisterResourceRequest,
  inputs: Properties,
): Promise<Spliced<pb.RegisterResourceResponse>> {
  const goal = toGoal(request, inputs);
  const parent = goal.parent || (goal.type === STACK_TYPE ? "" : program.rootUrn);
  const result = await registrar.register({ ...goal, parent });
  const message = new pb.RegisterResourceResponse();
  message.setUrn(result.urn);
  message.setId(result.id);
  message.setResult(result.failed ? pb.Result.FAIL : pb.Result.SUCCESS);
  message.setUnknown(result.unknown ?? false);
  // A local component gets its outputs from the program itself.
  return { message, values: { [RESPONSE_OBJECT]: goal.custom ? result.outputs : {} } };
}

/** Records the outputs of a component. Those of the stack wait for the end: a failed run must not lose the old ones. */
async function registerOutputs(
  { deployment, program }: MonitorContext,
  request: pb.RegisterResourceOutputsRequest,
): Promise<Empty> {
  deployment.assertRunning();
  const { stack } = deployment;
  const urn = request.getUrn();
  const outputs = withoutOutputValues(fromStruct(request.getOutputs())) as Properties;
  if (urn === program.rootUrn) {
    program.setStackOutputs(outputs);
  } else {
    const component = stack.findRegistered(urn);
    if (!component) return new Empty(); // left out, since it is no target
    if (!equal(component.state.outputs ?? {}, outputs)) {
      await stack.update(component, withFields(component.state, { outputs: nonEmptyProperties(outputs) }));
    }
  }
  deployment.emit({ kind: "outputs", urn, op: deployment.lastOperation(urn) ?? "same" });
  return new Empty();
}

async function readResource(
  { registrar, program }: MonitorContext,
  request: pb.ReadResourceRequest,
): Promise<pb.ReadResourceResponse> {
  const result = await registrar.read(toReadRequest(request, program.rootUrn));
  const response = new pb.ReadResourceResponse();
  response.setUrn(result.urn);
  response.setProperties(toStruct(result.outputs));
  response.setResult(result.failed ? pb.Result.FAIL : pb.Result.SUCCESS);
  response.setUnknown(result.unknown ?? false);
  return response;
}

async function invoke(
  context: MonitorContext,
  request: pb.ResourceInvokeRequest,
): Promise<pb.ResourceInvokeResponse> {
  const { deployment } = context;
  deployment.assertRunning();
  const token = request.getTok();
  const response = new pb.ResourceInvokeResponse();
  const provider = await invokeProvider(context, request);
  if (!provider.isConfigured) {
    response.setUnknown(true);
    return response;
  }
  const args = withoutOutputValues(fromStruct(request.getArgs())) as Properties;
  const { result, failures } = await provider.query((api) =>
    api.invoke(token, args, deployment.settings.dryRun),
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

async function invokeProvider(
  { providers, registrar }: MonitorContext,
  request: pb.ResourceInvokeRequest,
): Promise<ConfiguredProvider> {
  const token = request.getTok();
  const pkg = packageOf(token);
  // In an update, but not in a preview, the SDK itself invokes `pulumi`, which must not register a provider for it.
  if (pkg === "pulumi" && !request.getProvider()) return providers.builtIn;
  const reference = await registrar.providerLookup.providerFor({
    pkg,
    explicit: request.getProvider(),
    parent: request.getParent(),
    version: request.getVersion(),
    requester: token,
  });
  return providers.resolve(reference);
}

async function finishProgram({ program, onProgramDone }: MonitorContext): Promise<Empty> {
  if (program.isDone) throw new EngineError("LAB_PROGRAM", "the program has already reported its end");
  program.markDone();
  await onProgramDone();
  return new Empty();
}

/** Turns an error into a gRPC status; at UNAVAILABLE, which ends a run early, the SDK stops without a message. */
async function withStatus<T>(handler: () => Promise<T>): Promise<T> {
  try {
    return await handler();
  } catch (error) {
    if (error instanceof AbortedError)
      throw new StatusError(grpc.status.UNAVAILABLE, "the deployment is ending");
    throw new StatusError(grpc.status.UNKNOWN, messageOf(error));
  }
}
