import * as pulumi from "@pulumi/pulumi";

/** Parts of an Amazon Resource Name; a service without regions or accounts in its names leaves these out. */
export interface ArnParts {
  /** Partition of the account: `aws`, `aws-cn`, `aws-us-gov`. */
  readonly partition: pulumi.Input<string>;
  /** Namespace of the service, such as `cloudfront`. */
  readonly service: string;
  /** Region code. @default - empty */
  readonly region?: pulumi.Input<string>;
  /** Twelve digits of the account. @default - empty */
  readonly account?: pulumi.Input<string>;
  /** What the service calls the resource: `distribution/E2EXAMPLE`. */
  readonly resource: pulumi.Input<string>;
}

/**
 * An ARN made of its parts, for a resource that does not exist yet or is not ours; that of our own comes from its output.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
 */
export function arn(parts: ArnParts): pulumi.Output<string> {
  const { partition, service, region = "", account = "", resource } = parts;
  return pulumi.interpolate`arn:${partition}:${service}:${region}:${account}:${resource}`;
}
