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
} from "./cdn";
export { DnsRouting, type DnsRoutingArgs } from "./dns-routing";
export * from "./dns-routing/records";
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
export { Storage, type StorageArgs, type StorageLock } from "./storage";
export type { ColdTransition } from "./storage/lifecycle";
export {
  type ReplicationDestination,
  StorageReplication,
  type StorageReplicationArgs,
} from "./storage-replication";
