/** A PostgreSQL instance in private subnets; RDS manages its password. */
const aws = require("@pulumi/aws");
const { createNetwork } = require("./network");

const { vpc, privateSubnets } = createNetwork("data");
const group = new aws.ec2.SecurityGroup("database", { description: "Database", vpcId: vpc.id });
new aws.ec2.SecurityGroupRule("database", {
  type: "ingress",
  description: "PostgreSQL from the VPC",
  securityGroupId: group.id,
  protocol: "tcp",
  fromPort: 5432,
  toPort: 5432,
  cidrBlocks: [vpc.cidrBlock],
});
const subnets = new aws.rds.SubnetGroup("database", { subnetIds: privateSubnets.map(({ id }) => id) });
new aws.rds.Instance("database", {
  engine: "postgres",
  engineVersion: "17.4",
  instanceClass: "db.t4g.medium",
  allocatedStorage: 50,
  storageEncrypted: true,
  multiAz: true,
  username: "app",
  manageMasterUserPassword: true,
  dbSubnetGroupName: subnets.name,
  vpcSecurityGroupIds: [group.id],
  publiclyAccessible: false,
  backupRetentionPeriod: 14,
  deletionProtection: true,
  copyTagsToSnapshot: true,
  iamDatabaseAuthenticationEnabled: true,
  enabledCloudwatchLogsExports: ["postgresql", "upgrade"],
  performanceInsightsEnabled: true,
  autoMinorVersionUpgrade: true,
  finalSnapshotIdentifier: "database-final",
});
