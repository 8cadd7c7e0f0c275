import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { globalArn } from "../common/arn";
import { checkLength, checkPattern } from "../common/checks";
import { createCapitalsId } from "../common/ids";
import { assignedName } from "../common/inputs";
import { checkPolicy } from "../common/policy";
import { findRecord, listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { validateIdentityPolicy } from "./identity-policy";

/** Token of managed policies. */
const POLICY = "aws:iam/policy:Policy";

/** A managed policy of the account. */
export const policy: ResourceType = {
  type: POLICY,
  service: "iam",
  scope: "global",
  name: { property: "name" },
  immutable: ["description", "name", "namePrefix", "path"],
  defaults: (inputs) => ({ path: "/", ...inputs }),
  check: (inputs) => [
    ...checkLength("name", inputs.name, 0, NAME_LIMITS[POLICY]),
    ...checkPattern("name", inputs.name, /^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"),
    ...checkPolicy("policy", inputs.policy),
  ],
  create,
  update: (_call, inputs, change) => {
    validateIdentityPolicy(inputs.policy);
    return change.draft;
  },
  delete: refuseAttached,
  durations: { create: 1, update: 1, delete: 1 },
};

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validateIdentityPolicy(inputs.policy);
  const name = assignedName(draft);
  const arn = globalArn(call, "iam", `policy${asString(inputs.path) ?? "/"}${name}`);
  // Names are unique in the account, across paths.
  if (listGlobalRecords(call, POLICY).some((one) => one.outputs.name === name))
    throw new AwsError(
      "EntityAlreadyExists",
      `A policy called ${name} already exists. Duplicate names are not allowed.`,
      {
        httpStatus: 409,
        source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html",
      },
    );
  const policyId = createCapitalsId(call, "ANPA", 17);
  return { id: arn, outputs: { ...draft.outputs, name, arn, policyId, attachmentCount: 0 } };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html */
function refuseAttached(call: ResourceCall, record: CloudRecord): void {
  const attachments = listGlobalRecords(call, "aws:iam/rolePolicyAttachment:RolePolicyAttachment");
  if (!attachments.some((one) => one.outputs.policyArn === record.id)) return;
  throw new AwsError("DeleteConflict", "Cannot delete a policy attached to entities.", {
    httpStatus: 409,
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeletePolicy.html",
  });
}

/**
 * Refuses a managed policy that does not exist. AWS's own policies, over a thousand, count as existing.
 *
 * @throws {AwsError} NoSuchEntity
 */
export function requirePolicy(call: ResourceCall, arn: string): void {
  if (arn.split(":")[4] === "aws" || findRecord(call, POLICY, arn) !== undefined) return;
  throw new AwsError("NoSuchEntity", `Policy ${arn} does not exist or is not attachable.`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_AttachRolePolicy.html",
  });
}
