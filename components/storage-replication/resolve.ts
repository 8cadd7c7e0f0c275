import { checkAlarmTopics } from "../shared/alarms";
import { checkLabels, checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import { checkObjectFilter } from "../shared/object-filter";
import {
  REPLICA_STORAGE_CLASSES,
  type ReplicationDestination,
  type ResolvedStorageReplicationArgs,
  type StorageReplicationArgs,
} from "./args";
import { checkKeyArn } from "./keys";
import { LOCK_FORM } from "./rules";

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: no destination, or a destination that S3 would reject or never replicate to
 */
export function resolveArgs(name: string, args: StorageReplicationArgs): ResolvedStorageReplicationArgs {
  const { alarmTopicArns = [], maxLatencySeconds = 900, timeControl = false } = args;
  const hasAlarms = alarmTopicArns.length > 0;
  const faults = new Faults(name);
  const labels = Object.keys(args.destinations);
  faults.expect(labels.length >= 1 && labels.length <= 20, "destinations", labels, "1 to 20 destinations");
  checkLabels(faults, "destinations", labels);
  checkKeyArn(faults, "sourceKmsKeyArn", args.sourceKmsKeyArn);
  for (const [label, destination] of Object.entries(args.destinations)) {
    checkDestination(faults, `destinations.${label}`, args, destination);
  }
  checkObjectFilter(faults, "", args);
  const metricsReason = hasAlarms ? "there are alarms" : "timeControl is true";
  const needsMetrics = hasAlarms || timeControl;
  faults.expect(
    args.metrics !== false || !needsMetrics,
    "metrics",
    args.metrics,
    `true, since ${metricsReason}`,
  );
  checkAlarmTopics(faults, alarmTopicArns);
  checkWholeNumber(faults, "maxLatencySeconds", args.maxLatencySeconds, 60, 604_800);
  faults.expect(
    args.maxLatencySeconds === undefined || hasAlarms,
    "maxLatencySeconds",
    args.maxLatencySeconds,
    "nothing without alarmTopicArns",
  );
  faults.raise();
  return {
    ...args,
    destinations: Object.fromEntries(
      Object.entries(args.destinations).map(([label, destination]) => {
        const { prefix = args.prefix, objectTags = args.objectTags, enabled = true } = destination;
        const deleteMarkers = args.deleteMarkers ?? objectTags === undefined;
        return [label, { ...destination, prefix, objectTags, enabled, deleteMarkers }];
      }),
    ),
    replicaChanges: args.replicaChanges ?? true,
    timeControl,
    metrics: args.metrics ?? needsMetrics,
    alarmTopicArns,
    maxLatencySeconds,
  };
}

function checkDestination(
  faults: Faults,
  path: string,
  args: StorageReplicationArgs,
  destination: ReplicationDestination,
): void {
  const { bucketArn, storageClass, kmsKeyArn, accountId, objectLock } = destination;
  checkOneOf(faults, `${path}.storageClass`, storageClass, REPLICA_STORAGE_CLASSES);
  faults.expect(
    typeof bucketArn !== "string" || bucketArn !== args.sourceBucketArn,
    `${path}.bucketArn`,
    bucketArn,
    "another bucket than the source",
  );
  faults.expect(
    args.sourceKmsKeyArn === undefined || kmsKeyArn !== undefined,
    `${path}.kmsKeyArn`,
    kmsKeyArn,
    "a key, since sourceKmsKeyArn is given",
  );
  faults.expect(
    args.sourceKmsKeyArn !== undefined || kmsKeyArn === undefined,
    `${path}.kmsKeyArn`,
    kmsKeyArn,
    "no key, since sourceKmsKeyArn is not given; replicas of objects with SSE-S3 have SSE-S3 too",
  );
  checkKeyArn(faults, `${path}.kmsKeyArn`, kmsKeyArn);
  checkObjectFilter(faults, `${path}.`, destination);
  faults.expect(
    args.deleteMarkers !== true || (destination.objectTags ?? args.objectTags) === undefined,
    `${path}.objectTags`,
    destination.objectTags ?? args.objectTags,
    "none, since deleteMarkers is true and S3 replicates no delete markers by tags",
  );
  if (typeof accountId === "string") {
    faults.expect(/^\d{12}$/.test(accountId), `${path}.accountId`, accountId, "an account id of 12 digits");
  }
  const isUnlocked = objectLock === undefined || objectLock === false;
  faults.expect(args.sourceObjectLock !== true || !isUnlocked, `${path}.objectLock`, objectLock, LOCK_FORM);
}
