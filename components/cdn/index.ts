import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { deliverAccessLogs } from "./access-logs";
import { createAlarms } from "./alarms";
import type { CdnArgs } from "./args";
import { createBehaviorPolicies } from "./behaviors";
import { distributionInputs } from "./distribution";
import { createAliasRecords, findOrCreateCertificate } from "./domain";
import { isBucket, listOrigins } from "./origins";
import { createRewrite } from "./pages";
import { resolveArgs } from "./resolve";
import { responseHeadersInputs } from "./response-headers";

export {
  type CdnArgs,
  type CdnBehavior,
  type CdnBehaviorOptions,
  type CdnBucketOrigin,
  type CdnCache,
  type CdnCors,
  type CdnDomain,
  type CdnErrorPage,
  type CdnForwarding,
  type CdnFunctions,
  type CdnNames,
  type CdnOrigin,
  type CdnSecurityHeaders,
  type CdnServerOrigin,
  DEFAULT_PRICE_CLASS,
  type ManagedCache,
  type ManagedForwarding,
  PRICE_CLASSES,
  type PriceClass,
} from "./args";

/**
 * A CloudFront distribution over buckets, load balancers, APIs and other servers, with failover from a primary to a secondary
 * in another region. It is HTTPS-only, accepts only methods that read unless a behavior allows others, signs its requests to buckets by
 * origin access control, reaches servers over TLS 1.2, and sends strict security headers.
 *
 * The component creates no bucket policy, since S3 keeps one for each bucket: the buckets' owner lets CloudFront of this account
 * read (`cloudFrontRead` of Storage). All objects of such a bucket are public. The policy of a customer managed key that encrypts a bucket
 * must also let CloudFront decrypt. The secondary needs the same objects: replicate the primary to it.
 * Failover covers GET, HEAD and OPTIONS. Certificate, alarms and log delivery are in us-east-1.
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
    const { domain, tags, defaultBehavior, behaviors, logDestinationArn } = resolvedArgs;
    const here = { parent: this };

    const accessControl = listOrigins(resolvedArgs).some(([, origin]) => isBucket(origin))
      ? new aws.cloudfront.OriginAccessControl(
          `${name}-access`,
          {
            originAccessControlOriginType: "s3",
            signingBehavior: "always",
            signingProtocol: "sigv4",
            description: `Signs what ${name} asks of its buckets.`,
          },
          here,
        )
      : undefined;
    const headersPolicy = new aws.cloudfront.ResponseHeadersPolicy(
      `${name}-headers`,
      responseHeadersInputs(resolvedArgs.securityHeaders, args),
      here,
    );
    const certificateArn = domain && findOrCreateCertificate(name, domain, tags, this);
    const distribution = new aws.cloudfront.Distribution(
      name,
      distributionInputs(name, resolvedArgs, {
        accessControlId: accessControl?.id,
        headersPolicyId: headersPolicy.id,
        defaultPolicies: createBehaviorPolicies(name, undefined, defaultBehavior, this),
        policies: behaviors.map((behavior) => createBehaviorPolicies(name, behavior.label, behavior, this)),
        rewriteArn: createRewrite(name, resolvedArgs.pages, this),
        certificateArn,
      }),
      here,
    );
    if (domain?.zoneId) createAliasRecords(name, domain.aliases, domain.zoneId, distribution, this);
    if (logDestinationArn) deliverAccessLogs(name, { ...args, logDestinationArn }, distribution, tags, this);
    createAlarms(name, distribution.id, resolvedArgs.alarms, tags, this);

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
