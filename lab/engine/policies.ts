import type { AnalyzedResource, AnalyzedStackResource, PolicyDiagnostic, PolicyPack } from "./analyzer";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Goal } from "./goal";
import type { ConfiguredProvider } from "./providers";
import type { Inspect } from "./registration";
import type { ResourceState } from "./state";
import { parseUrn } from "./urn";
import type { Properties } from "./values";

/**
 * What looks at each resource before it is planned: every pack remediates, then every pack analyses. A mandatory
 * violation ends an update before the resource is touched; a preview goes on, to show all of them.
 */
export function inspection(deployment: Deployment, packs: readonly PolicyPack[]): Inspect {
  return async (state, provider, goal) => {
    let properties = state.inputs ?? {};
    try {
      for (const pack of packs) {
        const remediated = await pack.remediate(analyzed(state, properties, provider, goal));
        properties = remediated.properties;
        for (const { policyName, packName, description } of remediated.remediations) {
          deployment.emit({
            kind: "policy",
            pack: packName,
            policy: policyName,
            level: "remediate",
            urn: state.urn,
            text: description,
          });
        }
        tell(deployment, remediated.diagnostics, state.urn);
      }
      const found = await Promise.all(
        packs.map((pack) => pack.analyze(analyzed(state, properties, provider, goal))),
      );
      tell(deployment, found.flat(), state.urn);
    } catch (error) {
      if (error instanceof Aborted) throw error;
      end(deployment, messageOf(error), state.urn);
    }
    return properties;
  };
}

/** Has every pack look at the whole stack, with outputs, once nothing failed before. */
export async function inspectStack(deployment: Deployment, packs: readonly PolicyPack[]): Promise<void> {
  if (packs.length === 0 || deployment.failing) return;
  const resources = [...deployment.news.values()].map(({ state }) => stackResource(deployment, state));
  try {
    for (const pack of packs) tell(deployment, await pack.analyzeStack(resources), undefined);
  } catch (error) {
    if (!(error instanceof Aborted)) deployment.error(messageOf(error));
  }
}

function tell(
  deployment: Deployment,
  diagnostics: readonly PolicyDiagnostic[],
  urn: string | undefined,
): void {
  for (const diagnostic of diagnostics) {
    const level = diagnostic.enforcementLevel === "advisory" ? "advisory" : "mandatory";
    const about = diagnostic.urn ?? urn ?? "";
    deployment.emit({
      kind: "policy",
      pack: diagnostic.packName,
      policy: diagnostic.policyName,
      level,
      urn: about,
      text: diagnostic.message,
    });
    if (level === "mandatory") {
      deployment.failures.set(about || diagnostic.policyName, diagnostic.message);
      deployment.violations += 1;
    }
  }
  if (urn && deployment.violations > 0 && !deployment.settings.dryRun) {
    end(deployment, `a mandatory policy is violated by ${urn}`, urn);
  }
}

function end(deployment: Deployment, text: string, urn: string): never {
  deployment.error(text, urn);
  deployment.abort(new EngineError("LAB_POLICY", text));
  throw new Aborted(text);
}

function analyzed(
  state: ResourceState,
  properties: Properties,
  provider: ConfiguredProvider | undefined,
  goal: Goal,
): AnalyzedResource {
  return {
    type: state.type,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    properties,
    options: {
      protect: state.protect,
      ignoreChanges: state.ignoreChanges,
      deleteBeforeReplace: goal.deleteBeforeReplace,
      aliases: goal.aliases.flatMap((alias) => ("urn" in alias ? [alias.urn] : [])),
      customTimeouts: state.customTimeouts,
      additionalSecretOutputs: state.additionalSecretOutputs,
      parent: state.parent,
    },
    provider: provider && { ...provider.subject, properties: provider.inputs },
  };
}

function stackResource(deployment: Deployment, state: ResourceState): AnalyzedStackResource {
  const reference = state.provider;
  const provider = reference && deployment.find(reference.slice(0, reference.lastIndexOf("::")))?.state;
  return {
    type: state.type,
    urn: state.urn,
    name: parseUrn(state.urn).name,
    properties: state.outputs ?? {},
    options: {
      protect: state.protect,
      ignoreChanges: state.ignoreChanges,
      customTimeouts: state.customTimeouts,
      additionalSecretOutputs: state.additionalSecretOutputs,
      parent: state.parent,
    },
    ...(provider
      ? {
          provider: {
            type: provider.type,
            urn: provider.urn,
            name: parseUrn(provider.urn).name,
            properties: provider.inputs ?? {},
          },
        }
      : {}),
    parent: state.parent,
    dependencies: state.dependencies ?? [],
    propertyDependencies: state.propertyDependencies ?? {},
  };
}
