import type { Call } from "../resource-type";

/**
 * ARN of a regional resource of the caller.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function regionalArn(call: Call, service: string, resource: string): string {
  return `arn:${call.partition}:${service}:${call.region}:${call.account}:${resource}`;
}

/** ARN of a resource with an account and no region, such as a role. */
export function globalArn(call: Call, service: string, resource: string): string {
  return `arn:${call.partition}:${service}::${call.account}:${resource}`;
}

/** ARN of a resource without region and account, such as a bucket or a hosted zone. */
export function unscopedArn(call: Call, service: string, resource: string): string {
  return `arn:${call.partition}:${service}:::${resource}`;
}
