export { parseArn } from "./facts/arns";
export { isAwsType, moduleOf } from "./facts/global-types";
export { isInternetWide } from "./facts/internet-cidr";
export {
  abbreviationOf,
  compileAbbreviations,
  findRegionsInName,
} from "./facts/region-names";
export * from "./facts/resource-types";
export { compileRules } from "./pack/compile-rules";
export { memoizeByStack } from "./reading/memoize-by-stack";
export { Props, Undecided } from "./reading/props";
export { Resource } from "./reading/resource";
export { requireStack, Stack } from "./reading/stack";
export {
  emptyIfUndecided,
  evaluateWithin,
  findFirst,
  findFlaws,
  findFlawsUnlessOnePasses,
  isAnyPassing,
  isAnyTrue,
} from "./reading/three-valued-logic";
export { parseTimestamp } from "./reading/timestamps";
export { matchesAny } from "./rule/exemptions";
export { isProduction, PRODUCTION_SETTING } from "./rule/production-setting";
export {
  collectFindings,
  describeMismatch,
  formatValue,
  mustBe,
  mustBeBetween,
  mustBeOneOf,
  mustBeSet,
} from "./rule/property-checks";
export { type Requirement, requirementRule } from "./rule/requirements";
export {
  type ResourceFinding,
  type Rule,
  type RuleContext,
  type RuleInfo,
  resourceRule,
  stackRule,
} from "./rule/rule";
export { setInput } from "./rule/set-input";
export { createTagSetting, hasTag } from "./rule/tag-setting";
export { speedUpSdk } from "./sdk-speed/speed-up-sdk";
export { accountKeyOf } from "./services/accounts";
export {
  ALARM_ACTIONS,
  billingMetricsOf,
  GLOBAL_METRIC_NAMESPACES,
  globalNamespaceOf,
  knownStringsAt,
  metricsOf,
  topicSubscribersOf,
  type WatchedMetric,
} from "./services/alarms";
export { routeOf } from "./services/api-routes";
export {
  enabledReplicationRulesOf,
  type ReplicationRule,
  replicationDestinationsOf,
  replicationRulesOf,
  replicationSourceOf,
} from "./services/bucket-replication";
export {
  bucketNamesOf,
  checkSetOnce,
  findAccessLogTargets,
  findBucketSettings,
  findBuckets,
  findUnblockedAccess,
  isPublicAccessBlocked,
  isVersioned,
  PUBLIC_ACCESS_FLAGS,
  parseBucketName,
} from "./services/buckets";
export { containersOf } from "./services/containers";
export { findCredential } from "./services/credentials";
export {
  deadLetterSourcesOf,
  isDeadLetterQueue,
  redriveSettingOf,
} from "./services/dead-letter-queues";
export {
  findEndpoints,
  findOnlyRegionInName,
  targetRegionOf,
} from "./services/endpoint-regions";
export {
  canServeGlobally,
  type GlobalServiceResources,
  globalServiceResourcesOf,
} from "./services/global-services";
export { allowsService } from "./services/iam-permissions";
export {
  findTlsFlaw,
  isOpenToEveryone,
  matchesIamPattern,
  readStrings,
  statementsOf,
} from "./services/iam-statements";
export {
  eventSourceMappingsOf,
  findCallers,
  findFunctions,
  isInvokedAsynchronously,
} from "./services/lambda-functions";
export { findServiceWriters, isLogBucket } from "./services/log-buckets";
export {
  accountOf,
  accountsLetIn,
  documentAt,
  findOpenStatement,
  RESOURCE_POLICIES,
} from "./services/open-documents";
export { readUnlessPending } from "./services/pending";
export { normalizeDomainName } from "./services/record-names";
export {
  describeRecordSet,
  hasName,
  type RecordSet,
  type RecordSets,
  type RoutingPolicy,
  recordSetsOf,
  routingPolicyOf,
} from "./services/record-sets";
export {
  findTag,
  hasTagList,
  isTaggable,
  listTags,
  normalizeTagKey,
} from "./services/resource-tags";
