export type { AlarmCondition, Comparison, MetricSpec, MissingData, Statistic } from "./internal/alarms";
export type { LogRetentionDays } from "./internal/constants";
export type { DashboardGraph, DashboardSpec } from "./internal/dashboard";
export type { ColdClass, ColdTransition } from "./internal/lifecycle";
export type { LogFilterSpec } from "./internal/log-filters";
export type { PolicyCondition, PolicyStatement, Principals } from "./internal/policy";
export { LogAgent, type LogAgentArgs, type LogAgentFile, type LogAgentMeasurement } from "./log-agent";
export { type LogGroupSpec, type LogQuerySpec, Logs, type LogsArgs } from "./logs";
export {
  type AlarmSpec,
  type CompositeSpec,
  type DashboardSpec,
  Monitoring,
  type MonitoringArgs,
} from "./monitoring";
export { Network, type NetworkArgs } from "./network";
export { Storage, type StorageArgs, type StorageLock } from "./storage";
export {
  type ReplicationDestination,
  StorageReplication,
  type StorageReplicationArgs,
} from "./storage-replication";
