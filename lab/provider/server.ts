import * as grpc from "@grpc/grpc-js";
import { ResourceProviderService } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import { createHandlers } from "./handlers";
import { type Cloud, Instance, ProviderError } from "./instance";
import { LAB_SERVICE, labHandlers } from "./lab-service";
import { REQUESTS } from "./wire/messages";

/** Largest message, bytes: as Pulumi's engine allows. */
const LARGEST = 400 * 1024 * 1024;

type Answer<T> = (error: grpc.ServiceError | null, value?: T) => void;

/** A running server of one provider instance. */
export interface ProviderServer {
  readonly port: number;
  stop(): void;
}

/** Serves one more provider instance on a port of its own, on 127.0.0.1. */
export async function serve(cloud: Cloud, onCancel: () => void): Promise<ProviderServer> {
  const instance = new Instance(cloud);
  const server = new grpc.Server({
    "grpc.max_receive_message_length": LARGEST,
    "grpc.max_send_message_length": LARGEST,
  });
  const handlers = createHandlers(instance, onCancel);
  const service = createDefinition(handlers);
  server.addService(service, createImplementation(service, handlers));
  server.addService(
    LAB_SERVICE,
    labHandlers(cloud, async () => (await serve(cloud, onCancel)).port),
  );
  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  return { port, stop: () => server.forceShutdown() };
}

/** The SDK's definition of the service, with our own codec for property values (decision 0007). */
function createDefinition(handlers: ReturnType<typeof createHandlers>): grpc.ServiceDefinition {
  const all = ResourceProviderService as unknown as Record<string, grpc.MethodDefinition<unknown, unknown>>;
  return Object.fromEntries(
    Object.entries(all).map(([name, method]) => {
      const requestDeserialize = (REQUESTS as Record<string, (bytes: Buffer) => unknown>)[name];
      const responseSerialize = handlers[name]?.encode as ((value: unknown) => Buffer) | undefined;
      return [
        name,
        {
          ...method,
          ...(requestDeserialize && { requestDeserialize }),
          ...(responseSerialize && { responseSerialize }),
        },
      ];
    }),
  );
}

function createImplementation(
  service: grpc.ServiceDefinition,
  handlers: ReturnType<typeof createHandlers>,
): grpc.UntypedServiceImplementation {
  const names = Object.keys(service);
  return Object.fromEntries(
    names.map((name) => {
      const handler = handlers[name];
      if (handler) return [name, unary(handler.answer)];
      const text = `${service[name]?.path ?? name} is not implemented by this provider`;
      return [name, createRefusal(grpc.status.UNIMPLEMENTED, text, service[name]?.responseStream === true)];
    }),
  );
}

function createRefusal(code: grpc.status, details: string, stream: boolean): grpc.UntypedHandleCall {
  if (stream)
    return ((call) => call.emit("error", { code, details })) as grpc.handleServerStreamingCall<
      unknown,
      unknown
    >;
  return ((_call: unknown, done: Answer<never>) =>
    done(createError(code, details))) as grpc.UntypedHandleCall;
}

function unary(answer: (request: never, metadata: grpc.Metadata) => unknown): grpc.UntypedHandleCall {
  return ((call: grpc.ServerUnaryCall<unknown, unknown>, done: Answer<unknown>) => {
    const run = async () => answer(call.request as never, call.metadata);
    run().then(
      (value) => done(null, value),
      (error: unknown) => done(toServiceError(error)),
    );
  }) as grpc.UntypedHandleCall;
}

function toServiceError(error: unknown): grpc.ServiceError {
  if (error instanceof ProviderError) {
    return createError(
      error.code,
      error.message,
      error.initFailed && initFailedMetadata(error.message, error.initFailed),
    );
  }
  const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return createError(grpc.status.INTERNAL, text);
}

function createError(code: grpc.status, details: string, metadata = new grpc.Metadata()): grpc.ServiceError {
  return Object.assign(new Error(details), { code, details, metadata });
}

/** Metadata with the detail of a status, as gRPC encodes it. @see https://github.com/grpc/grpc/blob/master/src/proto/grpc/status/status.proto */
function initFailedMetadata(message: string, initFailed: Buffer): grpc.Metadata {
  const detail = new Any();
  detail.pack(initFailed, "pulumirpc.ErrorResourceInitFailed");
  const status = new Status().setCode(grpc.status.UNKNOWN).setMessage(message);
  status.addDetails(detail);
  const metadata = new grpc.Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(status.serializeBinary()));
  return metadata;
}
