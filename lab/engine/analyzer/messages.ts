import * as pb from "@pulumi/pulumi/proto/analyzer_pb";
import { splice } from "../../wire/splice";
import { fromStruct, toStruct } from "../values/struct";
import type { PolicyConfiguration, PolicyDefaults, PolicySetting } from "./pack-config";
import { toPolicyValues } from "./policy-values";
import type {
  AnalyzedOptions,
  AnalyzedProvider,
  AnalyzedResource,
  AnalyzedStackResource,
  EnforcementLevel,
  PolicyDiagnostic,
  PolicyInfo,
  PolicySeverity,
} from "./types";

const LEVELS: Readonly<Record<EnforcementLevel, pb.EnforcementLevel>> = {
  advisory: pb.EnforcementLevel.ADVISORY,
  mandatory: pb.EnforcementLevel.MANDATORY,
  remediate: pb.EnforcementLevel.REMEDIATE,
  disabled: pb.EnforcementLevel.DISABLED,
};
const SEVERITIES: readonly (PolicySeverity | undefined)[] = [undefined, "low", "medium", "high", "critical"];
const TYPES = ["unknown", "resource", "stack"] as const;

/**
 * Converts the level of a message.
 *
 * @throws {Error} for an unknown number, which must not pass as advisory
 */
function levelOf(number: pb.EnforcementLevel): EnforcementLevel {
  const level = (Object.keys(LEVELS) as EnforcementLevel[]).find((level) => LEVELS[level] === number);
  if (level === undefined) throw new Error(`enforcement level is ${number}, expected 0 to 3`);
  return level;
}

/** Field number of `properties` in `AnalyzeRequest` and `AnalyzerResource`. */
const PROPERTIES = 2;

/**
 * Encodes a resource for a check (internal keys dropped) or for a remediation (kept). The message is serialised once for all
 * packs. Only the bytes contain the properties.
 */
export function analyzeRequest(resource: AnalyzedResource, internalKeys: "keep" | "drop"): pb.AnalyzeRequest {
  const message = new pb.AnalyzeRequest()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setOptions(optionsMessage(resource.options))
    .setProvider(providerMessage(resource.provider));
  const head = message.serializeBinary.bind(message);
  return withCachedBytes(message, () =>
    splice(head(), { [PROPERTIES]: toPolicyValues(resource.properties, internalKeys) }),
  );
}

/** Encodes all resources of a stack. The message is serialised once for all packs, and only the bytes contain the resources. */
export function analyzeStackRequest(resources: readonly AnalyzedStackResource[]): pb.AnalyzeStackRequest {
  return withCachedBytes(new pb.AnalyzeStackRequest(), () =>
    Buffer.concat(
      resources.flatMap((resource) => {
        const bytes = splice(stackResourceMessage(resource).serializeBinary(), {
          [PROPERTIES]: toPolicyValues(resource.properties, "drop"),
        });
        return [messageHeader(bytes.length), bytes];
      }),
    ),
  );
}

function withCachedBytes<Message extends { serializeBinary(): Uint8Array }>(
  message: Message,
  toBytes: () => Uint8Array,
): Message {
  let bytes: Uint8Array | undefined;
  message.serializeBinary = () => {
    bytes ??= toBytes();
    return bytes;
  };
  return message;
}

/** Tag and length of a message in field 1. */
function messageHeader(length: number): Uint8Array {
  const head = [(1 << 3) | 2];
  let rest = length;
  for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) head.push((rest % 0x80) | 0x80);
  return Uint8Array.of(...head, rest);
}

/** Encodes the configuration of every policy. */
export function configureRequest(
  configuration: ReadonlyMap<string, PolicyConfiguration>,
): pb.ConfigureAnalyzerRequest {
  const request = new pb.ConfigureAnalyzerRequest();
  for (const [policy, { enforcementLevel, properties }] of configuration) {
    request
      .getPolicyconfigMap()
      .set(
        policy,
        new pb.PolicyConfig()
          .setEnforcementlevel(LEVELS[enforcementLevel])
          .setProperties(toStruct(properties)),
      );
  }
  return request;
}

/** Default level and settings of a policy. */
export function defaultsOf(info: pb.PolicyInfo): PolicyDefaults {
  const schema = info.getConfigschema();
  return {
    name: info.getName(),
    enforcementLevel: levelOf(info.getEnforcementlevel()),
    schema: schema && { properties: fromStruct(schema.getProperties()), required: schema.getRequiredList() },
  };
}

