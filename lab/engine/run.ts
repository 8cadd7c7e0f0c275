import { availableParallelism } from "node:os";
import { readStackTags } from "./analyzer/stack-tags";
import { type PolicyPackReference, startPacks } from "./analyzer/start-packs";
import { builtInProvider } from "./builtin";
import { Deployment, type DeploymentSettings } from "./deployment";
import { EngineError, messageOf } from "./errors";
import type { EngineEvent, Op } from "./events";
import { dryLedger, journalLedger } from "./ledger";
import { masker } from "./mask";
import { type Declared, Monitor } from "./monitor";
import { LAB_PLUGINS, PluginHost } from "./plugin/host";
import { type PolicyReview, PolicyRun } from "./policies";
import { describeEnd, startProgram } from "./program";
import type { Project, StackConfig } from "./project";
import { ProviderRegistry } from "./providers";
import { settlePending } from "./recovery";
import { type Drift, refreshAll } from "./refresh";
import { Registrar } from "./register";
import { removeAll } from "./remove";
import type { FileBackend, Passphrase, StateSession, StateView, UpdateSummary } from "./state";
import { references, withFields } from "./state-of";
import { parseUrn, rootUrn, STACK_TYPE } from "./urn";
import type { Properties } from "./values";

/** What every operation needs to know. */
export interface OperationOptions {
  readonly project: Project;
  /** Name of the stack, such as `dev`. */
  readonly stack: string;
  readonly config: StackConfig;
  readonly backend: FileBackend;
  readonly passphrase: Passphrase;
  /** @default "organization", as in Pulumi's file backend */
  readonly organization?: string;
  /** Folders in which provider plugins are looked for. @default - the lab's own, which are simulated */
  readonly pluginFolders?: readonly string[];
  /** Provider operations at a time, 1 or more. @default 4 for each core, as Pulumi's */
  readonly parallel?: number;
  /** URNs to which the operation is limited; `*` stands for any characters. @default - all */
  readonly targets?: readonly string[];
  /** Packs that look at every resource of a preview or an update. @default - none */
  readonly policyPacks?: readonly PolicyPackReference[];
  /** Environment of the program and the plugins. @default - this process's */
  readonly env?: NodeJS.ProcessEnv;
  /** Told while it runs. @default - nothing is */
  readonly onEvent?: (event: EngineEvent) => void;
  /** Ends the operation early: nothing new is begun, what runs is waited for and written down. @default - never */
  readonly signal?: AbortSignal;
  /** Ends it at once: what runs stays pending. @default - never */
  readonly kill?: AbortSignal;
  /** Takes a state that is older than the last one written. @default false */
  readonly force?: boolean;
}

/** What an operation did. */
export interface OperationResult {
  /** 0 when all went well, 1 when something failed, 8 when it was ended at once. */
  readonly exitCode: 0 | 1 | 8;
  /** How many resources, by what was done to them. */
  readonly changes: Readonly<Partial<Record<Op, number>>>;
  readonly errors: readonly string[];
  /** Warnings of the engine and the program, as they were reported. */
  readonly warnings: readonly string[];
  /** What the program declares and could not come to, since something it needs failed. */
  readonly skipped: readonly Declared[];
  /** Outputs of the stack; secrets are marked. */
  readonly outputs: Properties;
  /** What the state's keeper has to say: a lock taken, a journal replayed. */
  readonly notices: readonly string[];
  /** What a refresh found different. */
  readonly drift: readonly Drift[];
  /** What the policy packs looked at; absent when none were given. */
  readonly policies?: PolicyReview;
  readonly durationMs: number;
}

type Kind = UpdateSummary["kind"];

/** Shows what `up` would do. Writes nothing and takes no lock. */
export function preview(options: OperationOptions): Promise<OperationResult> {
  return operate(options, "preview", async (context) => {
    await runProgram(context);
    return [];
  });
}

/** Makes the stack what the program says. A resource that fails leaves all that does not depend on it complete. */
export function up(options: OperationOptions & { readonly refresh?: boolean }): Promise<OperationResult> {
  return operate(options, "update", async (context) => {
    const drift = options.refresh ? await refreshAll(context.deployment, context.providers) : [];
    await runProgram(context);
    return drift;
  });
}

