import { randomBytes, randomUUID } from "node:crypto";
import { aliasUrns } from "./aliases";
import { withHashes } from "./assets";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Op } from "./events";
import type { Goal } from "./goal";
import type { Effect, Held } from "./ledger";
import { ignoringChanges, pathsMeet } from "./paths";
import { type Diff, type Outcome, PluginDied, type Subject } from "./plugin/provider";
import { type ConfiguredProvider, newProviderId, type ProviderRegistry, settleCreate } from "./providers";
import type { ResourceState } from "./state";
import {
  markedOutputs,
  references,
  renamedReferences,
  sameState,
  stateOf,
  unknownPaths,
  withFields,
  withoutUnknowns,
  withUnknown,
} from "./state-of";
import { isProviderType, makeUrn, PROVIDER_PREFIX, packageOf, parseUrn, STACK_TYPE } from "./urn";
import { equal, type Properties, secretLike, UNKNOWN, type Value, withoutOutputValues } from "./values";

/** What a registration is answered. */
export interface Registered {
  readonly urn: string;
  readonly id: string;
  readonly outputs: Properties;
  readonly failed: boolean;
  /** Whether the outputs cannot be known, since the resource was left out by the targets. */
  readonly unknown?: boolean;
}

/** A fault for which the program itself is to be told that its call failed. */
export class Refused extends EngineError {}

/** Looks at a resource before it is planned; may change its inputs, and throws when a policy forbids it. */
export type Inspect = (
  state: ResourceState,
  provider: ConfiguredProvider | undefined,
  options: Goal,
) => Promise<Properties>;

/** What a read is asked with. */
export interface ReadGoal {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  readonly parent: string;
  readonly provider: string;
  readonly version: string;
  readonly properties: Properties;
  readonly dependencies: readonly string[];
  readonly additionalSecretOutputs: readonly string[];
  readonly sourcePosition: string | undefined;
}

/** Turns what the program registers into steps, and takes them. */
export class Registrar {
  #deployment: Deployment;
  #providers: ProviderRegistry;
  #inspect: Inspect | undefined;
  #disabledDefaults: ReadonlySet<string>;
  /** Names that the resources of this run have had, by URN. */
  #aliases = new Map<string, readonly string[]>();
  /** Providers that a component hands down, by the component's URN. */
  #handedDown = new Map<string, ReadonlyMap<string, string>>();
  #defaults = new Map<string, Promise<string>>();
  /** Deleted in this run ahead of their replacement. */
  #recreating = new Set<string>();
  /** Replaced in this run, or, in a preview, going to be. */
  #replacing = new Set<string>();
  /** URNs that a replacement is deciding about; their own registration waits. */
  #held = new Map<string, Promise<void>>();
  /** Components and providers that no target has needed so far. */
  #dormant = new Map<string, ResourceState>();

  constructor(
    deployment: Deployment,
    providers: ProviderRegistry,
    disabledDefaults: ReadonlySet<string>,
    inspect?: Inspect,
  ) {
    this.#deployment = deployment;
    this.#providers = providers;
    this.#disabledDefaults = disabledDefaults;
    this.#inspect = inspect;
  }

  /** Whether a resource was replaced in this run. */
  isReplacing(urn: string): boolean {
    return this.#replacing.has(urn);
  }

  /**
   * Registers a resource: decides what is to be done about it, and does it.
   *
   * @throws {Refused} when the program is to be told that its call failed
   * @throws {Aborted} when the run ends early
   */
  async register(goal: Goal, requested: { readonly parent: string }): Promise<Registered> {
    const deployment = this.#deployment;
    deployment.assertRunning();
    const parent = requested.parent;
    const urn = this.#urn(goal, parent);
    this.#claim(urn);
    try {
      await this.#held.get(urn);
      const old = await this.#findOld(urn, goal, parent);
      if (!goal.custom) return await this.#component(goal, urn, parent, old);
      if (isProviderType(goal.type)) return await this.#provider(goal, urn, parent, old);
      return await this.#custom(goal, urn, parent, old);
    } catch (error) {
      return this.#failed(urn, error, goal.reportsResult);
    }
  }

  /** Reads a resource that the stack does not own. */
  async read(goal: ReadGoal): Promise<Registered> {
    const deployment = this.#deployment;
    deployment.assertRunning();
    const urn = this.#urn(goal, goal.parent);
    this.#claim(urn);
    try {
      return await this.#read(goal, urn);
    } catch (error) {
      return this.#failed(urn, error, true);
    }
  }

