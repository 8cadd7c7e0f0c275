export type { LogRetentionDays } from "../common/log-retention";
export type { HealthCheckerRegion } from "../common/regions";
export type { ColderStorageClass } from "../common/storage-classes";
export {
  type BillingAnomalyDetection,
  type BillingBudget,
  BillingGuard,
  type BillingGuardArgs,
  type BillingSubscriber,
} from "./billing-guard";
export {
  Cdn,
  type CdnArgs,
  type CdnCacheTimes,
  type CdnDomain,
  type CdnOrigin,
  type CdnSecurityHeaders,
  DEFAULT_PRICE_CLASS,
  PRICE_CLASSES,
  type PriceClass,
} from "./cdn";
export {
  type AdoptedZone,
  type CreatedZone,
  type DnsAlias,
  type DnsEndpoint,
  type DnsHealthCheck,
  type DnsRecord,
  DnsRouting,
  type DnsRoutingArgs,
  type DnsTarget,
  type DnsType,
  type DnsZone,
  type FailoverRecord,
  type LatencyRecord,
  type RoutedRecord,
  type SimpleRecord,
  type WeightedEndpoint,
  type WeightedRecord,
} from "./dns-routing";
export {
  type ClusterEncryption,
  type ClusterLifetime,
  type ClusterScaling,
  type ClusterStep,
  EphemeralCluster,
  type EphemeralClusterArgs,
} from "./ephemeral-cluster";
export { LogAgent, type LogAgentArgs, type LogAgentFile, type LogAgentMeasurement } from "./log-agent";
export { type LogGroupSpec, type LogQuerySpec, Logs, type LogsArgs } from "./logs";
export type { LogFilterSpec } from "./logs/filters";
export { type AlarmSpec, type CompositeSpec, Monitoring, type MonitoringArgs } from "./monitoring";
export type { DashboardGraph, DashboardSpec } from "./monitoring/dashboard";
export { Network, type NetworkArgs } from "./network";
export type { AlarmCondition, Comparison, MetricSpec, MissingData, Statistic } from "./shared/alarms";
export type { PolicyCondition, PolicyStatement, Principals } from "./shared/policy";
export {
  DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS,
  Storage,
  type StorageAccessLogs,
  type StorageArgs,
  type StorageClassTransition,
  type StorageLock,
} from "./storage";
export {
  type ReplicaStorageClass,
  type ReplicationDestination,
  StorageReplication,
  type StorageReplicationArgs,
} from "./storage-replication";
