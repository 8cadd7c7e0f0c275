import type * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Difference } from "../aws/diff";
import type { Properties } from "../aws/property-values";
import { checkConfig, configOf, findAccountError, parseConfigInputs } from "./config";
import { type Instance, ProviderError } from "./instance";
import { check } from "./rpc/check";
import { create } from "./rpc/create";
import { deleteResource } from "./rpc/delete";
import { type DiffResult, diff } from "./rpc/diff";
import { invoke } from "./rpc/invoke";
import { read } from "./rpc/read";
import { update } from "./rpc/update";
import { conceal, reveal } from "./secrets";
import {
  checkResponse,
  createResponse,
  invokeResponse,
  type ProviderRequest,
  readResponse,
  updateResponse,
} from "./wire/messages";

/** Metadata key of a Create's idempotency token. */
const TOKEN = "x-archipelago-idempotency-token";

/** Type token of the provider itself. */
const PROVIDER = "pulumi:providers:aws";

/** Handler of one RPC, and the encoder of its response unless that is one of the SDK's messages. */
export interface Handler {
  readonly answer: (request: never, metadata: grpc.Metadata) => unknown;
  readonly encode?: (value: never) => Buffer;
}

/** The RPCs of `pulumirpc.ResourceProvider` that this provider implements. */
export function createHandlers(instance: Instance, onCancel: () => void): Readonly<Record<string, Handler>> {
  return {
    handshake: { answer: (request: pb.ProviderHandshakeRequest) => handshake(instance, request) },
    getPluginInfo: { answer: () => new PluginInfo().setVersion(instance.cloud.declarations.version) },
    checkConfig: {
      answer: (request: ProviderRequest) => checkProvider(instance, request),
      encode: checkResponse,
    },
    diffConfig: { answer: (request: ProviderRequest) => diffProvider(instance, request) },
    configure: { answer: (request: pb.ConfigureRequest) => configure(instance, request) },
    check: { answer: (request: ProviderRequest) => check(instance, request), encode: checkResponse },
    diff: { answer: (request: ProviderRequest) => diffMessage(diff(instance, request)) },
    create: {
      answer: (request: ProviderRequest, metadata: grpc.Metadata) =>
        create(instance, request, metadata.get(TOKEN)[0]?.toString()),
      encode: createResponse,
    },
    read: { answer: (request: ProviderRequest) => read(instance, request), encode: readResponse },
    update: { answer: (request: ProviderRequest) => update(instance, request), encode: updateResponse },
    delete: {
      answer: (request: ProviderRequest) => deleteResource(instance, request).then(() => new Empty()),
    },
    invoke: { answer: (request: ProviderRequest) => invoke(instance, request), encode: invokeResponse },
    cancel: {
      answer: () => {
        onCancel();
        return new Empty();
      },
    },
    attach: { answer: () => new Empty() },
  };
}

function handshake(instance: Instance, request: pb.ProviderHandshakeRequest): pb.ProviderHandshakeResponse {
  const directories = [request.getRootDirectory(), request.getProgramDirectory(), process.cwd()];
  instance.cloud.declarations.use(directories.filter((each): each is string => Boolean(each)));
  return new pb.ProviderHandshakeResponse()
    .setAcceptSecrets(true)
    .setAcceptResources(false)
    .setAcceptOutputs(false)
    .setSupportsAutonamingConfiguration(true);
}

function declarationOf(instance: Instance) {
  return instance.type(PROVIDER).declaration;
}

function checkProvider(instance: Instance, request: ProviderRequest) {
  const { plain, mask } = reveal(request.news);
  const { inputs, failures } = checkConfig(plain, declarationOf(instance), process.env);
  return { inputs: conceal(inputs, mask), failures };
}

/** A changed provider is never replaced: the diff of each resource decides whether the resource must move. */
function diffProvider(instance: Instance, request: ProviderRequest): pb.DiffResponse {
  const olds = reveal(request.oldInputs ?? request.olds ?? {}).plain;
  const news = reveal(request.news).plain;
  const declaration = declarationOf(instance);
  const before = parseConfigInputs(olds, declaration);
  const after = parseConfigInputs(news, declaration);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changedKeys = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const differences: Difference[] = changedKeys.map((path) => ({ path, kind: "update", replaces: false }));
  return diffMessage({ differences, deleteBeforeReplace: false });
}

function configure(instance: Instance, request: pb.ConfigureRequest): pb.ConfigureResponse {
  const declaration = declarationOf(instance);
  const inputs = (request.getArgs()?.toJavaScript() as Properties | undefined) ?? variablesOf(request);
  const parsed = parseConfigInputs(reveal(inputs).plain, declaration);
  const config = configOf(parsed, process.env);
  const accountError = findAccountError(parsed, config.account);
  if (accountError !== undefined) throw new ProviderError(2, accountError);
  instance.configure(config);
  return new pb.ConfigureResponse()
    .setAcceptsecrets(true)
    .setSupportspreview(true)
    .setAcceptresources(false)
    .setAcceptoutputs(false)
    .setSupportsAutonamingConfiguration(true);
}

function variablesOf(request: pb.ConfigureRequest): Properties {
  const entries = request.getVariablesMap().toArray() as unknown as [string, string][];
  return Object.fromEntries(entries.map(([key, value]) => [key.slice(key.lastIndexOf(":") + 1), value]));
}

const KINDS = {
  add: [pb.PropertyDiff.Kind.ADD, pb.PropertyDiff.Kind.ADD_REPLACE],
  delete: [pb.PropertyDiff.Kind.DELETE, pb.PropertyDiff.Kind.DELETE_REPLACE],
  update: [pb.PropertyDiff.Kind.UPDATE, pb.PropertyDiff.Kind.UPDATE_REPLACE],
} as const;

function diffMessage({ differences, deleteBeforeReplace }: DiffResult): pb.DiffResponse {
  const message = new pb.DiffResponse();
  const { DIFF_SOME, DIFF_NONE } = pb.DiffResponse.DiffChanges;
  message.setChanges(differences.length > 0 ? DIFF_SOME : DIFF_NONE);
  message.setHasdetaileddiff(true);
  message.setDeletebeforereplace(deleteBeforeReplace);
  message.setDiffsList(tops(differences));
  message.setReplacesList(tops(differences.filter(({ replaces }) => replaces)));
  for (const { path, kind, replaces } of differences) {
    const detail = new pb.PropertyDiff().setKind(KINDS[kind][replaces ? 1 : 0]).setInputdiff(true);
    message.getDetaileddiffMap().set(path, detail);
  }
  return message;
}

/** The distinct top-level properties of paths. */
function tops(differences: readonly Difference[]): string[] {
  return [...new Set(differences.map(({ path }) => /^[^.[]*/.exec(path)?.[0] ?? path))];
}
