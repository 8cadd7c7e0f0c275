export { analyzeRequest, analyzeStackRequest } from "./messages";
export { startPolicyPack } from "./policy-pack";
export type {
  AnalyzedOptions,
  AnalyzedProvider,
  AnalyzedResource,
  AnalyzedStackResource,
  EnforcementLevel,
  PackSummary,
  PolicyDiagnostic,
  PolicyEvidence,
  PolicyInfo,
  PolicyPack,
  PolicyPackOptions,
  PolicyRemediation,
  PolicySeverity,
  RemediationResult as Remediated,
} from "./types";
