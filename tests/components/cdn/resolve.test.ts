import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CdnArgs } from "../../../components/cdn";
import { resolveArgs } from "../../../components/cdn/resolve";

const primary = { region: "ap-northeast-2", bucketRegionalDomainName: "a.s3.ap-northeast-2.amazonaws.com" };
const secondary = { region: "us-east-1", bucketRegionalDomainName: "b.s3.us-east-1.amazonaws.com" };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const YEAR = 31_536_000;

describe("resolveArgs", () => {
  it("fills in the defaults", () => {
    assert.deepEqual(resolveArgs("reef", { primary, secondary }), {
      primary,
      secondary,
      failoverCodes: [500, 502, 503, 504],
      defaultRootObject: "index.html",
      priceClass: "PriceClass_100",
      plainHttp: "redirect-to-https",
      minimumTls: "TLSv1.2_2021",
      compress: true,
      domain: undefined,
      cache: { managedPolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
      securityHeaders: {
        contentSecurityPolicy:
          "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
        frames: "DENY",
        httpsDays: 365,
      },
    });
  });

  it("allows frames of the same origin in the content policy as well", () => {
    const { securityHeaders } = resolveArgs("reef", { primary, securityHeaders: { frames: "SAMEORIGIN" } });

    assert.match(securityHeaders.contentSecurityPolicy, /frame-ancestors 'self'$/);
  });

  it("accepts every code on which CloudFront can fail over", () => {
    const failoverCodes = [400, 403, 404, 416, 429, 500, 502, 503, 504];

    assert.deepEqual(resolveArgs("reef", { primary, secondary, failoverCodes }).failoverCodes, failoverCodes);
  });

  it("uses the managed policy for disabled caching", () => {
    assert.deepEqual(resolveArgs("reef", { primary, cache: "CachingDisabled" }).cache, {
      managedPolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    });
  });

  it("fills in the missing cache times", () => {
    assert.deepEqual(resolveArgs("reef", { primary, cache: { min: 60 } }).cache, {
      min: 60,
      default: 86_400,
      max: YEAR,
    });
  });

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
      "failoverCodes is [500], expected none without a secondary",
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
  ];
  for (const [subject, args, message] of faults) {
    it(`rejects ${subject}`, () => {
      assert.throws(() => resolveArgs("reef", { primary, ...args }), { message: `reef: ${message}` });
    });
  }
});
