import type * as pulumi from "@pulumi/pulumi";
import type { Tags } from "../shared/tags";

/** Price classes of CloudFront: edge locations in North America and Europe, in most regions, in all regions. */
export const PRICE_CLASSES = ["PriceClass_100", "PriceClass_200", "PriceClass_All"] as const;

/** Price class of CloudFront. */
export type PriceClass = (typeof PRICE_CLASSES)[number];

/** Default of {@link CdnArgs.priceClass}. */
export const DEFAULT_PRICE_CLASS: PriceClass = "PriceClass_100";

/** Settings of an origin of either kind. */
interface CdnOriginOptions {
  /** Path that CloudFront puts before that of each request, with a leading and without a trailing slash. @default - none */
  readonly path?: string | undefined;
  /** Region of an additional cache in front of the origin, which all edge locations share. @default - none */
  readonly shieldRegion?: string | undefined;
}

/** A bucket that CloudFront reads; the bucket's policy must allow it, see `cloudFrontRead` of Storage. */
export interface CdnBucketOrigin extends CdnOriginOptions {
  /** Region of the bucket; becomes the id of the origin. */
  readonly region: string;
  /** Domain of the bucket with its region, `<bucket>.s3.<region>.amazonaws.com`. */
  readonly bucketRegionalDomainName: pulumi.Input<string>;
}

/** A load balancer, an API or any other server, which CloudFront reaches over HTTPS with TLS 1.2. */
export interface CdnServerOrigin extends CdnOriginOptions {
  /** Domain name of the server, for which it has a certificate; not an alias of the distribution. */
  readonly domainName: pulumi.Input<string>;
  /** Port of the server, 443 or 1024 to 65535. @default 443 */
  readonly port?: number | undefined;
  /** Headers that CloudFront adds to each request, such as a shared secret by which the server knows it; at most 30. @default - none */
  readonly headers?: Readonly<Record<string, pulumi.Input<string>>> | undefined;
  /** Seconds that CloudFront waits for a response or its next packet, 1 to 120; above 60 after a quota increase. @default 30 */
  readonly readTimeoutSeconds?: number | undefined;
  /** Seconds for which CloudFront retains an idle connection, 1 to 120; above 60 after a quota increase. @default 5 */
  readonly keepaliveSeconds?: number | undefined;
}

/** An origin: a bucket or a server. */
export type CdnOrigin = CdnBucketOrigin | CdnServerOrigin;

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

/** Caching policy that AWS manages. */
export type ManagedCache =
  | "CachingOptimized"
  | "CachingDisabled"
  | "UseOriginCacheControlHeaders"
  | "UseOriginCacheControlHeaders-QueryStrings";

/** Origin request policy that AWS manages. */
export type ManagedForwarding =
  | "AllViewer"
  | "AllViewerExceptHostHeader"
  | "CORS-S3Origin"
  | "CORS-CustomOrigin";

/** Names of headers, cookies or query strings, or all of them. */
export type CdnNames = "all" | readonly string[];

/**
 * Times for which CloudFront caches an object, in whole seconds, 0 to 31536000, `min <= default <= max`, and the parts of a
 * request besides its path that distinguish cached objects and reach the origin. With `max` 0, nothing is cached.
 */
export interface CdnCache {
  /** Shortest time, even if the origin requests less. @default 0 */
  readonly min?: number | undefined;
  /** Time when the origin sends no caching header. @default - 86400, or min or max if that is nearer */
  readonly default?: number | undefined;
  /** Longest time, even if the origin requests more. @default 31536000 */
  readonly max?: number | undefined;
  /** Names of headers, without Accept-Encoding, which `compress` covers; at most 10. @default - none */
  readonly headers?: readonly string[] | undefined;
  /** Names of cookies, at most 10. @default - none */
  readonly cookies?: CdnNames | undefined;
  /** Names of query strings, at most 10. @default - none */
  readonly queryStrings?: CdnNames | undefined;
}

/** Parts of a request that reach the origin but do not distinguish cached objects. */
export interface CdnForwarding extends Pick<CdnCache, "cookies" | "queryStrings"> {
  /** Names of headers, at most 10; Authorization only by `cache.headers` or `all`. @default - none */
  readonly headers?: CdnNames | undefined;
}

/** CloudFront functions of a behavior. */
export interface CdnFunctions {
  /** ARN of the function that receives each request before the cache. @default - none */
  readonly viewerRequestArn?: pulumi.Input<string> | undefined;
  /** ARN of the function that receives each response after the cache. @default - none */
  readonly viewerResponseArn?: pulumi.Input<string> | undefined;
}

