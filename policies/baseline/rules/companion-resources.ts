import { findFlaws, type Resource, type Stack, stackRule } from "../../kit";

/** A resource that should have another one, which refers to it. */
interface Companion {
  readonly types: readonly string[];
  /** Types of the other resource, with their properties that refer to the first. */
  readonly by: Readonly<Record<string, string>>;
  readonly unless?: (resource: Resource, stack: Stack) => boolean;
  readonly fault: string;
  readonly controls: readonly string[];
}

const COMPANIONS: readonly Companion[] = [
  {
    types: ["aws:route53/zone:Zone"],
    by: { "aws:route53/queryLog:QueryLog": "zoneId" },
    unless: (zone) => zone.hasItems("vpcs"),
    fault: "it has no query log; add aws.route53.QueryLog with its zoneId and a log group in us-east-1",
    controls: ["security-hub:Route53.2", "checkov:CKV2_AWS_39"],
  },
  {
    types: ["aws:secretsmanager/secret:Secret"],
    by: { "aws:secretsmanager/secretRotation:SecretRotation": "secretId" },
    fault: "it does not rotate; add aws.secretsmanager.SecretRotation with its secretId",
    controls: ["security-hub:SecretsManager.1", "checkov:CKV2_AWS_57", "cdk-nag:AwsSolutions-SMG4"],
  },
  {
    types: ["aws:efs/fileSystem:FileSystem"],
    by: { "aws:efs/backupPolicy:BackupPolicy": "fileSystemId" },
    // A file system in one zone has backups by default.
    unless: (files, stack) => files.isSet("availabilityZoneName") || hasBackupSelection(stack),
    fault: "it has no backups; add aws.efs.BackupPolicy with its fileSystemId, or a selection of AWS Backup",
    controls: ["security-hub:EFS.2", "security-hub:EFS.7"],
  },
  {
    types: ["aws:ecr/repository:Repository"],
    by: { "aws:ecr/lifecyclePolicy:LifecyclePolicy": "repository" },
    fault: "its images never expire; add aws.ecr.LifecyclePolicy with its name",
    controls: ["security-hub:ECR.3"],
  },
  {
    types: ["aws:wafv2/webAcl:WebAcl"],
    by: { "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration": "resourceArn" },
    fault: "it has no logs; add aws.wafv2.WebAclLoggingConfiguration with its ARN",
    controls: ["security-hub:WAF.11", "checkov:CKV2_AWS_31"],
  },
  {
    types: ["aws:redshift/cluster:Cluster"],
    by: { "aws:redshift/logging:Logging": "clusterIdentifier" },
    fault: "it has no audit log; add aws.redshift.Logging with its clusterIdentifier",
    controls: ["security-hub:Redshift.4", "checkov:CKV_AWS_71", "cdk-nag:AwsSolutions-RS5"],
  },
  {
    types: ["aws:networkfirewall/firewall:Firewall"],
    by: { "aws:networkfirewall/loggingConfiguration:LoggingConfiguration": "firewallArn" },
    fault: "it has no logs; add aws.networkfirewall.LoggingConfiguration with its ARN",
    controls: ["security-hub:NetworkFirewall.2", "checkov:CKV2_AWS_63"],
  },
];

/** Some settings of a resource are resources of their own, and easily forgotten. */
export const companionResources = stackRule({
  name: "companion-resources",
  title: "Zones, secrets, repositories and firewalls have their companions",
  description:
    "Public zones, web ACLs, firewalls and warehouses log, secrets rotate, file systems have backups, and images expire.",
  level: "advisory",
  severity: "low",
  tags: ["logs", ...new Set(COMPANIONS.flatMap(({ controls }) => controls))],
  remediationSteps: "Add the resource of the message.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
  types: [...new Set(COMPANIONS.flatMap(({ types }) => types))],
  checks: {
    companion: (resource, { stack }) =>
      findFlaws(
        COMPANIONS.filter(({ types }) => types.includes(resource.type)),
        ({ by, unless, fault }) => {
          if (unless?.(resource, stack)) return undefined;
          const has = Object.entries(by).some(
            ([type, path]) => stack.findReferrers(resource, [type], path).length > 0,
          );
          return has ? undefined : fault;
        },
      ),
  },
});

function hasBackupSelection(stack: Stack): boolean {
  return stack.ofTypes(["aws:backup/selection:Selection"]).length > 0;
}
