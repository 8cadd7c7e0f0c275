import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { Cdn, type CdnArgs } from "../../../components/cdn";
import { assertContract } from "../../helpers/contract";
import { childNames, recordResources, registration, resolved, settled } from "../../helpers/mocks";

const primary = { region: "ap-northeast-2", bucketRegionalDomainName: "a.s3.ap-northeast-2.amazonaws.com" };
const secondary = { region: "us-east-1", bucketRegionalDomainName: "b.s3.us-east-1.amazonaws.com" };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

const proof = (domainName: string, token: string) => ({
  domainName,
  resourceRecordName: `_${token}.${domainName.replace("*.", "")}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: `_${token}.acm.example.net`,
});
const mocks = {
  outputs: {
    "aws:acm/certificate:Certificate": {
      domainValidationOptions: [
        proof("example.com", "one"),
        proof("*.example.com", "one"),
        proof("cdn.example.org", "two"),
      ],
    },
  },
};

async function laidDown(args: Partial<CdnArgs> = {}) {
  const registered = await recordResources(mocks);
  const cdn = new Cdn("reef", { primary, secondary, ...args });
  await settled(cdn);
  return { cdn, registered, distribution: registration(registered, "reef", DISTRIBUTION).inputs };
}

describe("Cdn", () => {
  it("given two regions' buckets, when laid down, then the second answers when the first cannot", async () => {
    const { cdn, registered, distribution } = await laidDown();

    assertContract(registered, "Cdn", "reef");
    assert.deepEqual(childNames(registered), ["reef", "reef-access", "reef-headers"]);
    assert.deepEqual(distribution, {
      enabled: true,
      comment: "reef",
      aliases: [],
      origins: [
        {
          originId: "bucket-ap-northeast-2",
          domainName: primary.bucketRegionalDomainName,
          originAccessControlId: "reef-access-id",
          connectionAttempts: 2,
          connectionTimeout: 3,
        },
        {
          originId: "bucket-us-east-1",
          domainName: secondary.bucketRegionalDomainName,
          originAccessControlId: "reef-access-id",
          connectionAttempts: 2,
          connectionTimeout: 3,
        },
      ],
      originGroups: [
        {
          originId: "primary-then-secondary",
          failoverCriteria: { statusCodes: [500, 502, 503, 504] },
          members: [{ originId: "bucket-ap-northeast-2" }, { originId: "bucket-us-east-1" }],
        },
      ],
      defaultCacheBehavior: {
        targetOriginId: "primary-then-secondary",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
        compress: true,
        responseHeadersPolicyId: "reef-headers-id",
      },
      defaultRootObject: "index.html",
      priceClass: "PriceClass_All",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    assert.equal(await resolved(cdn.distributionId), "reef-id");
    assert.equal(await resolved(cdn.distributionArn), "arn:aws:mock:::reef");
    assert.equal(await resolved(cdn.domainName), "reef.cloudfront.example.com");
    assert.equal(await resolved(cdn.zoneId), "Z2FDTNDATAQYW2");
    assert.equal(await resolved(cdn.certificateArn), undefined);
  });

  it("given the buckets, when asked, then every request to them is signed and no bucket policy is written", async () => {
    const { registered } = await laidDown();

    const { description, ...access } = registration(registered, "reef-access").inputs;
    assert.deepEqual(access, {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    assert.equal(description, "Signs what reef asks of its buckets.");
    assert.equal(
      registered.some(({ type }) => type.includes("bucketPolicy")),
      false,
    );
  });

  it("given no header argument, when laid down, then all headers are strict and win over the origin's", async () => {
    const { registered } = await laidDown();

    assert.deepEqual(registration(registered, "reef-headers").inputs.securityHeadersConfig, {
      contentSecurityPolicy: {
        contentSecurityPolicy:
          "default-src 'self'; object-src 'none'; base-uri 'self'; frame-ancestors 'none'",
        override: true,
      },
      contentTypeOptions: { override: true },
      frameOptions: { frameOption: "DENY", override: true },
      referrerPolicy: { referrerPolicy: "strict-origin-when-cross-origin", override: true },
      strictTransportSecurity: {
        accessControlMaxAgeSec: 31_536_000,
        includeSubdomains: true,
        preload: false,
        override: true,
      },
    });
  });

  it("given one bucket, when laid down, then there is no group and CloudFront's own timeouts stay", async () => {
    const { distribution } = await laidDown({ secondary: undefined });

    assert.deepEqual(distribution.originGroups, []);
    assert.equal(distribution.defaultCacheBehavior.targetOriginId, "bucket-ap-northeast-2");
    assert.deepEqual(distribution.origins, [
      {
        originId: "bucket-ap-northeast-2",
        domainName: primary.bucketRegionalDomainName,
        originAccessControlId: "reef-access-id",
      },
    ]);
  });

  it("given own cache times, when laid down, then a policy by path alone is made and used", async () => {
    const { registered, distribution } = await laidDown({
      cache: { min: 1, default: 2, max: 3 },
      compress: false,
    });

    assert.equal(distribution.defaultCacheBehavior.cachePolicyId, "reef-cache-id");
    assert.equal(distribution.defaultCacheBehavior.compress, false);
    assert.deepEqual(registration(registered, "reef-cache").inputs, {
      minTtl: 1,
      defaultTtl: 2,
      maxTtl: 3,
      parametersInCacheKeyAndForwardedToOrigin: {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "none" },
        queryStringsConfig: { queryStringBehavior: "none" },
        enableAcceptEncodingGzip: false,
        enableAcceptEncodingBrotli: false,
      },
    });
  });

  it("given the plain options, when laid down, then the distribution carries them", async () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/reef/1";
    const { distribution } = await laidDown({
      failoverCodes: [403, 503],
      defaultRootObject: "home.html",
      priceClass: "PriceClass_100",
      plainHttp: "https-only",
      webAclArn,
      tags: { team: "web" },
    });

    assert.deepEqual(distribution.originGroups[0].failoverCriteria, { statusCodes: [403, 503] });
    assert.equal(distribution.defaultRootObject, "home.html");
    assert.equal(distribution.priceClass, "PriceClass_100");
    assert.equal(distribution.defaultCacheBehavior.viewerProtocolPolicy, "https-only");
    assert.equal(distribution.webAclId, webAclArn);
    assert.deepEqual(distribution.tags, { team: "web" });
  });

  it("given a certificate, when laid down, then it serves the aliases by modern TLS and no record is written", async () => {
    const domain = { aliases: ["www.example.com"], certificateArn };
    const { cdn, registered, distribution } = await laidDown({ domain, minimumTls: "TLSv1.3_2025" });

    assert.deepEqual(childNames(registered), ["reef", "reef-access", "reef-headers"]);
    assert.deepEqual(distribution.aliases, ["www.example.com"]);
    assert.deepEqual(distribution.viewerCertificate, {
      acmCertificateArn: certificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.3_2025",
    });
    assert.equal(await resolved(cdn.certificateArn), certificateArn);
  });

  it("given a zone, when laid down, then a certificate is proved in us-east-1 and each alias has A and AAAA", async () => {
    const aliases = ["example.com", "*.example.com", "cdn.example.org"];
    const { cdn, registered, distribution } = await laidDown({ domain: { aliases, zoneId: "Z0" } });

    assertContract(registered, "Cdn", "reef", { globalChildren: ["reef-certificate"] });
    assert.deepEqual(childNames(registered), [
      "reef",
      "reef-a-*.example.com",
      "reef-a-cdn.example.org",
      "reef-a-example.com",
      "reef-aaaa-*.example.com",
      "reef-aaaa-cdn.example.org",
      "reef-aaaa-example.com",
      "reef-access",
      "reef-certificate",
      "reef-certificate",
      "reef-headers",
      "reef-proof-cdn.example.org",
      "reef-proof-example.com",
    ]);
    assert.deepEqual(registration(registered, "reef-certificate", "aws:acm/certificate:Certificate").inputs, {
      region: "us-east-1",
      domainName: "example.com",
      subjectAlternativeNames: ["*.example.com", "cdn.example.org"],
      validationMethod: "DNS",
    });
    assert.deepEqual(registration(registered, "reef-proof-cdn.example.org").inputs, {
      zoneId: "Z0",
      name: "_two.cdn.example.org",
      type: "CNAME",
      records: ["_two.acm.example.net"],
      ttl: 60,
      allowOverwrite: true,
    });
    assert.deepEqual(registration(registered, "reef-aaaa-example.com").inputs, {
      zoneId: "Z0",
      name: "example.com",
      type: "AAAA",
      aliases: [
        { name: "reef.cloudfront.example.com", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
      ],
    });
    assert.equal(distribution.viewerCertificate.minimumProtocolVersion, "TLSv1.2_2021");
    assert.equal(distribution.viewerCertificate.acmCertificateArn, "arn:aws:mock:::reef-certificate");
    assert.equal(await resolved(cdn.certificateArn), "arn:aws:mock:::reef-certificate");
  });

  for (const [what, logDestinationArn, s3] of [
    ["a bucket", "arn:aws:s3:::example-logs", true],
    ["a log group", "arn:aws:logs:us-east-1:123456789012:log-group:cdn", false],
  ] as const) {
    it(`given ${what} for logs, when laid down, then access logs go there by way of us-east-1`, async () => {
      const { registered } = await laidDown({ logDestinationArn: pulumi.output(logDestinationArn) });

      assertContract(registered, "Cdn", "reef", { globalChildren: ["reef-logs"] });
      const source = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
      assert.deepEqual(registration(registered, "reef-logs", source).inputs, {
        region: "us-east-1",
        logType: "ACCESS_LOGS",
        resourceArn: "arn:aws:mock:::reef",
      });
      const destination = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
      assert.deepEqual(registration(registered, "reef-logs", destination).inputs, {
        region: "us-east-1",
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: logDestinationArn },
      });
      const byHour = {
        suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}",
        enableHiveCompatiblePath: false,
      };
      assert.deepEqual(
        registration(registered, "reef-logs", "aws:cloudwatch/logDelivery:LogDelivery").inputs,
        {
          region: "us-east-1",
          deliverySourceName: "reef-logs",
          deliveryDestinationArn: "arn:aws:mock:::reef-logs",
          ...(s3 ? { s3DeliveryConfigurations: [byHour] } : {}),
        },
      );
    });
  }

  it("given both buckets in one region, when laid down, then the error says that it may be down", async () => {
    await assert.rejects(laidDown({ secondary: primary }), {
      message: `reef: secondary.region is "ap-northeast-2", expected another region than the primary's, which may be down`,
    });
  });
});
