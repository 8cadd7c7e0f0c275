import { HEALTH_CHECKER_REGIONS } from "../../../common/regions";
import { bareArn } from "../common/arn";
import { atMost, between, length, oneOf, oneOfNumbers } from "../common/faults";
import { uuidOf } from "../common/ids";
import { isGiven } from "../common/inputs";
import { recordAt } from "../common/lookup";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, texts } from "../value";
import { CHECK_TYPES, healthCheckFault } from "./health-check-rules";

const TYPE = "aws:route53/healthCheck:HealthCheck";

/** A health check. */
export const healthCheck: ResourceType = {
  type: TYPE,
  service: "route53",
  scope: "global",
  name: "none",
  immutable: ["measureLatency", "referenceName", "requestInterval", "routingControlArn", "triggers", "type"],
  defaults,
  check,
  create: (call, inputs, draft): Draft => {
    judge(call, inputs);
    const id = uuidOf([call.urn, call.clock.now(), count(call)].join("\n"));
    return { id, outputs: { ...draft.outputs, arn: bareArn(call, "route53", `healthcheck/${id}`) } };
  },
  update: (call, inputs, change) => {
    judge(call, inputs);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
function defaults(inputs: Properties): Properties {
  const asks = /^(HTTP|HTTPS|TCP)/.test(String(inputs.type));
  return {
    disabled: false,
    ...(asks ? { failureThreshold: 3, requestInterval: 30, measureLatency: false } : {}),
    ...(String(inputs.type).startsWith("HTTPS") ? { enableSni: true } : {}),
    ...inputs,
  };
}

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...oneOf("type", inputs.type, CHECK_TYPES),
    ...between("failureThreshold", inputs.failureThreshold, 1, 10),
    ...oneOfNumbers("requestInterval", inputs.requestInterval, [10, 30]),
    ...between("port", inputs.port, 1, 65535),
    ...length("fqdn", inputs.fqdn, 0, 255),
    ...length("resourcePath", inputs.resourcePath, 0, 255),
    ...length("searchString", inputs.searchString, 0, 255),
    ...between("childHealthThreshold", inputs.childHealthThreshold, 0, 256),
    ...atMost("childHealthchecks", inputs.childHealthchecks, 256),
    ...texts(inputs.regions).flatMap((region, index) =>
      oneOf(`regions[${index}]`, region, HEALTH_CHECKER_REGIONS),
    ),
    ...oneOf("insufficientDataHealthStatus", inputs.insufficientDataHealthStatus, [
      "Healthy",
      "Unhealthy",
      "LastKnownStatus",
    ]),
  ];
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, ChildHealthChecks */
function judge(call: ResourceCall, inputs: Properties): void {
  refuse(healthCheckFault(inputs));
  const source = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";
  for (const id of texts(inputs.childHealthchecks)) {
    const child = recordAt(call, TYPE, id);
    if (child === undefined)
      throw new AwsError("InvalidInput", `Child health check ${id} does not exist.`, { source });
    if (isGiven(child.outputs.type) && child.outputs.type === "CALCULATED")
      throw new AwsError("InvalidInput", `Child health check ${id} is itself a calculated health check.`, {
        source,
      });
  }
}

function count(call: ResourceCall): number {
  const last = call.world.note("route53/health-check", "made");
  const made = (typeof last === "number" ? last : 0) + 1;
  call.world.setNote("route53/health-check", "made", made);
  return made;
}
