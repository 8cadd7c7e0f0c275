import * as grpc from "@grpc/grpc-js";
import type { Deployment } from "../deployment/deployment";
import { CHANNEL_OPTIONS, listen } from "../grpc";
import { serveMonitor } from "../monitor/monitor";
import { Transforms } from "../monitor/transforms";
import { LAB_PLUGINS, PluginHost } from "../plugin/host";
import { PolicyRun } from "../policies/policy-run";
import { ProgramRecord } from "../program/program-record";
import { finishProgram, type ProgramContext } from "../program/run-program";
import { builtInProvider } from "../providers/built-in";
import { ProviderRegistry } from "../providers/registry";
import { Registrar } from "../register/registrar";
import { disabledDefaultProviders, type OperationOptions } from "./options";

/** Everything that works for one deployment: the monitor, plugins and policy packs. */
export interface Engine extends ProgramContext {
  /** Address of the monitor. */
  readonly address: string;
  /** Environment of the program and the plugins. */
  readonly env: NodeJS.ProcessEnv;
  /** Ends all processes and the monitor; resolves when they have ended. */
  readonly close: () => Promise<void>;
  /** Ends the plugins immediately. */
  readonly kill: () => void;
}

/** Starts the monitor and, if they are wanted, the policy packs. Plugins start when the first provider needs them. */
export async function startEngine(
  deployment: Deployment,
  options: OperationOptions,
  hasPolicies: boolean,
): Promise<Engine> {
  const { project, backend, passphrase, policyPacks = [] } = options;
  const env = { ...process.env, ...options.env };
  const server = new grpc.Server(CHANNEL_OPTIONS);
  const address = await listen(server);
  const host = new PluginHost({
    folders: options.pluginFolders ?? [LAB_PLUGINS],
    rootDirectory: project.dir,
    programDirectory: project.main,
    env,
    engineAddress: address,
    onLine: (plugin, text) =>
      deployment.emit({ kind: "message", severity: "debug", text: `${plugin}: ${text}` }),
  });
  const providers = new ProviderRegistry(
    deployment,
    host,
    builtInProvider(deployment, { backend, passphrase }),
  );
  const policies =
    hasPolicies && policyPacks.length > 0
      ? new PolicyRun(deployment, { ...options, policyPacks, dryRun: deployment.settings.dryRun })
      : undefined;
  const program = new ProgramRecord();
  const context: ProgramContext = { deployment, program, providers, policies };
  const registrar = new Registrar({
    deployment,
    providers,
    disabledDefaults: disabledDefaultProviders(options.config),
    inspect: policies?.inspect,
  });
  const transforms = new Transforms();
  const onProgramDone = () => finishProgram(context);
  serveMonitor(server, { ...context, registrar, transforms, address, onProgramDone });
  return {
    ...context,
    address,
    env,
    async close() {
      server.forceShutdown();
      transforms.close();
      await Promise.all([host.close(), policies?.close()]);
    },
    kill: () => host.kill(),
  };
}
