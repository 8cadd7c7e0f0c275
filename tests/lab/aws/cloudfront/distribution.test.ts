import assert from "node:assert/strict";
import { acm } from "../../../../lab/aws/acm";
import { cloudfront } from "../../../../lab/aws/cloudfront";
import { findDistributionError } from "../../../../lab/aws/cloudfront/distribution-rules";
import type { Properties } from "../../../../lab/aws/property-values";
import { route53 } from "../../../../lab/aws/route53";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const DISTRIBUTION = "aws:cloudfront/distribution:Distribution";
const OAC = "aws:cloudfront/originAccessControl:OriginAccessControl";
const CACHE = "aws:cloudfront/cachePolicy:CachePolicy";
const FUNCTION = "aws:cloudfront/function:Function";
const CERTIFICATE = "aws:acm/certificate:Certificate";
const VALIDATION = "aws:acm/certificateValidation:CertificateValidation";
const RECORD = "aws:route53/record:Record";

const PLAIN: Properties = {
  enabled: true,
  origins: [{ originId: "app", domainName: "a.example.com" }],
  defaultCacheBehavior: {
    targetOriginId: "app",
    viewerProtocolPolicy: "redirect-to-https",
    forwardedValues: { queryString: false },
  },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
};
const two = [{ originId: "app" }, { originId: "far" }];
const group = (members: readonly string[], statusCodes: readonly number[] = [500]) => ({
  originGroups: [
    {
      originId: "both",
      members: members.map((originId) => ({ originId })),
      failoverCriteria: { statusCodes },
    },
  ],
});

const ALL_METHODS = ["GET", "HEAD", "OPTIONS", "PUT", "POST", "PATCH", "DELETE"];
const behaviour = (more: Properties): Properties => ({
  defaultCacheBehavior: { targetOriginId: "app", cachePolicyId: "x", ...more },
});

