import { NAME_LIMITS } from "../../../common/name-limits";
import { globalArn } from "../common/arn";
import { checkLength, checkPattern } from "../common/checks";
import { createCapitalsId } from "../common/ids";
import { assignedName } from "../common/inputs";
import { findRecord } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireRole } from "./role";

const TYPE = "aws:iam/instanceProfile:InstanceProfile";

/** A container that gives a role to an instance. */
export const instanceProfile: ResourceType = {
  type: TYPE,
  service: "iam",
  scope: "global",
  name: { property: "name" },
  immutable: ["name", "namePrefix", "path"],
  defaults: (inputs) => ({ path: "/", ...inputs }),
  check: (inputs) => [
    ...checkLength("name", inputs.name, 0, NAME_LIMITS[TYPE]),
    ...checkPattern("name", inputs.name, /^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"),
  ],
  create,
  update: (call, inputs, change) => {
    validate(call, inputs);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validate(call, inputs);
  const name = assignedName(draft);
  if (findRecord(call, TYPE, name) !== undefined)
    throw new AwsError("EntityAlreadyExists", `Instance Profile ${name} already exists.`, {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html",
    });
  return {
    id: name,
    outputs: {
      ...draft.outputs,
      name,
      arn: globalArn(call, "iam", `instance-profile${asString(inputs.path) ?? "/"}${name}`),
      uniqueId: createCapitalsId(call, "AIPA", 17),
      createDate: new Date(call.clock.now()).toISOString(),
    },
  };
}

function validate(call: ResourceCall, inputs: Properties): void {
  const role = asString(inputs.role);
  if (role !== undefined && role !== "") requireRole(call, role);
}
