/** A search domain in private subnets, reached by its clients' role alone. */
const aws = require("@pulumi/aws");
const { createNetwork } = require("./network");

const { vpc, privateSubnets } = createNetwork("search");
const clients = new aws.iam.Role("clients", {
  assumeRolePolicy: aws.iam.assumeRolePolicyForPrincipal({ Service: "ecs-tasks.amazonaws.com" }),
});
const group = new aws.ec2.SecurityGroup("search", {
  description: "Search domain",
  vpcId: vpc.id,
  ingress: [
    { description: "HTTPS", protocol: "tcp", fromPort: 443, toPort: 443, cidrBlocks: [vpc.cidrBlock] },
  ],
});
const logs = Object.fromEntries(
  ["ES_APPLICATION_LOGS", "AUDIT_LOGS"].map((type) => [
    type,
    new aws.cloudwatch.LogGroup(`search-${type}`, { retentionInDays: 90 }),
  ]),
);
new aws.cloudwatch.LogResourcePolicy("search", {
  policyName: "search",
  policyDocument: aws.iam.getPolicyDocumentOutput({
    statements: [
      {
        principals: [{ type: "Service", identifiers: ["es.amazonaws.com"] }],
        actions: ["logs:PutLogEvents", "logs:CreateLogStream"],
        resources: Object.values(logs).map(({ arn }) => arn.apply((text) => `${text}:*`)),
      },
    ],
  }).json,
});
new aws.opensearch.Domain("search", {
  engineVersion: "OpenSearch_2.19",
  clusterConfig: {
    instanceType: "m7g.large.search",
    instanceCount: 2,
    zoneAwarenessEnabled: true,
    zoneAwarenessConfig: { availabilityZoneCount: 2 },
  },
  ebsOptions: { ebsEnabled: true, volumeSize: 50, volumeType: "gp3" },
  vpcOptions: { subnetIds: privateSubnets.map(({ id }) => id), securityGroupIds: [group.id] },
  encryptAtRest: { enabled: true },
  nodeToNodeEncryption: { enabled: true },
  domainEndpointOptions: { enforceHttps: true, tlsSecurityPolicy: "Policy-Min-TLS-1-2-PFS-2023-10" },
  advancedSecurityOptions: {
    enabled: true,
    masterUserOptions: { masterUserArn: clients.arn },
  },
  accessPolicies: clients.arn.apply((arn) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: [{ Effect: "Allow", Principal: { AWS: arn }, Action: "es:ESHttp*", Resource: "*" }],
    }),
  ),
  logPublishingOptions: Object.entries(logs).map(([logType, { arn }]) => ({
    logType,
    cloudwatchLogGroupArn: arn,
  })),
});
