import { UNKNOWN_VALUE } from "../../common/special-values";
import type { Declaration } from "../aws/declaration";
import { normalizeInputs } from "../aws/normalize-inputs";
import { type Partition, partitionOf } from "../aws/partition";
import { asString, asStrings, isObject, type Properties, type Value } from "../aws/property-values";
import { invalidRegionMessage, isRegion } from "../aws/regions";
import { type CheckFailure, failure } from "../aws/resource-type";
import type { TagSettings } from "../aws/tags";

/** Account of the lab's credentials when nothing names another. */
const LAB_ACCOUNT = "123456789012";

const ACCOUNT_VARIABLE = "ARCHIPELAGO_LAB_ACCOUNT";

/** Configuration of one provider resource. */
export interface ProviderConfig {
  readonly region: string;
  readonly partition: Partition;
  readonly account: string;
  readonly tags: TagSettings;
  /** Largest number of attempts for a request. */
  readonly maxAttempts: number;
}

/** Keys that engines add to the inputs of a provider. */
const ENGINE_KEYS = new Set(["version", "pluginDownloadURL", "__internal"]);

/**
 * Inputs of a provider with the types that the SDK declares: engines send every input as a string, numbers and objects as
 * JSON.
 *
 * @param declaration the SDK's declaration of the provider
 */
export function parseConfigInputs(inputs: Properties, declaration: Declaration): Properties {
  const result: Record<string, Value> = {};
  for (const [key, value] of Object.entries(inputs)) {
    if (ENGINE_KEYS.has(key) || value === null) continue;
    const isFinal =
      declaration.inputs[key]?.type === "string" || typeof value !== "string" || value === UNKNOWN_VALUE;
    result[key] = isFinal ? value : parseJson(value);
  }
  return result;
}

/**
 * Checks the inputs of a provider.
 *
 * @param environment supplies the region when the inputs have none, as in the real provider
 */
export function checkConfig(
  given: Properties,
  declaration: Declaration,
  environment: NodeJS.ProcessEnv,
): { readonly inputs: Properties; readonly failures: readonly CheckFailure[] } {
  const inputs = parseConfigInputs(given, declaration);
  const { failures } = normalizeInputs(inputs, declaration);
  const region = inputs["region"] ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "";
  const allInputs = region === "" ? given : { ...given, region };
  return {
    inputs: allInputs,
    failures: [...failures, ...regionFailures(region, inputs)],
  };
}

function regionFailures(region: Value, inputs: Properties): readonly CheckFailure[] {
  if (region === UNKNOWN_VALUE) return [];
  if (region === "") {
    const reason =
      "missing region configuration; set the provider's argument region, or AWS_REGION in the environment";
    return [failure("region", reason)];
  }
  if (typeof region !== "string" || inputs["skipRegionValidation"] === true || isRegion(region)) return [];
  return [failure("region", invalidRegionMessage(region))];
}

/**
 * Returns the error about the account of the credentials, which a provider reports when it is configured; undefined when it
 * may use the account.
 *
 * @see https://registry.terraform.io/providers/hashicorp/aws/latest/docs#allowed_account_ids-1
 */
export function findAccountError(inputs: Properties, account: string): string | undefined {
  const allowedAccounts = asStrings(inputs["allowedAccountIds"]);
  const isRefused =
    allowedAccounts.length > 0
      ? !allowedAccounts.includes(account)
      : asStrings(inputs["forbiddenAccountIds"]).includes(account);
  return isRefused ? `AWS account ID not allowed: ${account}` : undefined;
}

/** Converts checked inputs to a configuration. */
export function configOf(inputs: Properties, environment: NodeJS.ProcessEnv): ProviderConfig {
  const region =
    asString(inputs["region"]) ?? environment["AWS_REGION"] ?? environment["AWS_DEFAULT_REGION"] ?? "";
  const defaults = isObject(inputs["defaultTags"]) ? inputs["defaultTags"]["tags"] : undefined;
  const ignoreTags = isObject(inputs["ignoreTags"]) ? inputs["ignoreTags"] : {};
  const retries = inputs["maxRetries"];
  return {
    region,
    partition: partitionOf(region),
    account: accountOf(inputs, environment),
    tags: {
      ...(isObject(defaults) ? { defaultTags: defaults } : {}),
      ignoreKeys: asStrings(ignoreTags["keys"]),
      ignoreKeyPrefixes: asStrings(ignoreTags["keyPrefixes"]),
    },
    maxAttempts: typeof retries === "number" ? Math.max(1, retries) : 25,
  };
}

/**
 * Account of the caller: that of the last role that the provider assumes, else of the credentials. The lab's credentials belong
 * to the account in ARCHIPELAGO_LAB_ACCOUNT; without it, to the first account that the provider allows.
 */
function accountOf(inputs: Properties, environment: NodeJS.ProcessEnv): string {
  const roles = Array.isArray(inputs["assumeRoles"]) ? inputs["assumeRoles"] : [];
  const last = roles.filter(isObject).at(-1);
  const arn = last && asString(last["roleArn"]);
  return (
    /^arn:[\w-]+:iam::(\d{12}):role\//.exec(arn ?? "")?.[1] ??
    (environment[ACCOUNT_VARIABLE] || asStrings(inputs["allowedAccountIds"])[0] || LAB_ACCOUNT)
  );
}

function parseJson(value: string): Value {
  try {
    return JSON.parse(value) as Value;
  } catch {
    return value; // a plain string where another type is declared: the check of the types reports it
  }
}
