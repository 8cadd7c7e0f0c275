import Ajv, { type AnySchema, type ValidateFunction } from "ajv";
import addFormats from "ajv-formats";
import { RE2JS } from "re2js";
import { z } from "zod";
import { isObject, type Properties, setKey, type Value } from "../values/values";
import type { EnforcementLevel } from "./types";

/** Settings of one policy in one layer of configuration. Missing ones do not override the layer below. */
export interface PolicySetting {
  readonly enforcementLevel?: EnforcementLevel | undefined;
  readonly properties?: Properties | undefined;
}

/** Defaults of one policy. */
export interface PolicyDefaults {
  readonly name: string;
  readonly enforcementLevel: EnforcementLevel;
  /** JSON schemas by property, and the required properties. */
  readonly schema?: { readonly properties: Properties; readonly required: readonly string[] } | undefined;
}

/** The configuration in force for one policy. */
export interface PolicyConfiguration {
  readonly enforcementLevel: EnforcementLevel;
  readonly properties: Properties;
}

const LEVELS = ["advisory", "mandatory", "remediate", "disabled"] as const;
const level = z.enum(LEVELS, { error: `expected one of ${LEVELS.join(", ")}` });
const fileSchema = z.record(
  z.string(),
  z.union([level, z.looseObject({ enforcementLevel: level.optional() })], {
    error: `expected one of ${LEVELS.join(", ")}, or an object of settings whose enforcementLevel is one of them`,
  }),
  { error: "expected an object of levels or settings by policy" },
);

/**
 * Parses a configuration file. An empty file has no settings.
 *
 * @throws {Error} with all faults
 */
export function parsePackConfig(text: string): ReadonlyMap<string, PolicySetting> {
  if (text.trim() === "") return new Map();
  const json: unknown = JSON.parse(text);
  if (typeof json === "object" && json !== null && "environments" in json) {
    throw new Error(
      `environments is ${JSON.stringify(json.environments)}, expected none: they are environments of Pulumi ESC, which only Pulumi Cloud has`,
    );
  }
  const result = fileSchema.safeParse(json);
  if (!result.success) {
    const faults = result.error.issues.map(({ path, message }) => {
      const value = path.reduce<unknown>((at, key) => (at as Record<PropertyKey, unknown>)[key], json);
      return path.length === 0 ? message : `${path.join(".")} is ${JSON.stringify(value)}, ${message}`;
    });
    throw new Error(faults.join("; "));
  }
  return new Map(
    Object.entries(result.data).map(([policy, setting]): [string, PolicySetting] => {
      if (typeof setting === "string") return [policy, { enforcementLevel: setting }];
      const { enforcementLevel, ...properties } = setting;
      return [policy, { enforcementLevel, properties: properties as Properties }];
    }),
  );
}

/**
 * Merges the configuration of each policy: the defaults of its schema, then each layer. Within a layer the policy's own
 * settings override `all`, which sets levels only.
 *
 * @see https://github.com/pulumi/pulumi/blob/v3.260.0/pkg/resource/analyzer/config.go
 */
export function mergePackConfig(
  policies: readonly PolicyDefaults[],
  layers: readonly ReadonlyMap<string, PolicySetting>[],
): ReadonlyMap<string, PolicyConfiguration> {
  const configurations = new Map<string, PolicyConfiguration>();
  for (const { name, enforcementLevel, schema } of policies) {
    let configuration: PolicyConfiguration = {
      enforcementLevel,
      properties: defaultsOf(schema?.properties ?? {}),
    };
    for (const layer of layers) {
      const own = layer.get(name);
      configuration = {
        enforcementLevel:
          own?.enforcementLevel ?? layer.get("all")?.enforcementLevel ?? configuration.enforcementLevel,
        properties: mergeProperties(configuration.properties, own?.properties ?? {}),
      };
    }
    configurations.set(name, configuration);
  }
  return configurations;
}

