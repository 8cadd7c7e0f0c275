import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { didYouMean } from "../common/suggestions";
import { checkStackName, configFile, loadStackConfig, type StackConfig } from "../lab/engine/project";
import { checkScope, layersOf, parseScope, type Scope } from "../stacks/scope";
import { parseSettings, type Settings } from "../stacks/settings";
import { UsageError } from "./errors";
import { findRegionCode, GLOBAL, locationOf } from "./locations";
import type { Workspace } from "./workspace";

/** An environment, or one stack of it, that a name on the command line selects: stacks in layers, and their configuration. */
export interface Environment {
  /** Name on the command line: `dev`, `prod`, `prod-us-east-1`, `dev-cluster-nightly`. */
  readonly name: string;
  /** Name of the configuration file, without its folder. */
  readonly file: string;
  readonly config: StackConfig;
  /** Settings of the environment; absent for a Pulumi program without `archipelago:settings`. */
  readonly settings?: Settings;
  /** Absent for a Pulumi program without settings. */
  readonly scope?: Scope;
  /** Stacks in layers: a layer depends on those before it; the stacks of one layer are independent. */
  readonly layers: readonly (readonly string[])[];
  /** Selected regions. @default - all */
  readonly regions?: readonly string[];
  /** URN patterns of the selected resources. @default - all resources */
  readonly targets?: readonly string[];
  /** Locations of its resources in display order: region codes, `global`, or the layers of its stacks. */
  readonly locations: readonly string[];
  /** Location of a resource of one of its stacks. */
  readonly locationOf: (stack: string, urn: string) => string;
}

/** Selected part of an environment. */
export interface Selection {
  /** Region codes. @default - all */
  readonly regions?: readonly string[];
  /** Whether a selection of regions includes the foundation, which they depend on. @default true */
  readonly withFoundation?: boolean;
  /** One stack of the environment. @default - all */
  readonly stack?: string;
  /** URN patterns. @default - all */
  readonly targets?: readonly string[];
}

/**
 * Reads the configuration of an environment, or of one stack of it, and checks name, layout and regions against it.
 * Starts nothing.
 *
 * @throws {UsageError | RunError | EngineError} when one of them is wrong
 */
export async function readEnvironment(
  workspace: Workspace,
  name: string,
  selection: Selection = {},
): Promise<Environment> {
  const { project } = workspace;
  checkStackName(name);
  const path = configPath(workspace, name);
  const config: StackConfig =
    path === undefined
      ? { values: new Map(), file: configFile(project, name), secretValues: [] }
      : await loadStackConfig(project, name, { file: path, passphrase: await workspace.passphrase() });
  const file = basename(config.file);
  const raw = config.values.get("archipelago:settings")?.value;
  if (raw === undefined) return plainEnvironment(name, file, config, selection);
  const settings = parseSettings(JSON.parse(raw), file);
  const scope = parseScope(name);
  const selected = selectStack(name, selection.stack, settings);
  const isWhole = scope.kind === "environment" && selection.stack === undefined;
  const stackScope = isWhole ? scope : checkScope(selected, parseScope(selected), settings);
  if (isWhole && scope.environment !== settings.environment) checkScope(name, scope, settings);
  const regions = checkRegions(selection.regions, settings, file);
  const targets = [...(selection.targets ?? []), ...listTargets(settings, stackScope, regions)];
  return {
    name,
    file,
    config,
    settings,
    scope: stackScope,
    layers: isWhole ? selectLayers(settings, regions, selection.withFoundation ?? true) : [[selected]],
    ...(regions && { regions }),
    ...(targets.length > 0 && { targets }),
    ...createLocations(settings, isWhole ? settings.layout : undefined, selected),
  };
}

/** The selected stack, when the environment has it. @throws {UsageError} otherwise */
function selectStack(name: string, selected: string | undefined, settings: Settings): string {
  if (selected === undefined || selected === name || selected.startsWith(`${settings.environment}-cluster-`))
    return selected ?? name;
  const known = layersOf(settings).flat();
  if (known.includes(selected)) return selected;
  throw new UsageError(
    `--stack: name is ${JSON.stringify(selected)}, expected one of ${name}: ${known.join(", ")}${didYouMean(selected, known)}`,
  );
}

