import * as providerpb from "@pulumi/pulumi/proto/provider_pb";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import type { Spliced } from "../../wire/splice";
import { AbortedError } from "../deployment/deployment";
import { messageOf } from "../errors";
import { type Goal, toGoal } from "../goal/goal";
import { RefusedError } from "../steps/registration-result";
import { toStruct } from "../values/struct";
import { packageOf } from "../values/urn";
import type { Properties } from "../values/values";
import { isConsequence } from "./consequence";
import type { MonitorContext } from "./monitor-context";

/**
 * Has a provider construct a remote component: the provider registers the component and its children with this same
 * monitor.
 */
export async function constructComponent(
  context: MonitorContext,
  request: pb.RegisterResourceRequest,
  inputs: Properties,
): Promise<Spliced<pb.RegisterResourceResponse>> {
  const { deployment, program } = context;
  const requested = toGoal(request, inputs);
  const goal = { ...requested, parent: requested.parent || program.rootUrn };
  try {
    return { message: await construct(context, goal, request), values: {} };
  } catch (error) {
    if (error instanceof AbortedError || error instanceof RefusedError) throw error;
    const text = messageOf(error);
    // A failed child is reported already, by its own URN.
    if (!isConsequence(text)) deployment.reportError(`${goal.name} [${goal.type}]: ${text}`);
    deployment.recordFailure(`${goal.type}::${goal.name}`, text);
    const message = new pb.RegisterResourceResponse();
    message.setResult(pb.Result.FAIL);
    return { message, values: {} };
  }
}

async function construct(
  context: MonitorContext,
  goal: Goal,
  request: pb.RegisterResourceRequest,
): Promise<pb.RegisterResourceResponse> {
  const { providers, registrar } = context;
  const pkg = packageOf(goal.type);
  const reference = await registrar.providerLookup.providerFor({
    pkg,
    explicit: goal.provider || (goal.providers.get(pkg) ?? ""),
    parent: goal.parent,
    version: goal.version,
    requester: goal.name,
  });
  const provider = await providers.resolve(reference);
  const result = await provider.api.construct(constructRequest(context, goal, request));
  const response = new pb.RegisterResourceResponse();
  response.setUrn(result.getUrn());
  response.setObject(result.getState());
  const dependencies = response.getPropertydependenciesMap();
  result.getStatedependenciesMap().forEach((list, key) => {
    const copy = new pb.RegisterResourceResponse.PropertyDependencies();
    copy.setUrnsList(list.getUrnsList());
    dependencies.set(key, copy);
  });
  response.setResult(pb.Result.SUCCESS);
  return response;
}

function constructRequest(
  { deployment, registrar, address }: MonitorContext,
  goal: Goal,
  request: pb.RegisterResourceRequest,
): providerpb.ConstructRequest {
  const { project, stack, organization, config, dryRun, parallel } = deployment.settings;
  const construct = new providerpb.ConstructRequest();
  construct.setProject(project.name);
  construct.setStack(stack);
  construct.setOrganization(organization);
  const values = construct.getConfigMap();
  for (const [key, { value, secret }] of config.values) {
    values.set(key, value);
    if (secret) construct.addConfigsecretkeys(key);
  }
  construct.setDryrun(dryRun);
  construct.setParallel(parallel);
  construct.setMonitorendpoint(address);
  construct.setType(goal.type);
  construct.setName(goal.name);
  construct.setParent(goal.parent);
  construct.setInputs(toStruct(goal.inputs));
  construct.setAcceptsOutputValues(true);
  const dependencies = construct.getInputdependenciesMap();
  for (const [key, urns] of Object.entries(goal.propertyDependencies)) {
    const list = new providerpb.ConstructRequest.PropertyDependencies();
    list.setUrnsList([...urns]);
    dependencies.set(key, list);
  }
  const references = construct.getProvidersMap();
  const inherited = registrar.providerLookup.inheritedProviders(goal.parent);
  for (const [name, reference] of [...inherited, ...goal.providers]) references.set(name, reference);
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
  return construct;
}
