import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliverAccessLogs } from "./access-logs";
import type { CdnArgs } from "./args";
import { cachePolicyInputs } from "./cache";
import { distributionInputs } from "./distribution";
import { createAliasRecords, findOrCreateCertificate } from "./domain";
import { resolveArgs } from "./resolve";
import { securityHeadersInputs } from "./security-headers";

export {
  type CdnArgs,
  type CdnCacheTimes,
  type CdnDomain,
  type CdnOrigin,
  type CdnSecurityHeaders,
  DEFAULT_PRICE_CLASS,
  PRICE_CLASSES,
  type PriceClass,
} from "./args";

/**
 * A CloudFront distribution over one bucket, or over two buckets in different regions with failover from the first to the
 * second. It is read-only and HTTPS-only, signs its requests by origin access control, and sends strict security headers.
 *
 * The component creates no bucket policy, since S3 keeps one for each bucket: the buckets' owner lets CloudFront of this account
 * read (`cloudFrontRead` of Storage). The policy of a customer managed key that encrypts a bucket must also let CloudFront decrypt.
 * Failover covers GET, HEAD and OPTIONS, the only methods allowed here. Certificate and log delivery are in us-east-1.
 *
 * `opts.transforms` can change every input that no argument covers.
 *
 * @throws {ArgumentError} with every fault of the arguments
 * @see https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
 */
export class Cdn extends pulumi.ComponentResource {
  /** Id of the distribution. */
  readonly distributionId: pulumi.Output<string>;
  /** ARN of the distribution. */
  readonly distributionArn: pulumi.Output<string>;
  /** Name of the distribution under cloudfront.net. */
  readonly domainName: pulumi.Output<string>;
  /** Hosted zone of that name, for aliases that point at it. */
  readonly zoneId: pulumi.Output<string>;
  /** ARN of the certificate in use; undefined without a domain. */
  readonly certificateArn: pulumi.Output<string | undefined>;

  constructor(name: string, args: CdnArgs, opts?: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Cdn", name, args, opts);
    const resolvedArgs = resolveArgs(name, args);
    const { domain, cache, tags } = resolvedArgs;
    const here = { parent: this };

    const accessControl = new aws.cloudfront.OriginAccessControl(
      `${name}-access`,
      {
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
        description: `Signs what ${name} asks of its buckets.`,
      },
      here,
    );
    const headersPolicy = new aws.cloudfront.ResponseHeadersPolicy(
      `${name}-headers`,
      { securityHeadersConfig: securityHeadersInputs(resolvedArgs.securityHeaders) },
      here,
    );
    const cachePolicyId =
      "managedPolicyId" in cache
        ? cache.managedPolicyId
        : new aws.cloudfront.CachePolicy(
            `${name}-cache`,
            cachePolicyInputs(cache, resolvedArgs.compress),
            here,
          ).id;
    const certificateArn = domain && findOrCreateCertificate(name, domain, tags, this);
    const distribution = new aws.cloudfront.Distribution(
      name,
      distributionInputs(name, resolvedArgs, {
        accessControlId: accessControl.id,
        headersPolicyId: headersPolicy.id,
        cachePolicyId,
        certificateArn,
      }),
      here,
    );
    if (domain?.zoneId) createAliasRecords(name, domain.aliases, domain.zoneId, distribution, this);
    if (resolvedArgs.logDestinationArn) {
      deliverAccessLogs(name, resolvedArgs.logDestinationArn, distribution, tags, this);
    }

    this.distributionId = distribution.id;
    this.distributionArn = distribution.arn;
    this.domainName = distribution.domainName;
    this.zoneId = distribution.hostedZoneId;
    this.certificateArn = pulumi.output(certificateArn);
    this.registerOutputs({
      distributionId: this.distributionId,
      distributionArn: this.distributionArn,
      domainName: this.domainName,
      zoneId: this.zoneId,
      certificateArn: this.certificateArn,
    });
  }
}
