import * as fs from "node:fs";
import * as path from "node:path";
import { EngineError } from "../errors";
import { packageRoot } from "../root";
import { Child } from "./child";
import { PluginDiedError, Provider } from "./provider";

/** Where the simulated providers of the lab are. */
export const LAB_PLUGINS = path.join(packageRoot(), "lab/plugins");

/** What plugins are given when they start. */
export interface PluginEnvironment {
  /** Folders that are searched, in order, for `pulumi-resource-NAME`. Nothing else is: not PATH, not ~/.pulumi. */
  readonly folders: readonly string[];
  readonly rootDirectory: string;
  readonly programDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Address of the Engine service, to which plugins log. */
  readonly engineAddress: string;
  /** Time a plugin has to print its port, in milliseconds. @default 60,000 */
  readonly portLimitMs?: number;
  /** What a plugin prints. */
  readonly onLine: (plugin: string, line: string) => void;
}

/** A plugin process and the providers in it. */
interface PluginProcess {
  readonly child: Child;
  readonly first: Provider;
  readonly providers: Provider[];
  /** Whether it can hold more than one provider; undefined until it is asked. */
  shares: boolean | undefined;
}

/** How often a process that holds the providers of a package is started: once more when it has died. */
const MAX_STARTS = 2;

/**
 * Starts provider plugins and ends them. Providers of one package share a process where the plugin can do that, since a
 * process per region is what makes many regions dear in memory; a plugin that cannot gets a process per provider.
 */
export class PluginHost {
  #environment: PluginEnvironment;
  /** Every process that was started, also one that has not said its port yet. */
  #children = new Set<Child>();
  #running = new Map<string, PluginProcess[]>();
  #starting = new Map<string, Promise<unknown>>();
  #closed = false;

  constructor(environment: PluginEnvironment) {
    this.#environment = environment;
  }

  /** Process ids of the plugins that run. */
  get pids(): readonly number[] {
    return [...this.#children].flatMap((child) => (child.hasEnded ? [] : [child.pid]));
  }

  /**
   * A provider of its own, not yet configured, of the plugin for `pkg`. When the process that holds the package's
   * providers has died it is started again, once in the life of this host.
   *
   * @throws {EngineError} LAB_PLUGIN when there is no such plugin or it does not start
   * @throws {PluginDiedError} when it has died too often
   */
  async open(pkg: string): Promise<Provider> {
    // One at a time for a package: the second waits to learn whether the first one's process can be shared.
    const before = this.#starting.get(pkg) ?? Promise.resolve();
    const opening = before.then(() => this.#open(pkg));
    this.#starting.set(
      pkg,
      opening.catch(() => undefined),
    );
    return opening;
  }

  /** Tells every provider to give up what it is doing. */
  async cancel(): Promise<void> {
    await Promise.all(
      [...this.#running.values()]
        .flat()
        .flatMap(({ providers }) => providers.map((provider) => provider.cancel())),
    );
  }

  /** Ends every plugin at once, whatever it is doing. */
  kill(): void {
    this.#closed = true;
    for (const child of this.#children) child.kill();
  }

  /** Ends every plugin. */
  async close(): Promise<void> {
    this.#closed = true;
    const running = [...this.#running.values()].flat();
    this.#running.clear();
    for (const { providers } of running) for (const provider of providers) provider.close();
    await Promise.all([...this.#children].map((child) => child.stop()));
  }

  async #open(pkg: string): Promise<Provider> {
    this.#assertOpen(pkg);
    const running = this.#running.get(pkg) ?? [];
    this.#running.set(pkg, running);
    const sharedProcess = running.find(({ child, shares }) => !child.hasEnded && shares !== false);
    const provider = sharedProcess && (await this.#addProvider(sharedProcess));
    if (provider) return provider;
    const deaths = running.filter(({ child, shares }) => child.hasEnded && shares !== false).length;
    if (deaths >= MAX_STARTS) {
      throw new PluginDiedError(`pulumi-resource-${pkg} has ended ${deaths} times and is not started again`);
    }
    const process = await this.#start(pkg);
    running.push(process);
    return process.first;
  }

  /** One more provider in a process; undefined when it cannot hold one, or dies of it. */
  async #addProvider(shared: PluginProcess): Promise<Provider | undefined> {
    try {
      const address = await shared.first.openSibling();
      shared.shares = address !== undefined;
      return address === undefined
        ? undefined
        : await this.#handshake(new Provider(address, shared.child), shared);
    } catch (error) {
      if (error instanceof PluginDiedError) return undefined;
      throw error;
    }
  }

  async #start(pkg: string): Promise<PluginProcess> {
    const { env, rootDirectory, engineAddress, onLine, portLimitMs } = this.#environment;
    const name = `pulumi-resource-${pkg}`;
    const child = new Child({
      name,
      command: this.#locate(pkg),
      args: [engineAddress],
      cwd: rootDirectory,
      env,
      onLine: (line) => onLine(name, line),
    });
    this.#children.add(child);
    const port = await child.readPort(portLimitMs).catch((error: unknown) => {
      this.#assertOpen(pkg);
      throw error;
    });
    this.#assertOpen(pkg);
    const address = `127.0.0.1:${port}`;
    const first = new Provider(address, child);
    const running: PluginProcess = { child, first, providers: [], shares: undefined };
    await this.#handshake(first, running);
    return running;
  }

  /** @throws {EngineError} LAB_PLUGIN once it is closed */
  #assertOpen(pkg: string): void {
    if (!this.#closed) return;
    throw new EngineError("LAB_PLUGIN", `plugin ${pkg} is not started: the operation is ending`);
  }

  async #handshake(provider: Provider, running: PluginProcess): Promise<Provider> {
    const { engineAddress, rootDirectory, programDirectory } = this.#environment;
    running.providers.push(provider);
    await provider.handshake(engineAddress, rootDirectory, programDirectory);
    return provider;
  }

  #locate(pkg: string): string {
    const name = `pulumi-resource-${pkg}`;
    for (const folder of this.#environment.folders) {
      const file = path.join(folder, name);
      if (fs.existsSync(file)) return file;
    }
    throw new EngineError(
      "LAB_PLUGIN",
      `package ${JSON.stringify(pkg)} has no plugin ${name} in ${this.#environment.folders.join(", ")}; the lab runs simulated providers only`,
    );
  }
}
