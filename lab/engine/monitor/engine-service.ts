import * as grpc from "@grpc/grpc-js";
import * as pb from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { satisfies } from "semver";
import type { Severity } from "../deployment/events";
import { type Handlers, StatusError } from "../grpc";
import type { Declared } from "../program/program-record";
import { isConsequence } from "./consequence";
import type { MonitorContext } from "./monitor-context";

/** The release of Pulumi's engine whose behaviour this one reproduces. */
const ENGINE_VERSION = "3.260.0";

const SEVERITIES: readonly Severity[] = ["debug", "info", "warning", "error"];

/** The SDK's log line for every resource that the program declares, whether or not it comes to be registered. */
const DECLARED_LINE = /^Registering resource: t=(.*?), name=(.*), custom=/;
/** Start of the line that this engine's preload logs once in place of those. */
const DECLARED_LIST = "Declared resources: ";

/** Returns the handlers of the Engine service: logs, the root resource, and the version. */
export function engineHandlers(context: MonitorContext): Handlers {
  const { program } = context;
  return {
    log: async (request: pb.LogRequest) => {
      log(context, request);
      return new Empty();
    },
    setRootResource: async (request: pb.SetRootResourceRequest) => {
      program.setRootUrn(request.getUrn());
      return new pb.SetRootResourceResponse();
    },
    getRootResource: async () => {
      const response = new pb.GetRootResourceResponse();
      response.setUrn(program.rootUrn);
      return response;
    },
    requirePulumiVersion: async (request: pb.RequirePulumiVersionRequest) => {
      const range = request.getPulumiVersionRange();
      if (!satisfies(ENGINE_VERSION, range)) {
        throw new StatusError(
          grpc.status.FAILED_PRECONDITION,
          `Pulumi CLI version ${ENGINE_VERSION} does not satisfy the version range ${JSON.stringify(range)}`,
        );
      }
      return new pb.RequirePulumiVersionResponse();
    },
  };
}

function log({ deployment, program }: MonitorContext, request: pb.LogRequest): void {
  const severity = SEVERITIES[request.getSeverity()] ?? "info";
  const text = request.getMessage();
  const urn = request.getUrn();
  if (severity === "debug") {
    program.declare(parseDeclared(text));
  } else if (severity !== "error") {
    deployment.emit({ kind: "message", severity, text, ...(urn ? { urn } : {}) });
  } else {
    const followsFailure = isConsequence(text) && deployment.failures.length > 0;
    const isKnown = deployment.errors.some((known) => deployment.settings.mask(text).includes(known));
    if (!followsFailure && !isKnown) deployment.reportError(text, urn || undefined);
  }
}

function parseDeclared(text: string): readonly Declared[] {
  if (text.startsWith(DECLARED_LIST)) return JSON.parse(text.slice(DECLARED_LIST.length));
  const [, type, name] = DECLARED_LINE.exec(text) ?? [];
  return type === undefined || name === undefined ? [] : [{ type, name }];
}