/** Treatment of requests, which the distribution has as a default and each of its behaviors by itself. */
export interface CdnBehaviorOptions {
  /** A caching policy that AWS manages, or cache times. @default - "CachingOptimized" for a bucket, "CachingDisabled" for a server */
  readonly cache?: ManagedCache | CdnCache | undefined;
  /** Whether CloudFront compresses responses, which it does for cached ones only. @default - true, unless caching is disabled */
  readonly compress?: boolean | undefined;
  /** Methods: `read` is GET, HEAD and OPTIONS, the only ones of an origin with a fallback; `all` adds those that write. @default "read" */
  readonly methods?: "read" | "all" | undefined;
  /**
   * An origin request policy that AWS manages, or parts of the request. A bucket, an HTTP API and a function URL need their own Host
   * header: use AllViewerExceptHostHeader, not AllViewer.
   * @default - none for a bucket, "AllViewerExceptHostHeader" for a server without caching
   */
  readonly forward?: ManagedForwarding | CdnForwarding | undefined;
  /** CloudFront functions. @default - none */
  readonly functions?: CdnFunctions | undefined;
  /** Ids of key groups, 1 to 4, one of whose keys must have signed the URL or cookie of a request. @default - none, public */
  readonly trustedKeyGroupIds?: readonly pulumi.Input<string>[] | undefined;
  /** Response to plain HTTP: a redirect, or an error. @default - "redirect-to-https", or that of the distribution */
  readonly plainHttp?: "redirect-to-https" | "https-only" | undefined;
}

/** Treatment of the requests to some paths. */
export interface CdnBehavior extends CdnBehaviorOptions {
  /** Permanent label, part of the names of its policies: lower-case letters, digits and single dashes. */
  readonly label: string;
  /** Pattern of the paths, such as /api/*, in which * stands for any characters and ? for one; 1 to 255 characters. */
  readonly path: string;
  /** Key of `origins`. @default - primary, with secondary as its fallback */
  readonly origin?: string | undefined;
  /** Key of `origins` that CloudFront requests when `origin` fails, see failoverCodes. @default - none */
  readonly fallbackOrigin?: string | undefined;
}

/** Response in place of an error. */
export interface CdnErrorPage {
  /** Path of the object to return, with a leading slash. @default - the origin's response */
  readonly page?: string | undefined;
  /** Status code to return with page: 200, 400, 403, 404, 405, 414, 416 or 500 to 504. @default - the error's own */
  readonly status?: number | undefined;
  /** Seconds for which CloudFront caches the error, 0 to 31536000. @default 10 */
  readonly cacheSeconds?: number | undefined;
}

/** Access from other sites, by CORS headers that override the origin's. */
export interface CdnCors {
  /** Origins such as https://app.example.com or https://*.example.com, or all by `*`. */
  readonly origins: readonly string[];
  /** Methods. @default ["GET", "HEAD", "OPTIONS"] */
  readonly methods?:
    | readonly ("GET" | "HEAD" | "OPTIONS" | "POST" | "PUT" | "PATCH" | "DELETE")[]
    | undefined;
  /** Headers of requests. @default - all, by `*` */
  readonly headers?: readonly string[] | undefined;
  /** Headers of responses that scripts may read. @default - the usual ones */
  readonly exposeHeaders?: readonly string[] | undefined;
  /** Whether requests carry cookies; then no list may have `*`. @default false */
  readonly credentials?: boolean | undefined;
  /** Seconds for which a browser caches the answer, 0 to 86400. @default 600 */
  readonly maxAgeSeconds?: number | undefined;
}

/** Security headers of every response; they override the origin's. */
export interface CdnSecurityHeaders {
  /** Content-Security-Policy; false for that of the origin. @default - resources of the same origin only, no plug-ins, frames as `frames` says */
  readonly contentSecurityPolicy?: string | false | undefined;
  /** Pages that may embed the responses in a frame: none, or those of the same origin. @default "DENY" */
  readonly frames?: "DENY" | "SAMEORIGIN" | undefined;
  /** Days for which browsers must use HTTPS, 1 to 730. @default 365 */
  readonly httpsDays?: number | undefined;
  /** Whether browsers must use HTTPS for all names below the requested one too, this distribution's or not. @default false */
  readonly httpsSubdomains?: boolean | undefined;
  /** Whether browsers may list the name as HTTPS-only in advance; needs httpsSubdomains and 365 days or more. @default false */
  readonly httpsPreload?: boolean | undefined;
}

