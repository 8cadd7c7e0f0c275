import { emptyIfUndecided, METRIC_ALARM, metricsOf, type Resource } from "../kit";

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

/**
 * Dimensions of metrics about the way to another region: of replication by S3 and DynamoDB, and of global databases of Aurora.
 *
 * @see https://docs.aws.amazon.com/AmazonS3/latest/userguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/metrics-dimensions.html
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.AuroraMonitoring.Metrics.html
 */
const OTHER_END = ["DestinationBucket", "ReceivingRegion", "SourceRegion"];

/** Whether a resource connects regions, such as a peering, or watches such a connection, as an alarm on replication does. */
export function joinsRegions(resource: Resource): boolean {
  if (JOINS.test(resource.type)) return true;
  if (!(METRIC_ALARM as readonly string[]).includes(resource.type)) return false;
  const dimensions = emptyIfUndecided(() =>
    metricsOf(resource).flatMap(({ props }) => props.keys("dimensions")),
  );
  return dimensions.some((dimension) => OTHER_END.includes(dimension));
}

/** Whether the next part of a name is the other end of a connection, as in `replication-to-`. */
export function isOtherEnd(before: string): boolean {
  return /(?:^|[-_.])(?:to|from|towards|into)[-_.]?$/i.test(before);
}
