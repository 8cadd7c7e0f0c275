import { checkLabels, checkLength, checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import {
  REPLICA_STORAGE_CLASSES,
  type ResolvedStorageReplicationArgs,
  type StorageReplicationArgs,
} from "./args";

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: no destination, or a label, storage class or prefix that S3 would reject
 */
export function resolveArgs(name: string, args: StorageReplicationArgs): ResolvedStorageReplicationArgs {
  const faults = new Faults(name);
  const labels = Object.keys(args.destinations);
  faults.expect(labels.length >= 1 && labels.length <= 20, "destinations", labels, "1 to 20 destinations");
  checkLabels(faults, "destinations", labels);
  for (const [label, { storageClass, kmsKeyArn }] of Object.entries(args.destinations)) {
    checkOneOf(faults, `destinations.${label}.storageClass`, storageClass, REPLICA_STORAGE_CLASSES);
    faults.expect(
      args.sourceKmsKeyArn === undefined || kmsKeyArn !== undefined,
      `destinations.${label}.kmsKeyArn`,
      kmsKeyArn,
      "a key, since sourceKmsKeyArn is given",
    );
  }
  checkLength(faults, "prefix", args.prefix, 0, 1024);
  faults.raise();
  return {
    ...args,
    deleteMarkers: args.deleteMarkers ?? true,
    replicaChanges: args.replicaChanges ?? true,
    timeControl: args.timeControl ?? false,
  };
}
