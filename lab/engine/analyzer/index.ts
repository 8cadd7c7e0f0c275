export { analyzeRequest, analyzeStackRequest } from "./messages";
export { startPolicyPack } from "./policy-pack";
export type {
  AnalyzedOptions,
  AnalyzedProvider,
  AnalyzedResource,
  AnalyzedStackResource,
  EnforcementLevel,
  Examined,
  PackSummary,
  PolicyDiagnostic,
  PolicyInfo,
  PolicyPack,
  PolicyPackOptions,
  PolicyRemediation,
  PolicySeverity,
  Remediated,
} from "./types";
