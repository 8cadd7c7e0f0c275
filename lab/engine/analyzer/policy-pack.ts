import * as fs from "node:fs";
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { EngineError, messageOf } from "../errors";
import { CHANNEL_OPTIONS, isStatus, type UnaryMethod, unary } from "../grpc";
import { Child } from "../plugin/child";
import { packageRoot } from "../root";
import { fromStruct } from "../values/struct";
import type { Properties } from "../values/values";
import {
  analyzeRequest,
  analyzeStackRequest,
  configureRequest,
  defaultsOf,
  diagnosticOf,
  initialConfigOf,
  policyInfoOf,
} from "./messages";
import { findConfigFaults, mergePackConfig, type PolicySetting, parsePackConfig } from "./pack-config";
import { findNameFaults } from "./pack-names";
import { type PackProject, readPackProject } from "./pack-project";
import { restoreAssets } from "./policy-values";
import type {
  AnalyzedResource,
  AnalyzedStackResource,
  PolicyDiagnostic,
  PolicyInfo,
  PolicyPack,
  PolicyPackOptions,
  PolicyRemediation,
  RemediationResult,
  ResourceRequest,
  StackRequest,
} from "./types";

/** The discard port. The SDK's script requires the address of an engine and never connects to it. */
const NO_ENGINE = "127.0.0.1:9";

/** The type check of a TypeScript pack that imports `@pulumi/aws` takes half a minute. */
const START_LIMIT_MS = 300_000;
/** Time to wait for the exit of a process after its connection has broken, in ms. */
const EXIT_WAIT_MS = 10_000;
const PRELOAD = path.join(packageRoot(), "lab/engine/analyzer/preload.js");

/**
 * Starts the policy pack in a folder as Pulumi's engine does: with the SDK's `cmd/run-policy-pack` and the stack's
 * configuration in the environment. The pack's own configuration is merged and validated before the first resource.
 *
 * @throws {EngineError} LAB_POLICY when the pack cannot run, LAB_CONFIG when its configuration is invalid
 */
export async function startPolicyPack(dir: string, options: PolicyPackOptions): Promise<PolicyPack> {
  const project = readPackProject(dir);
  const settings = readConfigFile(options.configFile);
  options.signal?.throwIfAborted();
  const child = new Child({
    name: `policy pack ${project.dir}`,
    command: process.execPath,
    args: [
      "--require",
      PRELOAD,
      ...project.nodeArgs,
      project.script,
      options.engineAddress ?? NO_ENGINE,
      project.program,
    ],
    cwd: project.dir,
    env: environment(project, options),
    onLine: (line) => options.onInfo?.(line),
  });
  const abort = () => void child.stop();
  options.signal?.addEventListener("abort", abort, { once: true });
  let client: AnalyzerClient | undefined;
  try {
    const port = await child.readPort(options.startLimitMs ?? START_LIMIT_MS);
    client = new AnalyzerClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure(), CHANNEL_OPTIONS);
    const pack = new RunningPack(project.dir, child, client, () =>
      options.signal?.removeEventListener("abort", abort),
    );
    await pack.configure(project, options, settings);
    return pack;
  } catch (error) {
    options.signal?.removeEventListener("abort", abort);
    client?.close();
    await child.stop();
    if (options.signal?.aborted) throw options.signal.reason;
    throw error instanceof EngineError && error.code === "LAB_CONFIG"
      ? error
      : new EngineError("LAB_POLICY", messageOf(error));
  }
}

class RunningPack implements PolicyPack {
  name = "";
  version = "";
  policies: readonly PolicyInfo[] = [];
  readonly dir: string;
  readonly #child: Child;
  readonly #client: AnalyzerClient;
  readonly #onClose: () => void;

  constructor(dir: string, child: Child, client: AnalyzerClient, onClose: () => void) {
    this.dir = dir;
    this.#child = child;
    this.#client = client;
    this.#onClose = onClose;
  }

