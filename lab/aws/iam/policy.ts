import { globalArn } from "../common/arn";
import { length, matches } from "../common/faults";
import { freshCapitals } from "../common/ids";
import { recordAt, recordsGlobal } from "../common/lookup";
import { policyFaults } from "../common/policy";
import { AwsError } from "../errors";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";
import { judgeIdentityPolicy } from "./documents";

/** Token of managed policies. */
const POLICY = "aws:iam/policy:Policy";

/** A managed policy of the account. */
export const policy: ResourceType = {
  type: POLICY,
  service: "iam",
  scope: "global",
  name: { property: "name", maxLength: 128 },
  immutable: ["description", "name", "namePrefix", "path"],
  defaults: (inputs) => ({ path: "/", ...inputs }),
  check: (inputs) => [
    ...length("name", inputs.name, 0, 128),
    ...matches("name", inputs.name, /^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"),
    ...policyFaults("policy", inputs.policy),
  ],
  create,
  update: (_call, inputs, change) => {
    judgeIdentityPolicy(inputs.policy);
    return change.draft;
  },
  delete: remove,
  durations: { create: 1, update: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judgeIdentityPolicy(inputs.policy);
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const arn = globalArn(call, "iam", `policy${text(inputs.path) ?? "/"}${name}`);
  // Names are unique in the account whatever their path.
  if (recordsGlobal(call, POLICY).some((one) => one.outputs.name === name))
    throw new AwsError(
      "EntityAlreadyExists",
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
      {
        httpStatus: 409,
        source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
      },
    );
  const policyId = freshCapitals(call, "ANPA", 17);
  return { id: arn, outputs: { ...draft.outputs, name, arn, policyId, attachmentCount: 0 } };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
function remove(call: ResourceCall, record: CloudRecord): void {
  const attachments = recordsGlobal(call, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  if (!attachments.some((one) => one.outputs.policyArn === record.id)) return;
  throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", {
    httpStatus: 409,
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html",
  });
}

/**
 * Refuses a managed policy that is not there. The policies of AWS itself are taken to exist, as there are over a thousand.
 *
 * @throws {AwsError} NoSuchEntity
 */
export function refuseMissingPolicy(call: ResourceCall, arn: string): void {
  if (arn.split(":")[4] === "aws" || recordAt(call, POLICY, arn) !== undefined) return;
  throw new AwsError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
  });
}
