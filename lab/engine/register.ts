import { UNKNOWN_VALUE } from "../../common/special-values";
import { aliasUrns } from "./aliases";
import { withHashes } from "./assets";
import { assertAccepted, checkInputs } from "./compare";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Op } from "./events";
import type { Goal } from "./goal";
import type { Held } from "./ledger";
import { ignoringChanges } from "./paths";
import { type ConfiguredProvider, newProviderId, type ProviderRegistry } from "./providers";
import { type Inspect, type ReadGoal, Refused, type Registered, readAsGoal, subjectOf } from "./registration";
import type { ResourceState } from "./state";
import {
  markedOutputs,
  references,
  renamedReferences,
  sameState,
  stateOf,
  withFields,
  withoutReferencesTo,
} from "./state-of";
import { Steps } from "./steps";
import { isProviderType, makeUrn, PROVIDER_PREFIX, packageOf, STACK_REFERENCE, STACK_TYPE } from "./urn";
import { equal, type Properties, secretLike, setKey, type Value, withoutOutputValues } from "./values";

/** Turns what the program registers into steps. */
export class Registrar {
  #deployment: Deployment;
  #providers: ProviderRegistry;
  #inspect: Inspect | undefined;
  #steps: Steps;
  #disabledDefaults: ReadonlySet<string>;
  /** Names that the resources of this run have had, by URN. */
  #aliases = new Map<string, readonly string[]>();
  /** Providers that a component hands down, by the component's URN. */
  #handedDown = new Map<string, ReadonlyMap<string, string>>();
  #defaults = new Map<string, Promise<string | undefined>>();
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
    this.#steps = new Steps(deployment, providers);
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
      await this.#steps.deleteFirst.settled(urn);
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
      if (goal.type === STACK_REFERENCE && !(error instanceof Aborted)) {
        // without what it is to be told of another stack the program cannot go on, so it is the program that tells why
        throw new Refused("LAB_PROGRAM", messageOf(error));
      }
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
      throw this.#end(`Duplicate resource URN '${urn}'; try giving it a unique name`, urn);
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
    const draft = stateOf(goal, { urn, parent, inputs, provider: "", ...this.#options(goal, parent) });
    this.#handedDown.set(urn, goal.providers);
    const inspected = await this.#inspected(draft, undefined, goal);
    const state = equal(inspected, inputs) ? draft : withFields(draft, { inputs: inspected });
    if (this.#isLeftOut(urn, goal.type, old)) {
      this.#dormant.set(urn, state);
      return { urn, id: "", outputs: {}, failed: false };
    }
    const op: Op = !old ? "create" : equal(old.state.inputs ?? {}, inspected) ? "same" : "update";
    this.#deployment.step("started", op, state);
    const outputs = old?.state.outputs;
    await this.#steps.hold(old, withFields(state, { outputs, created: old?.state.created }), op);
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
    const checked = await this.#providers.checkConfig(subject, old?.state.inputs ?? {}, given);
    assertAccepted(goal, checked.failures);
    const accepted: Properties = { ...secretLike(checked.inputs, given), __internal: {} };
    const draft = stateOf(goal, {
      urn,
      parent,
      inputs: accepted,
      provider: "",
      ...this.#options(goal, parent),
    });
    const inputs = await this.#inspected(draft, undefined, goal);
    const { __internal, ...outputs } = inputs as Record<string, Value>;
    let op: Op = "create";
    let replaces: readonly string[] = [];
    if (old) {
      const oldInputs = old.state.inputs ?? {};
      const changed = !equal(withoutInternal(oldInputs), outputs);
      op = changed ? "update" : "same";
      if (changed) {
        replaces = await this.#providers.replacesOf(subject, old.state, inputs);
        if (replaces.length > 0) op = "replace";
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
      this.#steps.replacing.add(urn);
      await this.#steps.supersede(old, state, undefined);
    } else if (this.#isLeftOut(urn, goal.type, old)) {
      this.#dormant.set(urn, state);
      return { urn, id, outputs, failed: false };
    } else {
      await this.#steps.hold(old, state, op);
    }
    deployment.step("done", op, state, { replaces });
    return { urn, id, outputs, failed: false };
  }

  async #custom(goal: Goal, urn: string, parent: string, old: Held | undefined): Promise<Registered> {
    const deployment = this.#deployment;
    const subject = subjectOf(urn, goal);
    const reference = await this.providerFor(packageOf(goal.type), goal.provider, parent, goal.version, urn);
    const provider = await this.#providers.resolve(reference);
    if (!deployment.settings.isTarget(urn)) {
      // It stays as it is, and is looked at as it is.
      if (old) await this.#inspected(old.state, provider, goal);
      return this.#untargeted(goal, urn, old);
    }
    await this.#wake([...goal.dependencies, parent, provider.subject.urn], urn);

    const recreating =
      old !== undefined &&
      (this.#steps.deleteFirst.recreating.has(urn) || old.state.pendingReplacement === true);
    const managed = old && !old.state.external ? old.state : undefined;
    const directory = deployment.settings.project.main;
    let wanted = (await withHashes(withoutOutputValues(goal.inputs), directory)) as Properties;
    if (managed) wanted = ignoringChanges(wanted, managed.inputs ?? {}, goal.ignoreChanges);
    const inputs = await checkInputs(goal, provider, subject, recreating ? undefined : managed, wanted);
    const options = this.#options(goal, parent);
    const draft = stateOf(goal, { urn, parent, inputs, provider: reference, ...options });
    const inspected = await this.#inspected(draft, provider, goal);
    const state = inspected === inputs ? draft : withFields(draft, { inputs: inspected });

    // A replacement is checked anew from the goal: what a policy has changed must be in it.
    const remedied =
      inspected === inputs ? goal : { ...goal, inputs: withChanges(goal.inputs, inputs, inspected) };
    if (!old) return this.#steps.create(provider, subject, state, remedied);
    if (recreating || !managed) return this.#steps.recreate(provider, subject, state, old, remedied);
    return this.#steps.changed(provider, subject, state, old, remedied);
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
    return this.#steps.reported(op, draft, async () => {
      const unknown = goal.id === UNKNOWN_VALUE || !provider.configured;
      const outcome = unknown
        ? { id: UNKNOWN_VALUE, outputs: {} }
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
      if (op === "read-replacement" && old) await this.#steps.supersede(old, state, undefined);
      else await this.#steps.hold(old, state, old && sameState(old.state, state) ? "same" : "read");
      return { urn, id: outcome.id === UNKNOWN_VALUE ? "" : outcome.id, outputs, failed: false, unknown };
    });
  }