/** Validates the configuration of each policy by its schema. Returns faults of the form `<policy>: <path> <fault>`. */
export function findConfigFaults(
  policies: readonly PolicyDefaults[],
  configuration: ReadonlyMap<string, PolicyConfiguration>,
): string[] {
  return policies.flatMap(({ name, schema }) => {
    if (schema === undefined) return [];
    const properties = configuration.get(name)?.properties ?? {};
    const missing = schema.required.filter((key) => !Object.hasOwn(properties, key));
    return [
      ...missing.map((key) => `${key} is missing, expected a value: it is required`),
      ...Object.entries(schema.properties).flatMap(([key, own]) =>
        findSettingFaults(key, own, properties[key]),
      ),
    ].map((fault) => `${name}: ${fault}`);
  });
}

function findSettingFaults(key: string, schema: Value, setting: Value | undefined): readonly string[] {
  const validate = validatorOf(schema);
  if (typeof validate === "string") return [validate];
  if (setting === undefined || validate(setting)) return [];
  return (validate.errors ?? []).map(({ instancePath, message = "is not valid", params }) => {
    const at = instancePath.slice(1).split("/").filter(Boolean);
    const value = at.reduce<Value | undefined>((value, key) => childOf(value, key), setting);
    if ("missingProperty" in params)
      return `${[key, ...at, params["missingProperty"]].join(".")} is missing, expected a value: it is required`;
    const allowedValues = "allowedValues" in params ? `: ${JSON.stringify(params["allowedValues"])}` : "";
    const requirement = message
      .replace("must NOT have fewer than", "must have at least")
      .replace("must NOT have more than", "must have at most");
    return `${[key, ...at].join(".")} is ${JSON.stringify(value)}, expected that it ${requirement}${allowedValues}`;
  });
}

/** Validators by the JSON of their schema. Policies share many schemas, and each takes some milliseconds to compile. */
const validators = new Map<string, ValidateFunction | string>();

let ajv: Ajv | undefined;

/** The validator of a schema, or the fault of an invalid schema. */
function validatorOf(schema: Value): ValidateFunction | string {
  const text = JSON.stringify(schema);
  const known = validators.get(text) ?? compileSchema(schema);
  validators.set(text, known);
  return known;
}

function compileSchema(schema: Value): ValidateFunction | string {
  ajv ??= createAjv();
  try {
    return ajv.compile(schema as AnySchema);
  } catch (error) {
    return `configSchema is not a JSON schema: ${error instanceof Error ? error.message : String(error)}`;
  }
}

/**
 * Creates a validator that reads schemas as Pulumi does: annotations and unknown formats are ignored, the formats that
 * Pulumi's validator checks are checked, and patterns have Go's syntax.
 *
 * @see https://github.com/xeipuuv/gojsonschema/blob/v1.2.0/format_checkers.go
 * @see https://github.com/google/re2/wiki/Syntax
 */
function createAjv(): Ajv {
  const regExp = Object.assign((pattern: string) => RE2JS.compile(pattern), { code: "RE2JS.compile" });
  const ajv = new Ajv({ allErrors: true, strict: false, logger: false, code: { regExp } });
  addFormats.default(ajv, ["date", "email", "hostname", "ipv4", "ipv6", "uri", "uuid", "json-pointer"]);
  return ajv.addFormat("regex", { validate: isPattern });
}

function isPattern(text: string): boolean {
  try {
    RE2JS.compile(text);
    return true;
  } catch {
    return false;
  }
}

function childOf(value: Value | undefined, key: string): Value | undefined {
  if (Array.isArray(value)) return value[Number(key)];
  return isObject(value) ? value[key] : undefined;
}

function defaultsOf(schemas: Properties): Properties {
  const defaults: Record<string, Value> = {};
  for (const [key, schema] of Object.entries(schemas)) {
    if (isObject(schema) && schema["default"] !== undefined) setKey(defaults, key, schema["default"]);
  }
  return defaults;
}

function mergeProperties(under: Properties, over: Properties): Properties {
  const result: Record<string, Value> = {};
  for (const layer of [under, over]) {
    for (const key of Object.keys(layer)) setKey(result, key, layer[key] as Value);
  }
  return result;
}
