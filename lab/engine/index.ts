export type {
  AnalyzedResource,
  PackSummary,
  PolicyEvidence as Examined,
  PolicyInfo,
  PolicySeverity,
} from "./analyzer";
export type { PolicyPackReference } from "./analyzer/start-packs";
export type {
  EngineEvent,
  MessageEvent,
  Op,
  OutputsEvent,
  PolicyEvent,
  SkippedEvent,
  StepEvent,
} from "./deployment/events";
export { EngineError, type EngineErrorCode } from "./errors";
export { destroy, preview, refresh, up } from "./operations/operations";
export { type OperationOptions, targetPattern } from "./operations/options";
export type { OperationResult } from "./operations/result";
export { LAB_PLUGINS } from "./plugin/host";
export {
  type AnalysisOptions,
  type AnalysisResult,
  analyze,
  describePolicyPacks,
} from "./policies/analyze";
export { examineStates, mergeExamined } from "./policies/evidence";
export type { PolicyReview } from "./policies/findings";
export type { Declared } from "./program/program-record";
export type { Drift } from "./refresh/refresh-all";
export { parseUrn } from "./values/urn";
export { isSecret, type Properties, type Value, withoutSecrets } from "./values/values";
