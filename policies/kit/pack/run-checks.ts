import { Undecided } from "../reading/props";
import type { Resource } from "../reading/resource";
import type { Checks } from "../rule/rule";

/** A check that neither passes nor fails because a value that it reads is unknown. */
export interface UndecidedCheck {
  /** @default - the check is about the stack as a whole */
  readonly resource?: Resource;
  /** Name of the check in its rule. */
  readonly check: string;
  /** Path of the unknown value. */
  readonly path: string;
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
      undecided.push({ resource, check, path: error.path });
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
export function describeUndecided({ resource, check, path }: UndecidedCheck): string {
  const subject = resource ? `${resource.name}: ` : "";
  return `${subject}${check} cannot be decided because ${path} is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`;
}
