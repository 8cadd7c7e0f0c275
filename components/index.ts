export type { BucketEvent } from "../common/bucket-events";
export type { LogRetentionDays } from "../common/log-retention";
export type { HealthCheckerRegion } from "../common/regions";
export type { ColderStorageClass } from "../common/storage-classes";
export { AccountGuard, type AccountGuardArgs } from "./account-guard";
export {
  type BillingAnomalyDetection,
  type BillingBudget,
  BillingGuard,
  type BillingGuardArgs,
} from "./billing-guard";
export {
  Cdn,
  type CdnArgs,
  type CdnBehavior,
  type CdnBehaviorOptions,
  type CdnBucketOrigin,
  type CdnCache,
  type CdnCors,
  type CdnDomain,
  type CdnErrorPage,
  type CdnForwarding,
  type CdnFunctions,
  type CdnNames,
  type CdnOrigin,
  type CdnSecurityHeaders,
  type CdnServerOrigin,
  DEFAULT_PRICE_CLASS,
  type ManagedCache,
  type ManagedForwarding,
  PRICE_CLASSES,
  type PriceClass,
} from "./cdn";
export {
  type AdoptedZone,
  type CreatedZone,
  type DnsAlias,
  type DnsEndpoint,
  type DnsHealthCheck,
  type DnsQueryLog,
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
export { EncryptionKey, type EncryptionKeyArgs, type TopicPublisher } from "./encryption-key";
export {
  type ClusterBootstrapAction,
  type ClusterConfiguration,
  type ClusterEncryption,
  type ClusterFleet,
  type ClusterLifetime,
  type ClusterScaling,
  type ClusterStep,
  type ClusterSubnetType,
  EphemeralCluster,
  type EphemeralClusterArgs,
} from "./ephemeral-cluster";
export {
  LogAgent,
  type LogAgentArgs,
  type LogAgentDisks,
  type LogAgentFile,
  type LogAgentFilter,
  type LogAgentInstances,
  type LogAgentMeasurement,
} from "./log-agent";
export {
  type LogFilterSpec,
  type LogGroupClass,
  type LogGroupSpec,
  type LogQuerySpec,
  type LogSubscriptionSpec,
  Logs,
  type LogsArgs,
  type LogTarget,
} from "./logs";
export {
  type AlarmNotifications,
  type AlarmSpec,
  type AnomalyAlarmSpec,
  type CompositeSpec,
  type DashboardGraph,
  type DashboardLine,
  type DashboardLogTable,
  type DashboardSpec,
  type MathAlarmSpec,
  type MathMetric,
  type MetricAlarmSpec,
  Monitoring,
  type MonitoringArgs,
} from "./monitoring";
export {
  type FlowLogDestination,
  type FlowLogTraffic,
  type NatMode,
  Network,
  type NetworkArgs,
} from "./network";
export { Reaper, type ReaperArgs } from "./reaper";
export type { AlarmActions, AlarmCondition, Comparison, MissingData } from "./shared/alarms";
export type { MetricSpec } from "./shared/metrics";
export type { PolicyCondition, PolicyStatement, Principals } from "./shared/policy";
export type { Statistic } from "./shared/statistics";
export type { Tags } from "./shared/tags";
export type { AlarmSubscriber, AlarmSubscribers } from "./shared/topic";
export { SlackChannel, type SlackChannelArgs } from "./slack-channel";
export {
  DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS,
  Storage,
  type StorageAccessLogs,
  type StorageArchiveTiers,
  type StorageArgs,
  type StorageClassTransition,
  type StorageCorsMethod,
  type StorageCorsRule,
  type StorageLifecycleRule,
  type StorageLock,
  type StorageLogSource,
  type StorageNotification,
} from "./storage";
export {
  type ReplicaStorageClass,
  type ReplicationDestination,
  StorageReplication,
  type StorageReplicationArgs,
} from "./storage-replication";
