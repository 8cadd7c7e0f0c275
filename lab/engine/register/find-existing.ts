import type { Deployment } from "../deployment/deployment";
import type { StackResource } from "../deployment/stack-journal";
import { aliasUrns } from "../goal/aliases";
import type { Goal } from "../goal/goal";

/** Finds resources from before this run under their present or a former URN. */
export class ExistingResources {
  readonly #deployment: Deployment;
  /** Former URNs of the resources of this run, by URN: their children may have been renamed with them. */
  readonly #aliases = new Map<string, readonly string[]>();

  constructor(deployment: Deployment) {
    this.#deployment = deployment;
  }

  /** Returns the URNs that a resource may have had before. */
  aliasesOf(urn: string, goal: Goal): readonly string[] {
    const { settings } = this.#deployment;
    const aliases = aliasUrns(goal, {
      stack: settings.stack,
      project: settings.project.name,
      parent: goal.parent,
      parentAliases: this.#aliases.get(goal.parent) ?? [],
    });
    this.#aliases.set(urn, aliases);
    return aliases;
  }

  /** Returns the resource from before this run; one that is found under a former URN is renamed. */
  async find(urn: string, aliases: readonly string[]): Promise<StackResource | undefined> {
    const { stack } = this.#deployment;
    const own = stack.findPrevious(urn);
    if (own) return own;
    for (const alias of aliases) {
      const former = stack.findPrevious(alias);
      if (!former || stack.isClaimed(alias)) continue;
      await stack.rename(former, urn);
      return former;
    }
    return undefined;
  }
}
