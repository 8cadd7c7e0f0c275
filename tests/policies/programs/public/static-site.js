/** A static site: a private bucket behind CloudFront with origin access control. */
const aws = require("@pulumi/aws");
const { denyWithoutTls, harden } = require("./buckets");

const site = new aws.s3.Bucket("site", {});
harden("site", site);
const control = new aws.cloudfront.OriginAccessControl("site", {
  originAccessControlOriginType: "s3",
  signingBehavior: "always",
  signingProtocol: "sigv4",
});
const logs = new aws.cloudwatch.LogGroup("site-access", { retentionInDays: 30, region: "us-east-1" });
const distribution = new aws.cloudfront.Distribution("site", {
  enabled: true,
  defaultRootObject: "index.html",
  origins: [
    { originId: "site", domainName: site.bucketRegionalDomainName, originAccessControlId: control.id },
  ],
  defaultCacheBehavior: {
    targetOriginId: "site",
    viewerProtocolPolicy: "redirect-to-https",
    allowedMethods: ["GET", "HEAD"],
    cachedMethods: ["GET", "HEAD"],
    cachePolicyId: "658327ea-f89d-4fab-a63d-7e88639e58f6",
  },
  restrictions: { geoRestriction: { restrictionType: "none" } },
  viewerCertificate: { cloudfrontDefaultCertificate: true },
});
const source = new aws.cloudwatch.LogDeliverySource("site", {
  name: "site",
  logType: "ACCESS_LOGS",
  resourceArn: distribution.arn,
  region: "us-east-1",
});
const destination = new aws.cloudwatch.LogDeliveryDestination("site", {
  name: "site",
  deliveryDestinationConfiguration: { destinationResourceArn: logs.arn },
  region: "us-east-1",
});
new aws.cloudwatch.LogDelivery("site", {
  deliverySourceName: source.name,
  deliveryDestinationArn: destination.arn,
  region: "us-east-1",
});
new aws.s3.BucketPolicy("site", {
  bucket: site.id,
  policy: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        principals: [{ type: "Service", identifiers: ["cloudfront.amazonaws.com"] }],
        actions: ["s3:GetObject"],
        resources: [site.arn.apply((arn) => `${arn}/*`)],
        conditions: [{ test: "StringEquals", variable: "AWS:SourceArn", values: [distribution.arn] }],
      },
      denyWithoutTls(site),
    ],
  }).json,
});
