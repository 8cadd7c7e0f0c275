import type { Exemption } from "./settings";

/** What the exemptions of a rule say of a resource. */
export interface MatchingExemption {
  readonly exemption: Exemption;
  readonly expired: boolean;
}

/** The exemptions of one rule, and which of them were of use. */
export class Exemptions {
  readonly #entries: readonly Entry[];
  readonly #used = new Set<Exemption>();

  /**
   * @throws {Error} naming every day that the calendar does not have
   */
  constructor(ruleName: string, exemptions: readonly Exemption[], stackName: string, now: Date) {
    const faults: string[] = [];
    this.#entries = exemptions.flatMap((exemption) => {
      const { match, expires, stacks } = exemption;
      const end = lastMillisecondOf(expires);
      if (Number.isNaN(end)) {
        const at = `${ruleName}: exempt ${JSON.stringify(match)}`;
        faults.push(`${at}: expires is ${JSON.stringify(expires)}, expected a day`);
      }
      if (stacks && !matchesAny(stacks, stackName)) return [];
      return [{ exemption, pattern: compileWholePattern(match), expired: now.getTime() > end }];
    });
    if (faults.length > 0) throw new Error(faults.join("; "));
  }

  /** The exemption of a resource, by its name or URN: one that holds before one that has expired. */
  of(name: string, urn: string): MatchingExemption | undefined {
    const matching = this.#entries.filter(({ pattern }) => pattern.test(name) || pattern.test(urn));
    const [first] = [...matching].sort((a, b) => Number(a.expired) - Number(b.expired));
    return first && { exemption: first.exemption, expired: first.expired };
  }

  /** Notes that an exemption had something to exempt from. */
  markUsed({ exemption }: MatchingExemption): void {
    this.#used.add(exemption);
  }

  /** Exemptions that had nothing to exempt from. */
  get unused(): readonly MatchingExemption[] {
    return this.#entries.filter(({ exemption }) => !this.#used.has(exemption));
  }
}

interface Entry extends MatchingExemption {
  readonly pattern: RegExp;
}

/** Whether a name matches, as a whole, any of some regular expressions. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => compileWholePattern(pattern).test(name));
}

function compileWholePattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`);
}

/** The last millisecond of a day; no end when there is no day; not a number for a day that is none. */
function lastMillisecondOf(day: string | undefined): number {
  if (day === undefined) return Number.POSITIVE_INFINITY;
  const start = Date.parse(`${day}T00:00:00Z`);
  // Date.parse takes 31 February for 2 March.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return Number.NaN;
  return start + 86_399_999;
}