/** Deletes all that the stack has, without asking the program. */
export function destroy(options: OperationOptions): Promise<OperationResult> {
  return operate(options, "destroy", async ({ deployment, providers }) => {
    const all = [...deployment.olds.values(), ...deployment.leftovers];
    const doomed = deployment.settings.hasTargets
      ? all.filter(({ state }) => deployment.settings.isTarget(state.urn))
      : all;
    await removeAll(deployment, providers, doomed);
    return [];
  });
}

/** Brings the state up to what is there. */
export function refresh(
  options: OperationOptions & {
    /** Forgets creates of which nobody knows whether they happened. @default false */
    readonly clearPendingCreates?: boolean;
  },
): Promise<OperationResult> {
  return operate(options, "refresh", async ({ deployment, providers, view }) => {
    if (options.clearPendingCreates) {
      for (const [number, { type }] of view.base.pendingOperations.entries()) {
        if (type === "creating") await deployment.ledger.settle(number, []);
      }
    }
    return refreshAll(deployment, providers);
  });
}

interface Context {
  readonly options: OperationOptions;
  readonly deployment: Deployment;
  readonly providers: ProviderRegistry;
  readonly host: PluginHost;
  readonly view: StateView;
  readonly engine: EngineHolder;
  readonly skipped: Declared[];
}

/** The address that plugins are given is known only once a monitor runs. */
interface EngineHolder {
  readonly monitor: Monitor;
  readonly registrar: Registrar;
  readonly policies: PolicyRun | undefined;
  onShutdown: () => Promise<void>;
}

async function operate(
  options: OperationOptions,
  kind: Kind,
  run: (context: Context) => Promise<readonly Drift[]>,
): Promise<OperationResult> {
  const began = Date.now();
  const { backend, project, stack, passphrase } = options;
  const dryRun = kind === "preview";
  disabledDefaults(options.config); // refused before the stack is locked
  if (dryRun) {
    const view = await backend.read(project.name, stack, passphrase);
    return execute(options, kind, began, view, undefined, run);
  }
  const session = await backend.open(project.name, stack, {
    passphrase,
    ...(options.config.salt === undefined ? {} : { salt: options.config.salt }),
    ...(options.force === undefined ? {} : { force: options.force }),
  });
  return execute(options, kind, began, session, session, run);
}

async function execute(
  options: OperationOptions,
  kind: Kind,
  began: number,
  view: StateView,
  session: StateSession | undefined,
  run: (context: Context) => Promise<readonly Drift[]>,
): Promise<OperationResult> {
  const { project } = options;
  const deploymentSettings = settingsOf(options, kind);
  const ledger = session
    ? journalLedger(session, deploymentSettings.mask)
    : dryLedger(view.base.resources.length);
  const deployment = new Deployment(deploymentSettings, ledger, view.base);
  const skipped: Declared[] = [];
  let drift: readonly Drift[] = [];
  let killed = false;
  const env = { ...process.env, ...options.env };
  let address = "";
  const host = new PluginHost({
    folders: options.pluginFolders ?? [LAB_PLUGINS],
    rootDirectory: project.dir,
    programDirectory: project.main,
    env,
    get engineAddress() {
      return address;
    },
    onLine: (plugin, text) =>
      deployment.emit({ kind: "message", severity: "debug", text: `${plugin}: ${text}` }),
  });
  const builtIn = builtInProvider(deployment, { backend: options.backend, passphrase: options.passphrase });
  const providers = new ProviderRegistry(deployment, host, builtIn);
  const disabled = disabledDefaults(options.config);
  const policies = policyRun(options, kind, deployment);
  const registrar = new Registrar(deployment, providers, disabled, policies?.inspect);
  const engine: { onShutdown: () => Promise<void> } = { onShutdown: async () => undefined };
  const monitor = new Monitor(deployment, registrar, providers, () => engine.onShutdown());
  const stopListening = listenForEnd(options, deployment, host, () => {
    killed = true;
  });
  try {
    await monitor.start();
    address = monitor.address;
    if (session && view.base.pendingOperations.length > 0) {
      await policies?.started();
      await settlePending(deployment, providers, view.base.pendingOperations);
    } else {
      for (const { type, resource } of view.base.pendingOperations) {
        const text = `${resource.urn} was ${type} when an earlier run ended; the next update finds out what became of it`;
        deployment.emit({ kind: "message", severity: "warning", text, urn: resource.urn });
      }
    }
    const holder: EngineHolder = Object.assign(engine, { monitor, registrar, policies });
    const context: Context = { options, deployment, providers, host, view, engine: holder, skipped };
    drift = await run(context);
    if (deployment.aborted && deployment.errors.length === 0) deployment.error(deployment.aborted.message);
  } catch (error) {
    const text = deployment.settings.mask(messageOf(error));
    if (!deployment.errors.includes(text)) deployment.error(text);
  } finally {
    stopListening();
    monitor.stop();
    await Promise.all([host.close(), policies?.close()]);
  }
  const exitCode = killed ? 8 : deployment.failing || deployment.violations > 0 ? 1 : 0;
  const changes = Object.fromEntries(deployment.changes);
  if (session && killed) await session.abandon();
  else if (session) await finish(session, kind, began, exitCode === 0, changes);
  const root = [...deployment.news.values(), ...deployment.olds.values()].find(
    ({ state }) => state.type === STACK_TYPE,
  );
  return {
    exitCode,
    changes,
    errors: deployment.errors,
    warnings: deployment.warnings,
    skipped,
    outputs: root?.state.outputs ?? {},
    notices: view.notices,
    drift,
    ...(policies && { policies: policies.review() }),
    durationMs: Date.now() - began,
  };
}

