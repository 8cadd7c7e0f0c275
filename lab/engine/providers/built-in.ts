import type { Deployment } from "../deployment/deployment";
import { EngineError } from "../errors";
import type { FileBackend, Passphrase, ResourceState } from "../state";
import { STACK_REFERENCE, STACK_TYPE } from "../values/urn";
import { isSecret, type Properties, type Value } from "../values/values";
import type { ProviderApi } from "./configured-provider";
import { STASH_TYPE, stash } from "./stash";

/** Access to the states of other stacks. */
export interface OtherStacks {
  readonly backend: FileBackend;
  readonly passphrase: Passphrase;
}

/** Returns the provider `pulumi`, which is part of the engine: it reads other stacks, and resources of this one. */
export function builtInProvider(deployment: Deployment, source: OtherStacks): ProviderApi {
  const refuse = (capability: string) => (): Promise<never> =>
    Promise.reject(
      new EngineError("LAB_UNSUPPORTED", `the provider pulumi of the lab engine has no ${capability}`),
    );
  return {
    ...stash,
    supportsPreview: true,
    async check(subject, olds, news, seed) {
      if (subject.type === STASH_TYPE) return stash.check(subject, olds, news, seed);
      throw new EngineError("LAB_UNSUPPORTED", `${subject.type} is not known to the lab engine`);
    },
    findByToken: async () => undefined,
    construct: refuse("remote components"),
    call: refuse("methods"),
    async read(subject, id, state) {
      if (subject.type === STASH_TYPE) return stash.read(subject, id, state);
      if (subject.type !== STACK_REFERENCE) {
        throw new EngineError("LAB_UNSUPPORTED", `${subject.type} cannot be read by the lab engine`);
      }
      const outputs = await readOutputs(deployment, source, id);
      const secretOutputNames = Object.keys(outputs).filter((name) => isSecret(outputs[name]));
      return { id, outputs: { name: id, outputs, secretOutputNames } };
    },
    async invoke(token, args) {
      switch (token) {
        case "pulumi:pulumi:readOtherStacks": {
          const name = String(args["name"] ?? "");
          return { result: { name, outputs: await readOutputs(deployment, source, name) }, failures: [] };
        }
        case "pulumi:pulumi:getResource": {
          const urn = String(args["urn"] ?? "");
          const state = deployment.stack.find(urn)?.state;
          if (!state)
            throw new EngineError("LAB_PROGRAM", `urn is ${JSON.stringify(urn)}, which is not in this stack`);
          return { result: { urn, id: state.id ?? "", state: state.outputs ?? {} }, failures: [] };
        }
        case "pulumi:pulumi:readStackResourceOutputs": {
          const name = String(args["stackName"] ?? "");
          const resources = await readResources(deployment, source, name);
          const outputs: Record<string, Value> = {};
          for (const { urn, type, outputs: own, delete: gone } of resources) {
            if (!gone) outputs[urn] = { type, outputs: own ?? {} };
          }
          return { result: { name, outputs }, failures: [] };
        }
        default:
          throw new EngineError("LAB_UNSUPPORTED", `invoke ${token} is not known to the lab engine`);
      }
    },
  };
}

async function readOutputs(deployment: Deployment, source: OtherStacks, name: string): Promise<Properties> {
  const resources = await readResources(deployment, source, name);
  return resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
}

async function readResources(
  deployment: Deployment,
  source: OtherStacks,
  name: string,
): Promise<readonly ResourceState[]> {
  const { project, stack } = parseStackName(deployment, name);
  const known = await source.backend.stacks();
  if (!known.some((other) => other.project === project && other.stack === stack)) {
    const list = known.map((other) => `organization/${other.project}/${other.stack}`).join(", ") || "none";
    throw new EngineError("LAB_PROGRAM", `unknown stack ${JSON.stringify(name)}; stacks that exist: ${list}`);
  }
  return (await source.backend.read(project, stack, source.passphrase)).base.resources;
}

function parseStackName(
  deployment: Deployment,
  name: string,
): { readonly project: string; readonly stack: string } {
  const parts = name.split("/");
  const stack = parts.pop() ?? "";
  return { stack, project: parts.pop() ?? deployment.settings.project.name };
}
