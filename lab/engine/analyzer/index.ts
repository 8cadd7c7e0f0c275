export { startPolicyPack } from "./policy-pack";
export type {
  AnalyzedOptions,
  AnalyzedProvider,
  AnalyzedResource,
  AnalyzedStackResource,
  EnforcementLevel,
  PolicyDiagnostic,
  PolicyInfo,
  PolicyPack,
  PolicyPackOptions,
  PolicyRemediation,
  PolicySeverity,
  Remediated,
} from "./types";
