import type { PendingType, ResourceState, Deployment as SavedDeployment } from "../state";
import { parseReference } from "../values/urn";
import { references, renamedReferences, withFields, withoutReferencesTo } from "./resource-state";
import type { StackJournal, StackResource, StateChange } from "./stack-journal";

interface Entry extends StackResource {
  state: ResourceState;
}

/**
 * The resources of one stack while a deployment changes them, and the only place that changes them. Every method that
 * changes a state resolves once the journal holds the change.
 */
export class StackState {
  readonly #journal: StackJournal;
  #nextKey: number;
  /** Resources from before this run, by URN. */
  readonly #previous = new Map<string, Entry>();
  /** Resources that an earlier run replaced and did not delete. */
  readonly #leftovers: Entry[] = [];
  /** Resources that the program has registered in this run, by URN. */
  readonly #registered = new Map<string, Entry>();
  /** Resources that this run has replaced, to be deleted when the program has ended. */
  readonly #replaced: Entry[] = [];
  /** URNs of all registrations, also of those that are still in progress or have failed. */
  readonly #claimed = new Set<string>();
  /** URNs of resources that this run replaces, or would replace if it were no preview. */
  readonly #replacing = new Set<string>();

  constructor(saved: SavedDeployment, journal: StackJournal) {
    this.#journal = journal;
    this.#nextKey = saved.resources.length;
    for (const [key, state] of saved.resources.entries()) {
      const entry: Entry = { key, state };
      if (state.delete) this.#leftovers.push(entry);
      else this.#previous.set(state.urn, entry);
    }
  }

  /** Returns a resource as it stands: as registered in this run, else as it was before. */
  find(urn: string): StackResource | undefined {
    return this.#registered.get(urn) ?? this.#previous.get(urn);
  }

  /** Returns a resource from before this run. */
  findPrevious(urn: string): StackResource | undefined {
    return this.#previous.get(urn);
  }

  /** Returns a resource that the program has registered in this run. */
  findRegistered(urn: string): StackResource | undefined {
    return this.#registered.get(urn);
  }

  /** Returns the provider resource of a reference from before this run, also one that waits to be deleted. */
  findPreviousProvider(reference: string): StackResource | undefined {
    const { urn, id } = parseReference(reference);
    const provider = this.#previous.get(urn) ?? this.#leftovers.find(({ state }) => state.urn === urn);
    return provider?.state.id === id ? provider : undefined;
  }

  /** Returns a resource from before this run by URN and id, also one that waits to be deleted. */
  findPreviousById(urn: string, id: string | undefined): StackResource | undefined {
    const live = this.#previous.get(urn);
    if (live && live.state.id === id) return live;
    return this.#leftovers.find(({ state }) => state.urn === urn && state.id === id);
  }

