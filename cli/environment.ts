import { existsSync, readdirSync } from "node:fs";
import { basename } from "node:path";
import { checkStackName, configFile, loadStackConfig, type StackConfig } from "../lab/engine/project";
import { didYouMean } from "../stacks/nearest";
import { fitScope, layersOf, parseScope, type Scope } from "../stacks/scope";
import { parseSettings, type Settings } from "../stacks/settings";
import { UsageError } from "./errors";
import { GLOBAL_PLACE, placeOf, regionIn } from "./places";
import type { Workspace } from "./workspace";

/** What a name on the command line stands for: stacks in layers, and the configuration that they share. */
export interface Environment {
  /** As the user wrote it: `dev`, `prod`, `prod-us-east-1`, `dev-cluster-nightly`. */
  readonly name: string;
  /** Name of the configuration file, without its folder. */
  readonly file: string;
  readonly config: StackConfig;
  /** Settings of the environment; absent for a Pulumi program that has none. */
  readonly settings?: Settings;
  /** Absent for a Pulumi program without settings. */
  readonly scope?: Scope;
  /** Stacks in layers: each layer needs those before it; the stacks of one layer are independent. */
  readonly layers: readonly (readonly string[])[];
  /** Regions that it is limited to. @default - none */
  readonly regions?: readonly string[];
  /** URN patterns that it is limited to. @default - none */
  readonly targets?: readonly string[];
  /** Places that its resources are in, in the order in which they are shown. */
  readonly places: readonly string[];
  /** The place of a resource of one of its stacks. */
  readonly placeOf: (stack: string, urn: string) => string;
}

/** What of an environment is meant. */
export interface Selection {
  /** Codes of regions. @default - all */
  readonly regions?: readonly string[];
  /** Whether chosen regions bring the foundation with them, which they need to be there. @default true */
  readonly withFoundation?: boolean;
  /** One stack of the environment. @default - all */
  readonly stack?: string;
  /** URN patterns. @default - all */
  readonly targets?: readonly string[];
}

/**
 * Reads the configuration of an environment, or of one stack of it, and holds name, layout and regions against it.
 *
 * @throws {UsageError | RunError | EngineError} when one of them is wrong; nothing has been started then
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
  if (raw === undefined) return plain(name, file, config, selection);
  const settings = parseSettings(JSON.parse(raw), file);
  const scope = parseScope(name);
  const chosen = stackOf(name, selection.stack, settings);
  const isWhole = scope.kind === "environment" && selection.stack === undefined;
  const stackScope = isWhole ? scope : fitScope(chosen, parseScope(chosen), settings);
  if (isWhole && scope.environment !== settings.environment) fitScope(name, scope, settings);
  const regions = chosenRegions(selection.regions, settings, file);
  const targets = [...(selection.targets ?? []), ...targetsOf(settings, stackScope, regions)];
  return {
    name,
    file,
    config,
    settings,
    scope: stackScope,
    layers: isWhole ? limited(settings, regions, selection.withFoundation ?? true) : [[chosen]],
    ...(regions && { regions }),
    ...(targets.length > 0 && { targets }),
    ...placesOf(settings, isWhole ? settings.layout : undefined, chosen),
  };
}

/** The stack that is meant: the one that was chosen, when it is one of the environment's. */
function stackOf(name: string, chosen: string | undefined, settings: Settings): string {
  if (chosen === undefined || chosen === name || chosen.startsWith(`${settings.environment}-cluster-`))
    return chosen ?? name;
  const known = layersOf(settings).flat();
  if (known.includes(chosen)) return chosen;
  throw new UsageError(
    `--stack: name is ${JSON.stringify(chosen)}, expected one of ${name}: ${known.join(", ")}${didYouMean(chosen, known)}`,
  );
}

/** The file of an environment; undefined for a project that has no such files at all. */
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
      `${didYouMean(environment, known)}; a new one begins with a file Pulumi.${environment}.yaml`,
  );
}

function plain(name: string, file: string, config: StackConfig, selection: Selection): Environment {
  if (file !== `Pulumi.${name}.yaml`) {
    throw new UsageError(
      `stack ${JSON.stringify(name)}: archipelago:settings is missing in ${file}, expected it where a stack has no file of its own`,
    );
  }
  const targets = [
    ...(selection.targets ?? []),
    ...(selection.regions ?? []).map((code) => `*${regionIn(code) === code ? code : refuseRegion(code)}*`),
  ];
  return {
    name,
    file,
    config,
    layers: [[name]],
    ...(targets.length > 0 && { targets }),
    places: [name],
    placeOf: () => name,
  };
}

function refuseRegion(code: string): never {
  throw new UsageError(
    `--regions: region is ${JSON.stringify(code)}, expected a region code such as eu-west-1`,
  );
}

function chosenRegions(
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

function targetsOf(
  settings: Settings,
  scope: Scope,
  regions: readonly string[] | undefined,
): readonly string[] {
  if (!regions || settings.layout === "cells") return [];
  if (scope.kind === "cluster")
    throw new UsageError("--regions: a cluster is in one region, expected no --regions");
  return regions.map((code) => `*${code}*`);
}

/** The layers of an environment; with regions, the edge is left out, since it joins all of them. */
function limited(
  settings: Settings,
  regions: readonly string[] | undefined,
  withFoundation: boolean,
): readonly (readonly string[])[] {
  const layers = layersOf(settings);
  if (!regions || settings.layout === "single") return layers;
  const cells = new Set(regions.map((code) => `${settings.environment}-${code}`));
  const chosen = (layers[1] ?? []).filter((stack) => cells.has(stack));
  return withFoundation ? [layers[0] ?? [], chosen] : [chosen];
}

function placesOf(
  settings: Settings,
  layout: Settings["layout"] | undefined,
  stack: string,
): Pick<Environment, "places" | "placeOf"> {
  const { environment } = settings;
  const codes = settings.regions.map(({ code }) => code);
  const layerOf = (name: string): string => name.slice(environment.length + 1);
  if (layout === "single" || (layout === undefined && stack === environment)) {
    const places = new Set([GLOBAL_PLACE, ...codes]);
    return {
      places: [...codes, GLOBAL_PLACE],
      placeOf: (_stack, urn) => {
        const place = placeOf(urn);
        return places.has(place) ? place : GLOBAL_PLACE;
      },
    };
  }
  return {
    places: layout === "cells" ? ["foundation", ...codes, "edge"] : [layerOf(stack)],
    placeOf: (name) => layerOf(name),
  };
}