/** Path of an environment's file; undefined for a project without such files. */
function configPath({ project }: Workspace, name: string): string | undefined {
  const own = configFile(project, name);
  if (existsSync(own)) return own;
  const files = existsSync(project.configDir) ? readdirSync(project.configDir) : [];
  const known = files
    .flatMap((file) => /^Pulumi\.([a-z0-9][a-z0-9._-]*)\.ya?ml$/.exec(file)?.[1] ?? [])
    .sort();
  if (known.length === 0) return undefined;
  const environment = name.split("-")[0] ?? name;
  if (known.includes(environment)) return configFile(project, environment);
  throw new UsageError(
    `environment: name is ${JSON.stringify(environment)}, expected ${known.join(" or ")}` +
      `${didYouMean(environment, known)}; to add an environment, write Pulumi.${environment}.yaml`,
  );
}

function plainEnvironment(
  name: string,
  file: string,
  config: StackConfig,
  selection: Selection,
): Environment {
  if (file !== `Pulumi.${name}.yaml`) {
    throw new UsageError(
      `stack ${JSON.stringify(name)}: ${file} has no archipelago:settings, expected them for a stack without a file of its own`,
    );
  }
  const targets = [
    ...(selection.targets ?? []),
    ...(selection.regions ?? []).map(
      (code) => `*${findRegionCode(code) === code ? code : rejectRegion(code)}*`,
    ),
  ];
  return {
    name,
    file,
    config,
    layers: [[name]],
    ...(targets.length > 0 && { targets }),
    locations: [name],
    locationOf: () => name,
  };
}

function rejectRegion(code: string): never {
  throw new UsageError(
    `--regions: region is ${JSON.stringify(code)}, expected a region code such as eu-west-1`,
  );
}

function checkRegions(
  regions: readonly string[] | undefined,
  settings: Settings,
  file: string,
): readonly string[] | undefined {
  const known = settings.regions.map(({ code }) => code);
  const unknown = regions?.filter((code) => !known.includes(code)) ?? [];
  if (unknown.length === 0) return regions;
  const faults = unknown.map(
    (code) =>
      `--regions: region is ${JSON.stringify(code)}, expected one of ${file}: ${known.join(", ")}${didYouMean(code, known)}`,
  );
  throw new UsageError(faults.join("\n"));
}

function listTargets(
  settings: Settings,
  scope: Scope,
  regions: readonly string[] | undefined,
): readonly string[] {
  if (!regions || settings.layout === "cells") return [];
  if (scope.kind === "cluster")
    throw new UsageError("--regions: a cluster has a single region, expected no --regions");
  return regions.map((code) => `*${code}*`);
}

/** Layers of an environment; with selected regions, without the edge, which depends on all regions. */
function selectLayers(
  settings: Settings,
  regions: readonly string[] | undefined,
  withFoundation: boolean,
): readonly (readonly string[])[] {
  const layers = layersOf(settings);
  if (!regions || settings.layout === "single") return layers;
  const selected = new Set(regions.map((code) => `${settings.environment}-${code}`));
  const cells = (layers[1] ?? []).filter((stack) => selected.has(stack));
  return withFoundation ? [layers[0] ?? [], cells] : [cells];
}

function createLocations(
  settings: Settings,
  layout: Settings["layout"] | undefined,
  stack: string,
): Pick<Environment, "locations" | "locationOf"> {
  const { environment } = settings;
  const codes = settings.regions.map(({ code }) => code);
  const layerOf = (name: string): string => name.slice(environment.length + 1);
  if (layout === "single" || (layout === undefined && stack === environment)) {
    const known = new Set([GLOBAL, ...codes]);
    return {
      locations: [...codes, GLOBAL],
      locationOf: (_stack, urn) => {
        const location = locationOf(urn);
        return known.has(location) ? location : GLOBAL;
      },
    };
  }
  return {
    locations: layout === "cells" ? ["foundation", ...codes, "edge"] : [layerOf(stack)],
    locationOf: (name) => layerOf(name),
  };
}
