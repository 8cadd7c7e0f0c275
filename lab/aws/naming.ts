import { nameLimit } from "../../common/name-limits";
import { asString, type Properties } from "./property-values";
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

/**
 * Creates a physical name: the logical one, cut where it is too long, and a random part.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function createName(rule: NameRule, request: NameRequest): string {
  const logical = rule.transform ? rule.transform(request.logicalName) : request.logicalName;
  const suffix = rule.suffix?.(request.inputs) ?? "";
  const maxLength = nameLimit(request.token);
  if (request.proposed) return request.proposed.slice(0, maxLength);
  const end = (rule.exact ? "" : `-${request.random}`) + suffix;
  return logical.slice(0, Math.max(0, maxLength - end.length)) + end;
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
