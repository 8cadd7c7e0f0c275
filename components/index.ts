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
export * from "./dns-records";
export { DnsRouting, type DnsRoutingArgs } from "./dns-routing";
export {
  type ClusterEncryption,
  type ClusterLifetime,
  type ClusterScaling,
  type ClusterStep,
  EphemeralCluster,
  type EphemeralClusterArgs,
} from "./ephemeral-cluster";
export type { AlarmCondition, Comparison, MetricSpec, MissingData, Statistic } from "./internal/alarms";
export type { LogRetentionDays } from "./internal/constants";
export type { DashboardGraph, DashboardSpec } from "./internal/dashboard";
export type { ColdClass, ColdTransition } from "./internal/lifecycle";
export type { LogFilterSpec } from "./internal/log-filters";
export type { PolicyCondition, PolicyStatement, Principals } from "./internal/policy";
export { LogAgent, type LogAgentArgs, type LogAgentFile, type LogAgentMeasurement } from "./log-agent";
export { type LogGroupSpec, type LogQuerySpec, Logs, type LogsArgs } from "./logs";
export { type AlarmSpec, type CompositeSpec, Monitoring, type MonitoringArgs } from "./monitoring";
export { Network, type NetworkArgs } from "./network";
export { Storage, type StorageArgs, type StorageLock } from "./storage";
export {
  type ReplicationDestination,
  StorageReplication,
  type StorageReplicationArgs,
} from "./storage-replication";
