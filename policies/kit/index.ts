export { all, mustBe, mustBeBetween, mustBeOneOf, mustBeSet, shown, unlike } from "./checks";
export { compile } from "./compile";
export { Stack } from "./graph";
export { Props, Undecided } from "./props";
export { GLOBAL_SERVICES_REGION, Resource } from "./resource";
export { type ResourceFinding, type Rule, type RuleInfo, resourceRule, stackRule } from "./rule";
export * from "./types";
