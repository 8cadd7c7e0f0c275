import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { aliasRecords, cachePolicy, certificateOf, deliverLogs, securityHeaders } from "./distribution";
import { cdnPlan } from "./plan";

/** A bucket that CloudFront reads; its policy lets cloudfront.amazonaws.com of this account read, which is Storage's part. */
export interface CdnOrigin {
  /** Region of the bucket; names the origin. */
  readonly region: string;
  /** Domain of the bucket with its region, `<bucket>.s3.<region>.amazonaws.com`. */
  readonly bucketRegionalDomainName: pulumi.Input<string>;
}

/** Names of its own under which a {@link Cdn} answers, and the certificate for them. */
export interface CdnDomain {
  /** Names such as www.example.com or *.example.com, 1 to 100, each once. */
  readonly aliases: readonly string[];
  /**
   * ARN of an issued certificate in us-east-1 that covers every alias, whose records are then the caller's; without it one is
   * made and proved by records in zoneId. @default - made here
   */
  readonly certificateArn?: pulumi.Input<string> | undefined;
  /** Hosted zone of all aliases: gets the certificate's proof, and A and AAAA records of the aliases. @default - none, needs certificateArn */
  readonly zoneId?: pulumi.Input<string> | undefined;
}

/** How long CloudFront keeps an object, in whole seconds, 0 to 31536000, `min <= default <= max`. */
export interface CdnCacheTimes {
  /** Shortest time, even if the origin asks for less. @default 0 */
  readonly min?: number | undefined;
  /** Time when the origin says nothing. @default 86400 */
  readonly default?: number | undefined;
  /** Longest time, even if the origin asks for more. @default 31536000 */
  readonly max?: number | undefined;
}

/** Security headers that each answer carries, whatever the origin sends. */
export interface CdnSecurityHeaders {
  /** Content-Security-Policy. @default - everything from the same place alone, no plug-ins, framed as frames says */
  readonly contentSecurityPolicy?: string | undefined;
  /** Who may show the pages in a frame. @default "DENY" */
  readonly frames?: "DENY" | "SAMEORIGIN" | undefined;
  /** Days during which browsers insist on HTTPS, 1 to 730. @default 365 */
  readonly httpsDays?: number | undefined;
}

/** Arguments of {@link Cdn}. */
export interface CdnArgs {
  /** Bucket that is asked first. */
  readonly primary: CdnOrigin;
  /** Bucket of another region with the same objects, asked when the primary fails. @default - none, hence no failover */
  readonly secondary?: CdnOrigin | undefined;
  /**
   * Answers of the primary that send the request to the secondary, of 400, 403, 404, 416, 429, 500, 502, 503, 504. S3
   * answers 403 for an absent object. @default [500, 502, 503, 504]
   */
  readonly failoverCodes?: readonly number[] | undefined;
  /** Object that answers for the root path, without a leading slash, 1 to 255 characters. @default "index.html" */
  readonly defaultRootObject?: string | undefined;
  /** Edge locations that are paid for: North America and Europe; most others as well; all. @default "PriceClass_All" */
  readonly priceClass?: "PriceClass_100" | "PriceClass_200" | "PriceClass_All" | undefined;
  /** What plain HTTP gets: a redirect, or a refusal. @default "redirect-to-https" */
  readonly plainHttp?: "redirect-to-https" | "https-only" | undefined;
  /** Names of its own. @default - the name under cloudfront.net alone */
  readonly domain?: CdnDomain | undefined;
  /** Oldest TLS that is spoken under the names of domain. @default "TLSv1.2_2021" */
  readonly minimumTls?: "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025" | undefined;
  /** AWS' managed caching policy, or times of one's own. @default "CachingOptimized" */
  readonly cache?: "CachingOptimized" | "CachingDisabled" | CdnCacheTimes | undefined;
  /** Whether text is compressed on its way to the viewer. @default true */
  readonly compress?: boolean | undefined;
  /** Security headers. @default - all of them, strict */
  readonly securityHeaders?: CdnSecurityHeaders | undefined;
  /**
   * ARN of a bucket, log group or delivery stream whose policy admits delivery.logs.amazonaws.com: gets the access logs as
   * JSON, a bucket by day and hour. @default - no access logs
   */
  readonly logDestinationArn?: pulumi.Input<string> | undefined;
  /** ARN of a WAF web ACL of scope CLOUDFRONT, in us-east-1. @default - none */
  readonly webAclArn?: pulumi.Input<string> | undefined;
  /** Tags of distribution, certificate and log delivery. @default - none */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>>> | undefined;
}