/** Arguments of {@link Cdn}. */
export interface CdnArgs extends CdnBehaviorOptions {
  /** Bucket or server that CloudFront requests first. */
  readonly primary: CdnOrigin;
  /** Bucket or server of another region with the same content, requested when the primary fails. @default - none, no failover */
  readonly secondary?: CdnOrigin | undefined;
  /** Codes on which CloudFront requests the fallback: 400, 403 (S3: no object), 404, 416, 429, 500, 502, 503, 504. @default [500, 502, 503, 504] */
  readonly failoverCodes?: readonly number[] | undefined;
  /** More origins, for behaviors, by a permanent label; at most 98. @default - none */
  readonly origins?: Readonly<Record<string, CdnOrigin>> | undefined;
  /** Treatment of some paths, by the first matching pattern; at most 74, each pattern once. @default - none */
  readonly behaviors?: readonly CdnBehavior[] | undefined;
  /** Object for the root path, 1 to 255 characters without a leading slash. @default - "index.html" for a bucket, none for a server */
  readonly defaultRootObject?: string | undefined;
  /**
   * Objects that paths of a bucket name: `files` are the paths themselves; `folders` adds /index.html to a path without an extension;
   * `app` returns /index.html for every such path, as a single-page app needs. A function at the edge rewrites the paths of
   * the default behavior only, so that errors of an API are not replaced. @default "files"
   */
  readonly pages?: "files" | "folders" | "app" | undefined;
  /** Responses in place of errors, of an API too, by code: 400, 403 (S3: no object), 404, 405, 414, 416, 500 to 504. @default - the origin's */
  readonly errorPages?: Readonly<Record<number, CdnErrorPage>> | undefined;
  /** Edge locations that serve, and their price. @default "PriceClass_100" */
  readonly priceClass?: PriceClass | undefined;
  /** Countries from which viewers may request, by two-letter code of ISO 3166-1. @default - all */
  readonly allowedCountries?: readonly string[] | undefined;
  /** Countries from which viewers may not request; not together with allowedCountries. @default - none */
  readonly blockedCountries?: readonly string[] | undefined;
  /** Domain names and their certificate. @default - only the name under cloudfront.net */
  readonly domain?: CdnDomain | undefined;
  /** Oldest TLS version that viewers may use with the names of domain. @default "TLSv1.2_2021" */
  readonly minimumTls?: "TLSv1.2_2021" | "TLSv1.2_2025" | "TLSv1.3_2025" | undefined;
  /** Security headers. @default - all of them, strict */
  readonly securityHeaders?: CdnSecurityHeaders | undefined;
  /** Access from other sites. @default - none */
  readonly cors?: CdnCors | undefined;
  /** More headers of every response, by name; they override the origin's. At most 10. @default - none */
  readonly responseHeaders?: Readonly<Record<string, string>> | undefined;
  /** Headers of the origin, such as Server, that responses omit. At most 10. @default - none */
  readonly removeResponseHeaders?: readonly string[] | undefined;
  /**
   * ARN of a bucket, log group or delivery stream that receives the access logs, in a bucket by day and hour; its
   * policy must allow delivery.logs.amazonaws.com. @default - no access logs
   */
  readonly logDestinationArn?: pulumi.Input<string> | undefined;
  /** Form of the access logs; parquet for a bucket only, at an extra charge. @default "json" */
  readonly logFormat?: "json" | "w3c" | "plain" | "parquet" | undefined;
  /** Fields of the access logs, in order, such as date, time and cs-uri-stem; leave out c-ip to log no address. @default - AWS's default fields */
  readonly logFields?: readonly string[] | undefined;
  /** ARN of a WAF web ACL of scope CLOUDFRONT, in us-east-1. @default - none */
  readonly webAclArn?: pulumi.Input<string> | undefined;
  /** Topics in us-east-1, the region of CloudFront's metrics, that alarms notify; at most 5. @default - none, no alarms */
  readonly alarmTopicArns?: readonly pulumi.Input<string>[] | undefined;
  /** Percentage of requests answered with 5xx, over 0 to 100, at which an alarm is raised. @default 5 */
  readonly errorRatePercent?: number | undefined;
  /** Milliseconds to the first byte, p90, at which an alarm is raised; turns on CloudFront's charged metrics. @default - no such alarm */
  readonly originLatencyMs?: number | undefined;
  /** Tags of distribution, certificate, alarms and log delivery; they override the provider's default tags. @default - none */
  readonly tags?: Tags | undefined;
}
