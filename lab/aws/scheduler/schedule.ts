import { NAME_LIMITS } from "../../../common/name-limits";
import { regionalArn } from "../common/arn";
import { checkBetween, checkLength, checkOneOf, checkPattern } from "../common/checks";
import { assignedName, firstObject } from "../common/inputs";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { findRole, trustsService } from "../iam/trust";
import { asString, type Properties } from "../property-values";
import type { Call, CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { isScheduleExpression } from "./schedule-expressions";
import { requireGroup } from "./schedule-group";

const TYPE = "aws:scheduler/schedule:Schedule";
const SOURCE = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html";

/** A schedule. */
export const schedule: ResourceType = {
  type: TYPE,
  service: "scheduler",
  name: { property: "name" },
  immutable: ["groupName", "name", "namePrefix", "region"],
  defaults: (inputs) => ({
    groupName: "default",
    scheduleExpressionTimezone: "UTC",
    state: "ENABLED",
    ...inputs,
  }),
  check,
  create,
  update: (call, inputs, change) => {
    validate(inputs);
    refuseRole(call, inputs);
    return change.draft;
  },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const window = firstObject(inputs.flexibleTimeWindow);
  const retry = firstObject(firstObject(inputs.target)?.retryPolicy);
  return [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
    ...checkPattern(
      "name",
      inputs.name,
      /^[0-9a-zA-Z-_.]+$/,
      "must consist of alphanumerics, hyphens, underscores and dots",
    ),
    ...checkLength("scheduleExpression", inputs.scheduleExpression, 1, 256),
    ...checkLength("scheduleExpressionTimezone", inputs.scheduleExpressionTimezone, 1, 50),
    ...checkOneOf("state", inputs.state, ["ENABLED", "DISABLED"]),
    ...checkOneOf("actionAfterCompletion", inputs.actionAfterCompletion, ["NONE", "DELETE"]),
    ...checkOneOf("flexibleTimeWindow.mode", window?.mode, ["OFF", "FLEXIBLE"]),
    ...checkBetween("flexibleTimeWindow.maximumWindowInMinutes", window?.maximumWindowInMinutes, 1, 1440),
    ...checkBetween("target.retryPolicy.maximumRetryAttempts", retry?.maximumRetryAttempts, 0, 185),
    ...checkBetween(
      "target.retryPolicy.maximumEventAgeInSeconds",
      retry?.maximumEventAgeInSeconds,
      60,
      86_400,
    ),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validate(inputs);
  const name = assignedName(draft);
  const group = asString(inputs.groupName) ?? "default";
  requireGroup(call, group);
  refuseRole(call, inputs);
  const id = `${group}/${name}`;
  if (findRecord(call, TYPE, id) !== undefined)
    throw new AwsError("ConflictException", `Schedule ${name} already exists.`, {
      httpStatus: 409,
      source: SOURCE,
    });
  const arn = regionalArn(call, "scheduler", `schedule/${id}`);
  return { id, outputs: { ...draft.outputs, name, groupName: group, arn } };
}

function validate(inputs: Properties): void {
  const expression = asString(inputs.scheduleExpression) ?? "";
  if (!isScheduleExpression(expression)) throw validationError(`Invalid Schedule Expression ${expression}.`);
  const zone = asString(inputs.scheduleExpressionTimezone) ?? "UTC";
  if (!isTimezone(zone)) throw validationError(`The timezone provided ${zone} is invalid.`);
  const window = firstObject(inputs.flexibleTimeWindow);
  if (window?.mode === "FLEXIBLE" && typeof window.maximumWindowInMinutes !== "number")
    throw validationError("MaximumWindowInMinutes must be provided if Mode is FLEXIBLE.");
}

/** Refuses a role that Scheduler may not assume; a role that the simulated cloud does not know passes. */
function refuseRole(call: Call, inputs: Properties): void {
  const role = findRole(call, asString(firstObject(inputs.target)?.roleArn) ?? "");
  if (role === undefined || trustsService(role, "scheduler.amazonaws.com")) return;
  throw validationError(
    "The execution role you provide must allow AWS EventBridge Scheduler to assume the role.",
  );
}

/** @see https://www.iana.org/time-zones */
function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // With these arguments, DateTimeFormat throws for an unknown zone only.
    return false;
  }
}

function validationError(words: string): AwsError {
  return new AwsError("ValidationException", words, { source: SOURCE });
}
