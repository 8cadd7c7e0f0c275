import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import * as path from "node:path";
import { createInterface } from "node:readline";
import * as grpc from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as pb from "@pulumi/pulumi/proto/provider_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";
import { ROOT } from "./archipelago";
import { readPeakMemory, readStat } from "./proc";

/** Properties of a resource, as plain values. */
export type Inputs = Readonly<Record<string, JavaScriptValue>>;

/** A running aws plugin of the lab, called like by an engine, with the SDK's stubs. */
export class Plugin {
  readonly #process: ChildProcess;
  readonly #client: ResourceProviderClient;

  private constructor(child: ChildProcess, port: number) {
    this.#process = child;
    this.#client = new ResourceProviderClient(`127.0.0.1:${port}`, grpc.credentials.createInsecure());
  }

  /** Starts the plugin on an empty cloud and configures it. */
  static async start(cloud: string): Promise<Plugin> {
    const child = spawn(path.join(ROOT, "lab/plugins/pulumi-resource-aws"), ["127.0.0.1:1"], {
      cwd: ROOT,
      stdio: ["pipe", "pipe", "inherit"],
      env: { ...process.env, ARCHIPELAGO_LAB_CLOUD: cloud, ARCHIPELAGO_LAB_TIME: "none" },
    });
    const ended = once(child, "exit").then(([code]) => {
      throw new Error(`plugin: exit code is ${code}, expected it to print its port`);
    });
    const [line] = await Promise.race([once(createInterface({ input: child.stdout }), "line"), ended]);
    ended.catch(() => undefined); // it ends later, as it should
    const plugin = new Plugin(child, Number(line));
    const args = new pb.ConfigureRequest().setArgs(struct({ region: "eu-west-1" })).setAcceptsecrets(true);
    await call<pb.ConfigureResponse>((done) => plugin.#client.configure(args, done));
    return plugin;
  }

  /** Checks and creates a resource. @throws {Error} when the plugin rejects it */
  async make(type: string, name: string, inputs: Inputs): Promise<void> {
    const urn = `urn:pulumi:bench::bench::${type}::${name}`;
    const check = new pb.CheckRequest()
      .setUrn(urn)
      .setNews(struct(inputs))
      .setRandomseed(Buffer.alloc(32, 7));
    const checked = await call<pb.CheckResponse>((done) => this.#client.check(check, done));
    const faults = checked.getFailuresList().map((fault) => fault.getReason());
    if (faults.length > 0) throw new Error(`${name}: ${faults.join("; ")}`);
    const create = new pb.CreateRequest().setUrn(urn).setProperties(checked.getInputs());
    await call<pb.CreateResponse>((done) => this.#client.create(create, done));
  }

  /** User and system seconds so far, and peak of resident memory in 10^6 bytes. */
  cost(): { readonly cpu: number; readonly memory: number } {
    const pid = this.#process.pid ?? 0;
    const cpu = readStat(pid)?.cpu;
    const memory = readPeakMemory(pid);
    if (cpu === undefined || memory === undefined)
      throw new Error("plugin: it has ended, expected it to run");
    return { cpu, memory };
  }

  /** Ends the plugin by closing its input, like an engine that exits. */
  async stop(): Promise<void> {
    this.#client.close();
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const gone = once(this.#process, "exit");
    this.#process.stdin?.end();
    await gone;
  }
}

function struct(properties: Inputs): Struct {
  return Struct.fromJavaScript(properties as { [key: string]: JavaScriptValue });
}

function call<A>(begin: (done: (error: grpc.ServiceError | null, answer: A) => void) => unknown): Promise<A> {
  return new Promise((resolve, reject) => {
    begin((error, answer) => (error ? reject(error) : resolve(answer)));
  });
}
