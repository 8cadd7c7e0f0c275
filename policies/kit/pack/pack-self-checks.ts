import type { Policies, StackValidation } from "@pulumi/policy";
import { type Outcome, type RuleRun, type Session, undecidedText } from "./evaluation";

/** The policy that looks at the pack itself: whether its exemptions are of use, and what it could not decide. */
export function createSelfChecks(session: () => Session): Policies[number] {
  return {
    name: "pack-self-checks",
    displayName: "The pack's own exemptions and doubts",
    description: "Every exemption is of use, and every rule could decide.",
    enforcementLevel: "advisory",
    severity: "low",
    tags: ["pack"],
    remediationSteps:
      "Remove exemptions without use, and make undecided properties of values that a preview knows.",
    get validateStack(): StackValidation {
      return (_args, report) => {
        for (const { message, urn } of session().runs.flatMap(reportsOf)) report(message, urn);
      };
    },
  };
}

/** What there is to say of one rule: nothing before it was called. */
function reportsOf(run: RuleRun): readonly Outcome[] {
  const { name } = run.rule;
  const unused = (run.exemptions?.unused ?? []).map(({ exemption, expired }) => {
    const what = `${name}: the exemption ${JSON.stringify(exemption.match)} (${exemption.reason})`;
    return {
      message: `${what} exempts nothing${expired ? ` and expired on ${exemption.expires}` : ""}; remove it`,
    };
  });
  const { tolerated } = run;
  if (tolerated.length === 0) return unused;
  if (run.settings?.onUnknown === "ignore") {
    const checks = tolerated.length === 1 ? "1 check" : `${tolerated.length} checks`;
    return [...unused, { message: `${name}: undecided and ignored: ${checks}` }];
  }
  const open = tolerated.map((each) => ({
    message: `${name}: ${undecidedText(each)}`,
    ...(each.resource && { urn: each.resource.urn }),
  }));
  return [...unused, ...open];
}
