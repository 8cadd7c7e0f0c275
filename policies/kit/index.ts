export { parseArn as arnParts } from "./facts/arns";
export { isAwsType, moduleOf } from "./facts/global-types";
export { isInternetWide } from "./facts/internet-cidr";
export {
  abbreviationOf,
  compileAbbreviations as abbreviationsOf,
  findRegionsInName as regionsIn,
} from "./facts/region-names";
export * from "./facts/resource-types";
export { compileRules as compile } from "./pack/compile-rules";
export { Props, Undecided } from "./reading/props";
export { Resource } from "./reading/resource";
export { requireStack as wholeStack, Stack } from "./reading/stack";
export {
  emptyIfUndecided as asFarAsKnown,
  evaluateWithin as within,
  findFirst as firstFound,
  findFlaws as flawsOfEach,
  findFlawsUnlessOnePasses as flawsOfAll,
  isAnyPassing as some,
  isAnyTrue as either,
} from "./reading/three-valued-logic";
export { parseTimestamp as momentOf } from "./reading/timestamps";
export { matchesAny } from "./rule/exemptions";
export { isProduction, PRODUCTION_SETTING } from "./rule/production-setting";
export {
  collectFindings as all,
  describeMismatch as unlike,
  formatValue as shown,
  mustBe,
  mustBeBetween,
  mustBeOneOf,
  mustBeSet,
} from "./rule/property-checks";
export {
  type ResourceFinding,
  type Rule,
  type RuleContext as Context,
  type RuleInfo,
  resourceRule,
  stackRule,
} from "./rule/rule";
export { setInput as setAt } from "./rule/set-input";
export { createTagSetting as tagSetting, hasTag as isTagged } from "./rule/tag-setting";
export { speedUpSdk as lookOnce } from "./sdk-speed/speed-up-sdk";
export { accountKeyOf as accountOf } from "./services/accounts";
export {
  ALARM_ACTIONS,
  billingMetricsOf as chargesOf,
  GLOBAL_METRIC_NAMESPACES,
  globalNamespaceOf,
  knownStringsAt as knownTextsOf,
  metricsOf,
  topicSubscribersOf as hearersOf,
  type WatchedMetric,
} from "./services/alarms";
export { routeOf as routeOfMethod } from "./services/api-routes";
export {
  enabledReplicationRulesOf,
  type ReplicationRule,
  replicationDestinationsOf as destinationsOfReplication,
  replicationRulesOf,
  replicationSourceOf as sourceOfReplication,
} from "./services/bucket-replication";
export {
  bucketNamesOf as namesOfBucket,
  checkSetOnce as setTwice,
  findAccessLogTargets as accessLogTargets,
  findBucketSettings as settingsOfBucket,
  findBuckets as bucketsNamed,
  findUnblockedAccess as openAccess,
  isPublicAccessBlocked as isAccessBlocked,
  isVersioned,
  PUBLIC_ACCESS_FLAGS,
  parseBucketName as bucketNameIn,
} from "./services/buckets";
export {
  deadLetterSourcesOf as sourcesOf,
  isDeadLetterQueue,
  redriveSettingOf as redriveOf,
} from "./services/dead-letter-queues";
export {
  findEndpoints as endpointsOf,
  findOnlyRegionInName as regionInName,
  targetRegionOf as regionOfAnswer,
} from "./services/endpoint-regions";
export {
  canServeGlobally,
  type GlobalServiceResources as GlobalHelpers,
  globalServiceResourcesOf as globalHelpersOf,
} from "./services/global-services";
export { allowsService as letsService } from "./services/iam-permissions";
export {
  findTlsFlaw as tlsFlaw,
  matchesIamPattern as isLike,
  readStrings as valuesAt,
  statementsOf,
} from "./services/iam-statements";
export {
  eventSourceMappingsOf as mappingsOf,
  findCallers as callersOf,
  findFunctions as functionsNamed,
  isInvokedAsynchronously as isCalledAsync,
} from "./services/lambda-functions";
export { isLogBucket } from "./services/log-buckets";
export { normalizeDomainName as normalName } from "./services/record-names";
export {
  describeRecordSet as describedSet,
  hasName as isNameOf,
  type RecordSet,
  type RecordSets,
  type RoutingPolicy,
  recordSetsOf,
  routingPolicyOf as routingOf,
} from "./services/record-sets";
export {
  findTag as tagLike,
  hasTagList,
  isTaggable,
  listTags as tagPlaces,
  normalizeTagKey as plainKey,
} from "./services/resource-tags";