  async configure(
    project: PackProject,
    options: PolicyPackOptions,
    settings: ReadonlyMap<string, PolicySetting>,
  ): Promise<void> {
    await this.#callOptional(
      this.#client.handshake,
      new pb.AnalyzerHandshakeRequest()
        .setEngineAddress(options.engineAddress ?? NO_ENGINE)
        .setRootDirectory(project.dir)
        .setProgramDirectory(project.program),
    );
    await this.#callOptional(this.#client.configureStack, stackConfigRequest(options));
    const info = await this.#call(this.#client.getAnalyzerInfo, new Empty());
    this.name = info.getName();
    this.version = project.version ?? info.getVersion();
    const policies = info.getPoliciesList();
    const defaults = policies.map(defaultsOf);
    for (const policy of options.strict ? [] : settings.keys()) {
      if (policy === "all" || defaults.some(({ name }) => name === policy)) continue;
      options.onInfo?.(
        `the configuration of ${this.name} names ${JSON.stringify(policy)}, which is not a policy of the pack`,
      );
    }
    const configuration = mergePackConfig(defaults, [initialConfigOf(info), settings]);
    const faults = [
      ...(options.strict ? findNameFaults(defaults, settings, options.suggest) : []),
      ...findConfigFaults(defaults, configuration),
    ];
    if (faults.length > 0) {
      const where = options.configFile === undefined ? "" : ` with ${options.configFile}`;
      throw new EngineError(
        "LAB_CONFIG",
        `configuration of policy pack ${this.name} ${this.version}${where}: ${faults.join("; ")}`,
      );
    }
    await this.#call(this.#client.configure, configureRequest(configuration));
    this.policies = policies.map((policy) =>
      policyInfoOf(policy, configuration.get(policy.getName())?.enforcementLevel ?? "mandatory"),
    );
  }

  async remediate(resource: AnalyzedResource): Promise<RemediationResult> {
    if (!this.#canRemediate) {
      return { properties: resource.properties, remediations: [], diagnostics: [] };
    }
    const response = await this.#callOptional(
      this.#client.remediate,
      analyzeRequest(resource, "keep"),
      resource.urn,
    );
    let properties = resource.properties;
    const remediations: PolicyRemediation[] = [];
    const diagnostics: PolicyDiagnostic[] = [];
    for (const remediation of response?.getRemediationsList() ?? []) {
      const source = {
        policyName: remediation.getPolicyname(),
        packName: remediation.getPolicypackname(),
        packVersion: this.version,
        description: remediation.getDescription(),
      };
      const diagnostic = remediation.getDiagnostic();
      const struct = remediation.getProperties();
      if (diagnostic !== "") {
        diagnostics.push({
          ...source,
          message: diagnostic,
          detail: diagnostic,
          enforcementLevel: "advisory",
          urn: resource.urn,
        });
      } else if (struct !== undefined) {
        const after: Properties = restoreAssets(resource.properties, fromStruct(struct));
        remediations.push({ ...source, before: properties, after });
        properties = after;
      }
    }
    return { properties, remediations, diagnostics };
  }

  async analyze(
    resource: AnalyzedResource,
    request: ResourceRequest = analyzeRequest(resource, "drop"),
  ): Promise<PolicyDiagnostic[]> {
    const response = await this.#call(this.#client.analyze, request, resource.urn);
    return response.getDiagnosticsList().map((each) => this.#diagnostic(each, resource.urn));
  }

  async analyzeStack(
    resources: readonly AnalyzedStackResource[],
    request: StackRequest = analyzeStackRequest(resources),
  ): Promise<PolicyDiagnostic[]> {
    const response = await this.#callOptional(this.#client.analyzeStack, request);
    return (response?.getDiagnosticsList() ?? []).map((each) =>
      this.#diagnostic(each, each.getUrn() || undefined),
    );
  }

  async close(): Promise<void> {
    this.#onClose();
    this.#client.close();
    await this.#child.stop();
  }

  get #canRemediate(): boolean {
    return this.policies.some(({ enforcementLevel }) => enforcementLevel === "remediate");
  }

  /** Decodes a diagnostic. One without a severity gets the severity of its policy. */
  #diagnostic(message: pb.AnalyzeDiagnostic, urn: string | undefined): PolicyDiagnostic {
    const diagnostic = diagnosticOf(message, this.version, urn);
    const severity = this.policies.find(({ name }) => name === diagnostic.policyName)?.severity;
    return diagnostic.severity === undefined && severity !== undefined
      ? { ...diagnostic, severity }
      : diagnostic;
  }

  /** Calls an optional method; undefined when the pack does not implement it. */
  async #callOptional<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
    urn?: string,
  ): Promise<Response | undefined> {
    try {
      return await unary(this.#client, method, request);
    } catch (error) {
      if (isStatus(error, grpc.status.UNIMPLEMENTED)) return undefined;
      throw await this.#fault(error, urn);
    }
  }

  async #call<Request, Response>(
    method: UnaryMethod<Request, Response>,
    request: Request,
    urn?: string,
  ): Promise<Response> {
    try {
      return await unary(this.#client, method, request);
    } catch (error) {
      throw await this.#fault(error, urn);
    }
  }

  async #fault(error: unknown, urn: string | undefined): Promise<EngineError> {
    const at = urn === undefined ? "" : ` at ${urn}`;
    const reason = isStatus(error) ? error.details : messageOf(error);
    // The connection breaks shortly before the exit of the process is reported.
    const exit = isStatus(error, grpc.status.UNAVAILABLE)
      ? await Promise.race([
          this.#child.exited,
          new Promise<undefined>((resolve) => setTimeout(resolve, EXIT_WAIT_MS, undefined).unref()),
        ])
      : undefined;
    const tail =
      exit === undefined ? "" : `; its process has ended, its stderr ends:\n${this.#child.stderrTail}`;
    return new EngineError(
      "LAB_POLICY",
      `policy pack ${this.name || this.#child.name}${at}: ${reason}${tail}`,
    );
  }
}

