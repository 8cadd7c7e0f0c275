/** Types that connect regions, and therefore belong to two of them or exist once. */
const JOINS = new RegExp(
  `^aws:(?:${[
    "docdb/globalCluster",
    "dynamodb/globalTable",
    "ec2/peeringConnectionOptions",
    "ec2/vpcPeeringConnection(?:Accepter)?",
    "ec2transitgateway/peeringAttachment(?:Accepter)?",
    "ecr/replicationConfiguration",
    "efs/replicationConfiguration",
    "elasticache/globalReplicationGroup",
    "neptune/globalCluster",
    "rds/globalCluster",
    "rds/instanceAutomatedBackupsReplication",
    "s3/bucketReplicationConfig",
    "s3control/(?:multiRegionAccessPoint|multiRegionAccessPointPolicy)",
    "ssmincidents/replicationSet",
  ].join("|")}):`,
);

/** Whether resources of a type connect regions, such as a peering. */
export function joinsRegions(type: string): boolean {
  return JOINS.test(type);
}

/** Whether the next part of a name is the other end of a connection, as in `replication-to-`. */
export function isOtherEnd(before: string): boolean {
  return /(?:^|[-_.])(?:to|from|towards|into)[-_.]?$/i.test(before);
}
