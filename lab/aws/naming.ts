import { NAME_LIMITS } from "../../common/name-limits";
import { asString, type Properties } from "./property-values";
import { PROVIDER_NAME_LIMITS } from "./provider-name-limits";
import type { NameRule } from "./resource-type";

/** Parts of an assigned name. */
export interface NameRequest {
  /** Type token, which decides the longest name. */
  readonly token: string;
  readonly logicalName: string;
  readonly inputs: Properties;
  /** Random part: 7 hexadecimal digits. */
  readonly random: string;
  /** Name that the engine proposes. @default - made of the logical name */
  readonly proposed?: string | undefined;
}

/** Longest name in characters of types without a limit of their own, as Pulumi's provider names them. */
const DEFAULT_LIMIT = 255;

/** Longest name in characters of a type. */
export function nameLimit(token: string): number {
  const limits: Readonly<Record<string, number>> = NAME_LIMITS;
  return limits[token] ?? PROVIDER_NAME_LIMITS[token] ?? DEFAULT_LIMIT;
}

/** An assigned name would be longer than the type allows. */
export class NameLengthError extends Error {
  constructor(token: string, reason: string) {
    super(`could not make instance of '${token}': ${reason}`);
    this.name = "NameLengthError";
  }
}

/**
 * Creates a physical name: the logical one and a random part.
 *
 * @throws {NameLengthError} when the name is longer than the type allows; Pulumi's provider shortens none
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 * @see https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/unique.go for the message
 */
export function createName(rule: NameRule, request: NameRequest): string {
  const { token, proposed, random } = request;
  const limit = nameLimit(token);
  if (proposed) {
    if (proposed.length <= limit) return proposed;
    throw new NameLengthError(token, `name '${proposed}' is longer than maximum length ${limit}`);
  }
  const logical = rule.transform ? rule.transform(request.logicalName) : request.logicalName;
  const suffix = rule.suffix?.(request.inputs) ?? "";
  if (rule.exact) {
    const name = logical + suffix;
    if (name.length <= limit) return name;
    throw new NameLengthError(token, `name '${name}' is longer than maximum length ${limit}`);
  }
  const prefix = `${logical}-`;
  if (prefix.length + random.length + suffix.length <= limit) return prefix + random + suffix;
  const reason = `name '${prefix}' plus ${random.length + suffix.length} random chars is longer than maximum length ${limit}`;
  throw new NameLengthError(token, reason);
}

/** Value of the input that gives the beginning of the name, such as `namePrefix` or `bucketPrefix`. */
export function namePrefix(rule: NameRule, inputs: Properties): string | undefined {
  return asString(inputs[`${rule.property}Prefix`]);
}

/**
 * Creates the name that the provider assigns to a resource with a prefix: 18 digits of the time and 8 of a count.
 *
 * @see https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/id/id.go
 */
export function createPrefixedName(prefix: string, now: number, count: string): string {
  const time = new Date(now).toISOString().replace(/\D/g, "");
  return `${prefix}${time.padEnd(18, "0").slice(0, 18)}${count.padStart(8, "0").slice(-8)}`;
}
