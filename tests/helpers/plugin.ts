import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as fs from "node:fs";
import * as os from "node:os";
import * as path from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import type { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { Properties } from "../../lab/aws/property-values";

/** The plugin of this repository. */
export const PLUGIN = path.resolve(__dirname, "../../lab/plugins/pulumi-resource-aws");

/** A running plugin and its client, which calls it like an engine, with the SDK's stubs. */
export class Plugin {
  readonly process: ChildProcess;
  readonly port: number;
  readonly client: ResourceProviderClient;

  private constructor(child: ChildProcess, port: number) {
    this.process = child;
    this.port = port;
    this.client = clientOf(port);
  }

  /** Starts a plugin on a cloud. */
  static async start(cloud: string, environment: NodeJS.ProcessEnv = {}, script = PLUGIN): Promise<Plugin> {
    const { AWS_REGION: _region, AWS_DEFAULT_REGION: _default, ...inherited } = process.env;
    const child = spawn(script, ["127.0.0.1:1"], {
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...inherited, ARCHIPELAGO_LAB_CLOUD: cloud, ...environment },
    });
    const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream });
    const [line] = (await once(lines, "line")) as [string];
    return new Plugin(child, Number(line));
  }

  /** Ends the plugin by closing its input, like an engine that exits. */
  async stop(): Promise<void> {
    this.client.close();
    if (this.process.exitCode !== null || this.process.signalCode !== null) return;
    const gone = once(this.process, "exit");
    this.process.stdin?.end();
    await gone;
  }
}

/** A client of a provider on a port. */
export function clientOf(port: number): ResourceProviderClient {
  return new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
}

/** A directory for a cloud, below the system's temporary directory. */
export function temporaryDirectory(): string {
  return fs.mkdtempSync(path.join(os.tmpdir(), "archipelago-"));
}

/** The last part of a URN of type `type` and name `name`. */
export function urnOf(type: string, name: string): string {
  return `urn:pulumi:dev::lab::${type}::${name}`;
}

/** Properties as the SDK's stubs write them. */
export function struct(properties: Properties): Struct {
  return Struct.fromJavaScript(properties as { [key: string]: JavaScriptValue });
}

/** Properties as the SDK's stubs read them. */
export function plain(message: Struct | undefined): Properties {
  return (message?.toJavaScript() ?? {}) as Properties;
}

type Done<A> = (error: grpc.ServiceError | null, answer: A) => void;

/** Turns a call with a callback into a promise. */
export function call<A>(begin: (done: Done<A>) => unknown): Promise<A> {
  return new Promise((resolve, reject) => {
    begin((error, answer) => (error ? reject(error) : resolve(answer)));
  });
}

/** The RPCs of a provider instance, with plain values. */
export class Provider {
  readonly client: ResourceProviderClient;

  constructor(client: ResourceProviderClient) {
    this.client = client;
  }

  async configure(inputs: Properties): Promise<void> {
    await call<pb.ConfigureResponse>((done) =>
      this.client.configure(new pb.ConfigureRequest().setArgs(struct(inputs)).setAcceptsecrets(true), done),
    );
  }

  async checkConfig(inputs: Properties): Promise<Checked> {
    const request = new pb.CheckRequest().setUrn(urnOf("pulumi:providers:aws", "p")).setNews(struct(inputs));
    return checkResult(await call<pb.CheckResponse>((done) => this.client.checkConfig(request, done)));
  }

  async check(type: string, name: string, news: Properties, olds?: Properties): Promise<Checked> {
    const request = new pb.CheckRequest()
      .setUrn(urnOf(type, name))
      .setNews(struct(news))
      .setRandomseed(Buffer.alloc(32, 7));
    if (olds) request.setOlds(struct(olds));
    return checkResult(await call<pb.CheckResponse>((done) => this.client.check(request, done)));
  }

