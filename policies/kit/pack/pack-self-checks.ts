import type { Policies } from "@pulumi/policy";
import type { RuleEvaluation, Violation } from "./rule-evaluation";
import { describeDeferred, describeUndecided } from "./run-checks";

/**
 * Creates the policy about the pack itself: it reports exemptions that exempt nothing and checks that were undecided.
 *
 * @param evaluations returns those of the rules that the engine has called in this run
 */
export function createSelfChecks(evaluations: () => readonly RuleEvaluation[]): Policies[number] {
  return {
    name: "pack-self-checks",
    displayName: "The pack's own exemptions and undecided checks",
    description: "Every exemption is used, and every check was decided.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["pack"],
    remediationSteps:
      "Remove unused exemptions, and derive undecided properties from values that a preview knows.",
    validateStack: (_args, report) => {
      for (const { message, urn } of evaluations().flatMap(reportsOf)) report(message, urn);
    },
  };
}

function reportsOf(evaluation: RuleEvaluation): readonly Violation[] {
  const { rule, exemptions, tolerated, settings, isPreview } = evaluation;
  const unusedExemptions = exemptions.unused.map(({ exemption, expired }) => {
    const subject = `${rule.name}: the exemption ${JSON.stringify(exemption.match)} (${exemption.reason})`;
    const expiry = expired ? ` and expired on ${exemption.expires}` : "";
    return { message: `${subject} exempts nothing${expiry}; remove it` };
  });
  if (settings.onUnknown === "ignore" && tolerated.length > 0) {
    const checks = tolerated.length === 1 ? "1 check" : `${tolerated.length} checks`;
    return [...unusedExemptions, { message: `${rule.name}: undecided and ignored: ${checks}` }];
  }
  const describe = isPreview ? describeDeferred : describeUndecided;
  const undecidedChecks = tolerated.map((check) => ({
    message: `${rule.name}: ${describe(check)}`,
    ...(check.resource && { urn: check.resource.urn }),
  }));
  return [...unusedExemptions, ...undecidedChecks];
}
