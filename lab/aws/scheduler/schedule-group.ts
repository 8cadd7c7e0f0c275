import { NAME_LIMITS } from "../../../common/name-limits";
import { checkLength } from "../common/checks";
import { assignedName } from "../common/inputs";
import { findRecord, listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import type { Call, ResourceType } from "../resource-type";

const TYPE = "aws:scheduler/scheduleGroup:ScheduleGroup";

/** A group of schedules; its deletion deletes them too. @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_DeleteScheduleGroup.html */
export const scheduleGroup: ResourceType = {
  type: TYPE,
  service: "scheduler",
  arn: "arn:{partition}:scheduler:{region}:{account}:schedule-group/{name}",
  name: { property: "name" },
  immutable: ["name", "namePrefix", "region"],
  check: (inputs) => checkLength("name", inputs.name, 1, NAME_LIMITS[TYPE]),
  create: (call, _inputs, draft) => {
    const name = assignedName(draft);
    if (findRecord(call, TYPE, name) !== undefined)
      throw new AwsError("ConflictException", `Schedule group ${name} already exists.`, {
        httpStatus: 409,
        source: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateScheduleGroup.html",
      });
    return { id: name, outputs: { ...draft.outputs, name, state: "ACTIVE" } };
  },
  delete: (call, record) => {
    const schedules = listRegionalRecords(call, "aws:scheduler/schedule:Schedule");
    for (const one of schedules) if (one.outputs.groupName === record.id) call.store.remove(one);
  },
  durations: { create: 1, delete: 10 },
};

/**
 * Refuses a group that does not exist; `default` always does.
 *
 * @throws {AwsError} ResourceNotFoundException
 * @see https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html
 */
export function requireGroup(call: Call, name: string): void {
  if (name === "default" || findRecord(call, TYPE, name) !== undefined) return;
  throw new AwsError("ResourceNotFoundException", `Schedule Group ${name} does not exist.`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/scheduler/latest/APIReference/API_CreateSchedule.html",
  });
}