/**
 * A CloudFront distribution over one bucket, or over two of different regions, of which the second answers when the first
 * cannot: reading only, HTTPS only, signed by origin access control, with strict security headers.
 *
 * It writes no bucket policy, since S3 keeps one for each bucket: the buckets' owner lets CloudFront of this account read
 * (`cloudFrontRead` of Storage). A bucket encrypted by a customer managed key also needs that key's policy to let it decrypt.
 * Failover serves GET, HEAD and OPTIONS, the only methods allowed here. Certificate and log delivery lie in us-east-1.
 *
 * @throws {ArgumentError} telling every fault of the arguments
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
    const plan = cdnPlan(name, args);
    const here = { parent: this };
    const tags = args.tags ? { tags: args.tags } : {};

    const access = new aws.cloudfront.OriginAccessControl(
      `${name}-access`,
      {
        originAccessControlOriginType: "s3",
        signingBehavior: "always",
        signingProtocol: "sigv4",
        description: `Signs what ${name} asks of its buckets.`,
      },
      here,
    );
    const headers = new aws.cloudfront.ResponseHeadersPolicy(
      `${name}-headers`,
      { securityHeadersConfig: securityHeaders(plan, args) },
      here,
    );
    const compress = args.compress ?? true;
    const cachePolicyId =
      "id" in plan.cache
        ? plan.cache.id
        : new aws.cloudfront.CachePolicy(`${name}-cache`, cachePolicy(plan.cache, compress), here).id;
    const certificateArn = plan.domain && certificateOf(name, plan.domain, args, here);

    const origins = args.secondary ? [args.primary, args.secondary] : [args.primary];
    const distribution = new aws.cloudfront.Distribution(
      name,
      {
        enabled: true,
        comment: name,
        aliases: [...(plan.domain?.aliases ?? [])],
        origins: origins.map((origin) => ({
          originId: originId(origin),
          domainName: origin.bucketRegionalDomainName,
          originAccessControlId: access.id,
          ...(args.secondary ? QUICK_FAILOVER : {}),
        })),
        originGroups: args.secondary
          ? [
              {
                originId: GROUP,
                failoverCriteria: { statusCodes: [...plan.failoverCodes] },
                members: origins.map((origin) => ({ originId: originId(origin) })),
              },
            ]
          : [],
        defaultCacheBehavior: {
          targetOriginId: args.secondary ? GROUP : originId(args.primary),
          viewerProtocolPolicy: args.plainHttp ?? "redirect-to-https",
          allowedMethods: ["GET", "HEAD", "OPTIONS"],
          cachedMethods: ["GET", "HEAD"],
          cachePolicyId,
          compress,
          responseHeadersPolicyId: headers.id,
        },
        defaultRootObject: plan.defaultRootObject,
        priceClass: args.priceClass ?? "PriceClass_All",
        httpVersion: "http2and3",
        isIpv6Enabled: true,
        restrictions: { geoRestriction: { restrictionType: "none" } },
        viewerCertificate: certificateArn
          ? {
              acmCertificateArn: certificateArn,
              sslSupportMethod: "sni-only",
              minimumProtocolVersion: args.minimumTls ?? "TLSv1.2_2021",
            }
          : { cloudfrontDefaultCertificate: true },
        ...(args.webAclArn ? { webAclId: args.webAclArn } : {}),
        ...tags,
      },
      here,
    );

    if (plan.domain && args.domain?.zoneId) {
      aliasRecords(name, plan.domain, args.domain.zoneId, distribution, here);
    }
    if (args.logDestinationArn) deliverLogs(name, args.logDestinationArn, distribution, tags, here);

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

/** Id of the origin group. */
const GROUP = "primary-then-secondary";

/** 6 s until an unreachable primary is given up; by default it is 3 attempts of 10 s. */
const QUICK_FAILOVER = { connectionAttempts: 2, connectionTimeout: 3 };

function originId({ region }: CdnOrigin): string {
  return `bucket-${region}`;
}
