import type * as grpc from "@grpc/grpc-js";
import { ResourceMonitorService } from "@pulumi/pulumi/proto/resource_grpc_pb";
import type * as pb from "@pulumi/pulumi/proto/resource_pb";
import { type Spliced, splice, unsplice } from "../../wire/splice";

/** Field of the property values in `RegisterResourceRequest`. */
export const REQUEST_OBJECT = 5;
/** Field of the property values in `RegisterResourceResponse`. */
export const RESPONSE_OBJECT = 3;
/** Field of the program's stack trace in `RegisterResourceRequest`, which the engine does not read. */
const REQUEST_STACK_TRACE = 35;

const { registerResource } = ResourceMonitorService;

/** The ResourceMonitor service. The property values of its busiest call are read and written apart from the message. */
export const RESOURCE_MONITOR_SERVICE: grpc.ServiceDefinition = {
  ...ResourceMonitorService,
  registerResource: {
    ...registerResource,
    requestDeserialize(bytes: Buffer): Spliced<pb.RegisterResourceRequest> {
      const { message, values } = unsplice(bytes, [REQUEST_OBJECT], [REQUEST_STACK_TRACE]);
      return { message: registerResource.requestDeserialize(message as Buffer), values };
    },
    responseSerialize: ({ message, values }: Spliced<pb.RegisterResourceResponse>) =>
      splice(message.serializeBinary(), values),
  },
};