  async #inspected(
    state: ResourceState,
    provider: ConfiguredProvider | undefined,
    goal: Goal,
  ): Promise<Properties> {
    const inputs = state.inputs ?? {};
    return this.#inspect ? this.#inspect(state, provider, goal, this.#aliases.get(state.urn) ?? []) : inputs;
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
      // what it depends on may be left out as well, and a state must not refer to nothing
      const missing = [...references(state)].filter((other) => !this.#deployment.find(other));
      const kept = withoutReferencesTo(state, new Map(missing.map((other) => [other, undefined])));
      await this.#steps.hold(undefined, kept, "create");
      this.#deployment.step("done", "create", kept);
    }
  }

  async #defaultProvider(pkg: string, version: string, forUrn: string): Promise<string> {
    if (this.#disabledDefaults.has(pkg) || (this.#disabledDefaults.has("*") && pkg !== "pulumi")) {
      const text = `Default provider for '${pkg}' disabled. '${forUrn}' must use an explicit provider.`;
      throw this.#end(text, forUrn);
    }
    const name = version ? `default_${version.replace(/[.+-]/g, "_")}` : "default";
    const key = `${pkg}::${name}`;
    const made = this.#defaults.get(key) ?? this.#registerDefault(pkg, name, version);
    this.#defaults.set(key, made);
    const reference = await made;
    if (reference !== undefined) return reference;
    throw new EngineError(
      "LAB_PLUGIN",
      `the default provider of package ${pkg}, which '${forUrn}' needs, could not be made; ` +
        "give the resource an explicit provider, or put the default one right",
    );
  }

  /** @returns its reference; nothing when it could not be made, which has been told then */
  async #registerDefault(pkg: string, name: string, version: string): Promise<string | undefined> {
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
    if (registered.failed) return undefined;
    return `${registered.urn}::${registered.id || UNKNOWN_VALUE}`;
  }
}

function withoutInternal(inputs: Properties): Properties {
  const { __internal, ...rest } = inputs as Record<string, Value>;
  return rest;
}
/** Properties to which is done what turned `before` into `after`, key by key. */
function withChanges(properties: Properties, before: Properties, after: Properties): Properties {
  const changed: Record<string, Value> = { ...properties };
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    if (equal(before[key], after[key])) continue;
    const value = after[key];
    if (value === undefined) delete changed[key];
    else setKey(changed, key, value);
  }
  return changed;
}
