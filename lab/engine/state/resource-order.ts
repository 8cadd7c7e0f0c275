import { providerReference, referencesOf } from "./references";
import type { ResourceState } from "./resource";

/**
 * Sorts resources so that each comes after all that it refers to, and otherwise keeps their order. A live resource comes
 * before those of its URN that wait for deletion. Those that wait come after the waiting ones that they depended on.
 *
 * @throws {Error} when resources refer to each other in a circle
 */
export function sortResources(resources: readonly ResourceState[]): readonly ResourceState[] {
  const index = indexOf(resources);
  const result: ResourceState[] = [];
  const done = new Set<ResourceState>();
  const open = new Set<ResourceState>();
  for (const start of resources) {
    if (done.has(start)) continue;
    // No recursion: chains of dependencies can be longer than the call stack is deep.
    const path = [{ resource: start, needs: needsOf(start, index) }];
    open.add(start);
    for (let top = path.at(-1); top; top = path.at(-1)) {
      const need = top.needs.pop();
      if (need) {
        const next = choose(need, done, open, top.resource);
        if (!next) continue;
        open.add(next);
        path.push({ resource: next, needs: needsOf(next, index) });
      } else {
        path.pop();
        open.delete(top.resource);
        done.add(top.resource);
        result.push(top.resource);
      }
    }
  }
  return result;
}

/** Candidates for one reference, the best first. Any of them satisfies it. */
interface Need {
  readonly candidates: readonly ResourceState[];
  /** Whether a circle through this reference is an error. The order of resources with one URN is only preferred. */
  readonly strict: boolean;
}

interface Index {
  readonly live: ReadonlyMap<string, readonly ResourceState[]>;
  readonly waiting: ReadonlyMap<string, readonly ResourceState[]>;
  readonly providers: ReadonlyMap<string, readonly ResourceState[]>;
}

function indexOf(resources: readonly ResourceState[]): Index {
  const live = new Map<string, ResourceState[]>();
  const waiting = new Map<string, ResourceState[]>();
  const providers = new Map<string, ResourceState[]>();
  for (const resource of resources) {
    push(resource.delete ? waiting : live, resource.urn, resource);
    const reference = providerReference(resource);
    if (reference) push(providers, reference, resource);
  }
  return { live, waiting, providers };
}

function push(map: Map<string, ResourceState[]>, key: string, resource: ResourceState): void {
  const list = map.get(key);
  if (list) list.push(resource);
  else map.set(key, [resource]);
}

/** Needs of a resource in reverse order, since they are taken from the end. */
function needsOf(resource: ResourceState, index: Index): Need[] {
  const needs: Need[] = [];
  if (resource.delete) needs.push({ candidates: index.live.get(resource.urn) ?? [], strict: false });
  if (resource.provider) {
    needs.push({
      candidates: index.providers.get(resource.provider) ?? [],
      strict: !resource.pendingReplacement,
    });
  }
  for (const { urn } of referencesOf(resource)) {
    const live = index.live.get(urn) ?? [];
    const waiting = index.waiting.get(urn) ?? [];
    // A resource that waits for deletion refers to the waiting one first, and is deleted before it.
    if (resource.delete) needs.push({ candidates: waiting, strict: false });
    needs.push({ candidates: [...live, ...waiting], strict: true });
  }
  return needs.reverse();
}

function choose(
  need: Need,
  done: ReadonlySet<ResourceState>,
  open: ReadonlySet<ResourceState>,
  dependent: ResourceState,
): ResourceState | undefined {
  if (need.candidates.some((candidate) => done.has(candidate))) return undefined;
  const next = need.candidates.find((candidate) => !open.has(candidate));
  if (!next && need.strict && need.candidates.length > 0) {
    const circle = [...open].map(({ urn }) => urn).join(" -> ");
    throw new Error(`resources refer to each other in a circle: ${circle} -> ${dependent.urn}`);
  }
  return next;
}
