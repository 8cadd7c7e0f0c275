import type { PolicyReview, Properties } from "../../lab/engine";
import { messageOf } from "../errors";
import type { OperationLog } from "../operation-log";
import type { OperationReport } from "../run-operation";
import { type Inventory, inventoryJson } from "./inventory";
import { redact } from "./outputs";

/** Formats the result of an operation as one JSON object; hides secrets. */
export function operationJson(report: OperationReport, inventory: readonly Inventory[]): string {
  const { operation, environment, outcomes, log, absent, premature, exitCode, durationMs } = report;
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
        outputs: redact(result.outputs) as Properties,
        drift: result.drift,
        notices: result.notices,
      }),
      ...(result?.policies && { policies: policiesOf(result.policies, log, stack) }),
      steps: entriesOf(stack, log.steps).map(renameLocation),
      failures: entriesOf(stack, log.failures).map(renameLocation),
      skipped: entriesOf(stack, log.skips),
    };
  });
  return JSON.stringify(
    {
      operation,
      environment: environment.name,
      exitCode,
      durationMs,
      stacks,
      absent,
      premature: Object.fromEntries(premature),
      places: inventoryJson(inventory),
    },
    undefined,
    2,
  );
}

function policiesOf({ packs, complete, violations }: PolicyReview, log: OperationLog, stack: string) {
  return {
    packs: packs.map(({ name, version }) => ({ name, version })),
    complete,
    violations,
    findings: entriesOf(stack, log.policies),
  };
}

/** Entries of one stack, without its name. */
function entriesOf<T extends { readonly stack: string }>(stack: string, entries: readonly T[]) {
  return entries.filter((entry) => entry.stack === stack).map(({ stack: _, ...entry }) => entry);
}

/** The key of a location in JSON is `place`: scripts read it. */
function renameLocation<T extends { readonly location: string }>({ location, ...entry }: T) {
  return { place: location, ...entry };
}
