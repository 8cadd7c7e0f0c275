import assert from "node:assert/strict";
import { cloudfrontBaseline } from "../../../policies/baseline/rules/cloudfront-baseline";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

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
        customOriginConfig: {
          httpPort: 80,
          httpsPort: 443,
          originProtocolPolicy: "https-only",
          originSslProtocols: ["TLSv1.2"],
        },
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
const compliant: Fixtures = [bucket, access, distribution, delivery];

const group = setInput(
  setInput(compliant, "cdn", "defaultCacheBehavior.targetOriginId", "both"),
  "cdn",
  "originGroups",
  [{ originId: "both", members: [{ originId: "site" }, { originId: "api" }] }],
);

const SIGNED =
  "origins.0.originAccessControlId is missing, expected an aws.cloudfront.OriginAccessControl, so that CloudFront signs its requests to the bucket";
const ROOT =
  'defaultRootObject is missing, expected an object of the bucket such as "index.html"; without one the root path lists the bucket or returns an error';

prove(cloudfrontBaseline, {
  compliant,
  alsoCompliant: {
    "a custom origin that receives only the HTTPS of viewers": setInput(
      compliant,
      "cdn",
      "origins.1.customOriginConfig.originProtocolPolicy",
      "match-viewer",
    ),
    "legacy access logs": withoutResources(
      setInput(compliant, "cdn", "loggingConfig", { bucket: "logs.s3.amazonaws.com" }),
      "logs",
    ),
    "real-time logs": withoutResources(
      setInput(
        compliant,
        "cdn",
        "defaultCacheBehavior.realtimeLogConfigArn",
        "arn:aws:cloudfront::123456789012:realtime-log-config/all",
      ),
      "logs",
    ),
    "the default certificate": setInput(compliant, "cdn", "viewerCertificate", {
      cloudfrontDefaultCertificate: true,
    }),
    "an API as the default origin, without a root object": unsetInput(
      setInput(compliant, "cdn", "defaultCacheBehavior.targetOriginId", "api"),
      "cdn",
      "defaultRootObject",
    ),
    "an origin group": group,
  },
  mutants: [
    {
      title: "a custom origin without HTTPS",
      change: (all) => setInput(all, "cdn", "origins.1.customOriginConfig.originProtocolPolicy", "http-only"),
      messages: {
        cdn: 'origins.1.customOriginConfig.originProtocolPolicy is "http-only", expected "https-only"; an S3 website has no HTTPS, so replace it by its bucket with an aws.cloudfront.OriginAccessControl',
      },
    },
    {
      title: "a custom origin of an origin group that receives the plain HTTP of viewers",
      change: () =>
        setInput(
          setInput(group, "cdn", "origins.1.customOriginConfig.originProtocolPolicy", "match-viewer"),
          "cdn",
          "defaultCacheBehavior.viewerProtocolPolicy",
          "allow-all",
        ),
      messages: {
        cdn: [
          'defaultCacheBehavior.viewerProtocolPolicy is "allow-all", expected "redirect-to-https" or "https-only"',
          'origins.1.customOriginConfig.originProtocolPolicy is "match-viewer", expected "https-only", since a behavior accepts HTTP',
        ],
      },
    },
    {
      title: "old TLS versions to a custom origin",
      change: (all) =>
        setInput(all, "cdn", "origins.1.customOriginConfig.originSslProtocols", [
          "TLSv1",
          "TLSv1.1",
          "TLSv1.2",
        ]),
      messages: {
        cdn: 'origins.1.customOriginConfig.originSslProtocols has "TLSv1" and "TLSv1.1", expected ["TLSv1.2"]',
      },
    },
    {
      title: "old TLS",
      change: (fixtures) =>
        setInput(fixtures, "cdn", "viewerCertificate.minimumProtocolVersion", "TLSv1.1_2016"),
      messages: {
        cdn: 'viewerCertificate.minimumProtocolVersion is "TLSv1.1_2016", expected TLS 1.2 or newer; set it to "TLSv1.2_2021"',
      },
    },
    {
      title: "a custom certificate without a TLS version",
      change: (fixtures) => unsetInput(fixtures, "cdn", "viewerCertificate.minimumProtocolVersion"),
      messages: {
        cdn: 'viewerCertificate.minimumProtocolVersion is missing, expected TLS 1.2 or newer; set it to "TLSv1.2_2021"',
      },
    },
    {
      title: "the default certificate where it is not allowed",
      change: (fixtures) =>
        setInput(fixtures, "cdn", "viewerCertificate", { cloudfrontDefaultCertificate: true }),
      settings: { allowDefaultCertificate: false },
      messages: {
        cdn: "viewerCertificate.cloudfrontDefaultCertificate is true, expected a custom certificate; set viewerCertificate.acmCertificateArn and minimumProtocolVersion",
      },
    },
    {
      title: "plain HTTP in the default behavior",
      change: (fixtures) =>
        setInput(fixtures, "cdn", "defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
      messages: {
        cdn: 'defaultCacheBehavior.viewerProtocolPolicy is "allow-all", expected "redirect-to-https" or "https-only"',
      },
    },
    {
      title: "plain HTTP in one ordered behavior",
      change: (fixtures) =>
        setInput(fixtures, "cdn", "orderedCacheBehaviors.0.viewerProtocolPolicy", "allow-all"),
      messages: {
        cdn: 'orderedCacheBehaviors.0.viewerProtocolPolicy is "allow-all", expected "redirect-to-https" or "https-only"',
      },
    },
    {
      title: "a bucket origin without signed requests",
      change: (fixtures) => unsetInput(fixtures, "cdn", "origins.0.originAccessControlId"),
      messages: { cdn: SIGNED },
    },
    {
      title: "an origin access identity",
      change: (fixtures) =>
        setInput(
          unsetInput(fixtures, "cdn", "origins.0.originAccessControlId"),
          "cdn",
          "origins.0.s3OriginConfig",
          {
            originAccessIdentity: "origin-access-identity/cloudfront/E127EXAMPLE51Z",
          },
        ),
      messages: { cdn: SIGNED },
    },
    {
      title: "no origin access identity where one is enough",
      change: (fixtures) =>
        setInput(
          unsetInput(fixtures, "cdn", "origins.0.originAccessControlId"),
          "cdn",
          "origins.0.s3OriginConfig",
          {
            originAccessIdentity: "",
          },
        ),
      settings: { allowOriginAccessIdentity: true },
      messages: { cdn: SIGNED },
    },
    {
      title: "no root object",
      change: (fixtures) => unsetInput(fixtures, "cdn", "defaultRootObject"),
      messages: { cdn: ROOT },
    },
    {
      title: "no root object with an origin group",
      change: () => unsetInput(group, "cdn", "defaultRootObject"),
      messages: { cdn: ROOT },
    },
    {
      title: "no access logs",
      change: (fixtures) => withoutResources(fixtures, "logs"),
      messages: {
        cdn: "it has no access logs; add loggingConfig, or aws.cloudwatch.LogDeliverySource with its ARN as resourceArn",
      },
    },
    {
      title: "no web ACL where one is required",
      change: (fixtures) => fixtures,
      settings: { requireWaf: true },
      messages: { cdn: "webAclId is missing, expected the ARN of a web ACL of scope CLOUDFRONT" },
    },
  ],
});

describe("the remediation of cloudfront-baseline", () => {
  it("redirects plain HTTP of two behaviors to HTTPS, and changes nothing else", () => {
    const plain = setInput(
      setInput(compliant, "cdn", "defaultCacheBehavior.viewerProtocolPolicy", "allow-all"),
      "cdn",
      "orderedCacheBehaviors.0.viewerProtocolPolicy",
      "allow-all",
    );

    const inputs = remediate(cloudfrontBaseline, plain, "cdn");

    assert.deepEqual(inputs?.["defaultCacheBehavior"], {
      targetOriginId: "site",
      viewerProtocolPolicy: "redirect-to-https",
    });
    assert.deepEqual(inputs?.["orderedCacheBehaviors"], [
      { pathPattern: "/api/*", targetOriginId: "api", viewerProtocolPolicy: "redirect-to-https" },
    ]);
    assert.equal(inputs?.["defaultRootObject"], "index.html");
  });

  it("does not change a distribution that requires HTTPS", () => {
    assert.equal(remediate(cloudfrontBaseline, compliant, "cdn"), undefined);
  });
});
