/** What an ARN tells of the resource that it names. */
export interface ArnParts {
  readonly service: string;
  /** Nothing for resources that belong to no region, and for buckets. */
  readonly region: string;
  readonly resource: string;
}

/**
 * What a text tells as an ARN; undefined when it is none.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arnParts(text: string): ArnParts | undefined {
  const [arn, partition = "", service = "", region = "", , ...resource] = text.split(":");
  if (arn !== "arn" || !partition.startsWith("aws") || resource.length === 0) return undefined;
  return { service, region, resource: resource.join(":") };
}
