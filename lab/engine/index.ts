export {
  type AnalysisOptions,
  type AnalysisResult,
  analyze,
  describePolicyPacks,
  examineStates,
  mergeExamined,
} from "./analyze";
export type {
  AnalyzedResource,
  Examined,
  PackSummary,
  PolicyInfo,
  PolicySeverity,
} from "./analyzer";
export type { PolicyPackReference } from "./analyzer/start-packs";
export { EngineError, type EngineErrorCode } from "./errors";
export type {
  EngineEvent,
  MessageEvent,
  Op,
  OutputsEvent,
  PolicyEvent,
  SkippedEvent,
  StepEvent,
} from "./events";
export type { Declared } from "./monitor";
export { LAB_PLUGINS } from "./plugin/host";
export type { PolicyReview } from "./policies";
export type { Drift } from "./refresh";
export {
  destroy,
  type OperationOptions,
  type OperationResult,
  preview,
  refresh,
  up,
} from "./run";
export { parseUrn } from "./urn";
export { isSecret, type Properties, type Value, withoutSecrets } from "./values";
