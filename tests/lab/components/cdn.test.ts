// starts processes
import assert from "node:assert/strict";
import { policyOf, testLifecycle } from "../../helpers/lifecycle";

describe("Cdn in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/cdn.ts",
    resources: {
      "pulumi:providers:aws": 2,
      "aws:route53/zone:Zone": 1,
      "aws:sns/topic:Topic": 1,
      Storage: 2,
      "Storage$aws:s3/bucket:Bucket": 2,
      "Storage$aws:s3/bucketOwnershipControls:BucketOwnershipControls": 2,
      "Storage$aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 2,
      "Storage$aws:s3/bucketVersioning:BucketVersioning": 2,
      "Storage$aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 2,
      "Storage$aws:s3/bucketPolicy:BucketPolicy": 2,
      "Storage$aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 2,
      Cdn: 1,
      "Cdn$aws:cloudfront/distribution:Distribution": 1,
      "Cdn$aws:cloudfront/originAccessControl:OriginAccessControl": 1,
      "Cdn$aws:cloudfront/cachePolicy:CachePolicy": 1,
      "Cdn$aws:cloudfront/function:Function": 1,
      "Cdn$aws:cloudfront/monitoringSubscription:MonitoringSubscription": 1,
      "Cdn$aws:cloudwatch/metricAlarm:MetricAlarm": 2,
      "Cdn$aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy": 1,
      "Cdn$aws:acm/certificate:Certificate": 1,
      "Cdn$aws:acm/certificateValidation:CertificateValidation": 1,
      "Cdn$aws:route53/record:Record": 6,
    },
    // created as pending, and issued after its records exist
    settling: ["acm/certificate:Certificate"],
  });

  it("serves from an origin group of both buckets by default", () => {
    const { originGroups, origins, defaultCacheBehavior } = life().findOne(
      "cloudfront/distribution:Distribution",
    );
    const access = life().findAll("cloudfront/originAccessControl:OriginAccessControl")[0];
    const [east, west] = ["pages-east", "pages-west"].map((name) => life().findOne("s3/bucket:Bucket", name));

    assert.deepEqual(originGroups, [
      {
        originId: "primary-then-secondary",
        failoverCriteria: { statusCodes: [403, 500, 502, 503, 504] },
        members: [{ originId: "bucket-ap-northeast-2" }, { originId: "bucket-us-east-1" }],
      },
    ]);
    assert.equal(Object(defaultCacheBehavior).targetOriginId, "primary-then-secondary");
    assert.equal(Object(defaultCacheBehavior).viewerProtocolPolicy, "redirect-to-https");
    assert.deepEqual(
      Object(origins).map((origin: Record<string, unknown>) => [
        origin["originId"],
        origin["domainName"],
        origin["originAccessControlId"],
      ]),
      [
        ["bucket-ap-northeast-2", east?.["bucketRegionalDomainName"], access?.id],
        ["bucket-us-east-1", west?.["bucketRegionalDomainName"], access?.id],
        ["api", "api.reef.example.com", undefined],
      ],
    );
  });

  it("requests the API for its paths, and caches nothing where the longest time is 0", () => {
    const { orderedCacheBehaviors } = life().findOne("cloudfront/distribution:Distribution");

    assert.deepEqual(
      Object(orderedCacheBehaviors).map((behavior: Record<string, unknown>) => [
        behavior["pathPattern"],
        behavior["targetOriginId"],
        behavior["cachePolicyId"],
      ]),
      [
        ["/api/*", "api", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"],
        ["/live/*", "primary-then-secondary", "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"],
      ],
    );
  });

  it("raises alarms in us-east-1 on the metrics of the region Global", () => {
    const alarms = life().findAll("cloudwatch/metricAlarm:MetricAlarm");

    assert.deepEqual(
      alarms.map(({ region, outputs }) => [region, Object(outputs["dimensions"])["Region"]]),
      [
        ["us-east-1", "Global"],
        ["us-east-1", "Global"],
      ],
    );
  });

  it("signs all requests and lets only CloudFront read the buckets", () => {
    const { signingBehavior, signingProtocol } = life().findOne(
      "cloudfront/originAccessControl:OriginAccessControl",
    );

    assert.deepEqual([signingBehavior, signingProtocol], ["always", "sigv4"]);
    for (const name of ["pages-east", "pages-west"]) {
      const { Statement } = policyOf(life().findOne("s3/bucketPolicy:BucketPolicy", `${name}-policy`));
      const allowStatements = Statement.filter(({ Effect }) => Effect === "Allow");
      assert.deepEqual(
        allowStatements.map(({ Principal, Action }) => [Principal, Action]),
        [[{ Service: ["cloudfront.amazonaws.com"] }, ["s3:GetObject"]]],
      );
    }
  });

  it("validates a certificate in us-east-1 by records of the zone", () => {
    const [certificate] = life().findAll("acm/certificate:Certificate");
    const zone = life().findOne("route53/zone:Zone");
    const records = life()
      .findAll("route53/record:Record")
      .map(({ outputs }) => outputs);

    assert.equal(certificate?.region, "us-east-1");
    assert.equal(
      Object(life().findOne("cloudfront/distribution:Distribution")["viewerCertificate"]).acmCertificateArn,
      certificate?.id,
    );
    assert.ok(records.every(({ zoneId }) => zoneId === zone["zoneId"]));
    assert.deepEqual(
      records
        .map(({ type, fqdn }) => `${type} ${String(fqdn).replace(/^_[0-9a-f]{32}\./, "validation of ")}`)
        .sort(),
      [
        "A reef.example.com",
        "A www.reef.example.com",
        "AAAA reef.example.com",
        "AAAA www.reef.example.com",
        "CNAME validation of reef.example.com",
        "CNAME validation of www.reef.example.com",
      ],
    );
  });
});
