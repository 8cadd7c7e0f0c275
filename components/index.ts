export { Network, type NetworkArgs } from "./network";
export { Storage, type StorageArgs, type StorageLock } from "./storage";
export {
  type ReplicationDestination,
  StorageReplication,
  type StorageReplicationArgs,
} from "./storage-replication";
