import { NAME_LIMITS } from "../../../common/name-limits";
import type { CloudRecord } from "../cloud-store";
import { globalArn } from "../common/arn";
import { checkBetween, checkLength, checkPattern } from "../common/checks";
import { createCapitalsId } from "../common/ids";
import { assignedName, isGiven } from "../common/inputs";
import { checkPolicy, listStatements, readPolicy } from "../common/policy";
import { findRecord, listGlobalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";

/** Token of roles. */
const ROLE = "aws:iam/role:Role";

/** A role. */
export const role: ResourceType = {
  type: ROLE,
  service: "iam",
  scope: "global",
  name: { property: "name" },
  immutable: ["name", "namePrefix", "path"],
  defaults: (inputs) => ({ forceDetachPolicies: false, maxSessionDuration: 3600, path: "/", ...inputs }),
  check: (inputs) => [
    ...checkLength("name", inputs.name, 0, NAME_LIMITS[ROLE]),
    ...checkPattern("name", inputs.name, /^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"),
    ...checkBetween("maxSessionDuration", inputs.maxSessionDuration, 3600, 43_200),
    ...checkLength("description", inputs.description, 0, 1000),
    ...checkPolicy("assumeRolePolicy", inputs.assumeRolePolicy),
  ],
  create,
  update: (_call, inputs, change) => {
    validateTrust(inputs);
    return change.draft;
  },
  delete: refuseAttached,
  durations: { create: 2, update: 1, delete: 1 },
};

/**
 * Finds the role of a name or an ARN.
 *
 * @throws {AwsError} NoSuchEntity
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function requireRole(call: Call, reference: string): CloudRecord {
  const name = reference.split("/").at(-1) ?? reference;
  const role = findRecord(call, ROLE, name);
  if (role !== undefined) return role;
  throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
  });
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validateTrust(inputs);
  const name = assignedName(draft);
  const source = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
  if (findRecord(call, ROLE, name) !== undefined)
    throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, {
      httpStatus: 409,
      source,
    });
  const path = asString(inputs.path) ?? "/";
  return {
    id: name,
    outputs: {
      ...draft.outputs,
      name,
      arn: globalArn(call, "iam", `role${path}${name}`),
      uniqueId: createCapitalsId(call, "AROA", 17),
      createDate: new Date(call.clock.now()).toISOString(),
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, MalformedPolicyDocument */
function validateTrust(inputs: Properties): void {
  const document = readPolicy(inputs.assumeRolePolicy);
  const source = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
  const documentError = (words: string) => new AwsError("MalformedPolicyDocument", words, { source });
  if (document === undefined) throw documentError("This policy contains invalid Json");
  const roleStatements = listStatements(document);
  if (roleStatements.some((one) => !isGiven(one.Principal) && !isGiven(one.NotPrincipal)))
    throw documentError("AssumeRole policy must contain a Principal");
  if (roleStatements.some((one) => isGiven(one.Resource) || isGiven(one.NotResource)))
    throw documentError("Has prohibited field Resource");
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
function refuseAttached(call: ResourceCall, record: CloudRecord): void {
  const source = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html";
  const conflict = (words: string) => new AwsError("DeleteConflict", words, { httpStatus: 409, source });
  const of = (type: string, field: string) =>
    listGlobalRecords(call, type).filter(
      (one) => asString(one.outputs[field])?.split("/").at(-1) === record.id,
    );
  if (of("aws:iam/instanceProfile:InstanceProfile", "role").length > 0)
    throw conflict("Cannot delete entity, must remove roles from instance profile first.");
  const attachments = of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role");
  const inlinePolicies = of("aws:iam/rolePolicy:RolePolicy", "role");
  if (record.outputs.forceDetachPolicies === true) {
    for (const one of [...attachments, ...inlinePolicies]) call.store.remove(one);
    return;
  }
  if (attachments.length > 0) throw conflict("Cannot delete entity, must detach all policies first.");
  if (inlinePolicies.length > 0) throw conflict("Cannot delete entity, must delete policies first.");
}
