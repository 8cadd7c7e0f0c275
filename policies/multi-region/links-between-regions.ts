/** Types that join regions, so that they belong to two of them, or to one alone by their nature. */
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

/** Whether resources of a type join regions, such as a peering. */
export function joinsRegions(type: string): boolean {
  return JOINS.test(type);
}

/** Whether what follows in a name is the other end of something, as in `replication-to-`. */
export function isOtherEnd(before: string): boolean {
  return /(?:^|[-_.])(?:to|from|towards|into)[-_.]?$/i.test(before);
}
