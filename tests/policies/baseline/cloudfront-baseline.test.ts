import assert from "node:assert/strict";
import { cloudfrontBaseline } from "../../../policies/baseline/rules/cloudfront-baseline";
import { prove, ref, remedied, resource, set, unset, type World, without } from "../../helpers/policy";

const bucket = resource("aws:s3/bucket:Bucket", "site", {});
const access = resource("aws:cloudfront/originAccessControl:OriginAccessControl", "access", {});
const distribution = resource(
  "aws:cloudfront/distribution:Distribution",
  "cdn",
  {
    enabled: true,
    origins: [
      {
        originId: "site",
        domainName: ref("site", "bucketRegionalDomainName"),
        originAccessControlId: ref("access"),
      },
      {
        originId: "api",
        domainName: "api.example.com",
        customOriginConfig: { httpPort: 80, httpsPort: 443 },
      },
    ],
    defaultCacheBehavior: { targetOriginId: "site", viewerProtocolPolicy: "redirect-to-https" },
    orderedCacheBehaviors: [
      { pathPattern: "/api/*", targetOriginId: "api", viewerProtocolPolicy: "https-only" },
    ],
    defaultRootObject: "index.html",
    viewerCertificate: {
      acmCertificateArn: "arn:aws:acm:us-east-1:123456789012:certificate/1",
      minimumProtocolVersion: "TLSv1.2_2021",
    },
  },
  { region: "us-east-1" },
);
const delivery = resource("aws:cloudwatch/logDeliverySource:LogDeliverySource", "logs", {
  logType: "ACCESS_LOGS",
  resourceArn: ref("cdn", "arn"),
});
const compliant: World = [bucket, access, distribution, delivery];

const group = set(
  set(compliant, "cdn", "defaultCacheBehavior.targetOriginId", "both"),
  "cdn",
  "originGroups",
  [{ originId: "both", members: [{ originId: "site" }, { originId: "api" }] }],
);

const SIGNED =
  "origins.0.originAccessControlId is missing, expected an aws.cloudfront.OriginAccessControl, by which CloudFront signs its requests to the bucket";
const ROOT =
  'defaultRootObject is missing, expected an object of the bucket such as "index.html", without which the root path shows what the bucket holds or an error';

prove(cloudfrontBaseline, {
  compliant,
  alsoCompliant: {
    "logs of the older kind": without(
      set(compliant, "cdn", "loggingConfig", { bucket: "logs.s3.amazonaws.com" }),
      "logs",
    ),
    "logs in real time": without(
      set(
        compliant,
        "cdn",
        "defaultCacheBehavior.realtimeLogConfigArn",
        "arn:aws:cloudfront::123456789012:realtime-log-config/all",
      ),
      "logs",
    ),
    "the certificate of cloudfront.net": set(compliant, "cdn", "viewerCertificate", {
      cloudfrontDefaultCertificate: true,
    }),
    "an API in front, which has no root object": unset(
      set(compliant, "cdn", "defaultCacheBehavior.targetOriginId", "api"),
      "cdn",
      "defaultRootObject",
    ),
    "a group of origins": group,
  },
  mutants: [
    {
      given: "old TLS",
      change: (world) => set(world, "cdn", "viewerCertificate.minimumProtocolVersion", "TLSv1.1_2016"),
      told: {
        cdn: 'viewerCertificate.minimumProtocolVersion is "TLSv1.1_2016", expected TLS 1.2 or newer; set it to "TLSv1.2_2021"',
      },
    },
    {
      given: "a certificate and nothing said of TLS",
      change: (world) => unset(world, "cdn", "viewerCertificate.minimumProtocolVersion"),
      told: {
        cdn: 'viewerCertificate.minimumProtocolVersion is missing, expected TLS 1.2 or newer; set it to "TLSv1.2_2021"',
      },
    },
    {
      given: "the certificate of cloudfront.net where that is not allowed",
      change: (world) => set(world, "cdn", "viewerCertificate", { cloudfrontDefaultCertificate: true }),
      settings: { allowDefaultCertificate: false },
      told: {
        cdn: "viewerCertificate.cloudfrontDefaultCertificate is true, expected a certificate of its own; set viewerCertificate.acmCertificateArn and minimumProtocolVersion",
      },
    },
    {
      given: "plain HTTP by default",
      change: (world) => set(world, "cdn", "defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
      told: {
        cdn: 'defaultCacheBehavior.viewerProtocolPolicy is "allow-all", expected "redirect-to-https" or "https-only"',
      },
    },
    {
      given: "plain HTTP on one path",
      change: (world) => set(world, "cdn", "orderedCacheBehaviors.0.viewerProtocolPolicy", "allow-all"),
      told: {
        cdn: 'orderedCacheBehaviors.0.viewerProtocolPolicy is "allow-all", expected "redirect-to-https" or "https-only"',
      },
    },
    {
      given: "a bucket that is asked without a signature",
      change: (world) => unset(world, "cdn", "origins.0.originAccessControlId"),
      told: { cdn: SIGNED },
    },
    {
      given: "an origin access identity",
      change: (world) =>
        set(unset(world, "cdn", "origins.0.originAccessControlId"), "cdn", "origins.0.s3OriginConfig", {
          originAccessIdentity: "origin-access-identity/cloudfront/E127EXAMPLE51Z",
        }),
      told: { cdn: SIGNED },
    },
    {
      given: "no identity where one is enough",
      change: (world) =>
        set(unset(world, "cdn", "origins.0.originAccessControlId"), "cdn", "origins.0.s3OriginConfig", {
          originAccessIdentity: "",
        }),
      settings: { allowOriginAccessIdentity: true },
      told: { cdn: SIGNED },
    },
    {
      given: "no root object",
      change: (world) => unset(world, "cdn", "defaultRootObject"),
      told: { cdn: ROOT },
    },
    {
      given: "no root object of a group of origins",
      change: () => unset(group, "cdn", "defaultRootObject"),
      told: { cdn: ROOT },
    },
    {
      given: "no logs",
      change: (world) => without(world, "logs"),
      told: {
        cdn: "it keeps no access log; add loggingConfig, or aws.cloudwatch.LogDeliverySource with its ARN as resourceArn",
      },
    },
    {
      given: "no web ACL where one is asked for",
      change: (world) => world,
      settings: { requireWaf: true },
      told: { cdn: "webAclId is missing, expected the ARN of a web ACL of scope CLOUDFRONT" },
    },
  ],
});

describe("the remedy of cloudfront-baseline", () => {
  it("given plain HTTP on two paths, when put right, then both redirect, and nothing else has changed", () => {
    const plain = set(
      set(compliant, "cdn", "defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
      "cdn",
      "orderedCacheBehaviors.0.viewerProtocolPolicy",
      "allow-all",
    );

    const inputs = remedied(cloudfrontBaseline, plain, "cdn");

    assert.deepEqual(inputs?.["defaultCacheBehavior"], {
      targetOriginId: "site",
      viewerProtocolPolicy: "redirect-to-https",
    });
    assert.deepEqual(inputs?.["orderedCacheBehaviors"], [
      { pathPattern: "/api/*", targetOriginId: "api", viewerProtocolPolicy: "redirect-to-https" },
    ]);
    assert.equal(inputs?.["defaultRootObject"], "index.html");
  });

  it("given HTTPS alone, when put right, then it is left alone", () => {
    assert.equal(remedied(cloudfrontBaseline, compliant, "cdn"), undefined);
  });
});
