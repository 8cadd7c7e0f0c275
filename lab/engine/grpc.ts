import * as grpc from "@grpc/grpc-js";

/** Largest message either way, as the SDK's own servers set it: 400 MB. */
const MAX_MESSAGE_BYTES = 400 * 1024 * 1024;
/** Options of every channel and server of the engine. */
export const CHANNEL_OPTIONS: grpc.ChannelOptions = {
  "grpc.max_receive_message_length": MAX_MESSAGE_BYTES,
  "grpc.max_send_message_length": MAX_MESSAGE_BYTES,
};

/** Error that reaches the caller with its gRPC status; any other error becomes UNKNOWN. */
export class StatusError extends Error {
  readonly code: grpc.status;

  constructor(code: grpc.status, message: string) {
    super(message);
    this.code = code;
  }
}

/** A unary method as a promise. */
export type Handler<Request, Response> = (request: Request, metadata: grpc.Metadata) => Promise<Response>;

/** Handlers by the name of the method in the service definition. */
export type Handlers = Readonly<Record<string, Handler<never, unknown>>>;

/**
 * Adds a service whose methods are promises. A method without a handler answers UNIMPLEMENTED with its path.
 */
export function addService(server: grpc.Server, service: grpc.ServiceDefinition, handlers: Handlers): void {
  const implementation: grpc.UntypedServiceImplementation = {};
  for (const [method, { path }] of Object.entries(service)) {
    const handler = handlers[method] as Handler<unknown, unknown> | undefined;
    implementation[method] = (
      call: grpc.ServerUnaryCall<unknown, unknown>,
      done: grpc.sendUnaryData<unknown>,
    ) => {
      if (!handler) {
        done({ code: grpc.status.UNIMPLEMENTED, details: `the lab engine does not implement ${path}` });
        return;
      }
      handler(call.request, call.metadata).then(
        (response) => done(null, response),
        (error: unknown) => done(toServiceError(error)),
      );
    };
  }
  server.addService(service, implementation);
}

/** Starts a server on a free port of 127.0.0.1 and returns its address. */
export function listen(server: grpc.Server): Promise<string> {
  return new Promise((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
      if (error) reject(error);
      else resolve(`127.0.0.1:${port}`);
    });
  });
}

/** A unary method of a generated client, in its longest form, from which TypeScript infers the types. */
export type UnaryMethod<Request, Response> = (
  request: Request,
  metadata: grpc.Metadata,
  options: Partial<grpc.CallOptions>,
  callback: (error: grpc.ServiceError | null, response: Response) => void,
) => grpc.ClientUnaryCall;

/** Calls a method of a generated client, as a promise. */
export function unary<Request, Response>(
  client: object,
  method: UnaryMethod<Request, Response>,
  request: Request,
  metadata: grpc.Metadata = new grpc.Metadata(),
): Promise<Response> {
  return new Promise((resolve, reject) => {
    method.call(client, request, metadata, {}, (error, response) => {
      if (error) reject(error);
      else resolve(response);
    });
  });
}

/** Whether an error is a gRPC error, with one of the codes if any are given. */
export function isStatus(error: unknown, ...codes: readonly grpc.status[]): error is grpc.ServiceError {
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "number" &&
    (codes.length === 0 || codes.includes(error.code))
  );
}

function toServiceError(error: unknown): Partial<grpc.StatusObject> {
  if (error instanceof StatusError) return { code: error.code, details: error.message };
  return { code: grpc.status.UNKNOWN, details: error instanceof Error ? error.message : String(error) };
}