describe("findDistributionError", () => {
  const invalid: readonly (readonly [string, Properties, string])[] = [
    ["no origin", { origins: [] }, "MissingArgument: The parameter Origins is required."],
    [
      "an origin id twice",
      { origins: [two[0] ?? {}, two[0] ?? {}] },
      "InvalidArgument: The origin ID app is used more than once.",
    ],
    [
      "a group of one",
      { origins: two, ...group(["app"]) },
      "InvalidArgument: The origin group both must have exactly two members, but has 1.",
    ],
    [
      "a group of three",
      { origins: two, ...group(["app", "far", "app"]) },
      "InvalidArgument: The origin group both must have exactly two members, but has 3.",
    ],
    [
      "a member that is not there",
      { origins: two, ...group(["app", "none"]) },
      "NoSuchOrigin: One or more of your origins or origin groups do not exist: none.",
    ],
    [
      "a group without codes",
      { origins: two, ...group(["app", "far"], []) },
      "InvalidArgument: The origin group both must have at least one status code.",
    ],
    [
      "failover on 418",
      { origins: two, ...group(["app", "far"], [418]) },
      "InvalidArgument: The origin group both cannot fail over on the status code 418.",
    ],
    [
      "a target that is not there",
      { defaultCacheBehavior: { targetOriginId: "none", cachePolicyId: "x" } },
      "NoSuchOrigin: One or more of your origins or origin groups do not exist.",
    ],
    [
      "a policy and values",
      { defaultCacheBehavior: { targetOriginId: "app", cachePolicyId: "x", forwardedValues: {} } },
      "InvalidArgument: The parameter ForwardedValues cannot be used when a cache policy is associated to the cache behavior.",
    ],
    [
      "neither policy nor values",
      { defaultCacheBehavior: { targetOriginId: "app" } },
      "InvalidArgument: The parameter ForwardedValues is required.",
    ],
    [
      "methods that write on a group",
      {
        origins: two,
        ...group(["app", "far"]),
        defaultCacheBehavior: { targetOriginId: "both", cachePolicyId: "x", allowedMethods: ALL_METHODS },
      },
      "InvalidArgument: The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for a cached behavior associated with an origin group.",
    ],
    [
      "methods outside of the three sets",
      {
        defaultCacheBehavior: { targetOriginId: "app", cachePolicyId: "x", allowedMethods: ["GET", "POST"] },
      },
      "InvalidArgument: The parameter AllowedMethods must be GET and HEAD, GET, HEAD and OPTIONS, or all seven methods.",
    ],
    [
      "a CloudFront function on a request to the origin",
      behaviour({ functionAssociations: [{ eventType: "origin-request", functionArn: "a" }] }),
      "InvalidFunctionAssociation: A CloudFront function can be associated with viewer-request and viewer-response only.",
    ],
    [
      "two functions for one event",
      behaviour({
        functionAssociations: [
          { eventType: "viewer-request", functionArn: "a" },
          { eventType: "viewer-request", functionArn: "b" },
        ],
      }),
      "InvalidFunctionAssociation: A cache behavior can have one function for each event type.",
    ],
    [
      "both kinds of functions on viewer events",
      behaviour({
        functionAssociations: [{ eventType: "viewer-request", functionArn: "a" }],
        lambdaFunctionAssociations: [{ eventType: "viewer-response", lambdaArn: "b" }],
      }),
      "InvalidFunctionAssociation: CloudFront Functions and Lambda@Edge cannot be combined in viewer events.",
    ],
    [
      "a page for a success",
      { customErrorResponses: [{ errorCode: 200 }] },
      "InvalidErrorCode: The error code 200 is not valid.",
    ],
    [
      "a page without a status",
      { customErrorResponses: [{ errorCode: 404, responsePagePath: "/404.html" }] },
      "InvalidArgument: The parameters ResponsePagePath and ResponseCode must both be specified, or neither.",
    ],
    [
      "both ways to an origin",
      {
        origins: [
          { originId: "app", originAccessControlId: "E1", s3OriginConfig: { originAccessIdentity: "x" } },
        ],
      },
      "IllegalOriginAccessConfiguration: An origin cannot contain both an origin access control (OAC) and an origin access identity (OAI).",
    ],
    [
      "aliases without a certificate",
      { aliases: ["www.example.com"] },
      "InvalidViewerCertificate: To add an alternate domain name (CNAME) to a CloudFront distribution, you must attach a trusted certificate that validates your authorization to use the domain name.",
    ],
    [
      "a certificate of eu-west-1",
      {
        viewerCertificate: {
          acmCertificateArn: "arn:aws:acm:eu-west-1:123456789012:certificate/x",
          sslSupportMethod: "sni-only",
        },
      },
      "InvalidViewerCertificate: The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, or doesn't include a valid certificate chain.",
    ],
    [
      "SSLv3 by name",
      {
        viewerCertificate: {
          iamCertificateId: "x",
          sslSupportMethod: "sni-only",
          minimumProtocolVersion: "SSLv3",
        },
      },
      "InvalidArgument: The parameter MinimumProtocolVersion must be TLSv1 or later with sni-only.",
    ],
  ];
  for (const [what, changes, expected] of invalid)
    it(`rejects ${what}`, () => {
      const fault = findDistributionError({ ...PLAIN, ...changes });

      assert.equal(fault && `${fault.code}: ${fault.message}`, expected);
    });

  for (const allowedMethods of [["HEAD", "GET"], ["OPTIONS", "HEAD", "GET"], ALL_METHODS])
    it(`accepts the methods ${allowedMethods.join(", ")}`, () => {
      assert.equal(findDistributionError({ ...PLAIN, ...behaviour({ allowedMethods }) }), undefined);
    });

  it("accepts responses in place of errors, and functions on different events", () => {
    const changes = {
      customErrorResponses: [
        { errorCode: 403, responsePagePath: "/404.html", responseCode: 404 },
        { errorCode: 500, errorCachingMinTtl: 0 },
      ],
      ...behaviour({
        functionAssociations: [{ eventType: "viewer-request", functionArn: "a" }],
        lambdaFunctionAssociations: [{ eventType: "origin-request", lambdaArn: "b" }],
      }),
    };

    assert.equal(findDistributionError({ ...PLAIN, ...changes }), undefined);
  });

  it("accepts an origin group as target", () => {
    const changes = {
      origins: two,
      ...group(["app", "far"], [500, 502, 429]),
      defaultCacheBehavior: { targetOriginId: "both", cachePolicyId: "x" },
    };

    assert.equal(findDistributionError({ ...PLAIN, ...changes }), undefined);
  });
});

