import { HEALTH_CHECKER_REGIONS } from "../../../common/regions";
import { unscopedArn } from "../common/arn";
import { checkAtMost, checkBetween, checkLength, checkOneOf, checkOneOfNumbers } from "../common/checks";
import { uuidOf } from "../common/ids";
import { isGiven } from "../common/inputs";
import { findRecord } from "../common/records";
import { refuse } from "../common/refuse";
import { AwsError } from "../errors";
import { asStrings, type Properties } from "../property-values";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { CHECK_TYPES, findHealthCheckError } from "./health-check-rules";

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
    validate(call, inputs);
    const id = uuidOf([call.urn, call.clock.now(), nextNumber(call)].join("\n"));
    return { id, outputs: { ...draft.outputs, arn: unscopedArn(call, "route53", `healthcheck/${id}`) } };
  },
  update: (call, inputs, change) => {
    validate(call, inputs);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html */
function defaults(inputs: Properties): Properties {
  const sendsRequests = /^(HTTP|HTTPS|TCP)/.test(String(inputs.type));
  return {
    disabled: false,
    ...(sendsRequests ? { failureThreshold: 3, requestInterval: 30, measureLatency: false } : {}),
    ...(String(inputs.type).startsWith("HTTPS") ? { enableSni: true } : {}),
    ...inputs,
  };
}

function check(inputs: Properties): readonly CheckFailure[] {
  return [
    ...checkOneOf("type", inputs.type, CHECK_TYPES),
    ...checkBetween("failureThreshold", inputs.failureThreshold, 1, 10),
    ...checkOneOfNumbers("requestInterval", inputs.requestInterval, [10, 30]),
    ...checkBetween("port", inputs.port, 1, 65535),
    ...checkLength("fqdn", inputs.fqdn, 0, 255),
    ...checkLength("resourcePath", inputs.resourcePath, 0, 255),
    ...checkLength("searchString", inputs.searchString, 0, 255),
    ...checkBetween("childHealthThreshold", inputs.childHealthThreshold, 0, 256),
    ...checkAtMost("childHealthchecks", inputs.childHealthchecks, 256),
    ...asStrings(inputs.regions).flatMap((region, index) =>
      checkOneOf(`regions[${index}]`, region, HEALTH_CHECKER_REGIONS),
    ),
    ...checkOneOf("insufficientDataHealthStatus", inputs.insufficientDataHealthStatus, [
      "Healthy",
      "Unhealthy",
      "LastKnownStatus",
    ]),
  ];
}

/** @see https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html, ChildHealthChecks */
function validate(call: ResourceCall, inputs: Properties): void {
  refuse(findHealthCheckError(inputs));
  const source = "https://docs.aws.amazon.com/Route53/latest/APIReference/API_HealthCheckConfig.html";
  for (const id of asStrings(inputs.childHealthchecks)) {
    const child = findRecord(call, TYPE, id);
    if (child === undefined)
      throw new AwsError("InvalidInput", `Child health check ${id} does not exist.`, { source });
    if (isGiven(child.outputs.type) && child.outputs.type === "CALCULATED")
      throw new AwsError("InvalidInput", `Child health check ${id} is itself a calculated health check.`, {
        source,
      });
  }
}

function nextNumber(call: ResourceCall): number {
  const last = call.store.note("route53/health-check", "made");
  const count = (typeof last === "number" ? last : 0) + 1;
  call.store.setNote("route53/health-check", "made", count);
  return count;
}