/** Runs the program, and when it is done, deletes what it no longer has. */
async function runProgram(context: Context): Promise<void> {
  const { options, deployment, engine, skipped } = context;
  const { monitor } = engine;
  const mask = masker(options.config.secretValues);
  engine.onShutdown = () => concluded(context);
  const program = startProgram({
    project: options.project,
    organization: deployment.settings.organization,
    stack: options.stack,
    config: options.config,
    monitor: monitor.address,
    engine: monitor.address,
    dryRun: deployment.settings.dryRun,
    parallel: deployment.settings.parallel,
    env: { ...process.env, ...options.env },
    onLine: (line) => deployment.emit({ kind: "message", severity: "info", text: mask(line) }),
  });
  deployment.onAbort(() => {
    program.stop().catch((error: unknown) => deployment.error(messageOf(error)));
  });
  const exit = await program.exited;
  await deployment.idle();
  const end = deployment.aborted ? undefined : describeEnd(program, exit);
  if (end) deployment.error(end);
  else if (!monitor.signalled && !deployment.failing) {
    deployment.error("the program ended before all it had begun was done; nothing was deleted");
  }
  if (deployment.failing && !deployment.aborted) {
    for (const declared of unregistered(context)) {
      skipped.push(declared);
      deployment.emit({ kind: "skipped", ...declared, ...causeOf(deployment, declared) });
    }
  }
  await keepOutputs(context);
}

/** What the program declares and has not come to register, each once. */
function unregistered({ deployment, engine }: Context): readonly Declared[] {
  const known = new Set([...deployment.seen].map((urn) => declaredKey(parseUrn(urn))));
  for (const failed of deployment.failures.keys()) known.add(failed);
  return engine.monitor.declared.filter((declared) => {
    const key = declaredKey(declared);
    if (known.has(key)) return false;
    known.add(key);
    return true;
  });
}

/** What is left to do once the program has registered all it has. */
async function concluded(context: Context): Promise<void> {
  const { deployment, providers, engine } = context;
  const waiting = unregistered(context);
  if (waiting.length > 0 && !deployment.failing) {
    // The SDK finds its leaked promises only after this; by then what the program no longer has would be deleted.
    const list = waiting.map(({ type, name }) => `${name} [${type}]`).join(", ");
    deployment.error(`the program has ended without registering ${list}; nothing was deleted`);
  }
  if (waiting.length > 0) return;
  const { olds, news, leftovers, replaced, settings, seen } = deployment;
  const gone = [...olds.values()].filter(({ state }) => !news.has(state.urn) && !seen.has(state.urn));
  const doomed = [...gone, ...leftovers, ...replaced].filter(({ state }) => settings.isTarget(state.urn));
  await removeAll(deployment, providers, doomed);
  await engine.policies?.inspectStack(engine.monitor.stackOutputs);
}

/** Outputs of the stack: the new ones when all went well, else the new ones over the old. */
async function keepOutputs({ deployment, engine }: Context): Promise<void> {
  const root = deployment.news.get(engine.monitor.root);
  const outputs = engine.monitor.stackOutputs;
  if (!root || (outputs === undefined && !deployment.failing)) return;
  const before = root.state.outputs ?? {};
  const after = deployment.failing ? { ...before, ...outputs } : (outputs ?? {});
  root.state = withFields(root.state, { outputs: Object.keys(after).length > 0 ? after : undefined });
  if (JSON.stringify(before) !== JSON.stringify(after))
    await deployment.ledger.settle(undefined, [{ put: root }]);
}

