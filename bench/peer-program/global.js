const { cloudfront, cloudtrail, cloudwatch, route53, s3, sns } = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");
const { policy } = require("./policies");

/** Global resources: DNS records, CDN, audit trail, billing alarms. */
exports.global = (regions, opts) => {
  const zone = new route53.Zone("zone", { name: "example.com" }, opts);
  for (const { code, albName, albZone } of regions) {
    const probe = { type: "HTTPS", fqdn: albName, port: 443, resourcePath: "/health" };
    const health = new route53.HealthCheck(
      `health-${code}`,
      { ...probe, failureThreshold: 3, requestInterval: 30 },
      opts,
    );
    const record = {
      zoneId: zone.zoneId,
      name: "app",
      type: "A",
      setIdentifier: code,
      latencyRoutingPolicies: [{ region: code }],
      healthCheckId: health.id,
      aliases: [{ name: albName, zoneId: albZone, evaluateTargetHealth: true }],
    };
    new route53.Record(`app-${code}`, record, opts);
  }
  distribution(opts);

  const { id, arn } = new s3.Bucket("trail-logs", {}, opts);
  const Resource = pulumi.interpolate`${arn}/*`;
  const mayWrite = {
    Effect: "Allow",
    Principal: { Service: "cloudtrail.amazonaws.com" },
    Action: "s3:PutObject",
  };
  const trailPolicy = { bucket: id, policy: policy({ ...mayWrite, Resource }) };
  const written = new s3.BucketPolicy("trail-policy", trailPolicy, opts);
  const trail = { s3BucketName: id, isMultiRegionTrail: true, enableLogFileValidation: true };
  new cloudtrail.Trail("trail", trail, { ...opts, dependsOn: [written] });

  const billing = new sns.Topic("billing", {}, opts);
  for (const threshold of [100, 500]) {
    new cloudwatch.MetricAlarm(
      `billing-${threshold}`,
      {
        comparisonOperator: "GreaterThanThreshold",
        evaluationPeriods: 1,
        period: 21_600,
        statistic: "Maximum",
        threshold,
        metricName: "EstimatedCharges",
        namespace: "AWS/Billing",
        dimensions: { Currency: "USD" },
        alarmActions: [billing.arn],
      },
      opts,
    );
  }
};

function distribution(opts) {
  const customOriginConfig = {
    httpPort: 80,
    httpsPort: 443,
    originProtocolPolicy: "https-only",
    originSslProtocols: ["TLSv1.2"],
  };
  const forwardedValues = { queryString: false, cookies: { forward: "none" } };
  const args = {
    enabled: true,
    origins: [{ originId: "app", domainName: "app.example.com", customOriginConfig }],
    defaultCacheBehavior: {
      targetOriginId: "app",
      viewerProtocolPolicy: "redirect-to-https",
      allowedMethods: ["GET", "HEAD"],
      cachedMethods: ["GET", "HEAD"],
      forwardedValues,
    },
    restrictions: { geoRestriction: { restrictionType: "none" } },
    viewerCertificate: { cloudfrontDefaultCertificate: true },
  };
  return new cloudfront.Distribution("cdn", args, opts);
}