describe("Distribution", () => {
  it("gives a distribution the outputs of CloudFront", () => {
    const { id, outputs } = new Cloud(cloudfront).create(DISTRIBUTION, PLAIN);

    assert.match(id, /^E[0-9A-Z]{13}$/);
    assert.equal(outputs.arn, `arn:aws:cloudfront::123456789012:distribution/${id}`);
    assert.match(String(outputs.domainName), /^d[0-9a-f]{13}\.cloudfront\.net$/);
    assert.equal(outputs.hostedZoneId, "Z2FDTNDATAQYW2");
    assert.equal(outputs.status, "Deployed");
    assert.match(String(outputs.etag), /^E[0-9A-F]{13}$/);
  });

  it("rejects a pending certificate, and accepts an issued one for one distribution of a name", () => {
    const cloud = new Cloud(acm, cloudfront, route53);
    const zone = cloud.create("aws:route53/zone:Zone", { name: "example.com" });
    const certificate = cloud.create(
      CERTIFICATE,
      { domainName: "www.example.com", validationMethod: "DNS" },
      { region: "us-east-1" },
    );
    const inputs = {
      ...PLAIN,
      aliases: ["www.example.com"],
      viewerCertificate: { acmCertificateArn: certificate.id, sslSupportMethod: "sni-only" },
    };

    assert.match(
      refusal(() => cloud.create(DISTRIBUTION, inputs)),
      /^InvalidViewerCertificate: The specified SSL certificate doesn't exist/,
    );
    const [option] = certificate.outputs.domainValidationOptions as readonly Properties[];
    const proof = {
      zoneId: zone.id,
      name: String(option?.resourceRecordName),
      type: "CNAME",
      ttl: 60,
      records: [String(option?.resourceRecordValue)],
    };
    const record = cloud.create(RECORD, proof);
    cloud.create(
      VALIDATION,
      { certificateArn: certificate.id, validationRecordFqdns: [String(record.outputs.fqdn)] },
      { region: "us-east-1" },
    );

    const distribution = cloud.create(DISTRIBUTION, inputs);

    assert.match(
      refusal(() => cloud.create(DISTRIBUTION, inputs)),
      /^CNAMEAlreadyExists: /,
    );
    assert.match(
      refusal(() => cloud.delete(certificate)),
      /^ResourceInUseException: /,
    );
    cloud.delete(distribution);
    cloud.delete(certificate);
  });

  it("rejects a missing access control with NoSuchOriginAccessControl", () => {
    const origins = [{ originId: "app", domainName: "a", originAccessControlId: "E0" }];

    assert.equal(
      refusal(() => new Cloud(cloudfront).create(DISTRIBUTION, { ...PLAIN, origins })),
      "NoSuchOriginAccessControl: The specified origin access control does not exist.",
    );
  });

  it("refuses to delete an access control until no distribution uses it", () => {
    const cloud = new Cloud(cloudfront);
    const control = cloud.create(OAC, {
      name: "s3",
      originAccessControlOriginType: "s3",
      signingBehavior: "always",
      signingProtocol: "sigv4",
    });
    const origins = [{ originId: "app", domainName: "a", originAccessControlId: control.id }];
    const distribution = cloud.create(DISTRIBUTION, { ...PLAIN, origins });

    assert.match(
      refusal(() => cloud.delete(control)),
      /^OriginAccessControlInUse: Cannot delete the origin access control/,
    );
    cloud.delete(distribution);
    cloud.delete(control);
  });

  it("reports every invalid enumeration and range", () => {
    const faults = new Cloud(cloudfront).check(DISTRIBUTION, {
      ...PLAIN,
      priceClass: "PriceClass_1",
      viewerCertificate: { minimumProtocolVersion: "TLSv2" },
      origins: [{ connectionAttempts: 4, connectionTimeout: 0 }],
    });

    assert.deepEqual(Object.keys(reasons(faults)).sort(), [
      "origins[0].connectionAttempts",
      "origins[0].connectionTimeout",
      "priceClass",
      "viewerCertificate.minimumProtocolVersion",
    ]);
  });
});

