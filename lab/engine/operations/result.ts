import type { Deployment } from "../deployment/deployment";
import type { Op } from "../deployment/events";
import type { PolicyReview } from "../policies/findings";
import type { Declared } from "../program/program-record";
import type { Drift } from "../refresh/refresh-all";
import { STACK_TYPE } from "../values/urn";
import type { Properties } from "../values/values";

/** Result of an operation. */
export interface OperationResult {
  /** 0 when all went well, 1 when something failed, 8 when the operation was killed. */
  readonly exitCode: 0 | 1 | 8;
  /** Number of resources by the operation that was done to them. */
  readonly changes: Readonly<Partial<Record<Op, number>>>;
  readonly errors: readonly string[];
  /** Warnings of the engine and the program, as they were reported. */
  readonly warnings: readonly string[];
  /** Resources that the program declares and did not register because another one failed. */
  readonly skipped: readonly Declared[];
  /** Outputs of the stack; secrets are marked. */
  readonly outputs: Properties;
  /** Notices about the state, such as a lock taken over or a journal replayed. */
  readonly notices: readonly string[];
  /** Differences that a refresh found. */
  readonly drift: readonly Drift[];
  /** Evaluation by the policy packs; absent when none were given. */
  readonly policies?: PolicyReview;
  readonly durationMs: number;
}

/** Summarises a deployment that has ended. */
export function summarize(
  deployment: Deployment,
  ending: Pick<OperationResult, "notices" | "drift" | "durationMs"> & {
    readonly isKilled: boolean;
    readonly policies: PolicyReview | undefined;
  },
): OperationResult {
  const { stack, errors, warnings, changes, skipped } = deployment;
  const { isKilled, policies, ...rest } = ending;
  const root = [...stack.registered, ...stack.previous].find(({ state }) => state.type === STACK_TYPE);
  return {
    exitCode: isKilled ? 8 : deployment.hasFailed || deployment.violations > 0 ? 1 : 0,
    changes,
    errors,
    warnings,
    skipped: skipped.map(({ type, name }) => ({ type, name })),
    outputs: root?.state.outputs ?? {},
    ...(policies && { policies }),
    ...rest,
  };
}
