import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Checks } from "../rule/rule";

/** A check that neither passes nor fails because a value that it reads is unknown. */
export interface UndecidedCheck {
  /** @default - the check is about the stack as a whole */
  readonly resource?: Resource;
  /** Name of the check in its rule. */
  readonly check: string;
  /** The unknown value. */
  readonly cause: Undecided;
}

/** Results of several checks of one resource. */
export interface CheckResults {
  readonly messages: readonly string[];
  readonly undecided: readonly UndecidedCheck[];
}

/** Runs each check by itself, so that one that is undecided does not hide the findings of the others. */
export function runChecks<C>(checks: Checks<C>, resource: Resource, context: C): CheckResults {
  const messages: string[] = [];
  const undecided: UndecidedCheck[] = [];
  for (const [check, run] of Object.entries(checks)) {
    try {
      messages.push(...toList(run(resource, context)));
    } catch (error) {
      if (!(error instanceof Undecided)) throw error;
      undecided.push({ resource, check, cause: error });
    }
  }
  return { messages, undecided };
}

/** Findings as a list. */
export function toList<T>(findings: T | readonly T[] | undefined): readonly T[] {
  if (findings === undefined) return [];
  return Array.isArray(findings) ? findings : [findings as T];
}

/** Describes an undecided check in a sentence. */
export function describeUndecided({ resource, check, cause }: UndecidedCheck): string {
  const subject = resource ? `${resource.name}: ` : "";
  return `${subject}${check} cannot be decided because ${cause.path} is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`;
}

/** Describes a check that only an update can decide, in a sentence. */
export function describeDeferred({ resource, check, cause }: UndecidedCheck): string {
  const subject = resource ? `${resource.name}: ` : "";
  const { path, sources } = cause;
  const origin = sources.length > 0 ? `comes from ${joinNames(sources)} and ` : "";
  return `${subject}${check} cannot be decided before the update, because ${path} ${origin}is unknown in this preview; the update decides it, and so does a preview if you derive it from names instead of ARNs`;
}

/** Joins names to a list for a sentence; a long list is cut. */
function joinNames(names: readonly string[]): string {
  const distinct = [...new Set(names)];
  const shown = distinct.slice(0, 3);
  if (distinct.length > shown.length) shown.push(`${distinct.length - shown.length} more`);
  return shown.join(" and ");
}
