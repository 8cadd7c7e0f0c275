import type { PolicyReview, Properties } from "../../lab/engine";
import { messageOf } from "../messages";
import type { Operated } from "../operate";
import type { Tally } from "../tally";
import type { Inventory } from "./inventory";
import { shown } from "./outputs";

/** What an operation came to, as one JSON object; secrets are hidden. */
export function operatedJson(operated: Operated, inventory: readonly Inventory[]): string {
  const { operation, environment, outcomes, tally, absent, premature, exitCode, durationMs } = operated;
  const stacks = outcomes.map((outcome) => {
    const result = "result" in outcome ? outcome.result : undefined;
    const { stack, state } = outcome;
    return {
      stack,
      state,
      ...(outcome.state === "skipped" && { because: outcome.because }),
      ...(outcome.state === "failed" && outcome.error !== undefined && { error: messageOf(outcome.error) }),
      ...(result && {
        changes: result.changes,
        durationMs: result.durationMs,
        outputs: shown(result.outputs) as Properties,
        drift: result.drift,
        notices: result.notices,
      }),
      ...(result?.policies && { policies: policiesOf(result.policies, tally, stack) }),
      steps: tally.steps.filter((step) => step.stack === stack).map(({ stack: _stack, ...step }) => step),
      failures: tally.failures.filter((one) => one.stack === stack).map(({ stack: _stack, ...one }) => one),
      skipped: tally.skips.filter((one) => one.stack === stack).map(({ stack: _stack, ...one }) => one),
    };
  });
  const places = inventory.map(({ place, count, services, names }) => ({
    place,
    count,
    services: Object.fromEntries(services),
    names,
  }));
  return JSON.stringify(
    {
      operation,
      environment: environment.name,
      exitCode,
      durationMs,
      stacks,
      absent,
      premature: Object.fromEntries(premature),
      places,
    },
    undefined,
    2,
  );
}

function policiesOf({ packs, complete, violations }: PolicyReview, tally: Tally, stack: string) {
  return {
    packs: packs.map(({ name, version }) => ({ name, version })),
    complete,
    violations,
    findings: tally.policies.filter((one) => one.stack === stack).map(({ stack: _stack, ...one }) => one),
  };
}