function listenForEnd(
  options: OperationOptions,
  deployment: Deployment,
  host: PluginHost,
  onKill: () => void,
): () => void {
  const gently = (): void => deployment.abort(new EngineError("LAB_PROGRAM", "the operation was cancelled"));
  const atOnce = (): void => {
    onKill();
    gently();
    host.kill();
  };
  options.signal?.addEventListener("abort", gently);
  options.kill?.addEventListener("abort", atOnce);
  if (options.signal?.aborted) gently();
  return () => {
    options.signal?.removeEventListener("abort", gently);
    options.kill?.removeEventListener("abort", atOnce);
  };
}

async function finish(
  session: StateSession,
  kind: Kind,
  began: number,
  succeeded: boolean,
  resourceChanges: Readonly<Record<string, number>>,
): Promise<void> {
  await session.close({
    update: {
      kind,
      result: succeeded ? "succeeded" : "failed",
      startTime: Math.floor(began / 1000),
      endTime: Math.floor(Date.now() / 1000),
      resourceChanges,
    },
  });
}

function settingsOf(options: OperationOptions, kind: Kind): DeploymentSettings {
  const mask = masker(options.config.secretValues);
  const targets = options.targets?.map(toPattern);
  const onEvent = options.onEvent ?? (() => undefined);
  return {
    project: options.project,
    organization: options.organization ?? "organization",
    stack: options.stack,
    config: options.config,
    dryRun: kind === "preview",
    parallel: options.parallel ?? availableParallelism() * 4,
    hasTargets: targets !== undefined,
    isTarget: (urn) => targets === undefined || targets.some((pattern) => pattern.test(urn)),
    mask,
    onEvent: (event) => {
      if (event.kind === "message") onEvent({ ...event, text: mask(event.text) });
      else if (event.kind === "step" && event.error !== undefined)
        onEvent({ ...event, error: mask(event.error) });
      else onEvent(event);
    },
  };
}

/** The packs of a run that makes or changes something; a destroy and a refresh have none, as in Pulumi's engine. */
function policyRun(options: OperationOptions, kind: Kind, deployment: Deployment): PolicyRun | undefined {
  if (!options.policyPacks?.length || (kind !== "preview" && kind !== "update")) return undefined;
  const { project, stack, organization, config, backend } = options;
  let run: PolicyRun | undefined;
  const starting = startPacks(options.policyPacks, {
    project: project.name,
    stack,
    organization: organization ?? "organization",
    config,
    tags: () => readStackTags(backend.root, project.name, stack),
    dryRun: deployment.settings.dryRun,
    env: { ...process.env, ...options.env },
    onAbort: (listener) => deployment.onAbort(listener),
    onInfo: (text) =>
      deployment.emit({
        kind: "message",
        severity: "info",
        text: deployment.settings.mask(run?.hide(text) ?? text),
        urn: rootUrn(stack, project.name),
      }),
  });
  run = new PolicyRun(deployment, starting);
  return run;
}

function disabledDefaults(config: StackConfig): ReadonlySet<string> {
  const text = config.values.get("pulumi:disable-default-providers")?.value;
  if (text === undefined) return new Set();
  const packages = parsed(text);
  if (Array.isArray(packages) && packages.every((name) => typeof name === "string")) return new Set(packages);
  throw new EngineError(
    "LAB_CONFIG",
    `${config.file}: pulumi:disable-default-providers is ${text}, expected a list of package names`,
  );
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toPattern(target: string): RegExp {
  const literal = target.split(/\*+/).map((part) => part.replace(/[.+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`^${literal.join(".*")}$`);
}

/** What kept a resource from being registered: what failed of all that it referred to before, or all that failed. */
function causeOf(deployment: Deployment, { type, name }: Declared): { readonly because?: string } {
  const failed = [...deployment.failures.keys()];
  if (failed.length === 1) return { because: failed[0] as string };
  const old = [...deployment.olds.values()].find(
    ({ state }) => state.type === type && parseUrn(state.urn).name === name,
  );
  const direct = old && [...references(old.state)].find((urn) => deployment.failures.has(urn));
  return direct === undefined ? {} : { because: direct };
}

function declaredKey({ type, name }: Declared): string {
  return `${type}::${name}`;
}
