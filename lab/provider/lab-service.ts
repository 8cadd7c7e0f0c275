import type * as grpc from "@grpc/grpc-js";
import type { Cloud } from "./instance";

const json = (value: unknown): Buffer => Buffer.from(JSON.stringify(value), "utf8");
const parseJson = (bytes: Buffer): unknown => (bytes.length === 0 ? {} : JSON.parse(bytes.toString("utf8")));

function method(name: string): grpc.MethodDefinition<unknown, unknown> {
  return {
    path: `/archipelago.lab.Plugin/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: json,
    requestDeserialize: parseJson,
    responseSerialize: json,
    responseDeserialize: parseJson,
  };
}

/**
 * The lab's own gRPC service of its plugins, beside Pulumi's protocol. Messages are JSON.
 *
 * `Open {} -> {port}` serves one more provider instance in the same process. `Find {token} -> {found, id?}` returns
 * the resource of a Create with an idempotency token.
 */
export const LAB_SERVICE: grpc.ServiceDefinition = { open: method("Open"), find: method("Find") };

/**
 * Handlers of {@link LAB_SERVICE}.
 *
 * @param open serves one more instance and returns its port
 */
export function labHandlers(cloud: Cloud, open: () => Promise<number>): grpc.UntypedServiceImplementation {
  return {
    open: (_call: unknown, done: grpc.sendUnaryData<unknown>) => {
      open().then(
        (port) => done(null, { port }),
        (error: Error) => done(error),
      );
    },
    find: (call: grpc.ServerUnaryCall<unknown, unknown>, done: grpc.sendUnaryData<unknown>) => {
      const { token } = call.request as { token?: unknown };
      const record = typeof token === "string" ? cloud.store.findByToken(token) : undefined;
      done(null, record ? { found: true, id: record.id } : { found: false });
    },
  } as grpc.UntypedServiceImplementation;
}
