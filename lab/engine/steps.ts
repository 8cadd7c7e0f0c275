import { randomUUID } from "node:crypto";
import { UNKNOWN_VALUE } from "../../common/special-values";
import { withHashes } from "./assets";
import { checkInputs, compare } from "./compare";
import { DeleteFirst } from "./delete-first";
import { Aborted, type Deployment } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { Op } from "./events";
import type { Goal } from "./goal";
import type { Effect, Held } from "./ledger";
import { type Diff, type Outcome, PluginDiedError, type Subject } from "./plugin/provider";
import { type ConfiguredProvider, type ProviderRegistry, settleCreate } from "./providers";
import type { Registered } from "./registration";
import type { ResourceState } from "./state";
import { markedOutputs, sameState, unknownPaths, withFields, withoutUnknowns } from "./state-of";
import { equal, type Properties, withoutOutputValues } from "./values";

/** What differs in a resource that its provider, which is another one now, cannot take over. */
const MOVED = { changes: true, replaces: ["provider"], diffs: ["provider"], deleteBeforeReplace: false };

/** Decides what is to be done about one resource of a provider, and does it. */
export class Steps {
  readonly #deployment: Deployment;
  readonly #providers: ProviderRegistry;
  readonly deleteFirst: DeleteFirst;
  /** URNs of what is replaced in this run, or, in a preview, is going to be. */
  readonly replacing = new Set<string>();

  constructor(deployment: Deployment, providers: ProviderRegistry) {
    this.#deployment = deployment;
    this.#providers = providers;
    this.deleteFirst = new DeleteFirst(deployment, providers);
  }

  /** Something that is there already: compared, and left, updated or replaced. */
  async changed(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    old: Held,
    goal: Goal,
  ): Promise<Registered> {
    const before = old.state;
    const diff = (await this.#providers.movesFrom(before.provider, provider))
      ? MOVED
      : await compare(provider, subject, before, state.inputs ?? {}, goal);
    const { replacementTrigger: trigger } = before;
    const triggered =
      trigger !== undefined &&
      goal.replacementTrigger !== undefined &&
      !equal(trigger, goal.replacementTrigger);
    const dependsOnReplaced = [goal.deletedWith, ...goal.replaceWith].some((urn) => this.replacing.has(urn));
    if (diff.replaces.length > 0 || dependsOnReplaced || triggered) {
      return this.#replace(provider, subject, state, old, goal, diff);
    }
    if (!diff.changes && !before.initErrors?.length) return this.#same(state, old);
    return this.#update(provider, subject, state, old, goal, diff);
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
    await this.hold(old, after, "same");
    this.#deployment.step("done", "same", after);
    return { urn: after.urn, id: after.id ?? "", outputs: after.outputs ?? {}, failed: false };
  }

  async create(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    goal: Goal,
  ): Promise<Registered> {
    this.#deployment.step("started", "create", state);
    return this.reported("create", state, async () => {
      const held: Held = { key: this.#deployment.ledger.nextKey(), state };
      return this.#made(provider, subject, held, state, goal, []);
    });
  }

  /** It was deleted ahead of its replacement, in this run or in one that failed; or it was never ours. */
  async recreate(
    provider: ConfiguredProvider,
    subject: Subject,
    state: ResourceState,
    old: Held,
    goal: Goal,
  ): Promise<Registered> {
    const deployment = this.#deployment;
    this.replacing.add(state.urn);
    deployment.step("started", "create-replacement", state);
    const made = await this.reported("create-replacement", state, () =>
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
    this.replacing.add(state.urn);
    if (goal.deleteBeforeReplace ?? diff.deleteBeforeReplace) {
      await this.deleteFirst.run(old);
      return this.recreate(provider, subject, await this.#renamed(provider, subject, state, goal), old, goal);
    }
    deployment.step("started", "create-replacement", state, why);
    const made = await this.reported("create-replacement", state, async () => {
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
    return withFields(state, { inputs: await checkInputs(goal, provider, subject, undefined, wanted) });
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
    return this.reported(
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
      return this.#kept(
        held,
        withFields(state, { id: outcome.id || UNKNOWN_VALUE, outputs }),
        undefined,
        effects,
      );
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
      if (!(error instanceof PluginDiedError)) await this.#deployment.ledger.settle(operation, []);
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
    const id = state.id === UNKNOWN_VALUE ? "" : (state.id ?? "");
    return { urn: state.urn, id, outputs: state.outputs ?? {}, failed: false };
  }

  /** Writes a state down unless it is as it was. */
  async hold(old: Held | undefined, state: ResourceState, op: Op): Promise<void> {
    const { ledger, news } = this.#deployment;
    const held = old ?? { key: ledger.nextKey(), state };
    const unchanged = old !== undefined && op === "same" && sameState(old.state, state);
    const now = new Date().toISOString();
    if (!unchanged) held.state = withFields(state, { created: state.created ?? now, modified: now });
    news.set(state.urn, held);
    if (!unchanged) await ledger.settle(undefined, [{ put: held }]);
  }

  async supersede(old: Held, state: ResourceState, operation: number | undefined): Promise<void> {
    const { ledger, news, replaced } = this.#deployment;
    const fresh: Held = { key: ledger.nextKey(), state };
    old.state = withFields(old.state, { delete: true });
    replaced.push(old);
    news.set(state.urn, fresh);
    await ledger.settle(operation, [{ put: fresh }, { put: old }]);
  }

  async reported(
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
