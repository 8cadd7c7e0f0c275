import { companionResources } from "../../../policies/baseline/rules/companion-resources";
import { type Fixtures, prove, ref, resource, withoutResources } from "../../helpers/policy";

const PAIRS = [
  [
    "aws:route53/zone:Zone",
    "aws:route53/queryLog:QueryLog",
    "zoneId",
    "it has no query log; add aws.route53.QueryLog with its zoneId and a log group in us-east-1",
  ],
  [
    "aws:secretsmanager/secret:Secret",
    "aws:secretsmanager/secretRotation:SecretRotation",
    "secretId",
    "it does not rotate; add aws.secretsmanager.SecretRotation with its secretId",
  ],
  [
    "aws:efs/fileSystem:FileSystem",
    "aws:efs/backupPolicy:BackupPolicy",
    "fileSystemId",
    "it has no backups; add aws.efs.BackupPolicy with its fileSystemId, or a selection of AWS Backup",
  ],
  [
    "aws:ecr/repository:Repository",
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    "repository",
    "its images never expire; add aws.ecr.LifecyclePolicy with its name",
  ],
  [
    "aws:wafv2/webAcl:WebAcl",
    "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration",
    "resourceArn",
    "it has no logs; add aws.wafv2.WebAclLoggingConfiguration with its ARN",
  ],
  [
    "aws:redshift/cluster:Cluster",
    "aws:redshift/logging:Logging",
    "clusterIdentifier",
    "it has no audit log; add aws.redshift.Logging with its clusterIdentifier",
  ],
  [
    "aws:networkfirewall/firewall:Firewall",
    "aws:networkfirewall/loggingConfiguration:LoggingConfiguration",
    "firewallArn",
    "it has no logs; add aws.networkfirewall.LoggingConfiguration with its ARN",
  ],
] as const;

const fixtures: Fixtures = PAIRS.flatMap(([type, other, path], index) => [
  resource(type, `main-${index}`, {}),
  resource(other, `other-${index}`, { [path]: ref(`main-${index}`, path === "resourceArn" ? "arn" : "id") }),
]);

prove(companionResources, {
  compliant: fixtures,
  alsoCompliant: {
    "a private zone": [resource("aws:route53/zone:Zone", "inner", { vpcs: [{ vpcId: "vpc-1" }] })],
    "a file system in a backup plan": [
      resource("aws:efs/fileSystem:FileSystem", "files", {}),
      resource("aws:backup/selection:Selection", "tagged", {}),
    ],
  },
  mutants: PAIRS.map(([type, other, , message], index) => ({
    title: `${type} without ${other}`,
    change: (all) => withoutResources(all, `other-${index}`),
    messages: { [`main-${index}`]: message },
  })),
});