  async create(
    type: string,
    name: string,
    inputs: Properties,
    options: { preview?: boolean; token?: string } = {},
  ) {
    const metadata = new grpc.Metadata();
    if (options.token !== undefined) metadata.set("x-archipelago-idempotency-token", options.token);
    const request = new pb.CreateRequest()
      .setUrn(urnOf(type, name))
      .setProperties(struct(inputs))
      .setPreview(options.preview ?? false);
    const answer = await call<pb.CreateResponse>((done) => this.client.create(request, metadata, done));
    return { id: answer.getId(), properties: plain(answer.getProperties()) };
  }

  /** Checks and creates a resource, like a deployment. */
  async make(type: string, name: string, news: Properties) {
    const { inputs, failures } = await this.check(type, name, news);
    if (failures.length > 0) throw new Error(JSON.stringify(failures));
    return { inputs, ...(await this.create(type, name, inputs)) };
  }

  async diff(
    type: string,
    name: string,
    state: { id: string; olds: Properties; oldInputs: Properties },
    news: Properties,
    ignored: string[] = [],
  ) {
    const request = new pb.DiffRequest()
      .setId(state.id)
      .setUrn(urnOf(type, name))
      .setOlds(struct(state.olds))
      .setOldInputs(struct(state.oldInputs))
      .setNews(struct(news))
      .setIgnorechangesList(ignored);
    const answer = await call<pb.DiffResponse>((done) => this.client.diff(request, done));
    return {
      changes: answer.getChanges() === pb.DiffResponse.DiffChanges.DIFF_SOME,
      diffs: answer.getDiffsList(),
      replaces: answer.getReplacesList(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
      detailed: Object.fromEntries(
        answer.toObject().detaileddiffMap.map(([path, diff]) => [path, kindName(diff.kind)]),
      ),
    };
  }

  async update(
    type: string,
    name: string,
    state: { id: string; olds: Properties; oldInputs: Properties },
    news: Properties,
    preview = false,
  ) {
    const request = new pb.UpdateRequest()
      .setId(state.id)
      .setUrn(urnOf(type, name))
      .setOlds(struct(state.olds))
      .setOldInputs(struct(state.oldInputs))
      .setNews(struct(news))
      .setPreview(preview);
    return plain(
      (await call<pb.UpdateResponse>((done) => this.client.update(request, done))).getProperties(),
    );
  }

  async read(type: string, name: string, id: string, state?: { properties: Properties; inputs: Properties }) {
    const request = new pb.ReadRequest().setId(id).setUrn(urnOf(type, name));
    if (state) request.setProperties(struct(state.properties)).setInputs(struct(state.inputs));
    const answer = await call<pb.ReadResponse>((done) => this.client.read(request, done));
    return {
      id: answer.getId(),
      properties: plain(answer.getProperties()),
      inputs: plain(answer.getInputs()),
    };
  }

  async delete(type: string, name: string, id: string, properties: Properties): Promise<void> {
    const request = new pb.DeleteRequest()
      .setId(id)
      .setUrn(urnOf(type, name))
      .setProperties(struct(properties));
    await call<Empty>((done) => this.client.delete(request, done));
  }

  async invoke(token: string, args: Properties) {
    const answer = await call<pb.InvokeResponse>((done) =>
      this.client.invoke(new pb.InvokeRequest().setTok(token).setArgs(struct(args)), done),
    );
    return { result: plain(answer.getReturn()), failures: failuresOf(answer.getFailuresList()) };
  }
}

interface Checked {
  readonly inputs: Properties;
  readonly failures: readonly { readonly property: string; readonly reason: string }[];
}

function checkResult(answer: pb.CheckResponse): Checked {
  return { inputs: plain(answer.getInputs()), failures: failuresOf(answer.getFailuresList()) };
}

function failuresOf(failures: readonly pb.CheckFailure[]) {
  return failures.map((failure) => ({ property: failure.getProperty(), reason: failure.getReason() }));
}

function kindName(kind: number): string {
  return ["add", "add-replace", "delete", "delete-replace", "update", "update-replace"][kind] ?? String(kind);
}
