import { BUCKET_NAME_LIMIT, DEFAULT_NAME_LIMIT, NAME_LIMITS } from "../../common/name-limits";
import { type Declaration, findProperty } from "./declaration";
import { asString, type Properties } from "./property-values";
import type { NameRule, ResourceType } from "./resource-type";

const BUCKET: NameRule = {
  property: "bucket",
  maxLength: BUCKET_NAME_LIMIT,
  transform: (name) => name.toLowerCase(),
};

/** Auto-naming of types whose name is not called `name`. */
const ELSEWHERE: Readonly<Record<string, NameRule>> = {
  "aws:s3/bucket:Bucket": BUCKET,
  "aws:s3/bucketV2:BucketV2": BUCKET,
};

const FIFO: Readonly<Record<string, string>> = {
  "aws:sns/topic:Topic": "fifoTopic",
  "aws:sqs/queue:Queue": "fifoQueue",
};

/** The auto-naming of a type, or undefined when it has none. */
export function nameRule(declaration: Declaration, type: ResourceType | undefined): NameRule | undefined {
  if (type?.name !== undefined) return type.name === "none" ? undefined : type.name;
  const elsewhere = ELSEWHERE[declaration.token];
  if (elsewhere) return elsewhere;
  const input = findProperty(declaration.inputs, "name");
  const output = findProperty(declaration.outputs, "name");
  if (input?.type !== "string" || input.required || output?.type !== "string" || !output.required)
    return undefined;
  const fifo = FIFO[declaration.token];
  return {
    property: "name",
    maxLength: NAME_LIMITS[declaration.token] ?? DEFAULT_NAME_LIMIT,
    ...(fifo ? { suffix: (inputs: Properties) => (inputs[fifo] === true ? ".fifo" : "") } : {}),
  };
}

/** Property that holds the name of a type, whether or not it is made up when absent. */
export function nameProperty(declaration: Declaration, type: ResourceType | undefined): string | undefined {
  const rule = nameRule(declaration, type);
  if (rule) return rule.property;
  return NAMES.find((property) => findProperty(declaration.inputs, property)?.type === "string");
}

const NAMES = [
  "name",
  "bucket",
  "dashboardName",
  "alarmName",
  "clusterIdentifier",
  "identifier",
  "domainName",
];

/** What a name is made from. */
export interface NameRequest {
  readonly logicalName: string;
  readonly inputs: Properties;
  /** The random part: 7 hexadecimal digits. */
  readonly random: string;
  /** A name that the engine proposes. @default - made from the logical name */
  readonly proposed?: string | undefined;
}

/**
 * A physical name: the logical one, cut where it is too long, and a random part.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/resources/names/#autonaming
 */
export function createName(rule: NameRule, request: NameRequest): string {
  const logical = rule.transform ? rule.transform(request.logicalName) : request.logicalName;
  const suffix = rule.suffix?.(request.inputs) ?? "";
  const longest = rule.maxLength ?? DEFAULT_NAME_LIMIT;
  if (request.proposed) return request.proposed.slice(0, longest);
  const end = (rule.exact ? "" : (rule.separator ?? "-") + request.random) + suffix;
  return logical.slice(0, Math.max(0, longest - end.length)) + end;
}

/** The input that would rather give the beginning of the name, such as `namePrefix` or `bucketPrefix`. */
export function namePrefix(rule: NameRule, inputs: Properties): string | undefined {
  return asString(inputs[`${rule.property}Prefix`]);
}

/**
 * The name that the provider gives when only a prefix is asked for: 18 digits of the time and 8 of a count.
 *
 * @see https://github.com/hashicorp/terraform-plugin-sdk/blob/main/helper/id/id.go
 */
export function createPrefixedName(prefix: string, now: number, count: string): string {
  const time = new Date(now).toISOString().replace(/\D/g, "");
  return `${prefix}${time.padEnd(18, "0").slice(0, 18)}${count.padStart(8, "0").slice(-8)}`;
}