  /** Reference of the provider for something of package `pkg` under `parent`. */
  async providerFor(
    pkg: string,
    given: string,
    parent: string,
    version: string,
    forUrn: string,
  ): Promise<string> {
    if (given) return given;
    for (let urn = parent; urn; urn = this.#deployment.news.get(urn)?.state.parent ?? "") {
      const handed = this.#handedDown.get(urn)?.get(pkg);
      if (handed) return handed;
      const held = this.#deployment.news.get(urn)?.state;
      if (held?.provider && packageOf(held.type) === pkg) return held.provider;
    }
    return this.#defaultProvider(pkg, version, forUrn);
  }

  /** Providers that something under `parent` inherits, by package; the nearest component wins. */
  inheritedProviders(parent: string): ReadonlyMap<string, string> {
    const inherited = new Map<string, string>();
    for (let urn = parent; urn; urn = this.#deployment.news.get(urn)?.state.parent ?? "") {
      for (const [pkg, reference] of this.#handedDown.get(urn) ?? []) {
        if (!inherited.has(pkg)) inherited.set(pkg, reference);
      }
    }
    return inherited;
  }

  #urn(goal: { readonly type: string; readonly name: string }, parent: string): string {
    const { stack, project } = this.#deployment.settings;
    return makeUrn(stack, project.name, parent, goal.type, goal.name);
  }

  #claim(urn: string): void {
    if (this.#deployment.seen.has(urn)) {
      const error = new EngineError(
        "LAB_PROGRAM",
        `Duplicate resource URN '${urn}'; try giving it a unique name`,
      );
      this.#deployment.error(error.message, urn);
      this.#deployment.abort(error);
      throw new Aborted(error.message);
    }
    this.#deployment.seen.add(urn);
  }

  /** The program itself is wrong: the run ends, and nothing new is begun. */
  #end(text: string, urn: string): Aborted {
    this.#deployment.error(text, urn);
    this.#deployment.abort(new EngineError("LAB_PROGRAM", text));
    return new Aborted(text);
  }

  #failed(urn: string, error: unknown, reportsResult: boolean): Registered {
    if (error instanceof Aborted || error instanceof Refused) throw error;
    const text = messageOf(error);
    this.#deployment.failures.set(urn, text);
    this.#deployment.error(text, urn);
    if (!reportsResult) throw new Refused("LAB_PROGRAM", text);
    return { urn, id: "", outputs: {}, failed: true };
  }

  /** What the resource was before: under its URN, or under a name that it has had. */
  async #findOld(urn: string, goal: Goal, parent: string): Promise<Held | undefined> {
    const { settings, olds } = this.#deployment;
    const aliases = aliasUrns(goal, {
      stack: settings.stack,
      project: settings.project.name,
      parent,
      parentAliases: this.#aliases.get(parent) ?? [],
    });
    this.#aliases.set(urn, aliases);
    const own = olds.get(urn);
    if (own) return own;
    for (const alias of aliases) {
      const held = olds.get(alias);
      if (!held || this.#deployment.seen.has(alias)) continue;
      await this.#rename(held, alias, urn);
      return held;
    }
    return undefined;
  }

  /** The state moves to its new name, and so does every mention of it in what has not been registered yet. */
  async #rename(held: Held, from: string, to: string): Promise<void> {
    const { olds, leftovers, ledger } = this.#deployment;
    olds.delete(from);
    olds.set(to, held);
    held.state = withFields(held.state, { urn: to });
    const renamed = [held];
    for (const other of [...olds.values(), ...leftovers]) {
      if (!references(other.state).has(from)) continue;
      other.state = renamedReferences(other.state, from, to);
      renamed.push(other);
    }
    await ledger.settle(
      undefined,
      renamed.map((put) => ({ put })),
    );
  }

  #options(goal: Goal, parent: string): { protect: boolean; retainOnDelete: boolean; deletedWith: string } {
    const above = this.#deployment.news.get(parent)?.state;
    return {
      protect: goal.protect ?? above?.protect ?? false,
      retainOnDelete: goal.retainOnDelete ?? above?.retainOnDelete ?? false,
      deletedWith: goal.deletedWith || above?.deletedWith || "",
    };
  }

  async #component(goal: Goal, urn: string, parent: string, old: Held | undefined): Promise<Registered> {
    const inputs = withoutOutputValues(goal.inputs) as Properties;
    const state = stateOf(goal, { urn, parent, inputs, provider: "", ...this.#options(goal, parent) });
    this.#handedDown.set(urn, goal.providers);
    await this.#inspected(state, undefined, goal);
    if (this.#isLeftOut(urn, goal.type, old)) {
      this.#dormant.set(urn, state);
      return { urn, id: "", outputs: {}, failed: false };
    }
    const op: Op = !old ? "create" : equal(old.state.inputs ?? {}, inputs) ? "same" : "update";
    this.#deployment.step("started", op, state);
    const outputs = old?.state.outputs;
    await this.#hold(old, withFields(state, { outputs, created: old?.state.created }), op);
    this.#deployment.step("done", op, state);
    return { urn, id: "", outputs: {}, failed: false };
  }

  async #provider(goal: Goal, urn: string, parent: string, old: Held | undefined): Promise<Registered> {
    const deployment = this.#deployment;
    const subject = subjectOf(urn, goal);
    const given: Properties = {
      ...(withoutOutputValues(goal.inputs) as Properties),
      ...(goal.version ? { version: goal.version } : {}),
    };
    const plugin = await this.#providers.opened(subject);
    const checked = plugin
      ? await plugin.checkConfig(subject, old?.state.inputs ?? {}, given)
      : { inputs: given, failures: [] };
    assertAccepted(goal, checked.failures);
    const inputs: Properties = { ...secretLike(checked.inputs, given), __internal: {} };
    const draft = stateOf(goal, { urn, parent, inputs, provider: "", ...this.#options(goal, parent) });
    await this.#inspected(draft, undefined, goal);
    const { __internal, ...outputs } = inputs as Record<string, Value>;
    let op: Op = "create";
    let replaces: readonly string[] = [];
    if (old) {
      const oldInputs = old.state.inputs ?? {};
      const changed = !equal(withoutInternal(oldInputs), outputs);
      op = changed ? "update" : "same";
      if (changed && plugin) {
        const diff = await plugin.diffConfig(subject, old.state.id ?? "", {
          oldInputs,
          oldOutputs: old.state.outputs ?? {},
          news: inputs,
          ignoreChanges: [],
        });
        if (diff.replaces.length > 0) {
          op = "replace";
          replaces = diff.replaces;
        }
      }
    }
    if (this.#isLeftOut(urn, goal.type, old) && old) op = "same";
    const id = old && op !== "replace" ? (old.state.id ?? "") : newProviderId(deployment.settings.dryRun);
    const kept = op === "same" && old ? old.state.inputs : inputs;
    const state = withFields(draft, {
      id,
      inputs: kept ?? inputs,
      outputs: markedOutputs(outputs, outputs, goal.additionalSecretOutputs),
    });
    deployment.step("started", op, state, { replaces });
    await this.#providers.configure(subject, id, kept ?? inputs);
    if (op === "replace" && old) {
      deployment.step("done", "create-replacement", state);
      this.#replacing.add(urn);
      await this.#supersede(old, state, undefined);
    } else if (this.#isLeftOut(urn, goal.type, old)) {
      this.#dormant.set(urn, state);
      return { urn, id, outputs, failed: false };
    } else {
      await this.#hold(old, state, op);
    }
    deployment.step("done", op, state, { replaces });
    return { urn, id, outputs, failed: false };
  }

  async #custom(goal: Goal, urn: string, parent: string, old: Held | undefined): Promise<Registered> {
    const deployment = this.#deployment;
    const subject = subjectOf(urn, goal);
    const reference = await this.providerFor(packageOf(goal.type), goal.provider, parent, goal.version, urn);
    const provider = await this.#providers.resolve(reference);
    if (!deployment.settings.isTarget(urn)) return this.#untargeted(goal, urn, old);
    await this.#wake([...goal.dependencies, parent, provider.subject.urn], urn);

    const recreating =
      old !== undefined && (this.#recreating.has(urn) || old.state.pendingReplacement === true);
    const managed = old && !old.state.external ? old.state : undefined;
    const directory = deployment.settings.project.main;
    let wanted = (await withHashes(withoutOutputValues(goal.inputs), directory)) as Properties;
    if (managed) wanted = ignoringChanges(wanted, managed.inputs ?? {}, goal.ignoreChanges);
    const inputs = await this.#checked(goal, provider, subject, recreating ? undefined : managed, wanted);
    const options = this.#options(goal, parent);
    const draft = stateOf(goal, { urn, parent, inputs, provider: reference, ...options });
    const inspected = await this.#inspected(draft, provider, goal);
    const state = inspected === inputs ? draft : withFields(draft, { inputs: inspected });

    if (!old) return this.#create(provider, subject, state, goal);
    if (recreating || !managed) return this.#recreate(provider, subject, state, old, goal);
    return this.#changed(provider, subject, state, old, goal);
  }

  /** Something that is there already: compared, and left, updated or replaced. */
  async #changed(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    old: Held,
    goal: Goal,
  ): Promise<Registered> {
    const before = old.state;
    const diff = await this.#diff(provider, subject, before, state.inputs ?? {}, goal);
    const { replacementTrigger: trigger } = before;
    const triggered =
      trigger !== undefined &&
      goal.replacementTrigger !== undefined &&
      !equal(trigger, goal.replacementTrigger);
    const dependsOnReplaced = [goal.deletedWith, ...goal.replaceWith].some((urn) => this.#replacing.has(urn));
    if (diff.replaces.length > 0 || dependsOnReplaced || triggered) {
      return this.#replace(provider, subject, state, old, goal, diff);
    }
    if (!diff.changes && !before.initErrors?.length) return this.#same(state, old);
    return this.#update(provider, subject, state, old, goal, diff);
  }

  async #checked(
    goal: Goal,
    provider: ConfiguredProvider,
    subject: Subject,
    before: ResourceState | undefined,
    wanted: Properties,
  ): Promise<Properties> {
    if (!provider.configured) return wanted;
    const seed = randomBytes(32);
    const checked = await provider.ask((api) => api.check(subject, before?.inputs ?? {}, wanted, seed));
    assertAccepted(goal, checked.failures);
    return secretLike(checked.inputs, wanted);
  }

  async #diff(
    provider: ConfiguredProvider,
    subject: Subject,
    before: ResourceState,
    inputs: Properties,
    goal: { readonly ignoreChanges: readonly string[]; readonly replaceOnChanges: readonly string[] },
  ): Promise<Diff & { readonly changes: boolean }> {
    const oldInputs = before.inputs ?? {};
    const inputsDiffer = !equal(oldInputs, inputs);
    if (!provider.configured) {
      return { changes: inputsDiffer, replaces: [], diffs: [], deleteBeforeReplace: false };
    }
    const diff = await provider.ask((api) =>
      api.diff(subject, before.id ?? "", {
        oldInputs,
        oldOutputs: before.outputs ?? {},
        news: inputs,
        ignoreChanges: goal.ignoreChanges,
      }),
    );
    const changed = diff.diffs.length > 0 ? diff.diffs : changedKeys(oldInputs, inputs);
    const asked = changed.filter((path) => goal.replaceOnChanges.some((pattern) => pathsMeet(pattern, path)));
    const changes = diff.changes ?? inputsDiffer;
    return {
      ...diff,
      changes,
      diffs: changes ? changed : [],
      replaces: changes ? [...new Set([...diff.replaces, ...asked])] : diff.replaces,
    };
  }

  async #same(state: ResourceState, old: Held): Promise<Registered> {
    const before = old.state;
    // The goal may have other options or dependencies although its properties are the same.
    const after = withFields(state, {
      id: before.id,
      inputs: state.inputs,
      outputs: markedOutputs(before.outputs ?? {}, {}, state.additionalSecretOutputs),
      created: before.created,
      modified: before.modified,
      importID: before.importID,
    });
    this.#deployment.step("started", "same", after);
    await this.#hold(old, after, "same");
    this.#deployment.step("done", "same", after);
    return { urn: after.urn, id: after.id ?? "", outputs: after.outputs ?? {}, failed: false };
  }

  async #create(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    goal: Goal,
  ): Promise<Registered> {
    this.#deployment.step("started", "create", state);
    return this.#reported("create", state, async () => {
      const held: Held = { key: this.#deployment.ledger.nextKey(), state };
      return this.#made(provider, subject, held, state, goal, []);
    });
  }

  /** It was deleted ahead of its replacement, in this run or in one that failed; or it was never ours. */
  async #recreate(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    old: Held,
    goal: Goal,
  ): Promise<Registered> {
    const deployment = this.#deployment;
    this.#replacing.add(state.urn);
    deployment.step("started", "create-replacement", state);
    const made = await this.#reported("create-replacement", state, () =>
      this.#made(provider, subject, old, state, goal, []),
    );
    deployment.step("done", "replace", state);
    return made;
  }

  async #replace(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    old: Held,
    goal: Goal,
    diff: Diff,
  ): Promise<Registered> {
    const deployment = this.#deployment;
    if (old.state.protect || state.protect) {
      throw new EngineError(
        "LAB_PROGRAM",
        `resource "${state.urn}" cannot be replaced\nbecause it is protected. To unprotect the resource, remove the \`protect\` flag from the resource in your Pulumi program and run the update`,
      );
    }
    const why = { diffs: diff.diffs, replaces: diff.replaces };
    this.#replacing.add(state.urn);
    if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) {
      await this.#deleteFirst(old, provider);
      return this.#recreate(
        provider,
        subject,
        await this.#renamed(provider, subject, state, goal),
        old,
        goal,
      );
    }
    deployment.step("started", "create-replacement", state, why);
    const made = await this.#reported("create-replacement", state, async () => {
      const fresh: Held = { key: deployment.ledger.nextKey(), state };
      const renamed = await this.#renamed(provider, subject, state, goal);
      const before = old.state;
      const superseded: Held = { key: old.key, state: withFields(before, { delete: true }) };
      const result = await this.#made(provider, subject, fresh, renamed, goal, [{ put: superseded }]);
      old.state = superseded.state;
      deployment.replaced.push(old);
      return result;
    });
    deployment.step("done", "replace", state, why);
    return made;
  }

  /** A replacement is another resource: its inputs are checked without the old ones, so that it gets a name of its own. */
  async #renamed(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    goal: Goal,
  ): Promise<ResourceState> {
    const directory = this.#deployment.settings.project.main;
    const wanted = (await withHashes(withoutOutputValues(goal.inputs), directory)) as Properties;
    return withFields(state, { inputs: await this.#checked(goal, provider, subject, undefined, wanted) });
  }

  async #update(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    old: Held,
    goal: Goal,
    diff: Diff,
  ): Promise<Registered> {
    const deployment = this.#deployment;
    const { dryRun } = deployment.settings;
    const before = old.state;
    const id = before.id ?? "";
    const inputs = state.inputs ?? {};
    const why = { diffs: diff.diffs };
    deployment.step("started", "update", state, why);
    return this.#reported(
      "update",
      state,
      async () => {
        const change = {
          oldInputs: before.inputs ?? {},
          oldOutputs: before.outputs ?? {},
          news: inputs,
          ignoreChanges: goal.ignoreChanges,
        };
        const options = { preview: dryRun, timeout: state.customTimeouts?.update };
        if (dryRun && !(provider.configured && provider.api.supportsPreview)) {
          return this.#kept(
            old,
            withFields(state, { id, outputs: {}, created: before.created }),
            undefined,
            [],
          );
        }
        return deployment.limited(async () => {
          const operation = await deployment.ledger.begin("updating", before);
          const outcome = await this.#settling(operation, () =>
            provider.perform(
              (api) => api.update(subject, id, change, options),
              (api) => api.update(subject, id, change, options), // an update says what it shall be, so it can be repeated
            ),
          );
          return this.#kept(old, completed(state, outcome, before.created), operation, []);
        });
      },
      why,
    );
  }

  /** Has a resource made, and the stack hold it in the place of what `held` was. */
  async #made(
    provider: ConfiguredProvider,
    subject: Subject,
    held: Held,
    state: ResourceState,
    goal: Goal,
    effects: readonly Effect[],
  ): Promise<Registered> {
    const deployment = this.#deployment;
    const inputs = state.inputs ?? {};
    const timeout = goal.customTimeouts?.create;
    if (deployment.settings.dryRun) {
      const outcome: Outcome =
        provider.configured && provider.api.supportsPreview
          ? await deployment.limited(() =>
              provider.ask((api) => api.create(subject, inputs, { preview: true, timeout })),
            )
          : { id: "", outputs: {} };
      const outputs = markedOutputs(outcome.outputs, inputs, state.additionalSecretOutputs);
      return this.#kept(held, withFields(state, { id: outcome.id || UNKNOWN, outputs }), undefined, effects);
    }
    return deployment.limited(async () => {
      const token = randomUUID();
      const operation = await deployment.ledger.begin("creating", state, token);
      const outcome = await this.#settling(operation, () =>
        provider.perform(
          (api) => api.create(subject, inputs, { preview: false, timeout, token }),
          (api) => settleCreate(api, subject, inputs, token, timeout),
        ),
      );
      if (outcome.id === "") {
        await deployment.ledger.settle(operation, []);
        throw new EngineError(
          "LAB_PROVIDER",
          `${subject.urn}: the provider returned no id for what it created`,
        );
      }
      return this.#kept(held, completed(state, outcome, new Date().toISOString()), operation, effects);
    });
  }

  /** An operation that fails is settled; one of which nobody knows how it ended stays pending. */
  async #settling(operation: number, run: () => Promise<Outcome>): Promise<Outcome> {
    try {
      return await run();
    } catch (error) {
      if (!(error instanceof PluginDied)) await this.#deployment.ledger.settle(operation, []);
      throw error;
    }
  }

  async #kept(
    held: Held,
    state: ResourceState,
    operation: number | undefined,
    effects: readonly Effect[],
  ): Promise<Registered> {
    held.state = state;
    await this.#deployment.ledger.settle(operation, [{ put: held }, ...effects]);
    this.#deployment.news.set(state.urn, held);
    if (state.initErrors?.length && !this.#deployment.settings.dryRun) {
      const { length } = state.initErrors;
      const list = state.initErrors.map((reason) => `\t* ${reason}`).join("\n");
      throw new EngineError("LAB_PROVIDER", `${length} error${length === 1 ? "" : "s"} occurred:\n${list}\n`);
    }
    const id = state.id === UNKNOWN ? "" : (state.id ?? "");
    return { urn: state.urn, id, outputs: state.outputs ?? {}, failed: false };
  }

  /** Writes a state down unless it is as it was. */
  async #hold(old: Held | undefined, state: ResourceState, op: Op): Promise<void> {
    const { ledger, news } = this.#deployment;
    const held = old ?? { key: ledger.nextKey(), state };
    const unchanged = old !== undefined && op === "same" && sameState(old.state, state);
    const now = new Date().toISOString();
    if (!unchanged) held.state = withFields(state, { created: state.created ?? now, modified: now });
    news.set(state.urn, held);
    if (!unchanged) await ledger.settle(undefined, [{ put: held }]);
  }

  async #supersede(old: Held, state: ResourceState, operation: number | undefined): Promise<void> {
    const { ledger, news, replaced } = this.#deployment;
    const fresh: Held = { key: ledger.nextKey(), state };
    old.state = withFields(old.state, { delete: true });
    replaced.push(old);
    news.set(state.urn, fresh);
    await ledger.settle(operation, [{ put: fresh }, { put: old }]);
  }

  async #reported(
    op: Op,
    state: ResourceState,
    run: () => Promise<Registered>,
    more: { readonly diffs?: readonly string[] } = {},
  ): Promise<Registered> {
    try {
      const registered = await run();
      this.#deployment.step("done", op, state, more);
      return registered;
    } catch (error) {
      if (!(error instanceof Aborted))
        this.#deployment.step("failed", op, state, { error: messageOf(error), ...more });
      throw error;
    }
  }

  /**
   * Deletes what is to be replaced, and before it every dependant that would have to be replaced because of it, the
   * furthest first. Each stays in the state as pending replacement, so that a run that fails here can be taken up.
   */
  async #deleteFirst(old: Held, provider: ConfiguredProvider): Promise<void> {
    const dependants = this.#unregisteredDependants(old.state.urn);
    const releases = dependants.map(({ state }) => this.#hold_(state.urn));
    try {
      const doomed: Held[] = [];
      const gone = new Set([old.state.urn]);
      for (const dependant of dependants) {
        if (!(await this.#mustFollow(dependant.state, gone))) continue;
        if (dependant.state.protect) {
          throw new EngineError(
            "LAB_PROGRAM",
            `resource "${dependant.state.urn}" cannot be replaced\nbecause it is protected`,
          );
        }
        gone.add(dependant.state.urn);
        doomed.push(dependant);
      }
      for (const dependant of doomed.reverse()) await this.#deleteAhead(dependant);
      await this.#deleteAhead(old, provider);
    } finally {
      for (const release of releases) release();
    }
  }

  #hold_(urn: string): () => void {
    let release: () => void = () => undefined;
    this.#held.set(
      urn,
      new Promise((resolve) => {
        release = resolve;
      }),
    );
    return release;
  }

  /** What depended on a resource before, directly or not, nearest first, and has not been registered in this run. */
  #unregisteredDependants(urn: string): readonly Held[] {
    const found = new Map<string, Held>();
    const near = new Set([urn]);
    const candidates = [...this.#deployment.olds.values()].filter(
      ({ state }) => state.custom && !state.external && !this.#deployment.seen.has(state.urn),
    );
    for (let grown = true; grown; ) {
      grown = false;
      for (const held of candidates) {
        const { urn: own, parent, ...rest } = held.state;
        if (found.has(own) || ![...references({ ...rest, urn: own })].some((other) => near.has(other)))
          continue;
        found.set(own, held);
        near.add(own);
        grown = true;
      }
    }
    return [...found.values()];
  }

  /** Whether a dependant has to be replaced when what is in `gone` is: asked with the properties in question unknown. */
  async #mustFollow(state: ResourceState, gone: ReadonlySet<string>): Promise<boolean> {
    if (state.provider && gone.has(state.provider.slice(0, state.provider.lastIndexOf("::")))) return true;
    const touched = Object.entries(state.propertyDependencies ?? {})
      .filter(([, urns]) => urns.some((urn) => gone.has(urn)))
      .map(([key]) => key);
    if (touched.length === 0) return false;
    if (!state.provider) return false;
    const provider = await this.#providers.resolve(state.provider);
    const subject = { urn: state.urn, type: state.type, name: parseUrn(state.urn).name };
    const diff = await this.#diff(provider, subject, state, withUnknown(state.inputs ?? {}, touched), {
      ignoreChanges: state.ignoreChanges ?? [],
      replaceOnChanges: state.replaceOnChanges ?? [],
    });
    return diff.replaces.length > 0;
  }

  async #deleteAhead(held: Held, known?: ConfiguredProvider): Promise<void> {
    const deployment = this.#deployment;
    const { state } = held;
    deployment.step("started", "delete-replaced", state);
    if (!deployment.settings.dryRun) {
      const provider = known ?? (await this.#providers.resolve(state.provider ?? ""));
      const subject = { urn: state.urn, type: state.type, name: parseUrn(state.urn).name };
      const content = {
        inputs: state.inputs ?? {},
        outputs: state.outputs ?? {},
        timeout: state.customTimeouts?.delete,
      };
      await deployment.limited(async () => {
        const operation = await deployment.ledger.begin("deleting", state);
        try {
          const remove = (api: ConfiguredProvider["api"]): Promise<true> =>
            api.delete(subject, state.id ?? "", content).then(() => true);
          if (!state.retainOnDelete) await provider.perform(remove, remove);
        } catch (error) {
          if (!(error instanceof PluginDied)) await deployment.ledger.settle(operation, []);
          deployment.step("failed", "delete-replaced", state, { error: messageOf(error) });
          throw error;
        }
        held.state = withFields(state, { pendingReplacement: true });
        await deployment.ledger.settle(operation, [{ put: held }]);
      });
    }
    this.#recreating.add(state.urn);
    deployment.step("done", "delete-replaced", state);
  }

  async #read(goal: ReadGoal, urn: string): Promise<Registered> {
    const deployment = this.#deployment;
    const reference = await this.providerFor(
      packageOf(goal.type),
      goal.provider,
      goal.parent,
      goal.version,
      urn,
    );
    const provider = await this.#providers.resolve(reference);
    const old = deployment.olds.get(urn);
    const draft = stateOf(readAsGoal(goal), {
      urn,
      parent: goal.parent,
      inputs: {},
      provider: reference,
      protect: false,
      retainOnDelete: false,
      deletedWith: "",
    });
    const op: Op = old && !old.state.external ? "read-replacement" : "read";
    deployment.step("started", op, draft);
    return this.#reported(op, draft, async () => {
      const unknown = goal.id === UNKNOWN || !provider.configured;
      const outcome = unknown
        ? { id: UNKNOWN, outputs: {} }
        : await provider.ask((api) =>
            api.read(subjectOf(urn, goal), goal.id, { inputs: goal.properties, outputs: goal.properties }),
          );
      if (!outcome) {
        throw new EngineError(
          "LAB_PROVIDER",
          `${goal.name} [${goal.type}]: id is ${JSON.stringify(goal.id)}, which does not exist`,
        );
      }
      const outputs = markedOutputs(outcome.outputs, goal.properties, goal.additionalSecretOutputs);
      const state = withFields(draft, { id: outcome.id, outputs, external: true });
      if (op === "read-replacement" && old) await this.#supersede(old, state, undefined);
      else await this.#hold(old, state, old && sameState(old.state, state) ? "same" : "read");
      return { urn, id: outcome.id === UNKNOWN ? "" : outcome.id, outputs, failed: false, unknown };
    });
  }

  async #inspected(
    state: ResourceState,
    provider: ConfiguredProvider | undefined,
    goal: Goal,
  ): Promise<Properties> {
    const inputs = state.inputs ?? {};
    return this.#inspect ? this.#inspect(state, provider, goal) : inputs;
  }

  /** Components and providers outside the targets are not made until a target needs them. */
  #isLeftOut(urn: string, type: string, old: Held | undefined): boolean {
    const { hasTargets, isTarget } = this.#deployment.settings;
    return hasTargets && !old && type !== STACK_TYPE && !isTarget(urn);
  }

  async #untargeted(goal: Goal, urn: string, old: Held | undefined): Promise<Registered> {
    if (!old) {
      this.#deployment.emit({
        kind: "message",
        severity: "debug",
        text: `${goal.name} is not a target and is left out`,
        urn,
      });
      return {
        urn,
        id: "",
        outputs: withoutOutputValues(goal.inputs) as Properties,
        failed: false,
        unknown: true,
      };
    }
    this.#deployment.step("started", "same", old.state);
    this.#deployment.news.set(urn, old);
    this.#deployment.step("done", "same", old.state);
    return { urn, id: old.state.id ?? "", outputs: old.state.outputs ?? {}, failed: false };
  }

  /** Makes the components and providers that a target needs; another resource that it needs has to be a target too. */
  async #wake(urns: readonly string[], forUrn: string): Promise<void> {
    if (!this.#deployment.settings.hasTargets) return;
    for (const urn of urns) {
      if (!urn || this.#deployment.news.has(urn)) continue;
      const state = this.#dormant.get(urn);
      if (!state) {
        throw new EngineError(
          "LAB_PROGRAM",
          `${forUrn} needs ${urn}, which is not there yet and is not a target; name it as a target too`,
        );
      }
      this.#dormant.delete(urn);
      await this.#wake(state.parent ? [state.parent] : [], forUrn);
      await this.#hold(undefined, state, "create");
      this.#deployment.step("done", "create", state);
    }
  }

  #defaultProvider(pkg: string, version: string, forUrn: string): Promise<string> {
    if (this.#disabledDefaults.has(pkg) || (this.#disabledDefaults.has("*") && pkg !== "pulumi")) {
      const text = `Default provider for '${pkg}' disabled. '${forUrn}' must use an explicit provider.`;
      return Promise.reject(this.#end(text, forUrn));
    }
    const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
    const key = `${pkg}::${name}`;
    const known = this.#defaults.get(key);
    if (known) return known;
    const made = this.#registerDefault(pkg, name, version);
    this.#defaults.set(key, made);
    return made;
  }

  async #registerDefault(pkg: string, name: string, version: string): Promise<string> {
    const { values } = this.#deployment.settings.config;
    const inputs: Record<string, Value> = {};
    for (const [key, { value }] of values) {
      if (key.startsWith(`${pkg}:`)) inputs[key.slice(pkg.length + 1)] = value;
    }
    const registered = await this.register(
      {
        ...readAsGoal({
          type: `${PROVIDER_PREFIX}${pkg}`,
          name,
          id: "",
          parent: "",
          provider: "",
          version,
          properties: inputs,
          dependencies: [],
          additionalSecretOutputs: [],
          sourcePosition: undefined,
        }),
        inputs,
      },
      { parent: "" },
    );
    if (registered.failed)
      throw new EngineError("LAB_PLUGIN", `the default provider of package ${pkg} could not be made`);
    return `${registered.urn}::${registered.id || UNKNOWN}`;
  }
}