/**
 * The configuration that a pack sets itself. The message cannot omit a level, so a policy with settings and no level becomes
 * advisory, as in Pulumi's engine.
 */
export function initialConfigOf(info: pb.AnalyzerInfo): ReadonlyMap<string, PolicySetting> {
  const settings = new Map<string, PolicySetting>();
  info.getInitialconfigMap().forEach((config, policy) => {
    settings.set(policy, {
      enforcementLevel: levelOf(config.getEnforcementlevel()),
      properties: fromStruct(config.getProperties()),
    });
  });
  return settings;
}

/** Decodes a policy, with the level in force. */
export function policyInfoOf(info: pb.PolicyInfo, enforcementLevel: EnforcementLevel): PolicyInfo {
  return {
    name: info.getName(),
    displayName: info.getDisplayname(),
    description: info.getDescription(),
    type: TYPES[info.getPolicyType()] ?? "unknown",
    enforcementLevel,
    ...severityOf(info.getSeverity()),
    tags: info.getTagsList(),
    remediationSteps: info.getRemediationSteps(),
    url: info.getUrl(),
  };
}

/** Decodes a diagnostic. `urn` is the resource of one that names none. */
export function diagnosticOf(
  message: pb.AnalyzeDiagnostic,
  packVersion: string,
  urn: string | undefined,
): PolicyDiagnostic {
  const level = levelOf(message.getEnforcementlevel());
  return {
    policyName: message.getPolicyname(),
    packName: message.getPolicypackname(),
    packVersion,
    description: message.getDescription(),
    message: message.getMessage(),
    detail: withoutDescription(message.getMessage(), message.getDescription()),
    // A violation that remains after the remediation is mandatory.
    enforcementLevel: level === "remediate" ? "mandatory" : level,
    ...severityOf(message.getSeverity()),
    ...(urn === undefined ? {} : { urn }),
  };
}

/**
 * The SDK writes the policy's description on a line of its own before what the policy reports.
 *
 * @see https://github.com/pulumi/pulumi-policy/blob/v1.21.0/sdk/nodejs/policy/server.ts makeReportViolationFun
 */
function withoutDescription(message: string, description: string): string {
  const prefix = `${description}\n`;
  return message.startsWith(prefix) ? message.slice(prefix.length) : message;
}

function severityOf(number: pb.PolicySeverity): { severity?: PolicySeverity } {
  const severity = SEVERITIES[number];
  return severity === undefined ? {} : { severity };
}

function stackResourceMessage(resource: AnalyzedStackResource): pb.AnalyzerResource {
  const message = new pb.AnalyzerResource()
    .setType(resource.type)
    .setUrn(resource.urn)
    .setName(resource.name)
    .setOptions(optionsMessage(resource.options))
    .setProvider(providerMessage(resource.provider))
    .setParent(resource.parent ?? "")
    .setDependenciesList([...resource.dependencies]);
  for (const [property, urns] of Object.entries(resource.propertyDependencies)) {
    if (urns.length === 0) continue;
    const dependencies = new pb.AnalyzerPropertyDependencies().setUrnsList([...urns]);
    message.getPropertydependenciesMap().set(property, dependencies);
  }
  return message;
}

function optionsMessage(options: AnalyzedOptions): pb.AnalyzerResourceOptions {
  const { customTimeouts: timeouts } = options;
  return new pb.AnalyzerResourceOptions()
    .setProtect(options.protect ?? false)
    .setIgnorechangesList([...(options.ignoreChanges ?? [])])
    .setDeletebeforereplace(options.deleteBeforeReplace ?? false)
    .setDeletebeforereplacedefined(options.deleteBeforeReplace !== undefined)
    .setAliasesList([...(options.aliases ?? [])])
    .setAdditionalsecretoutputsList([...(options.additionalSecretOutputs ?? [])])
    .setParent(options.parent ?? "")
    .setCustomtimeouts(
      new pb.AnalyzerResourceOptions.CustomTimeouts()
        .setCreate(timeouts?.create ?? 0)
        .setUpdate(timeouts?.update ?? 0)
        .setDelete(timeouts?.delete ?? 0),
    );
}

function providerMessage(provider: AnalyzedProvider | undefined): pb.AnalyzerProviderResource | undefined {
  if (provider === undefined) return undefined;
  return new pb.AnalyzerProviderResource()
    .setType(provider.type)
    .setUrn(provider.urn)
    .setName(provider.name)
    .setProperties(toStruct(toPolicyValues(provider.properties, "drop")));
}
