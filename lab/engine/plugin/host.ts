import * as fs from "node:fs";
import * as path from "node:path";
import { EngineError } from "../errors";
import { packageRoot } from "../root";
import { Child } from "./child";
import { PluginDiedError, Provider } from "./provider";

/** Folder of the lab's simulated providers. */
export const LAB_PLUGINS = path.join(packageRoot(), "lab/plugins");

/** Options of all plugins of a host. */
export interface PluginEnvironment {
  /** Folders that are searched for `pulumi-resource-NAME`, in order; neither PATH nor ~/.pulumi is searched. */
  readonly folders: readonly string[];
  readonly rootDirectory: string;
  readonly programDirectory: string;
  readonly env: NodeJS.ProcessEnv;
  /** Address of the Engine service, to which plugins log. */
  readonly engineAddress: string;
  /** Time a plugin has to print its port, in milliseconds. @default 60000 */
  readonly portLimitMs?: number;
  /** Receives the lines that a plugin prints. */
  readonly onLine: (plugin: string, line: string) => void;
}

/** A plugin process and its providers. */
interface PluginProcess {
  readonly child: Child;
  readonly first: Provider;
  readonly providers: Provider[];
  /** Whether the process can hold more than one provider; undefined before the first attempt. */
  shares: boolean | undefined;
}

/** Number of starts of the process that holds a package's providers: it is restarted once after it has died. */
const MAX_STARTS = 2;

/**
 * Starts and ends provider plugins. Providers of one package share a process if the plugin supports that, since a process
 * per region would take much memory. Otherwise each provider gets a process.
 */
export class PluginHost {
  #environment: PluginEnvironment;
  /** All started processes, also those that have not printed their port yet. */
  #children = new Set<Child>();
  #running = new Map<string, PluginProcess[]>();
  #starting = new Map<string, Promise<unknown>>();
  #closed = false;

  constructor(environment: PluginEnvironment) {
    this.#environment = environment;
  }

  /** Process ids of the running plugins. Only tests use them, to prove that providers share a process. */
  get pids(): readonly number[] {
    return [...this.#children].flatMap((child) => (child.hasEnded ? [] : [child.pid]));
  }

  /**
   * Returns a new provider of the package `pkg`, not configured. If the process that holds the package's providers has died,
   * it is restarted, once in the lifetime of this host.
   *
   * @throws {EngineError} LAB_PLUGIN when the plugin does not exist or does not start
   * @throws {PluginDiedError} when the process has died too often
   */
  async open(pkg: string): Promise<Provider> {
    // One start at a time for a package: the second one may share the first one's process.
    const before = this.#starting.get(pkg) ?? Promise.resolve();
    const opening = before.then(() => this.#open(pkg));
    this.#starting.set(
      pkg,
      opening.catch(() => undefined),
    );
    return opening;
  }

  /** Cancels the running calls of every provider. */
  async cancel(): Promise<void> {
    await Promise.all(
      [...this.#running.values()]
        .flat()
        .flatMap(({ providers }) => providers.map((provider) => provider.cancel())),
    );
  }

  /** Kills every plugin immediately. */
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

  /** Adds a provider to a process; undefined when the process cannot hold another one, or dies. */
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

  /** @throws {EngineError} LAB_PLUGIN after the host was closed */
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
