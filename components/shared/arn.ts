import * as pulumi from "@pulumi/pulumi";

/** Parts of an Amazon Resource Name; region and account are absent where the service's ARNs have none. */
export interface ArnParts {
  /** Partition of the account: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  /** Namespace of the service, such as `cloudfront`. */
  readonly service: string;
  /** Region code. @default - empty */
  readonly region?: pulumi.Input<string>;
  /** Twelve digits of the account. @default - empty */
  readonly account?: pulumi.Input<string>;
  /** Resource part of the ARN: `distribution/E2EXAMPLE`. */
  readonly resource: pulumi.Input<string>;
}

/**
 * Returns the ARN of a resource that does not exist yet or belongs to another program; our own resources have it as an output.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arn(parts: ArnParts): pulumi.Output<string> {
  const { partition, service, region = "", account = "", resource } = parts;
  return pulumi.interpolate`arn:${partition}:${service}:${region}:${account}:${resource}`;
}
