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
  PolicyEvidence as Examined,
  PolicyInfo,
  PolicyPack,
  PolicyPackOptions,
  PolicyRemediation,
  PolicySeverity,
  RemediationResult as Remediated,
} from "./types";