function stackConfigRequest(options: PolicyPackOptions): pb.AnalyzerStackConfigureRequest {
  const request = new pb.AnalyzerStackConfigureRequest()
    .setProject(options.project)
    .setStack(options.stack)
    .setOrganization(options.organization)
    .setDryRun(options.dryRun)
    .setConfigSecretKeysList([...options.configSecretKeys]);
  for (const [key, value] of entriesOf(options.config)) request.getConfigMap().set(key, value);
  for (const [key, value] of Object.entries(options.tags ?? {})) request.getTagsMap().set(key, value);
  return request;
}

function environment(project: PackProject, options: PolicyPackOptions): NodeJS.ProcessEnv {
  const config = Object.fromEntries(entriesOf(options.config));
  return {
    ...(options.env ?? process.env),
    PULUMI_NODEJS_ORGANIZATION: options.organization,
    PULUMI_NODEJS_PROJECT: options.project,
    PULUMI_NODEJS_STACK: options.stack,
    PULUMI_NODEJS_DRY_RUN: String(options.dryRun),
    PULUMI_CONFIG: Object.keys(config).length > 0 ? JSON.stringify(config) : undefined,
    PULUMI_NODEJS_TYPESCRIPT: project.typescript ? "true" : undefined,
  };
}

function entriesOf(config: PolicyPackOptions["config"]): [string, string][] {
  return config instanceof Map ? [...config] : Object.entries(config);
}

function readConfigFile(file: string | undefined): ReadonlyMap<string, PolicySetting> {
  if (file === undefined) return new Map();
  try {
    return parsePackConfig(fs.readFileSync(file, "utf8"));
  } catch (error) {
    throw new EngineError("LAB_CONFIG", `policy pack configuration ${file}: ${messageOf(error)}`);
  }
}
