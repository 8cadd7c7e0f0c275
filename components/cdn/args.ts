import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags";

/** Price classes of CloudFront: edge locations in North America and Europe, in most regions, in all regions. */
export const PRICE_CLASSES = ["PriceClass_100", "PriceClass_200", "PriceClass_All"] as const;

/** Price class of CloudFront. */
export type PriceClass = (typeof PRICE_CLASSES)[number];

/** Default of {@link CdnArgs.priceClass}. */
export const DEFAULT_PRICE_CLASS: PriceClass = "PriceClass_100";

/** A bucket that CloudFront reads; the bucket's policy must allow it, see `cloudFrontRead` of Storage. */
export interface CdnOrigin {
  /** Region of the bucket; becomes the id of the origin. */
  readonly region: string;
  /** Domain of the bucket with its region, `<bucket>.s3.<region>.amazonaws.com`. */
  readonly bucketRegionalDomainName: pulumi.Input<string>;
}

/** Domain names of a {@link Cdn} and their certificate. */
export interface CdnDomain {
  /** Names such as www.example.com or *.example.com, 1 to 100, each once; a change replaces a certificate of the component. */
  readonly aliases: readonly string[];
  /**
   * ARN of an issued certificate in us-east-1 that covers every alias.
   * @default - a new certificate, validated by records in zoneId
   */
  readonly certificateArn?: pulumi.Input<string> | undefined;
  /**
   * Hosted zone that gets the A and AAAA records of the aliases and the validation records of the certificate.
   * @default - none, the caller manages the records and must give certificateArn
   */
  readonly zoneId?: pulumi.Input<string> | undefined;
}

/** Times for which CloudFront caches an object, in whole seconds, 0 to 31536000, `min <= default <= max`. */
export interface CdnCacheTimes {
  /** Shortest time, even if the origin requests less. @default 0 */
  readonly min?: number | undefined;
  /** Time when the origin sends no caching header. @default 86400 */
  readonly default?: number | undefined;
  /** Longest time, even if the origin requests more. @default 31536000 */
  readonly max?: number | undefined;
}

/** Security headers of every response; they override the origin's. */
export interface CdnSecurityHeaders {
  /** Content-Security-Policy. @default - resources of the same origin only, no plug-ins, frames as `frames` says */
  readonly contentSecurityPolicy?: string | undefined;
  /** Pages that may embed the responses in a frame: none, or those of the same origin. @default "DENY" */
  readonly frames?: "DENY" | "SAMEORIGIN" | undefined;
  /** Days for which browsers must use HTTPS, 1 to 730. @default 365 */
  readonly httpsDays?: number | undefined;
}

/** Arguments of {@link Cdn}. */
export interface CdnArgs {
  /** Bucket that CloudFront reads first. */
  readonly primary: CdnOrigin;
  /** Bucket of another region with the same objects, read when the primary fails. @default - none, no failover */
  readonly secondary?: CdnOrigin | undefined;
  /**
   * Status codes of the primary on which CloudFront reads the secondary: 400, 403, 404, 416, 429, 500, 502, 503, 504. S3
   * returns 403 for a missing object. @default [500, 502, 503, 504]
   */
  readonly failoverCodes?: readonly number[] | undefined;
  /** Object for the root path, without a leading slash, 1 to 255 characters. @default "index.html" */
  readonly defaultRootObject?: string | undefined;
  /** Edge locations that serve, and their price. @default "PriceClass_100" */
  readonly priceClass?: PriceClass | undefined;
  /** Response to plain HTTP: a redirect, or an error. @default "redirect-to-https" */
  readonly plainHttp?: "redirect-to-https" | "https-only" | undefined;
  /** Domain names and their certificate. @default - only the name under cloudfront.net */
  readonly domain?: CdnDomain | undefined;
  /** Oldest TLS version that viewers may use with the names of domain. @default "TLSv1.2_2021" */
  readonly minimumTls?: "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025" | undefined;
  /** A caching policy that AWS manages, or cache times. @default "CachingOptimized" */
  readonly cache?: "CachingOptimized" | "CachingDisabled" | CdnCacheTimes | undefined;
  /** Whether CloudFront compresses responses. @default true */
  readonly compress?: boolean | undefined;
  /** Security headers. @default - all of them, strict */
  readonly securityHeaders?: CdnSecurityHeaders | undefined;
  /**
   * ARN of a bucket, log group or delivery stream that receives the access logs as JSON, in a bucket by day and hour; its
   * policy must allow delivery.logs.amazonaws.com. @default - no access logs
   */
  readonly logDestinationArn?: pulumi.Input<string> | undefined;
  /** ARN of a WAF web ACL of scope CLOUDFRONT, in us-east-1. @default - none */
  readonly webAclArn?: pulumi.Input<string> | undefined;
  /** Tags of distribution, certificate and log delivery; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
