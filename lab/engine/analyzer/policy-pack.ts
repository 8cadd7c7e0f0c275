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
import { fromStruct } from "../struct";
import type { Properties } from "../values";
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

/** Discard: the SDK's script wants the address of an engine, and dials it never. */
const NO_ENGINE = "127.0.0.1:9";

/** A pack in TypeScript has the types of all it imports checked first, which takes half a minute for `@pulumi/aws`. */
const START_LIMIT_MS = 300_000;
/** Wait for the exit of a process after its connection has broken. */
const EXIT_WAIT_MS = 10_000;
/** A pack makes much that it soon forgets: 4 MB of room for that in place of 16 cost no time. */
const YOUNG_GENERATION = "--max-semi-space-size=4";
const PRELOAD = path.join(packageRoot(), "lab/engine/analyzer/preload.js");

/**
 * Starts the policy pack in a folder, as Pulumi's own engine does: in the SDK's `cmd/run-policy-pack`, with the stack's
 * configuration in its environment. Its own configuration is merged and checked before it sees a resource.
 *
 * @throws {EngineError} LAB_POLICY when the pack cannot be run, LAB_CONFIG when its configuration is wrong
 */
export async function startPolicyPack(dir: string, options: PolicyPackOptions): Promise<PolicyPack> {
  const project = readPackProject(dir);
  const settings = readConfigFile(options.configFile);
  options.signal?.throwIfAborted();
  const child = new Child({
    name: `policy pack ${project.dir}`,
    command: process.execPath,
    args: [
      ...["--require", PRELOAD, YOUNG_GENERATION],
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
        `the configuration of ${this.name} names ${JSON.stringify(policy)}, which is none of its policies`,
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

  /** A diagnostic; one that does not say how bad it is has its policy's word for it. */
  #diagnostic(message: pb.AnalyzeDiagnostic, urn: string | undefined): PolicyDiagnostic {
    const diagnostic = diagnosticOf(message, this.version, urn);
    const severity = this.policies.find(({ name }) => name === diagnostic.policyName)?.severity;
    return diagnostic.severity === undefined && severity !== undefined
      ? { ...diagnostic, severity }
      : diagnostic;
  }

  /** Calls a method that a pack need not have. */
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
    // The connection breaks a moment before the process is seen to have ended.
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
    // glibc gives every thread a part of the memory of its own, which grows with each, and a pack works in one thread
    MALLOC_ARENA_MAX: "1",
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
