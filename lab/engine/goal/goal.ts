import type * as pb from "@pulumi/pulumi/proto/resource_pb";
import type { SourcePosition } from "@pulumi/pulumi/proto/source_pb";
import { EngineError } from "../errors";
import type { CustomTimeouts } from "../state";
import { fromStruct, fromStructValue } from "../values/struct";
import { type Properties, type Value, withoutOutputValues } from "../values/values";

/** A former name of a resource, as the program gives it. */
export type AliasSpec =
  | { readonly urn: string }
  | {
      readonly name: string;
      readonly type: string;
      readonly stack: string;
      readonly project: string;
      /** Undefined when the parent is the same, empty when there was none. */
      readonly parent: string | undefined;
    };

/** One resource as the program registers it. */
export interface Goal {
  readonly type: string;
  readonly name: string;
  readonly custom: boolean;
  readonly remote: boolean;
  readonly inputs: Properties;
  /** URN; empty for the root of the stack and for a default provider. */
  readonly parent: string;
  /** `URN::ID`, or empty when the program names none. */
  readonly provider: string;
  /** Providers that a component hands down, by package. */
  readonly providers: ReadonlyMap<string, string>;
  readonly version: string;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  readonly aliases: readonly AliasSpec[];
  readonly protect: boolean | undefined;
  readonly retainOnDelete: boolean | undefined;
  readonly deleteBeforeReplace: boolean | undefined;
  readonly deletedWith: string;
  readonly replaceWith: readonly string[];
  readonly ignoreChanges: readonly string[];
  readonly replaceOnChanges: readonly string[];
  readonly hideDiff: readonly string[];
  /** The resource is replaced when this value changes. */
  readonly replacementTrigger: Value | undefined;
  readonly additionalSecretOutputs: readonly string[];
  readonly customTimeouts: CustomTimeouts | undefined;
  /** Whether the program goes on when a resource fails, and only what depends on it is skipped. */
  readonly reportsResult: boolean;
  readonly sourcePosition: string | undefined;
}

/**
 * Reads a registration.
 *
 * @param inputs the property values, where they were read beside the message
 * @throws {EngineError} LAB_UNSUPPORTED naming the option of Pulumi's that this engine does not have
 */
export function toGoal(
  request: pb.RegisterResourceRequest,
  inputs: Properties = fromStruct(request.getObject()),
): Goal {
  assertSupported(request);
  const propertyDependencies: Record<string, readonly string[]> = {};
  request.getPropertydependenciesMap().forEach((dependencies, key) => {
    propertyDependencies[key] = dependencies.getUrnsList();
  });
  const providers = new Map<string, string>();
  request.getProvidersMap().forEach((reference, pkg) => {
    providers.set(pkg, reference);
  });
  const position = request.getSourceposition();
  return {
    type: request.getType(),
    name: request.getName(),
    custom: request.getCustom(),
    remote: request.getRemote(),
    inputs,
    parent: request.getParent(),
    provider: request.getProvider(),
    providers,
    version: request.getVersion(),
    dependencies: [...new Set(request.getDependenciesList())],
    propertyDependencies,
    aliases: [
      ...request.getAliasurnsList().map((urn): AliasSpec => ({ urn })),
      ...request.getAliasesList().map(toAlias),
    ],
    protect: request.hasProtect() ? request.getProtect() : undefined,
    retainOnDelete: request.hasRetainondelete() ? request.getRetainondelete() : undefined,
    deleteBeforeReplace: request.getDeletebeforereplacedefined()
      ? request.getDeletebeforereplace()
      : undefined,
    deletedWith: request.getDeletedwith(),
    replaceWith: request.getReplaceWithList(),
    ignoreChanges: request.getIgnorechangesList(),
    replaceOnChanges: request.getReplaceonchangesList(),
    hideDiff: request.getHidediffsList(),
    replacementTrigger: request.hasReplacementTrigger()
      ? withoutOutputValues(fromStructValue(request.getReplacementTrigger()))
      : undefined,
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
    customTimeouts: toTimeouts(request),
    reportsResult: request.getSupportsresultreporting(),
    sourcePosition: position && formatPosition(position),
  };
}

