import { makeUrn, parseUrn } from "../values/urn";
import type { AliasSpec, Goal } from "./goal";

/** Stack and parent of a registration, from which former URNs are made. */
export interface AliasContext {
  readonly stack: string;
  readonly project: string;
  readonly parent: string;
  /** Former URNs of the parent. */
  readonly parentAliases: readonly string[];
}

/**
 * Returns the URNs that a resource may have had: those of its aliases, and, under every former URN of its parent, its own
 * name and each alias. A child whose name starts with its parent's was renamed with the parent.
 */
export function aliasUrns(goal: Goal, context: AliasContext): readonly string[] {
  const urns = new Set<string>();
  const { stack, project, parent } = context;
  for (const spec of goal.aliases) {
    if ("urn" in spec) {
      if (spec.urn) urns.add(spec.urn);
      continue;
    }
    urns.add(specUrn(spec, goal, spec.parent ?? parent, context));
    if (spec.parent !== undefined) continue;
    for (const former of context.parentAliases) {
      const name = spec.name || formerName(goal.name, parent, former);
      urns.add(specUrn({ ...spec, name }, goal, former, context));
    }
  }
  for (const former of context.parentAliases) {
    urns.add(makeUrn(stack, project, former, goal.type, formerName(goal.name, parent, former)));
  }
  urns.delete(makeUrn(stack, project, parent, goal.type, goal.name));
  return [...urns];
}

function specUrn(
  spec: Exclude<AliasSpec, { readonly urn: string }>,
  goal: Goal,
  parent: string,
  context: AliasContext,
): string {
  const stack = spec.stack || context.stack;
  const project = spec.project || context.project;
  return makeUrn(stack, project, parent, spec.type || goal.type, spec.name || goal.name);
}

function formerName(name: string, parent: string, formerParent: string): string {
  if (!parent) return name;
  const [now, before] = [parseUrn(parent).name, parseUrn(formerParent).name];
  return name.startsWith(now) ? `${before}${name.slice(now.length)}` : name;
}
