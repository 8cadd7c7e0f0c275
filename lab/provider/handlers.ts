import type * as grpc from "@grpc/grpc-js";
import { PluginInfo } from "@pulumi/pulumi/proto/plugin_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Difference } from "../aws/diff";
import type { Properties } from "../aws/property-values";
import { checkConfig, configOf, parseConfigInputs } from "./config";
import type { Instance } from "./instance";
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
export const TOKEN = "x-archipelago-idempotency-token";

/** Type under which the provider itself is declared. */
const PROVIDER = "pulumi:providers:aws";

/** How one RPC is answered, and how the answer is written when it is not one of the SDK's messages. */
export interface Handler {
  readonly answer: (request: never, metadata: grpc.Metadata) => unknown;
  readonly encode?: (value: never) => Buffer;
}

/** The RPCs of `pulumirpc.ResourceProvider` that this provider implements. */
export function createHandlers(instance: Instance, onCancel: () => void): Readonly<Record<string, Handler>> {
  return {
    handshake: { answer: (ask: pb.ProviderHandshakeRequest) => handshake(instance, ask) },
    getPluginInfo: { answer: () => new PluginInfo().setVersion(instance.cloud.declarations.version) },
    checkConfig: { answer: (ask: ProviderRequest) => checkProvider(instance, ask), encode: checkResponse },
    diffConfig: { answer: (ask: ProviderRequest) => diffProvider(instance, ask) },
    configure: { answer: (ask: pb.ConfigureRequest) => configure(instance, ask) },
    check: { answer: (ask: ProviderRequest) => check(instance, ask), encode: checkResponse },
    diff: { answer: (ask: ProviderRequest) => diffMessage(diff(instance, ask)) },
    create: {
      answer: (ask: ProviderRequest, metadata: grpc.Metadata) =>
        create(instance, ask, metadata.get(TOKEN)[0]?.toString()),
      encode: createResponse,
    },
    read: { answer: (ask: ProviderRequest) => read(instance, ask), encode: readResponse },
    update: { answer: (ask: ProviderRequest) => update(instance, ask), encode: updateResponse },
    delete: { answer: (ask: ProviderRequest) => deleteResource(instance, ask).then(() => new Empty()) },
    invoke: { answer: (ask: ProviderRequest) => invoke(instance, ask), encode: invokeResponse },
    cancel: {
      answer: () => {
        onCancel();
        return new Empty();
      },
    },
    attach: { answer: () => new Empty() },
  };
}

function handshake(instance: Instance, ask: pb.ProviderHandshakeRequest): pb.ProviderHandshakeResponse {
  const directories = [ask.getRootDirectory(), ask.getProgramDirectory(), process.cwd()];
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

function checkProvider(instance: Instance, ask: ProviderRequest) {
  const { plain, mask } = reveal(ask.news);
  const { inputs, failures } = checkConfig(plain, declarationOf(instance), process.env);
  return { inputs: conceal(inputs, mask), failures };
}

/** Changes of a provider are never a new provider: the resources find out by themselves whether they must move. */
function diffProvider(instance: Instance, ask: ProviderRequest): pb.DiffResponse {
  const olds = reveal(ask.oldInputs ?? ask.olds ?? {}).plain;
  const news = reveal(ask.news).plain;
  const declaration = declarationOf(instance);
  const before = parseConfigInputs(olds, declaration);
  const after = parseConfigInputs(news, declaration);
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])].sort();
  const changedKeys = keys.filter((key) => JSON.stringify(before[key]) !== JSON.stringify(after[key]));
  const differences: Difference[] = changedKeys.map((path) => ({ path, kind: "update", replaces: false }));
  return diffMessage({ differences, deleteBeforeReplace: false });
}

function configure(instance: Instance, ask: pb.ConfigureRequest): pb.ConfigureResponse {
  const declaration = declarationOf(instance);
  const inputs = (ask.getArgs()?.toJavaScript() as Properties | undefined) ?? variablesOf(ask);
  instance.configure(configOf(parseConfigInputs(reveal(inputs).plain, declaration), process.env));
  return new pb.ConfigureResponse()
    .setAcceptsecrets(true)
    .setSupportspreview(true)
    .setAcceptresources(false)
    .setAcceptoutputs(false)
    .setSupportsAutonamingConfiguration(true);
}

function variablesOf(ask: pb.ConfigureRequest): Properties {
  const entries = ask.getVariablesMap().toArray() as unknown as [string, string][];
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

/** Top-level properties of paths, each once. */
function tops(differences: readonly Difference[]): string[] {
  return [...new Set(differences.map(({ path }) => /^[^.[]*/.exec(path)?.[0] ?? path))];
}
