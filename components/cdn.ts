import type * as pulumi from "@pulumi/pulumi";

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
  /** Content-Security-Policy. @default "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'" */
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
