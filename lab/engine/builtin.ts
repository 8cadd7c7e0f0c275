import type { Deployment } from "./deployment";
import { EngineError } from "./errors";
import type { ProviderApi } from "./providers";
import type { FileBackend, Passphrase, ResourceState } from "./state";
import { STACK_REFERENCE, STACK_TYPE } from "./urn";
import { isSecret, type Properties, type Value } from "./values";

/** Where the outputs of other stacks come from. */
export interface StackOutputs {
  readonly backend: FileBackend;
  readonly passphrase: Passphrase;
}

/** The provider `pulumi`, which is part of the engine: it reads other stacks, and resources of this one. */
export function builtInProvider(deployment: Deployment, source: StackOutputs): ProviderApi {
  const refuse = (what: string) => (): Promise<never> =>
    Promise.reject(
      new EngineError("LAB_UNSUPPORTED", `the provider pulumi of the lab engine has no ${what}`),
    );
  return {
    supportsPreview: true,
    check: async (_subject, _olds, news) => ({ inputs: news, failures: [] }),
    diff: refuse("resources to compare"),
    create: refuse("resources to create"),
    update: refuse("resources to update"),
    delete: refuse("resources to delete"),
    findByToken: async () => undefined,
    construct: refuse("remote components"),
    call: refuse("methods"),
    async read(subject, id) {
      if (subject.type !== STACK_REFERENCE) {
        throw new EngineError("LAB_UNSUPPORTED", `${subject.type} cannot be read by the lab engine`);
      }
      const outputs = await outputsOf(deployment, source, id);
      const secretOutputNames = Object.keys(outputs).filter((name) => isSecret(outputs[name]));
      return { id, outputs: { name: id, outputs, secretOutputNames } };
    },
    async invoke(token, args) {
      switch (token) {
        case "pulumi:pulumi:readStackOutputs": {
          const name = String(args["name"] ?? "");
          return { result: { name, outputs: await outputsOf(deployment, source, name) }, failures: [] };
        }
        case "pulumi:pulumi:getResource": {
          const urn = String(args["urn"] ?? "");
          const state = deployment.find(urn)?.state;
          if (!state)
            throw new EngineError("LAB_PROGRAM", `urn is ${JSON.stringify(urn)}, which is not in this stack`);
          return { result: { urn, id: state.id ?? "", state: state.outputs ?? {} }, failures: [] };
        }
        case "pulumi:pulumi:readStackResourceOutputs": {
          const name = String(args["stackName"] ?? "");
          const resources = await resourcesOf(deployment, source, name);
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

async function outputsOf(deployment: Deployment, source: StackOutputs, name: string): Promise<Properties> {
  const resources = await resourcesOf(deployment, source, name);
  return resources.find(({ type }) => type === STACK_TYPE)?.outputs ?? {};
}

async function resourcesOf(
  deployment: Deployment,
  source: StackOutputs,
  name: string,
): Promise<readonly ResourceState[]> {
  const { project, stack } = qualified(deployment, name);
  const known = await source.backend.stacks();
  if (!known.some((other) => other.project === project && other.stack === stack)) {
    const list = known.map((other) => `organization/${other.project}/${other.stack}`).join(", ") || "none";
    throw new EngineError("LAB_PROGRAM", `unknown stack ${JSON.stringify(name)}; stacks that exist: ${list}`);
  }
  return (await source.backend.read(project, stack, source.passphrase)).base.resources;
}

function qualified(
  deployment: Deployment,
  name: string,
): { readonly project: string; readonly stack: string } {
  const parts = name.split("/");
  const stack = parts.pop() ?? "";
  return { stack, project: parts.pop() ?? deployment.settings.project.name };
}
