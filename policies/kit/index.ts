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
export { compile } from "./compile";
export { Stack } from "./graph";
export { either, firstFound, flawsOfAll, some, within } from "./logic";
export { Props, Undecided } from "./props";
export { GLOBAL_SERVICES_REGION, Resource } from "./resource";
export { type ResourceFinding, type Rule, type RuleInfo, resourceRule, stackRule } from "./rule";
export { isLike, statementsOf, tlsFlaw, valuesAt } from "./statements";
export { isTagged, tagSetting } from "./tags";
export * from "./types";
