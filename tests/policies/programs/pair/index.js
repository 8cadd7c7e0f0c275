/** A small program over two regions, written as any team would; `FAULTS=1` plants one fault of each kind. */
const aws = require("@pulumi/aws");
const pulumi = require("@pulumi/pulumi");

const faulty = process.env.FAULTS === "1";
const domain = "ledger.example.com";
const regions = ["us-east-1", "eu-west-1"];
const [first, second] = regions;
const providers = Object.fromEntries(regions.map((region) => [region, new aws.Provider(region, { region })]));
const blocks = { [first]: "10.1.0.0/16", [second]: faulty ? "10.1.128.0/17" : "10.2.0.0/16" };

const zone = new aws.route53.Zone("ledger", { name: domain }, { provider: providers[first] });
const buckets = {};
const topics = {};

for (const region of regions) {
  const passive = region !== first;
  const opts = { provider: providers[region] };

  const archive = new aws.s3.Bucket(`archive-${region}`, {}, opts);
  const versioning = new aws.s3.BucketVersioning(
    `archive-${region}`,
    {
      bucket: archive.id,
      versioningConfiguration: { status: faulty && passive ? "Suspended" : "Enabled" },
    },
    opts,
  );
  new aws.s3.BucketLifecycleConfiguration(
    `archive-${region}`,
    {
      bucket: archive.id,
      rules: [
        {
          id: "old-versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionExpiration: { noncurrentDays: 30 },
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    },
    { ...opts, dependsOn: [versioning] },
  );
  new aws.s3.BucketPublicAccessBlock(
    `archive-${region}`,
    {
      bucket: archive.id,
      blockPublicAcls: true,
      blockPublicPolicy: !(faulty && passive),
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    },
    opts,
  );
  new aws.s3.BucketPolicy(
    `archive-${region}`,
    {
      bucket: archive.id,
      policy: pulumi.jsonStringify({
        Version: "2012-10-17",
        Statement: [
          {
            Effect: faulty && passive ? "Allow" : "Deny",
            Principal: "*",
            Action: "s3:*",
            Resource: [
              pulumi.interpolate`arn:aws:s3:::${archive.bucket}`,
              pulumi.interpolate`arn:aws:s3:::${archive.bucket}/*`,
            ],
            Condition: { Bool: { "aws:SecureTransport": "false" } },
          },
        ],
      }),
    },
    opts,
  );
  buckets[region] = { archive, versioning };

  topics[region] = new aws.sns.Topic(`alarms-${region}`, {}, opts);
  if (!(faulty && passive)) {
    new aws.sns.TopicSubscription(
      `alarms-${region}`,
      { topic: topics[region].arn, protocol: "https", endpoint: `https://pager.example.com/${region}` },
      opts,
    );
  }

  const vpc = new aws.ec2.Vpc(`main-${region}`, { cidrBlock: blocks[region] }, opts);
  const flow = new aws.cloudwatch.LogGroup(
    `flow-${region}`,
    faulty && passive ? {} : { retentionInDays: 365 },
    faulty && passive ? {} : opts,
  );
  if (!(faulty && !passive)) {
    const role = new aws.iam.Role(
      `flow-${region}`,
      { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" }) },
      opts,
    );
    new aws.ec2.FlowLog(
      `main-${region}`,
      { vpcId: vpc.id, trafficType: "ALL", logDestination: flow.arn, iamRoleArn: role.arn },
      opts,
    );
  }
  new aws.ec2.SecurityGroup(
    `web-${region}`,
    {
      vpcId: vpc.id,
      description: "web servers",
      ingress: [
        {
          protocol: "tcp",
          fromPort: faulty && passive ? 22 : 443,
          toPort: 443,
          cidrBlocks: ["0.0.0.0/0"],
          description: "https",
        },
      ],
    },
    opts,
  );

  const check = new aws.route53.HealthCheck(
    `web-${region}`,
    {
      type: "HTTPS",
      fqdn: faulty && passive ? domain : `${region}.${domain}`,
      port: 443,
      failureThreshold: 3,
      requestInterval: 30,
    },
    opts,
  );
  new aws.cloudwatch.MetricAlarm(
    `web-${region}`,
    {
      namespace: "AWS/Route53",
      metricName: "HealthCheckStatus",
      dimensions: { HealthCheckId: check.id },
      statistic: "Minimum",
      period: 60,
      evaluationPeriods: 2,
      threshold: 1,
      comparisonOperator: "LessThanThreshold",
      treatMissingData: "breaching",
      alarmActions: [topics[first].arn],
    },
    { provider: providers[first] },
  );
  new aws.route53.Record(
    `web-${region}`,
    {
      zoneId: zone.zoneId,
      name: domain,
      type: "A",
      ttl: 60,
      records: [passive ? "192.0.2.20" : "192.0.2.10"],
      setIdentifier: region,
      failoverRoutingPolicies: [{ type: passive ? "SECONDARY" : "PRIMARY" }],
      ...(faulty && !passive ? {} : { healthCheckId: check.id }),
    },
    opts,
  );
}

const role = new aws.iam.Role(
  "replication",
  { assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "s3.amazonaws.com" }) },
  { provider: providers[first] },
);
new aws.s3.BucketReplicationConfig(
  "archive",
  {
    bucket: buckets[first].archive.id,
    role: role.arn,
    rules: [
      {
        id: "all",
        status: "Enabled",
        filter: {},
        deleteMarkerReplication: { status: "Enabled" },
        destination: { bucket: buckets[second].archive.arn },
      },
    ],
  },
  {
    provider: providers[first],
    dependsOn: [buckets[first].versioning, buckets[second].versioning],
  },
);
new aws.dynamodb.Table(
  "ledger",
  {
    attributes: [{ name: "id", type: "S" }],
    hashKey: "id",
    billingMode: "PAY_PER_REQUEST",
    streamEnabled: true,
    streamViewType: "NEW_AND_OLD_IMAGES",
    pointInTimeRecovery: { enabled: true },
    replicas: [{ regionName: faulty ? "eu-west-2" : second, pointInTimeRecovery: true }],
  },
  { provider: providers[first] },
);
new aws.cloudwatch.MetricAlarm(
  "charges",
  {
    namespace: "AWS/Billing",
    metricName: "EstimatedCharges",
    dimensions: { Currency: "USD" },
    statistic: "Maximum",
    period: 21600,
    evaluationPeriods: 1,
    threshold: 500,
    comparisonOperator: "GreaterThanThreshold",
    treatMissingData: "missing",
    alarmActions: [topics[faulty ? second : first].arn],
  },
  { provider: providers[faulty ? second : first] },
);
