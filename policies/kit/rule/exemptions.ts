import type { Exemption } from "./settings";

/** An exemption that matches a resource. */
export interface MatchingExemption {
  readonly exemption: Exemption;
  readonly expired: boolean;
}

/** The exemptions of one rule; it keeps track of the used ones. */
export class Exemptions {
  readonly #entries: readonly Entry[];
  readonly #used = new Set<Exemption>();

  /**
   * @throws {Error} naming every expiry date that does not exist
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

  /** Returns the exemption that matches a name or URN; one that is in force before one that has expired. */
  of(name: string, urn: string): MatchingExemption | undefined {
    const matching = this.#entries.filter(({ pattern }) => pattern.test(name) || pattern.test(urn));
    const [first] = [...matching].sort((a, b) => Number(a.expired) - Number(b.expired));
    return first && { exemption: first.exemption, expired: first.expired };
  }

  /** Records that an exemption exempted a violation. */
  markUsed({ exemption }: MatchingExemption): void {
    this.#used.add(exemption);
  }

  /** Exemptions that exempted nothing. */
  get unused(): readonly MatchingExemption[] {
    return this.#entries.filter(({ exemption }) => !this.#used.has(exemption));
  }
}

interface Entry extends MatchingExemption {
  readonly pattern: RegExp;
}

/** Whether a whole name matches any of some regular expressions. */
export function matchesAny(patterns: readonly string[], name: string): boolean {
  return patterns.some((pattern) => compileWholePattern(pattern).test(name));
}

function compileWholePattern(source: string): RegExp {
  return new RegExp(`^(?:${source})$`);
}

/** Last millisecond of a day; infinity without a day; NaN for a day that does not exist. */
function lastMillisecondOf(day: string | undefined): number {
  if (day === undefined) return Number.POSITIVE_INFINITY;
  const start = Date.parse(`${day}T00:00:00Z`);
  // Date.parse reads 31 February as 2 March.
  if (Number.isNaN(start) || new Date(start).toISOString().slice(0, 10) !== day) return Number.NaN;
  return start + 86_399_999;
}
