import { regionalArn } from "../common/arn";
import { between, length, matches, oneOf } from "../common/faults";
import { single } from "../common/inputs";
import { recordAt } from "../common/lookup";
import { AwsError } from "../errors";
import type { CheckFailure, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { isScheduleExpression } from "./expressions";

const TYPE = "aws:scheduler/schedule:Schedule";
const SOURCE = "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html";

/** A schedule. */
export const schedule: ResourceType = {
  type: TYPE,
  service: "scheduler",
  name: { property: "name", maxLength: 64 },
  immutable: ["groupName", "name", "namePrefix", "region"],
  defaults: (inputs) => ({
    groupName: "default",
    scheduleExpressionTimezone: "UTC",
    state: "ENABLED",
    ...inputs,
  }),
  check,
  create,
  update: (_call, inputs, change) => {
    judge(inputs);
    return change.draft;
  },
};

function check(inputs: Properties): readonly CheckFailure[] {
  const window = single(inputs.flexibleTimeWindow);
  const retry = single(single(inputs.target)?.retryPolicy);
  return [
    ...length("name", inputs.name, 1, 64),
    ...matches(
      "name",
      inputs.name,
      /^[0-9a-zA-Z-_.]+$/,
      "must consist of alphanumerics, hyphens, underscores and dots",
    ),
    ...length("scheduleExpression", inputs.scheduleExpression, 1, 256),
    ...length("scheduleExpressionTimezone", inputs.scheduleExpressionTimezone, 1, 50),
    ...oneOf("state", inputs.state, ["ENABLED", "DISABLED"]),
    ...oneOf("actionAfterCompletion", inputs.actionAfterCompletion, ["NONE", "DELETE"]),
    ...oneOf("flexibleTimeWindow.mode", window?.mode, ["OFF", "FLEXIBLE"]),
    ...between("flexibleTimeWindow.maximumWindowInMinutes", window?.maximumWindowInMinutes, 1, 1440),
    ...between("target.retryPolicy.maximumRetryAttempts", retry?.maximumRetryAttempts, 0, 185),
    ...between("target.retryPolicy.maximumEventAgeInSeconds", retry?.maximumEventAgeInSeconds, 60, 86_400),
  ];
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judge(inputs);
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const group = text(inputs.groupName) ?? "default";
  const id = `${group}/${name}`;
  if (recordAt(call, TYPE, id) !== undefined)
    throw new AwsError("ConflictException", `Schedule ${name} already exists.`, {
      httpStatus: 409,
      source: SOURCE,
    });
  const arn = regionalArn(call, "scheduler", `schedule/${id}`);
  return { id, outputs: { ...draft.outputs, name, groupName: group, arn } };
}

function judge(inputs: Properties): void {
  const expression = text(inputs.scheduleExpression) ?? "";
  if (!isScheduleExpression(expression)) throw invalid(`Invalid Schedule Expression ${expression}.`);
  const zone = text(inputs.scheduleExpressionTimezone) ?? "UTC";
  if (!isTimezone(zone)) throw invalid(`The timezone provided ${zone} is invalid.`);
  const window = single(inputs.flexibleTimeWindow);
  if (window?.mode === "FLEXIBLE" && typeof window.maximumWindowInMinutes !== "number")
    throw invalid("MaximumWindowInMinutes must be provided if Mode is FLEXIBLE.");
}

/** @see https://www.iana.org/time-zones */
function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    // The only thing that DateTimeFormat throws for is a zone that it does not know.
    return false;
  }
}

function invalid(words: string): AwsError {
  return new AwsError("ValidationException", words, { source: SOURCE });
}
