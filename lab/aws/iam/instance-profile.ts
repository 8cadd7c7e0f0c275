import { globalArn } from "../common/arn";
import { length, matches } from "../common/faults";
import { freshCapitals } from "../common/ids";
import { recordAt } from "../common/lookup";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import { roleOf } from "./role";

const TYPE = "aws:iam/instanceProfile:InstanceProfile";

/** What hands a role to an instance. */
export const instanceProfile: ResourceType = {
  type: TYPE,
  service: "iam",
  scope: "global",
  name: { property: "name", maxLength: 128 },
  immutable: ["name", "namePrefix", "path"],
  defaults: (inputs) => ({ path: "/", ...inputs }),
  check: (inputs) => [
    ...length("name", inputs.name, 0, 128),
    ...matches("name", inputs.name, /^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"),
  ],
  create,
  update: (call, inputs, change) => {
    judge(call, inputs);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judge(call, inputs);
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  if (recordAt(call, TYPE, name) !== undefined)
    throw new AwsError("EntityAlreadyExists", `Instance Profile ${name} already exists.`, {
      httpStatus: 409,
      source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateInstanceProfile.html",
    });
  return {
    id: name,
    outputs: {
      ...draft.outputs,
      name,
      arn: globalArn(call, "iam", `instance-profile${text(inputs.path) ?? "/"}${name}`),
      uniqueId: freshCapitals(call, "AIPA", 17),
      createDate: new Date(call.clock.now()).toISOString(),
    },
  };
}

function judge(call: ResourceCall, inputs: Properties): void {
  const role = text(inputs.role);
  if (role !== undefined && role !== "") roleOf(call, role);
}
