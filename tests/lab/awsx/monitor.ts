import * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import * as resproto from "@pulumi/pulumi/proto/resource_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { type JavaScriptValue, Struct } from "google-protobuf/google/protobuf/struct_pb";

/** A resource that a program or a component registered. */
export interface Registered {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  /** Name and type of the parent: `type name`. */
  readonly parent: string;
  readonly provider: string;
  readonly inputs: Record<string, JavaScriptValue>;
  readonly dependsOn: readonly string[];
}

/** Starts a monitor and engine that registers every resource, with outputs derived from the inputs. */
export interface FakeEngine {
  readonly address: string;
  readonly registered: Registered[];
  readonly invoked: { token: string; args: Record<string, JavaScriptValue>; provider: string }[];
  readonly outputsOf: Map<string, Record<string, JavaScriptValue>>;
  close(): void;
}

const FEATURES = [0, 1, 2, 3, 5, 13, 14, 15];

/**
 * Starts one whose region has these zones. In a preview nothing has an id or an output that is not an input. What
 * `fails` holds for is registered and has failed; where it answers "refused", the call itself fails.
 */
export async function startFakeEngine(
  zones: readonly string[],
  preview = false,
  fails: (type: string, name: string) => "failed" | "refused" | undefined = () => undefined,
): Promise<FakeEngine> {
  const registered: Registered[] = [];
  const invoked: FakeEngine["invoked"] = [];
  const outputsOf: FakeEngine["outputsOf"] = new Map();
  const server = new grpc.Server();
  server.addService(EngineService as grpc.ServiceDefinition, {
    log: (_call: unknown, callback: grpc.sendUnaryData<Empty>) => callback(null, new Empty()),
  });
  server.addService(ResourceMonitorService as unknown as grpc.ServiceDefinition, {
    getDeploymentInfo(_call: unknown, callback: grpc.sendUnaryData<resproto.DeploymentInfo>) {
      callback(null, new resproto.DeploymentInfo().setSupportedfeaturesList(FEATURES));
    },
    registerResource(
      call: { request: resproto.RegisterResourceRequest },
      callback: grpc.sendUnaryData<resproto.RegisterResourceResponse>,
    ) {
      const request = call.request;
      const type = request.getType();
      const parentType = request.getParent().split("::")[2];
      const urn = `urn:pulumi:dev::tides::${parentType ? `${parentType}$` : ""}${type}::${request.getName()}`;
      const inputs = request.getObject()?.toJavaScript() ?? {};
      registered.push({
        urn,
        type,
        name: request.getName(),
        parent: shortName(request.getParent()),
        provider: request.getProvider() || (request.getProvidersMap().get("aws") ?? ""),
        inputs,
        dependsOn: request.getDependenciesList().map(shortName),
      });
      const failure = fails(type, request.getName());
      if (failure === "refused") {
        callback({ code: grpc.status.UNKNOWN, details: `no ${request.getName()}` });
        return;
      }
      const outputs =
        request.getCustom() && !preview
          ? { ...inputs, allocationId: `eipalloc-${request.getName()}` }
          : request.getCustom()
            ? inputs
            : {};
      callback(
        null,
        new resproto.RegisterResourceResponse()
          .setUrn(urn)
          .setResult(failure === "failed" ? resproto.Result.FAIL : resproto.Result.SUCCESS)
          .setId(request.getCustom() && !preview ? `id:${request.getName()}` : "")
          .setObject(Struct.fromJavaScript(outputs)),
      );
    },
    registerResourceOutputs(
      call: { request: resproto.RegisterResourceOutputsRequest },
      callback: grpc.sendUnaryData<Empty>,
    ) {
      outputsOf.set(call.request.getUrn(), call.request.getOutputs()?.toJavaScript() ?? {});
      callback(null, new Empty());
    },
    invoke(
      call: { request: resproto.ResourceInvokeRequest },
      callback: grpc.sendUnaryData<resproto.ResourceInvokeResponse>,
    ) {
      const request = call.request;
      const args = request.getArgs()?.toJavaScript() ?? {};
      invoked.push({ token: request.getTok(), args, provider: request.getProvider() });
      callback(
        null,
        new resproto.ResourceInvokeResponse().setReturn(
          Struct.fromJavaScript({ id: "here", names: [...zones] }),
        ),
      );
    },
  });
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) => {
      if (error) reject(error);
      else resolve(bound);
    });
  });
  return {
    address: `127.0.0.1:${port}`,
    registered,
    invoked,
    outputsOf,
    close: () => server.forceShutdown(),
  };
}

/** `urn:pulumi:dev::tides::a$b::name` as `b name`. */
export function shortName(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return `${type.split("$").pop()} ${name}`.trim();
}
