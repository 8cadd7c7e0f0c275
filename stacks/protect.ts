import type * as pulumi from "@pulumi/pulumi";

/** Types of resources that hold data or identity: what is lost with them cannot be created again. */
const PROTECTED_TYPES: ReadonlySet<string> = new Set([
  "aws:cognito/userPool:UserPool",
  "aws:docdb/cluster:Cluster",
  "aws:dynamodb/globalTable:GlobalTable",
  "aws:dynamodb/table:Table",
  "aws:ecr/repository:Repository",
  "aws:efs/fileSystem:FileSystem",
  "aws:kms/externalKey:ExternalKey",
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:opensearch/domain:Domain",
  "aws:rds/cluster:Cluster",
  "aws:rds/instance:Instance",
  "aws:route53/zone:Zone",
  "aws:s3/bucket:Bucket",
  "aws:secretsmanager/secret:Secret",
]);

/**
 * Protects a resource that holds data or identity from a delete and from a replacement. Its settings, such as a bucket's
 * lifecycle, are resources of their own and can still change.
 *
 * @see https://www.pulumi.com/docs/iac/concepts/options/protect/
 */
export const protectData: pulumi.ResourceTransformation = ({ type, props, opts }) =>
  PROTECTED_TYPES.has(type) ? { props, opts: { ...opts, protect: true } } : undefined;