  /** Resources from before this run, without those that wait to be deleted. */
  get previous(): readonly StackResource[] {
    return [...this.#previous.values()];
  }

  /** Resources that the program has registered in this run. */
  get registered(): readonly StackResource[] {
    return [...this.#registered.values()];
  }

  /** Resources from before this run, and those that an earlier run replaced and did not delete. */
  get saved(): readonly StackResource[] {
    return [...this.#previous.values(), ...this.#leftovers];
  }

  /** Resources that the program no longer has or that were replaced: they are to be deleted. */
  get obsolete(): readonly StackResource[] {
    const undeclared = [...this.#previous.values()].filter(
      ({ state }) => !this.#registered.has(state.urn) && !this.#claimed.has(state.urn),
    );
    return [...undeclared, ...this.#leftovers, ...this.#replaced];
  }

  /** All resources but those that this run has replaced. */
  get all(): readonly StackResource[] {
    return [...new Set([...this.#previous.values(), ...this.#registered.values(), ...this.#leftovers])];
  }

  /** URNs that the program has registered or tried to register. */
  get claimedUrns(): readonly string[] {
    return [...this.#claimed];
  }

  /** Reserves a URN for a registration; false when another registration has it. */
  claim(urn: string): boolean {
    if (this.#claimed.has(urn)) return false;
    this.#claimed.add(urn);
    return true;
  }

  /** Whether a registration has reserved a URN. */
  isClaimed(urn: string): boolean {
    return this.#claimed.has(urn);
  }

  /** Notes that a resource is replaced, so that those that are to be replaced with it follow. */
  markReplacing(urn: string): void {
    this.#replacing.add(urn);
  }

  /** Whether this run replaces a resource. */
  isReplacing(urn: string): boolean {
    return this.#replacing.has(urn);
  }

  /** Whether this run has replaced a resource and not deleted the old one yet. */
  isReplaced(urn: string): boolean {
    return this.#replaced.some(({ state }) => state.urn === urn);
  }

  /** Records that an operation of a provider is about to begin, and returns its number. */
  beginOperation(type: PendingType, state: ResourceState, token?: string): Promise<number> {
    return this.#journal.begin(type, state, token);
  }

  /** Records that an operation ended without any change. */
  async endOperation(operation: number): Promise<void> {
    await this.#journal.write([], operation);
  }

  /** Registers a resource whose state stays as it is. */
  keep(resource: StackResource): void {
    this.#registered.set(resource.state.urn, this.#entryOf(resource));
  }

  /** Registers a resource with a new state, which replaces that of the existing one if there is one. */
  async record(
    existing: StackResource | undefined,
    state: ResourceState,
    endedOperation?: number,
  ): Promise<void> {
    const entry = existing ? this.#entryOf(existing) : this.#newEntry(state);
    entry.state = state;
    this.#registered.set(state.urn, entry);
    await this.#journal.write([{ put: entry }], endedOperation);
  }

  /** Registers the replacement of a resource. The replaced one stays in the state until it is deleted. */
  async recordReplacement(
    replaced: StackResource,
    state: ResourceState,
    endedOperation?: number,
  ): Promise<void> {
    const entry = this.#newEntry(state);
    const old = this.#entryOf(replaced);
    old.state = withFields(old.state, { delete: true });
    this.#replaced.push(old);
    this.#registered.set(state.urn, entry);
    await this.#journal.write([{ put: entry }, { put: old }], endedOperation);
  }

  /** Changes the state of a resource without registering it. */
  async update(resource: StackResource, state: ResourceState, endedOperation?: number): Promise<void> {
    const entry = this.#entryOf(resource);
    entry.state = state;
    await this.#journal.write([{ put: entry }], endedOperation);
  }

  /** Keeps a deleted resource in the state until its replacement is created. */
  async markPendingReplacement(resource: StackResource, endedOperation?: number): Promise<void> {
    await this.update(resource, withFields(resource.state, { pendingReplacement: true }), endedOperation);
  }

  /** Renames a resource, and every reference to it in resources that the program has not registered yet. */
  async rename(resource: StackResource, urn: string): Promise<void> {
    const entry = this.#entryOf(resource);
    const from = entry.state.urn;
    this.#previous.delete(from);
    this.#previous.set(urn, entry);
    entry.state = withFields(entry.state, { urn });
    const changed = [entry];
    for (const other of this.#savedEntries()) {
      if (!references(other.state).has(from)) continue;
      other.state = renamedReferences(other.state, from, urn);
      changed.push(other);
    }
    await this.#journal.write(changed.map((put) => ({ put })));
  }

  /** Removes a resource to which no other refers. */
  async drop(resource: StackResource, endedOperation?: number): Promise<void> {
    await this.#journal.write([{ drop: resource }], endedOperation);
    this.#remove(resource);
  }

  /** Removes resources that no longer exist, and every reference to them, in one write. */
  async forget(gone: readonly StackResource[], endedOperation?: number): Promise<void> {
    if (gone.length === 0) return;
    const parents = new Map(gone.map(({ state }) => [state.urn, state.parent]));
    for (const resource of gone) this.#remove(resource);
    const referring = this.#savedEntries().filter(({ state }) =>
      [...references(state)].some((urn) => parents.has(urn)),
    );
    for (const entry of referring) entry.state = withoutReferencesTo(entry.state, parents);
    const changes: readonly StateChange[] = [
      ...gone.map((drop) => ({ drop })),
      ...referring.map((put) => ({ put })),
    ];
    await this.#journal.write(changes, endedOperation);
  }

  /**
   * Takes in a resource that an earlier run created without recording it. Where the resource that it was to replace still
   * exists, the new one is to be deleted.
   */
  async adopt(state: ResourceState, endedOperation: number): Promise<void> {
    const isSurplus = this.#previous.has(state.urn);
    const entry = this.#newEntry(isSurplus ? withFields(state, { delete: true }) : state);
    if (isSurplus) this.#leftovers.push(entry);
    else this.#previous.set(state.urn, entry);
    await this.#journal.write([{ put: entry }], endedOperation);
  }

  #newEntry(state: ResourceState): Entry {
    const key = this.#nextKey;
    this.#nextKey += 1;
    return { key, state };
  }

  /** Every resource that this class returns is one of its own entries. */
  #entryOf(resource: StackResource): Entry {
    return resource;
  }

  #savedEntries(): readonly Entry[] {
    return [...this.#previous.values(), ...this.#leftovers];
  }

  #remove(resource: StackResource): void {
    const { urn } = resource.state;
    if (this.#previous.get(urn) === resource) this.#previous.delete(urn);
    for (const list of [this.#leftovers, this.#replaced]) {
      const index = list.indexOf(resource);
      if (index >= 0) list.splice(index, 1);
    }
  }
}
