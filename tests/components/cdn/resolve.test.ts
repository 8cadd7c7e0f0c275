import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CdnArgs } from "../../../components/cdn";
import { resolveArgs } from "../../../components/cdn/resolve";

const primary = { region: "ap-northeast-2", bucketRegionalDomainName: "a.s3.ap-northeast-2.amazonaws.com" };
const secondary = { region: "us-east-1", bucketRegionalDomainName: "b.s3.us-east-1.amazonaws.com" };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const YEAR = 31_536_000;
const OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6";
const DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad";
const EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac";
const server = { domainName: "api.example.com" };
const origins = { api: server };
const api = { label: "api", path: "/api/*", origin: "api" };
const topic = "arn:aws:sns:us-east-1:123456789012:ops";

describe("resolveArgs", () => {
  it("fills in the defaults", () => {
    assert.deepEqual(resolveArgs("reef", { primary, secondary }), {
      primary,
      secondary,
      defaultBehavior: {
        target: {
          id: "primary-then-secondary",
          origin: primary,
          members: ["bucket-ap-northeast-2", "bucket-us-east-1"],
        },
        cache: { managedPolicyId: OPTIMIZED },
        forward: undefined,
        compress: true,
        methods: "read",
        plainHttp: "redirect-to-https",
        functions: undefined,
        trustedKeyGroupIds: undefined,
      },
      behaviors: [],
      failoverCodes: [500, 502, 503, 504],
      defaultRootObject: "index.html",
      pages: "files",
      priceClass: "PriceClass_100",
      minimumTls: "TLSv1.2_2021",
      domain: undefined,
      securityHeaders: {
        contentSecurityPolicy:
          "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
        frames: "DENY",
        httpsDays: 365,
        httpsSubdomains: false,
        httpsPreload: false,
      },
      alarms: { topicArns: [], errorRatePercent: 5, originLatencyMs: undefined },
    });
  });

  it("forwards all but the Host header to a server, caches nothing and has no root object", () => {
    const { defaultBehavior, defaultRootObject } = resolveArgs("reef", { primary: server });

    assert.deepEqual(defaultBehavior.cache, { managedPolicyId: DISABLED });
    assert.deepEqual(defaultBehavior.forward, { managedPolicyId: EXCEPT_HOST });
    assert.equal(defaultBehavior.compress, false);
    assert.equal(defaultRootObject, undefined);
  });

  it("resolves the behaviors of a bucket, of a server and of a server with a fallback", () => {
    const { behaviors } = resolveArgs("reef", {
      primary,
      plainHttp: "https-only",
      origins: { api: server, spare: { domainName: "spare.example.com" } },
      behaviors: [
        { label: "assets", path: "/assets/*", cache: { min: YEAR } },
        { label: "api", path: "/api/*", origin: "api", methods: "all" },
        { label: "feed", path: "/feed", origin: "api", fallbackOrigin: "spare", cache: { default: 60 } },
      ],
    });

    assert.deepEqual(
      behaviors.map(({ label, target, methods, compress, plainHttp, forward }) => ({
        label,
        id: target.id,
        members: target.members,
        methods,
        compress,
        plainHttp,
        forward,
      })),
      [
        {
          label: "assets",
          id: "bucket-ap-northeast-2",
          members: undefined,
          methods: "read",
          compress: true,
          plainHttp: "https-only",
          forward: undefined,
        },
        {
          label: "api",
          id: "api",
          members: undefined,
          methods: "all",
          compress: false,
          plainHttp: "https-only",
          forward: { managedPolicyId: EXCEPT_HOST },
        },
        {
          label: "feed",
          id: "api-then-spare",
          members: ["api", "spare"],
          methods: "read",
          compress: true,
          plainHttp: "https-only",
          forward: undefined,
        },
      ],
    );
  });

  it("allows frames of the same origin in the content policy as well", () => {
    const { securityHeaders } = resolveArgs("reef", { primary, securityHeaders: { frames: "SAMEORIGIN" } });

    assert.match(String(securityHeaders.contentSecurityPolicy), /frame-ancestors 'self'$/);
  });

  it("accepts every code on which CloudFront can fail over", () => {
    const failoverCodes = [400, 403, 404, 416, 429, 500, 502, 503, 504];

    assert.deepEqual(resolveArgs("reef", { primary, secondary, failoverCodes }).failoverCodes, failoverCodes);
  });

  for (const cache of ["CachingDisabled", { max: 0 }, { min: 0, default: 0, max: 0, headers: [] }] as const) {
    it(`uses the managed policy without compression for ${JSON.stringify(cache)}`, () => {
      const { defaultBehavior } = resolveArgs("reef", { primary, cache });

      assert.deepEqual(defaultBehavior.cache, { managedPolicyId: DISABLED });
      assert.equal(defaultBehavior.compress, false);
    });
  }

  for (const [cache, expected] of [
    [{ min: 60 }, { min: 60, default: 86_400, max: YEAR }],
    [{ min: 100_000 }, { min: 100_000, default: 100_000, max: YEAR }],
    [{ max: 60 }, { min: 0, default: 60, max: 60 }],
  ] as const) {
    it(`fills in the missing times of ${JSON.stringify(cache)}`, () => {
      assert.deepEqual(resolveArgs("reef", { primary, cache }).defaultBehavior.cache, expected);
    });
  }

  it("validates a name and its wildcard once", () => {
    const aliases = ["Example.com.", "*.example.com", "cdn.example.org"];

    assert.deepEqual(resolveArgs("reef", { primary, domain: { aliases, zoneId: "Z0" } }).domain, {
      zoneId: "Z0",
      aliases: ["example.com", "*.example.com", "cdn.example.org"],
      validationNames: ["example.com", "cdn.example.org"],
    });
  });

  const codes = "expected one or more of 400, 403, 404, 416, 429, 500, 502, 503, 504, each once";
  const zoneId = "Z0";
  const faults: [string, Partial<CdnArgs>, string][] = [
    [
      "a primary without a valid region",
      { primary: { ...primary, region: "seoul" } },
      'primary.region is "seoul", expected a region code such as eu-west-1',
    ],
    [
      "two buckets in one region",
      { secondary: primary },
      'secondary.region is "ap-northeast-2", expected another region than the primary\'s, so that it can serve when that region fails',
    ],
    [
      "a code on which CloudFront cannot fail over",
      { secondary, failoverCodes: [200] },
      `failoverCodes is [200], ${codes}`,
    ],
    ["a code twice", { secondary, failoverCodes: [500, 500] }, `failoverCodes is [500,500], ${codes}`],
    ["an empty list of codes", { secondary, failoverCodes: [] }, `failoverCodes is [], ${codes}`],
    [
      "codes without a secondary",
      { failoverCodes: [500] },
      "failoverCodes is [500], expected none without a secondary or a fallbackOrigin",
    ],
    [
      "a root object with a slash",
      { defaultRootObject: "/index.html" },
      'defaultRootObject is "/index.html", expected 1 to 255 characters without a leading slash',
    ],
    [
      "an unknown price class",
      { priceClass: "PriceClass_300" as "PriceClass_All" },
      'priceClass is "PriceClass_300", expected one of PriceClass_100, PriceClass_200, PriceClass_All',
    ],
    [
      "plain HTTP without a redirect",
      { plainHttp: "allow-all" as "https-only" },
      'plainHttp is "allow-all", expected one of redirect-to-https, https-only',
    ],
    [
      "old TLS",
      { minimumTls: "TLSv1" as "TLSv1.2_2021", domain: { aliases: ["a.example.com"], zoneId } },
      'minimumTls is "TLSv1", expected one of TLSv1.2_2021, TLSv1.2_2025, TLSv1.3_2025',
    ],
    [
      "a TLS version without a domain",
      { minimumTls: "TLSv1.3_2025" },
      'minimumTls is "TLSv1.3_2025", expected none without domain; AWS sets the TLS version of the name under cloudfront.net',
    ],
    [
      "an empty content policy",
      { securityHeaders: { contentSecurityPolicy: "" } },
      'securityHeaders.contentSecurityPolicy is "", expected a string of 1 to 2048 characters',
    ],
    [
      "731 days of HTTPS",
      { securityHeaders: { httpsDays: 731 } },
      "securityHeaders.httpsDays is 731, expected a whole number from 1 to 730",
    ],
    [
      "a web ACL of a region",
      { webAclArn: "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b" },
      'webAclArn is "arn:aws:wafv2:eu-west-1:123456789012:regional/webacl/a/b", expected the ARN of a web ACL of scope CLOUDFRONT in us-east-1',
    ],
    [
      "an empty list of aliases",
      { domain: { aliases: [], zoneId } },
      "number of domain.aliases is 0, expected 1 to 100",
    ],
    [
      "an alias that is not a domain name",
      { domain: { aliases: ["a b"], zoneId } },
      'domain.aliases is "a b", expected a domain name such as www.example.com or *.example.com',
    ],
    [
      "an alias twice",
      { domain: { aliases: ["a.example.com", "A.example.com"], zoneId } },
      'domain.aliases is ["a.example.com","A.example.com"], expected each name once',
    ],
    [
      "a domain without certificate and zone",
      { domain: { aliases: ["a.example.com"] } },
      'domain is {"aliases":["a.example.com"]}, expected a certificateArn, or a zoneId in which a new certificate is validated',
    ],
    [
      "a certificate of another region",
      {
        domain: {
          aliases: ["a.example.com"],
          certificateArn: certificateArn.replace("us-east-1", "eu-west-1"),
        },
      },
      `domain.certificateArn is "${certificateArn.replace("us-east-1", "eu-west-1")}", expected the ARN of an ACM certificate in us-east-1, the only region whose certificates CloudFront accepts`,
    ],
    [
      "cache times out of order",
      { cache: { min: 10, default: 5, max: 20 } },
      'cache is {"min":10,"default":5,"max":20}, expected min <= default <= max',
    ],
    [
      "a cache time of more than a year",
      { cache: { max: YEAR + 1 } },
      "cache.max is 31536001, expected a whole number from 0 to 31536000",
    ],
    [
      "compression without caching",
      { cache: { max: 0 }, compress: true },
      "compress is true, expected false without caching; CloudFront compresses cached responses only",
    ],
    [
      "a cache key without caching",
      { cache: { max: 0, cookies: "all" } },
      'cache.cookies is "all", expected none with max 0, which disables caching; use forward',
    ],
    [
      "Accept-Encoding in the cache key",
      { cache: { headers: ["Accept-Encoding"] } },
      'cache.headers is "Accept-Encoding", expected names that CloudFront accepts here',
    ],
    [
      "eleven query strings",
      { cache: { queryStrings: [..."abcdefghijk"] } },
      "number of cache.queryStrings is 11, expected at most 10",
    ],
    [
      "a cookie twice",
      { forward: { cookies: ["a", "A"] } },
      'forward.cookies is ["a","A"], expected each name once',
    ],
    [
      "the caching policy of a server for a bucket",
      { cache: "UseOriginCacheControlHeaders" },
      'cache is "UseOriginCacheControlHeaders", expected CachingOptimized, CachingDisabled or cache times; the policy sends the viewer\'s Host header, which S3 rejects',
    ],
    [
      "an unknown caching policy",
      { cache: "Amplify" as "CachingOptimized" },
      'cache is "Amplify", expected one of CachingOptimized, CachingDisabled, UseOriginCacheControlHeaders, UseOriginCacheControlHeaders-QueryStrings',
    ],
    ...(["AllViewer", { headers: ["host"] }, { headers: "all" }] as const).map(
      (forward): [string, Partial<CdnArgs>, string] => [
        `${JSON.stringify(forward)} for a bucket`,
        { forward },
        `forward is ${JSON.stringify(forward)}, expected no Host header of the viewer, which S3 rejects; use CORS-S3Origin or names of headers`,
      ],
    ),
    [
      "Authorization in the forwarded headers",
      { forward: { headers: ["Authorization"] } },
      'forward.headers is "Authorization", expected names that CloudFront accepts here',
    ],
    [
      "methods that write for an origin with a fallback",
      { secondary, methods: "all" },
      'methods is "all", expected "read" for an origin with a fallback: CloudFront fails over for GET, HEAD and OPTIONS only',
    ],
    [
      "five key groups",
      { trustedKeyGroupIds: [..."abcde"] },
      "number of trustedKeyGroupIds is 5, expected 1 to 4",
    ],
    [
      "a function of Lambda",
      { functions: { viewerRequestArn: "arn:aws:lambda:us-east-1:123456789012:function:rewrite:1" } },
      'functions.viewerRequestArn is "arn:aws:lambda:us-east-1:123456789012:function:rewrite:1", expected the ARN of a CloudFront function',
    ],
    [
      "a behavior of an unknown origin",
      { origins, behaviors: [{ ...api, origin: "apis" }] },
      'behaviors[0].origin is "apis", expected a key of origins: api',
    ],
    [
      "a behavior for all paths",
      { origins, behaviors: [{ ...api, path: "/*" }] },
      'behaviors[0].path is "/*", expected fewer paths than all, which the arguments of the distribution cover',
    ],
    [
      "a pattern twice, with and without its slash",
      { origins, behaviors: [api, { ...api, label: "other", path: "api/*" }] },
      'paths of behaviors is ["/api/*","api/*"], expected each pattern once',
    ],
    [
      "a label of behaviors twice",
      { origins, behaviors: [api, { ...api, path: "/v2/*" }] },
      'labels of behaviors is ["api","api"], expected each label once',
    ],
    [
      "a fallback that is the origin itself",
      { origins, behaviors: [{ ...api, fallbackOrigin: "api" }] },
      'behaviors[0].fallbackOrigin is "api", expected none without origin, and another origin',
    ],
    [
      "a fallback of a behavior that writes",
      {
        origins: { ...origins, spare: { domainName: "spare.example.com" } },
        behaviors: [{ ...api, fallbackOrigin: "spare", methods: "all" }],
      },
      'behaviors[0].methods is "all", expected "read" for an origin with a fallback: CloudFront fails over for GET, HEAD and OPTIONS only',
    ],
    [
      "75 behaviors",
      {
        origins,
        behaviors: Array.from({ length: 75 }, (_, n) => ({ ...api, label: `b${n}`, path: `/${n}/*` })),
      },
      "number of behaviors is 75, expected at most 74, since CloudFront accepts 75 with the default one",
    ],
    [
      "a label of origins that the primary has",
      { origins: { "bucket-ap-northeast-2": server } },
      'a key of origins is "bucket-ap-northeast-2", expected another label than bucket-ap-northeast-2, secondary',
    ],
    [
      "a URL as a server",
      { origins: { api: { domainName: "https://api.example.com" } } },
      'origins.api.domainName is "https://api.example.com", expected a host name such as api.example.com',
    ],
    [
      "an alias as a server",
      {
        origins: { api: { domainName: "www.example.com" } },
        domain: { aliases: ["www.example.com"], zoneId },
      },
      'origins.api.domainName is "www.example.com", expected another name than the aliases, which lead to the distribution itself',
    ],
    [
      "port 80",
      { origins: { api: { ...server, port: 80 } } },
      "origins.api.port is 80, expected 443, or a whole number from 1024 to 65535",
    ],
    [
      "a read timeout of 121 s",
      { origins: { api: { ...server, readTimeoutSeconds: 121 } } },
      "origins.api.readTimeoutSeconds is 121, expected a whole number from 1 to 120",
    ],
    [
      "a Host header for a server",
      { origins: { api: { ...server, headers: { Host: "x" } } } },
      'a key of origins.api.headers is "Host", expected the name of a header that CloudFront does not set itself',
    ],
    [
      "a path that ends in a slash",
      { primary: { ...primary, path: "/site/" } },
      'primary.path is "/site/", expected 1 to 255 characters with a leading and without a trailing slash',
    ],
    [
      "a shield in no region",
      { primary: { ...primary, shieldRegion: "seoul" } },
      'primary.shieldRegion is "seoul", expected a region code such as eu-west-1',
    ],
    [
      "pages of a server",
      { primary: server, pages: "app" },
      'pages is "app", expected "files" for a server, which receives the path itself',
    ],
    [
      "a function beside pages",
      {
        pages: "folders",
        functions: { viewerRequestArn: "arn:aws:cloudfront::123456789012:function/rewrite" },
      },
      'functions.viewerRequestArn is "arn:aws:cloudfront::123456789012:function/rewrite", expected none with pages "folders", which is such a function',
    ],
    [
      "a page for a success",
      { errorPages: { 200: { page: "/ok.html" } } },
      "a key of errorPages is 200, expected one of 400, 403, 404, 405, 414, 416, 500, 501, 502, 503, 504",
    ],
    [
      "a page without a leading slash",
      { errorPages: { 404: { page: "404.html" } } },
      'errorPages.404.page is "404.html", expected a path of up to 255 characters with a leading slash',
    ],
    [
      "a status without a page",
      { errorPages: { 404: { status: 200 } } },
      "errorPages.404.status is 200, expected none without page",
    ],
    [
      "a country in lower case",
      { blockedCountries: ["kr"] },
      'blockedCountries is ["kr"], expected one code or more such as KR, each once',
    ],
    [
      "allowed and blocked countries",
      { allowedCountries: ["KR"], blockedCountries: ["US"] },
      'blockedCountries is ["US"], expected none with allowedCountries, which blocks all others',
    ],
    [
      "a preload list without names below",
      { securityHeaders: { httpsPreload: true } },
      "securityHeaders.httpsPreload is true, expected false without httpsSubdomains and httpsDays of 365 or more, which browsers' lists require",
    ],
    [
      "credentials from every origin",
      { cors: { origins: ["*"], headers: ["X-Team"], credentials: true } },
      'cors.origins is ["*"], expected no * with credentials, since browsers reject the combination',
    ],
    [
      "a URL with a path as an origin of CORS",
      { cors: { origins: ["https://a.example.com/"] } },
      'cors.origins is "https://a.example.com/", expected an origin such as https://app.example.com, or *',
    ],
    [
      "a security header among the others",
      { responseHeaders: { "X-Frame-Options": "DENY" } },
      'responseHeaders is "X-Frame-Options", expected names of headers that neither securityHeaders nor cors sets',
    ],
    [
      "a log format without logs",
      { logFormat: "w3c" },
      'logFormat is "w3c", expected none without logDestinationArn',
    ],
    [
      "parquet in a log group",
      { logFormat: "parquet", logDestinationArn: "arn:aws:logs:us-east-1:123456789012:log-group:cdn" },
      'logDestinationArn is "arn:aws:logs:us-east-1:123456789012:log-group:cdn", expected the ARN of a bucket, for parquet',
    ],
    [
      "a field of the logs twice",
      { logDestinationArn: "arn:aws:s3:::logs", logFields: ["date", "date"] },
      'logFields is ["date","date"], expected one field or more, each once',
    ],
    [
      "an error rate without a topic",
      { errorRatePercent: 1 },
      "alarmTopicArns is 0, expected 1 to 5 topics, since errorRatePercent is given",
    ],
    [
      "an error rate of 0",
      { alarmTopicArns: [topic], errorRatePercent: 0 },
      "errorRatePercent is 0, expected a number over 0, at most 100",
    ],
  ];
  for (const [subject, args, message] of faults) {
    it(`rejects ${subject}`, () => {
      assert.throws(() => resolveArgs("reef", { primary, ...args }), { message: `reef: ${message}` });
    });
  }
});
