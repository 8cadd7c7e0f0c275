export { accountOf } from "./accounts";
export {
  ALARM_ACTIONS,
  chargesOf,
  GLOBAL_METRIC_NAMESPACES,
  globalNamespaceOf,
  hearersOf,
  knownTextsOf,
  metricsOf,
  type WatchedMetric,
} from "./alarms";
export { routeOfMethod } from "./api-routes";
export { arnParts } from "./arns";
export {
  accessLogTargets,
  bucketNameIn,
  bucketsNamed,
  isAccessBlocked,
  isVersioned,
  namesOfBucket,
  openAccess,
  PUBLIC_ACCESS_FLAGS,
  setTwice,
  settingsOfBucket,
} from "./buckets";
export { all, mustBe, mustBeBetween, mustBeOneOf, mustBeSet, shown, unlike } from "./checks";
export { type Block, contains, isWorld, overlap, parseBlock } from "./cidr";
export { compile } from "./compile";
export { flawsOfEach } from "./each";
export { endpointsOf, regionInName, regionOfAnswer } from "./endpoint-regions";
export { matchesAny } from "./exemptions";
export { callersOf, functionsNamed, isCalledAsync, mappingsOf } from "./functions";
export { canServeGlobally, type GlobalHelpers, globalHelpersOf } from "./global-services";
export { isAwsType, moduleOf } from "./global-types";
export { Stack } from "./graph";
export { isLogBucket } from "./log-buckets";
export { asFarAsKnown, either, firstFound, flawsOfAll, some, within } from "./logic";
export { momentOf } from "./moments";
export { lookOnce } from "./once";
export { isProduction, PRODUCTION_SETTING } from "./production";
export { Props, Undecided } from "./props";
export { isDeadLetterQueue, redriveOf, sourcesOf } from "./queues";
export { normalName } from "./record-names";
export {
  describedSet,
  isNameOf,
  type RecordSet,
  type RecordSets,
  type RoutingPolicy,
  recordSetsOf,
  routingOf,
} from "./record-sets";
export { abbreviationOf, abbreviationsOf, REGION_CODE, regionsIn } from "./region-names";
export { setAt } from "./remedies";
export {
  destinationsOfReplication,
  enabledReplicationRulesOf,
  type ReplicationRule,
  replicationRulesOf,
  sourceOfReplication,
} from "./replication";
export { GLOBAL_SERVICES_REGION, Resource } from "./resource";
export {
  type Context,
  type ResourceFinding,
  type Rule,
  type RuleInfo,
  resourceRule,
  stackRule,
} from "./rule";
export { letsService } from "./service-grants";
export { isLike, statementsOf, tlsFlaw, valuesAt } from "./statements";
export { hasTagList, isTaggable, plainKey, tagLike, tagPlaces } from "./tag-places";
export { isTagged, tagSetting } from "./tags";
export * from "./types";
export { wholeStack } from "./whole";
