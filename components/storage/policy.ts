import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import type { PolicyStatement } from "../shared/policy";
import type { ResolvedStorageArgs } from "./args";
import { encryptionStatements } from "./encryption";
import { logDeliveryStatements } from "./log-delivery";

/** Returns the statements of the bucket policy: TLS only, the bucket's encryption only if enforced, the caller's statements, log delivery, and CloudFront as a reader if enabled. */
export function policyStatements(
  bucketArn: pulumi.Output<string>,
  args: ResolvedStorageArgs,
  partition: pulumi.Input<string>,
  opts: pulumi.InvokeOptions,
): PolicyStatement[] {
  return [
    ...tlsStatements(bucketArn, args.minimumTls),
    ...(args.enforceEncryption ? encryptionStatements(bucketArn, args.kmsKeyArn) : []),
    ...(args.policyStatements?.(bucketArn) ?? []),
    ...logDeliveryStatements(bucketArn, args.logSources, partition, opts),
    ...(args.cloudFrontRead ? [cloudFrontReadStatement(bucketArn, partition, opts)] : []),
  ];
}

/**
 * Allows every distribution of this account to read. The statement names no single distribution, because a distribution
 * can only be created after its origin.
 *
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/private-content-restricting-access-to-s3.html
 */
function cloudFrontReadStatement(
  bucketArn: pulumi.Output<string>,
  partition: pulumi.Input<string>,
  opts: pulumi.InvokeOptions,
): PolicyStatement {
  const account = aws.getCallerIdentityOutput({}, opts).accountId;
  const distributions = arn({ partition, service: "cloudfront", account, resource: "distribution/*" });
  return {
    sid: "CloudFrontReads",
    principals: { services: ["cloudfront.amazonaws.com"] },
    actions: ["s3:GetObject"],
    resources: [pulumi.interpolate`${bucketArn}/*`],
    conditions: [{ test: "ArnLike", key: "aws:SourceArn", values: [distributions] }],
  };
}

/** Returns statements that deny every request to the bucket without TLS, or with a version older than `minimumTls`. */
function tlsStatements(bucketArn: pulumi.Output<string>, minimumTls: "1.2" | "1.3"): PolicyStatement[] {
  const allRequests = {
    effect: "Deny",
    principals: "everyone",
    actions: ["s3:*"],
    resources: [bucketArn, pulumi.interpolate`${bucketArn}/*`],
  } as const;
  return [
    {
      ...allRequests,
      sid: "DenyPlainText",
      conditions: [{ test: "Bool", key: "aws:SecureTransport", values: ["false"] }],
    },
    {
      ...allRequests,
      sid: "DenyOldTls",
      conditions: [{ test: "NumericLessThan", key: "s3:TlsVersion", values: [minimumTls] }],
    },
  ];
}
