import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { Cdn, type CdnArgs } from "../../../components/cdn";
import { assertContract, assertDependsOn, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const primary = { region: "ap-northeast-2", bucketRegionalDomainName: "a.s3.ap-northeast-2.amazonaws.com" };
const secondary = { region: "us-east-1", bucketRegionalDomainName: "b.s3.us-east-1.amazonaws.com" };
const certificateArn = "arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-0000-0000-000000000000";
const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";

const validationOption = (domainName: string, token: string) => ({
  domainName,
  resourceRecordName: `_${token}.${domainName.replace("*.", "")}`,
  resourceRecordType: "CNAME",
  resourceRecordValue: `_${token}.acm.example.net`,
});
const mocks = {
  outputs: {
    "aws:acm/certificate:Certificate": {
      domainValidationOptions: [
        validationOption("example.com", "one"),
        validationOption("*.example.com", "one"),
        validationOption("cdn.example.org", "two"),
      ],
    },
  },
};

async function deploy(args: Partial<CdnArgs> = {}) {
  const registrations = await recordResources(mocks);
  const cdn = new Cdn("reef", { primary, secondary, ...args });
  await waitForChildren(cdn);
  return { cdn, registrations, distribution: findRegistration(registrations, "reef", DISTRIBUTION).inputs };
}

describe("Cdn", () => {
  it("fails over from the primary to the secondary bucket", async () => {
    const { cdn, registrations, distribution } = await deploy();

    assertContract(registrations, "Cdn", "reef");
    assert.deepEqual(childNames(registrations), ["reef", "reef-access", "reef-headers"]);
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
      priceClass: "PriceClass_100",
      httpVersion: "http2and3",
      isIpv6Enabled: true,
      restrictions: { geoRestriction: { restrictionType: "none" } },
      viewerCertificate: { cloudfrontDefaultCertificate: true },
    });
    assert.equal(await outputValue(cdn.distributionId), "reef-id");
    assert.equal(await outputValue(cdn.distributionArn), "arn:aws:mock:::reef");
    assert.equal(await outputValue(cdn.domainName), "reef.cloudfront.example.com");
    assert.equal(await outputValue(cdn.zoneId), "Z2FDTNDATAQYW2");
    assert.equal(await outputValue(cdn.certificateArn), undefined);
  });

  it("signs every request to the buckets and creates no bucket policy", async () => {
    const { registrations } = await deploy();

    const { description, ...access } = findRegistration(registrations, "reef-access").inputs;
    assert.deepEqual(access, {
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    assert.equal(description, "Signs what reef asks of its buckets.");
    assert.equal(
      registrations.some(({ type }) => type.includes("bucketPolicy")),
      false,
    );
  });

  it("sends strict security headers by default, which override the origin's", async () => {
    const { registrations } = await deploy();

    assert.deepEqual(findRegistration(registrations, "reef-headers").inputs.securityHeadersConfig, {
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
        includeSubdomains: false,
        preload: false,
        override: true,
      },
    });
  });

  it("creates no origin group and keeps CloudFront's timeouts for one bucket", async () => {
    const { distribution } = await deploy({ secondary: undefined });

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

  it("creates a caching policy by path alone for given cache times", async () => {
    const { registrations, distribution } = await deploy({
      cache: { min: 1, default: 2, max: 3 },
      compress: false,
    });

    assert.equal(distribution.defaultCacheBehavior.cachePolicyId, "reef-cache-id");
    assert.equal(distribution.defaultCacheBehavior.compress, false);
    assert.deepEqual(findRegistration(registrations, "reef-cache").inputs, {
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

  it("passes plain options to the distribution", async () => {
    const webAclArn = "arn:aws:wafv2:us-east-1:123456789012:global/webacl/reef/1";
    const { distribution } = await deploy({
      failoverCodes: [403, 503],
      defaultRootObject: "home.html",
      priceClass: "PriceClass_200",
      plainHttp: "https-only",
      webAclArn,
      tags: { team: "web" },
    });

    assert.deepEqual(distribution.originGroups[0].failoverCriteria, { statusCodes: [403, 503] });
    assert.equal(distribution.defaultRootObject, "home.html");
    assert.equal(distribution.priceClass, "PriceClass_200");
    assert.equal(distribution.defaultCacheBehavior.viewerProtocolPolicy, "https-only");
    assert.equal(distribution.webAclId, webAclArn);
    assert.deepEqual(distribution.tags, { team: "web" });
  });

  it("uses a given certificate for the aliases and creates no record", async () => {
    const domain = { aliases: ["www.example.com"], certificateArn };
    const { cdn, registrations, distribution } = await deploy({ domain, minimumTls: "TLSv1.3_2025" });

    assert.deepEqual(childNames(registrations), ["reef", "reef-access", "reef-headers"]);
    assert.deepEqual(distribution.aliases, ["www.example.com"]);
    assert.deepEqual(distribution.viewerCertificate, {
      acmCertificateArn: certificateArn,
      sslSupportMethod: "sni-only",
      minimumProtocolVersion: "TLSv1.3_2025",
    });
    assert.equal(await outputValue(cdn.certificateArn), certificateArn);
  });

  it("validates a certificate in us-east-1 and creates A and AAAA records in a given zone", async () => {
    const aliases = ["example.com", "*.example.com", "cdn.example.org"];
    const { cdn, registrations, distribution } = await deploy({ domain: { aliases, zoneId: "Z0" } });

    assertContract(registrations, "Cdn", "reef", { globalChildren: ["reef-certificate"] });
    assert.deepEqual(childNames(registrations), [
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
    assert.deepEqual(
      findRegistration(registrations, "reef-certificate", "aws:acm/certificate:Certificate").inputs,
      {
        region: "us-east-1",
        domainName: "example.com",
        subjectAlternativeNames: ["*.example.com", "cdn.example.org"],
        validationMethod: "DNS",
      },
    );
    assertDependsOn(findRegistration(registrations, "reef", "aws:cloudfront/distribution:Distribution"), {
      type: "aws:acm/certificateValidation:CertificateValidation",
      name: "reef-certificate",
    });
    assert.deepEqual(findRegistration(registrations, "reef-proof-cdn.example.org").inputs, {
      zoneId: "Z0",
      name: "_two.cdn.example.org",
      type: "CNAME",
      records: ["_two.acm.example.net"],
      ttl: 60,
      allowOverwrite: true,
    });
    assert.deepEqual(findRegistration(registrations, "reef-aaaa-example.com").inputs, {
      zoneId: "Z0",
      name: "example.com",
      type: "AAAA",
      aliases: [
        { name: "reef.cloudfront.example.com", zoneId: "Z2FDTNDATAQYW2", evaluateTargetHealth: false },
      ],
    });
    assert.equal(distribution.viewerCertificate.minimumProtocolVersion, "TLSv1.2_2021");
    assert.equal(distribution.viewerCertificate.acmCertificateArn, "arn:aws:mock:::reef-certificate");
    assert.equal(await outputValue(cdn.certificateArn), "arn:aws:mock:::reef-certificate");
  });

  for (const [subject, logDestinationArn, s3] of [
    ["a bucket", "arn:aws:s3:::example-logs", true],
    ["a log group", "arn:aws:logs:us-east-1:123456789012:log-group:cdn", false],
  ] as const) {
    it(`delivers access logs to ${subject} through us-east-1`, async () => {
      const { registrations } = await deploy({ logDestinationArn: pulumi.output(logDestinationArn) });

      assertContract(registrations, "Cdn", "reef", { globalChildren: ["reef-logs"] });
      const source = "aws:cloudwatch/logDeliverySource:LogDeliverySource";
      assert.deepEqual(findRegistration(registrations, "reef-logs", source).inputs, {
        region: "us-east-1",
        logType: "ACCESS_LOGS",
        resourceArn: "arn:aws:mock:::reef",
      });
      const destination = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
      assert.deepEqual(findRegistration(registrations, "reef-logs", destination).inputs, {
        region: "us-east-1",
        outputFormat: "json",
        deliveryDestinationConfiguration: { destinationResourceArn: logDestinationArn },
      });
      const byHour = {
        suffixPath: "{DistributionId}/{yyyy}/{MM}/{dd}/{HH}",
        enableHiveCompatiblePath: false,
      };
      assert.deepEqual(
        findRegistration(registrations, "reef-logs", "aws:cloudwatch/logDelivery:LogDelivery").inputs,
        {
          region: "us-east-1",
          deliverySourceName: "reef-logs",
          deliveryDestinationArn: "arn:aws:mock:::reef-logs",
          ...(s3 ? { s3DeliveryConfigurations: [byHour] } : {}),
        },
      );
    });
  }

  it("tags distribution, certificate and log delivery", async () => {
    const { registrations } = await deploy({
      domain: { aliases: ["cdn.example.org"], zoneId: "Z0" },
      logDestinationArn: "arn:aws:s3:::example-logs",
      tags: { team: "web" },
    });

    assertTags(registrations, { team: "web" });
    const taggedTypes = registrations
      .filter(({ type, inputs }) => type.startsWith("aws:") && inputs.tags?.team === "web")
      .map(({ type }) => type.split(":").at(-1))
      .sort();
    assert.deepEqual(taggedTypes, [
      "Certificate",
      "Distribution",
      "LogDelivery",
      "LogDeliveryDestination",
      "LogDeliverySource",
    ]);
  });

  it("requests a server over HTTPS with TLS 1.2, behind a shield, with its own headers", async () => {
    const { registrations, distribution } = await deploy({
      secondary: undefined,
      origins: {
        api: {
          domainName: "api.example.com",
          path: "/prod",
          port: 8443,
          headers: { "X-Origin-Secret": "s" },
          readTimeoutSeconds: 60,
          keepaliveSeconds: 30,
          shieldRegion: "us-east-1",
        },
      },
      behaviors: [{ label: "api", path: "/api/*", origin: "api", methods: "all" }],
    });

    assertContract(registrations, "Cdn", "reef");
    assert.deepEqual(childNames(registrations), ["reef", "reef-access", "reef-headers"]);
    assert.deepEqual(distribution.origins[1], {
      originId: "api",
      domainName: "api.example.com",
      originPath: "/prod",
      customHeaders: [{ name: "X-Origin-Secret", value: "s" }],
      customOriginConfig: {
        httpPort: 80,
        httpsPort: 8443,
        originProtocolPolicy: "https-only",
        originSslProtocols: ["TLSv1.2"],
        originReadTimeout: 60,
        originKeepaliveTimeout: 30,
      },
      originShield: { enabled: true, originShieldRegion: "us-east-1" },
    });
    assert.deepEqual(distribution.orderedCacheBehaviors, [
      {
        pathPattern: "/api/*",
        targetOriginId: "api",
        viewerProtocolPolicy: "redirect-to-https",
        allowedMethods: ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"],
        cachedMethods: ["GET", "HEAD"],
        cachePolicyId: "4135ea2d-6df8-44a3-9df3-4b5a84be39ad",
        originRequestPolicyId: "b689b0a8-53d0-40ab-baf2-68738e2966ac",
        compress: false,
        responseHeadersPolicyId: "reef-headers-id",
      },
    ]);
  });

  it("creates the policies of a behavior with its label", async () => {
    const { registrations, distribution } = await deploy({
      origins: { api: { domainName: "api.example.com" }, spare: { domainName: "spare.example.com" } },
      behaviors: [
        {
          label: "feed",
          path: "/feed/*",
          origin: "api",
          fallbackOrigin: "spare",
          cache: { default: 60, headers: ["Accept-Language"], queryStrings: "all" },
          forward: { cookies: ["session"], headers: ["User-Agent"] },
          trustedKeyGroupIds: ["group"],
        },
      ],
    });

    assert.deepEqual(childNames(registrations), [
      "reef",
      "reef-access",
      "reef-cache-feed",
      "reef-forward-feed",
      "reef-headers",
    ]);
    const [behavior] = distribution.orderedCacheBehaviors;
    assert.equal(behavior.targetOriginId, "api-then-spare");
    assert.equal(behavior.cachePolicyId, "reef-cache-feed-id");
    assert.equal(behavior.originRequestPolicyId, "reef-forward-feed-id");
    assert.deepEqual(behavior.trustedKeyGroups, ["group"]);
    assert.deepEqual(
      distribution.originGroups.map(({ originId }: { originId: string }) => originId),
      ["primary-then-secondary", "api-then-spare"],
    );
    assert.equal(distribution.origins[3].connectionTimeout, 3);
    assert.deepEqual(
      findRegistration(registrations, "reef-cache-feed").inputs.parametersInCacheKeyAndForwardedToOrigin,
      {
        cookiesConfig: { cookieBehavior: "none" },
        headersConfig: { headerBehavior: "whitelist", headers: { items: ["Accept-Language"] } },
        queryStringsConfig: { queryStringBehavior: "all" },
        enableAcceptEncodingGzip: true,
        enableAcceptEncodingBrotli: true,
      },
    );
    assert.deepEqual(findRegistration(registrations, "reef-forward-feed").inputs, {
      cookiesConfig: { cookieBehavior: "whitelist", cookies: { items: ["session"] } },
      headersConfig: { headerBehavior: "whitelist", headers: { items: ["User-Agent"] } },
      queryStringsConfig: { queryStringBehavior: "none" },
    });
  });

  it("creates no access control for servers alone and fails over between them", async () => {
    const { registrations, distribution } = await deploy({
      primary: { domainName: "one.example.com" },
      secondary: { domainName: "two.example.com" },
    });

    assert.deepEqual(childNames(registrations), ["reef", "reef-headers"]);
    assert.deepEqual(
      distribution.originGroups[0].members.map(({ originId }: { originId: string }) => originId),
      ["primary", "secondary"],
    );
    assert.equal("defaultRootObject" in distribution, false);
  });

  it("rewrites the paths of the default behavior by a function at the edge", async () => {
    const viewerResponseArn = "arn:aws:cloudfront::123456789012:function/stamp";
    const { registrations, distribution } = await deploy({ pages: "app", functions: { viewerResponseArn } });

    assert.equal(findRegistration(registrations, "reef-pages").inputs.runtime, "cloudfront-js-2.0");
    assert.deepEqual(distribution.defaultCacheBehavior.functionAssociations, [
      { eventType: "viewer-request", functionArn: "arn:aws:mock:::reef-pages" },
      { eventType: "viewer-response", functionArn: viewerResponseArn },
    ]);
  });

  it("returns pages in place of errors and restricts countries", async () => {
    const { distribution } = await deploy({
      errorPages: { 403: { page: "/404.html", status: 404, cacheSeconds: 60 }, 500: { cacheSeconds: 0 } },
      allowedCountries: ["KR", "US"],
    });

    assert.deepEqual(distribution.customErrorResponses, [
      { errorCode: 403, errorCachingMinTtl: 60, responsePagePath: "/404.html", responseCode: 404 },
      { errorCode: 500, errorCachingMinTtl: 0 },
    ]);
    assert.deepEqual(distribution.restrictions.geoRestriction, {
      restrictionType: "whitelist",
      locations: ["KR", "US"],
    });
  });

  it("sends the headers of CORS and others, and omits some", async () => {
    const { registrations } = await deploy({
      securityHeaders: { contentSecurityPolicy: false, httpsSubdomains: true, httpsPreload: true },
      cors: { origins: ["https://app.example.com"], credentials: true, headers: ["X-Team"] },
      responseHeaders: { "X-Robots-Tag": "noindex" },
      removeResponseHeaders: ["Server"],
    });

    const { securityHeadersConfig, ...others } = findRegistration(registrations, "reef-headers").inputs;
    assert.equal("contentSecurityPolicy" in securityHeadersConfig, false);
    assert.equal(securityHeadersConfig.strictTransportSecurity.includeSubdomains, true);
    assert.equal(securityHeadersConfig.strictTransportSecurity.preload, true);
    assert.deepEqual(others, {
      corsConfig: {
        accessControlAllowOrigins: { items: ["https://app.example.com"] },
        accessControlAllowMethods: { items: ["GET", "HEAD", "OPTIONS"] },
        accessControlAllowHeaders: { items: ["X-Team"] },
        accessControlAllowCredentials: true,
        accessControlMaxAgeSec: 600,
        originOverride: true,
      },
      customHeadersConfig: { items: [{ header: "X-Robots-Tag", value: "noindex", override: true }] },
      removeHeadersConfig: { items: [{ header: "Server" }] },
    });
  });

  it("delivers chosen fields of the access logs in a chosen form", async () => {
    const { registrations } = await deploy({
      logDestinationArn: "arn:aws:s3:::example-logs",
      logFormat: "parquet",
      logFields: ["date", "cs-uri-stem"],
    });

    const destination = "aws:cloudwatch/logDeliveryDestination:LogDeliveryDestination";
    assert.equal(findRegistration(registrations, "reef-logs", destination).inputs.outputFormat, "parquet");
    const delivery = "aws:cloudwatch/logDelivery:LogDelivery";
    assert.deepEqual(findRegistration(registrations, "reef-logs", delivery).inputs.recordFields, [
      "date",
      "cs-uri-stem",
    ]);
  });

  it("raises alarms on errors and on slow origins, with the metrics of the region Global", async () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:ops";
    const { registrations } = await deploy({ alarmTopicArns: [topic], originLatencyMs: 800 });

    assertContract(registrations, "Cdn", "reef", {
      globalChildren: ["reef-alarm-errors", "reef-alarm-latency"],
    });
    assert.deepEqual(findRegistration(registrations, "reef-alarm-errors").inputs, {
      region: "us-east-1",
      namespace: "AWS/CloudFront",
      metricName: "5xxErrorRate",
      dimensions: { DistributionId: "reef-id", Region: "Global" },
      statistic: "Average",
      period: 300,
      evaluationPeriods: 3,
      datapointsToAlarm: 2,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      threshold: 5,
      treatMissingData: "notBreaching",
      alarmDescription: "reef answers 5 percent of the requests or more with 5xx.",
      alarmActions: [topic],
      okActions: [topic],
    });
    const { metricName, extendedStatistic, threshold } = findRegistration(
      registrations,
      "reef-alarm-latency",
    ).inputs;
    assert.deepEqual([metricName, extendedStatistic, threshold], ["OriginLatency", "p90", 800]);
    assert.deepEqual(findRegistration(registrations, "reef-metrics").inputs, {
      distributionId: "reef-id",
      monitoringSubscription: {
        realtimeMetricsSubscriptionConfig: { realtimeMetricsSubscriptionStatus: "Enabled" },
      },
    });
  });

  it("rejects two buckets in one region", async () => {
    await assert.rejects(deploy({ secondary: primary }), {
      message: `reef: secondary.region is "ap-northeast-2", expected another region than the primary's, so that it can serve when that region fails`,
    });
  });
});
