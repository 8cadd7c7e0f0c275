import type * as grpc from "@grpc/grpc-js";
import { EngineService } from "@pulumi/pulumi/proto/engine_grpc_pb";
import { addService } from "../grpc";
import { engineHandlers } from "./engine-service";
import type { MonitorContext } from "./monitor-context";
import { resourceMonitorHandlers } from "./resource-monitor";
import { RESOURCE_MONITOR_SERVICE } from "./service-definition";

/** Adds to a server the services that the program and its remote components call. */
export function serveMonitor(server: grpc.Server, context: MonitorContext): void {
  addService(server, RESOURCE_MONITOR_SERVICE, resourceMonitorHandlers(context));
  addService(server, EngineService, engineHandlers(context));
}