/** Returns a registration that gives inputs and no options. */
export function plainGoal(
  resource: Pick<Goal, "type" | "name" | "custom" | "parent" | "version" | "inputs">,
): Goal {
  return {
    ...resource,
    remote: false,
    provider: "",
    providers: new Map(),
    dependencies: [],
    propertyDependencies: {},
    aliases: [],
    protect: undefined,
    retainOnDelete: undefined,
    deleteBeforeReplace: undefined,
    deletedWith: "",
    replaceWith: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    hideDiff: [],
    replacementTrigger: undefined,
    additionalSecretOutputs: [],
    customTimeouts: undefined,
    reportsResult: true,
    sourcePosition: undefined,
  };
}

/** Returns a position in the program as `URI#LINE,COLUMN`. */
export function formatPosition(position: SourcePosition): string {
  return `${position.getUri()}#${position.getLine()},${position.getColumn()}`;
}

/**
 * Returns the seconds of a Go duration, such as `1h30m` or `90s`.
 *
 * @throws {EngineError} LAB_PROGRAM naming the resource, the timeout and its value
 */
export function parseDuration(text: string, resource: string, timeout: string): number {
  const units: Readonly<Record<string, number>> = {
    ns: 1e-9,
    us: 1e-6,
    µs: 1e-6,
    ms: 1e-3,
    s: 1,
    m: 60,
    h: 3600,
  };
  const parts = [...text.matchAll(/(\d+(?:\.\d+)?)(ns|us|µs|ms|s|m|h)/g)];
  if (parts.length === 0 || parts.map(([part]) => part).join("") !== text) {
    throw new EngineError(
      "LAB_PROGRAM",
      `${resource}: customTimeouts.${timeout} is ${JSON.stringify(text)}, expected a duration such as 30s, 5m or 1h30m`,
    );
  }
  return parts.reduce((sum, [, amount = "0", unit = "s"]) => sum + Number(amount) * (units[unit] ?? 1), 0);
}

function toAlias(alias: ReturnType<pb.RegisterResourceRequest["getAliasesList"]>[number]): AliasSpec {
  const spec = alias.getSpec();
  if (!spec) return { urn: alias.getUrn() };
  return {
    name: spec.getName(),
    type: spec.getType(),
    stack: spec.getStack(),
    project: spec.getProject(),
    parent: spec.getNoparent() ? "" : spec.getParenturn() || undefined,
  };
}

function toTimeouts(request: pb.RegisterResourceRequest): CustomTimeouts | undefined {
  const timeouts = request.getCustomtimeouts();
  const durations = {
    create: timeouts?.getCreate(),
    update: timeouts?.getUpdate(),
    delete: timeouts?.getDelete(),
  };
  const seconds = Object.entries(durations).flatMap(([operation, text]) =>
    text ? [[operation, parseDuration(text, request.getName(), operation)]] : [],
  );
  return seconds.length === 0 ? undefined : Object.fromEntries(seconds);
}

function assertSupported(request: pb.RegisterResourceRequest): void {
  const hooks: readonly (readonly string[])[] = Object.values(request.getHooks()?.toObject() ?? {});
  const usage: Readonly<Record<string, boolean>> = {
    import: request.getImportid() !== "",
    stateMigrations: request.getStateMigrationsList().length > 0,
    hooks: hooks.some((names) => names.length > 0),
    parameterization: request.getPackageref() !== "",
    pluginDownloadURL: request.getPlugindownloadurl() !== "",
    envVarMappings: request.getEnvvarmappingsMap().getLength() > 0,
    snippet: request.getSnippetid() !== "",
  };
  const refusals = Object.keys(usage).filter((option) => usage[option]);
  if (refusals.length === 0) return;
  throw new EngineError(
    "LAB_UNSUPPORTED",
    `${request.getName()} [${request.getType()}] uses ${refusals.join(", ")}, which the lab engine does not have; the Pulumi CLI does`,
  );
}
