import assert from "node:assert/strict";
import { describe, it } from "mocha";
import type { CdnArgs } from "../../../components/cdn";
import { cdnPlan, FAILOVER_CODES, isCertificate, provedName } from "../../../components/cdn/plan";

const primary = { region: "ap-northeast-2", bucketRegionalDomainName: "a.s3.ap-northeast-2.amazonaws.com" };
const secondary = { region: "us-east-1", bucketRegionalDomainName: "b.s3.us-east-1.amazonaws.com" };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const YEAR = 31_536_000;

describe("cdnPlan", () => {
  it("given two origins alone, when planned, then the defaults stand", () => {
    assert.deepEqual(cdnPlan("reef", { primary, secondary }), {
      failoverCodes: [500, 502, 503, 504],
      defaultRootObject: "index.html",
      domain: undefined,
      cache: { id: "658327ea-f89d-4fab-a63d-7e88639e58f6" },
      contentSecurityPolicy: "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
      httpsSeconds: 365 * 86_400,
    });
  });

  it("given pages that frame each other, when planned, then the content policy allows it as well", () => {
    const { contentSecurityPolicy } = cdnPlan("reef", { primary, securityHeaders: { frames: "SAMEORIGIN" } });

    assert.match(contentSecurityPolicy, /frame-ancestors 'self'$/);
  });

  it("given every code CloudFront can fail over on, when planned, then all are taken", () => {
    assert.deepEqual(
      cdnPlan("reef", { primary, secondary, failoverCodes: FAILOVER_CODES }).failoverCodes,
      [400, 403, 404, 416, 429, 500, 502, 503, 504],
    );
  });

  it("given no caching, when planned, then it is AWS' policy for that", () => {
    assert.deepEqual(cdnPlan("reef", { primary, cache: "CachingDisabled" }).cache, {
      id: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
    });
  });

  it("given some times, when planned, then the others have their default", () => {
    assert.deepEqual(cdnPlan("reef", { primary, cache: { min: 60 } }).cache, {
      min: 60,
      default: 86_400,
      max: YEAR,
    });
  });

  it("given a name and its wildcard, when planned, then both are proved once", () => {
    const aliases = ["Example.com.", "*.example.com", "cdn.example.org"];

    assert.deepEqual(cdnPlan("reef", { primary, domain: { aliases, zoneId: "Z0" } }).domain, {
      aliases: ["example.com", "*.example.com", "cdn.example.org"],
      proved: ["example.com", "cdn.example.org"],
    });
  });

  const codes = "expected one or more of 400, 403, 404, 416, 429, 500, 502, 503, 504, each once";
  const zoneId = "Z0";
  const faults: [string, Partial<CdnArgs>, string][] = [
    [
      "a primary in no region",
      { primary: { ...primary, region: "seoul" } },
      'primary.region is "seoul", expected a region code such as eu-west-1',
    ],
    [
      "both buckets in one region",
      { secondary: primary },
      'secondary.region is "ap-northeast-2", expected another region than the primary\'s, which may be down',
    ],
    ["a code that is no failure", { secondary, failoverCodes: [200] }, `failoverCodes is [200], ${codes}`],
    ["a code twice", { secondary, failoverCodes: [500, 500] }, `failoverCodes is [500,500], ${codes}`],
    ["no codes", { secondary, failoverCodes: [] }, `failoverCodes is [], ${codes}`],
    [
      "codes without secondary",
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
      "plain HTTP allowed",
      { plainHttp: "allow-all" as "https-only" },
      'plainHttp is "allow-all", expected one of redirect-to-https, https-only',
    ],
    [
      "old TLS",
      { minimumTls: "TLSv1" as "TLSv1.2_2021", domain: { aliases: ["a.example.com"], zoneId } },
      'minimumTls is "TLSv1", expected one of TLSv1.2_2021, TLSv1.2_2025, TLSv1.3_2025',
    ],
    [
      "TLS without a domain",
      { minimumTls: "TLSv1.3_2025" },
      'minimumTls is "TLSv1.3_2025", expected none without domain; AWS sets the TLS of its own name',
    ],
    [
      "an empty content policy",
      { securityHeaders: { contentSecurityPolicy: "" } },
      'securityHeaders.contentSecurityPolicy is "", expected a text of 1 to 2048 characters',
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
    ["no alias", { domain: { aliases: [], zoneId } }, "number of domain.aliases is 0, expected 1 to 100"],
    [
      "an alias that is no name",
      { domain: { aliases: ["a b"], zoneId } },
      'domain.aliases is "a b", expected a domain name such as www.example.com or *.example.com',
    ],
    [
      "an alias twice",
      { domain: { aliases: ["a.example.com", "A.example.com"], zoneId } },
      'domain.aliases is ["a.example.com","A.example.com"], expected each name once',
    ],
    [
      "neither certificate nor zone",
      { domain: { aliases: ["a.example.com"] } },
      'domain is {"aliases":["a.example.com"]}, expected a certificateArn, or a zoneId in which one is proved',
    ],
    [
      "a certificate of another region",
      {
        domain: {
          aliases: ["a.example.com"],
          certificateArn: certificateArn.replace("us-east-1", "eu-west-1"),
        },
      },
      `domain.certificateArn is "${certificateArn.replace("us-east-1", "eu-west-1")}", expected the ARN of an ACM certificate in us-east-1, the one region CloudFront reads them from`,
    ],
    [
      "times out of order",
      { cache: { min: 10, default: 5, max: 20 } },
      'cache is {"min":10,"default":5,"max":20}, expected min <= default <= max',
    ],
    [
      "more than a year",
      { cache: { max: YEAR + 1 } },
      "cache.max is 31536001, expected a whole number from 0 to 31536000",
    ],
  ];
  for (const [what, args, message] of faults) {
    it(`given ${what}, when planned, then the error says so`, () => {
      assert.throws(() => cdnPlan("reef", { primary, ...args }), { message: `reef: ${message}` });
    });
  }
});

describe("isCertificate", () => {
  it("given ARNs, when checked, then only ACM's in us-east-1 are usable", () => {
    assert.equal(isCertificate(certificateArn), true);
    assert.equal(isCertificate(certificateArn.replace("acm", "iam")), false);
    assert.equal(isCertificate(""), false);
  });
});

describe("provedName", () => {
  it("given a wildcard, when its proof is sought, then it is that of the name below", () => {
    assert.equal(provedName("*.example.com"), "example.com");
    assert.equal(provedName("www.example.com"), "www.example.com");
  });
});