describe("policies and functions of CloudFront", () => {
  const none = {
    cookiesConfig: { cookieBehavior: "none" },
    headersConfig: { headerBehavior: "none" },
    queryStringsConfig: { queryStringBehavior: "none" },
  };
  const keys: readonly (readonly [string, Properties])[] = [
    ["EnableAcceptEncodingGzip", { enableAcceptEncodingGzip: true }],
    ["EnableAcceptEncodingBrotli", { enableAcceptEncodingBrotli: true }],
    ["HeaderBehavior", { headersConfig: { headerBehavior: "whitelist" } }],
    ["CookieBehavior", { cookiesConfig: { cookieBehavior: "all" } }],
    ["QueryStringBehavior", { queryStringsConfig: { queryStringBehavior: "all" } }],
  ];
  for (const [parameter, key] of keys)
    it(`rejects ${parameter} in a policy with caching disabled, and accepts it in another`, () => {
      const cloud = new Cloud(cloudfront);
      const parametersInCacheKeyAndForwardedToOrigin = { ...none, ...key };
      const inputs = { name: "api", minTtl: 0, defaultTtl: 0, parametersInCacheKeyAndForwardedToOrigin };

      assert.equal(
        refusal(() => cloud.create(CACHE, { ...inputs, maxTtl: 0 })),
        `InvalidArgument: The parameter ${parameter} is invalid for policy with caching disabled.`,
      );
      cloud.create(CACHE, { ...inputs, maxTtl: 1 });
    });

  it("accepts disabled caching without a cache key", () => {
    const parametersInCacheKeyAndForwardedToOrigin = { ...none, enableAcceptEncodingGzip: false };
    const inputs = {
      name: "api",
      minTtl: 0,
      defaultTtl: 0,
      maxTtl: 0,
      parametersInCacheKeyAndForwardedToOrigin,
    };

    assert.match(new Cloud(cloudfront).create(CACHE, inputs).id, /^[0-9a-f-]{36}$/);
  });

  it("rejects a duplicate name", () => {
    const cloud = new Cloud(cloudfront);
    cloud.create(CACHE, { name: "long" });
    cloud.create(FUNCTION, { name: "spa", runtime: "cloudfront-js-2.0", code: "x" });

    assert.equal(
      refusal(() => cloud.create(CACHE, { name: "long" })),
      "CachePolicyAlreadyExists: A cache policy with the name long already exists.",
    );
    assert.match(
      refusal(() => cloud.create(FUNCTION, { name: "spa", runtime: "cloudfront-js-2.0", code: "x" })),
      /^FunctionAlreadyExists/,
    );
  });

  it("accepts 10240 bytes of code and rejects 10241", () => {
    const cloud = new Cloud(cloudfront);
    const make = (name: string, size: number) =>
      cloud.create(FUNCTION, { name, runtime: "cloudfront-js-2.0", code: "x".repeat(size) });

    assert.equal(make("a", 10_240).outputs.arn, "arn:aws:cloudfront::123456789012:function/a");
    assert.match(
      refusal(() => make("b", 10_241)),
      /^FunctionSizeLimitExceeded/,
    );
  });
});