function subjectOf(urn: string, goal: { readonly type: string; readonly name: string }): Subject {
  return { urn, type: goal.type, name: goal.name };
}

function withoutInternal(inputs: Properties): Properties {
  const { __internal, ...rest } = inputs as Record<string, Value>;
  return rest;
}

function changedKeys(olds: Properties, news: Properties): readonly string[] {
  const keys = new Set([...Object.keys(olds), ...Object.keys(news)]);
  return [...keys].filter((key) => !equal(olds[key], news[key]));
}

/** The state after an operation; an output that is still unknown then makes it one that is not ready. */
function completed(state: ResourceState, outcome: Outcome, created: string | undefined): ResourceState {
  const unknown = unknownPaths(outcome.outputs);
  const initErrors = [
    ...(outcome.initErrors ?? []),
    ...unknown.map((path) => `output ${path} is unknown after the operation`),
  ];
  const inputs = state.inputs ?? {};
  const outputs = withoutUnknowns(outcome.outputs) as Properties;
  return withFields(state, {
    id: outcome.id,
    outputs: markedOutputs(outputs, inputs, state.additionalSecretOutputs),
    initErrors: initErrors.length > 0 ? initErrors : undefined,
    created,
    modified: new Date().toISOString(),
  });
}

function assertAccepted(
  goal: Goal,
  failures: readonly { readonly property: string; readonly reason: string }[],
): void {
  if (failures.length === 0) return;
  const list = failures.map(({ property, reason }) =>
    property ? `property ${property} has a problem: ${reason}` : reason,
  );
  throw new EngineError("LAB_PROVIDER", `${goal.type} resource '${goal.name}': ${list.join("; ")}`);
}

function readAsGoal(goal: ReadGoal): Goal {
  return {
    type: goal.type,
    name: goal.name,
    custom: true,
    remote: false,
    inputs: {},
    parent: goal.parent,
    provider: goal.provider,
    providers: new Map(),
    version: goal.version,
    dependencies: goal.dependencies,
    propertyDependencies: {},
    aliases: [],
    protect: undefined,
    retainOnDelete: undefined,
    deleteBeforeReplace: undefined,
    deletedWith: "",
    replaceWith: [],
    ignoreChanges: [],
    replaceOnChanges: [],
    hideDiff: [],
    replacementTrigger: undefined,
    additionalSecretOutputs: goal.additionalSecretOutputs,
    customTimeouts: undefined,
    reportsResult: true,
    sourcePosition: goal.sourcePosition,
  };
}
