import { globalArn } from "../common/arn";
import { between, length, matches } from "../common/faults";
import { freshCapitals } from "../common/ids";
import { isGiven } from "../common/inputs";
import { recordAt, recordsGlobal } from "../common/lookup";
import { policyFaults, readPolicy, statements } from "../common/policy";
import { AwsError } from "../errors";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";

/** Token of roles. */
const ROLE = "aws:iam/role:Role";

/** A role. */
export const role: ResourceType = {
  type: ROLE,
  service: "iam",
  scope: "global",
  name: { property: "name", maxLength: 64 },
  immutable: ["name", "namePrefix", "path"],
  defaults: (inputs) => ({ forceDetachPolicies: false, maxSessionDuration: 3600, path: "/", ...inputs }),
  check: (inputs) => [
    ...length("name", inputs.name, 0, 64),
    ...matches("name", inputs.name, /^[\w+=,.@-]*$/, "must match [\\w+=,.@-]"),
    ...between("maxSessionDuration", inputs.maxSessionDuration, 3600, 43_200),
    ...length("description", inputs.description, 0, 1000),
    ...policyFaults("assumeRolePolicy", inputs.assumeRolePolicy),
  ],
  create,
  update: (_call, inputs, change) => {
    judgeTrust(inputs);
    return change.draft;
  },
  delete: remove,
  durations: { create: 2, update: 1, delete: 1 },
};

/**
 * The role that a name or an ARN means.
 *
 * @throws {AwsError} NoSuchEntity
 * @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html
 */
export function roleOf(call: Call, reference: string): CloudRecord {
  const name = reference.split("/").at(-1) ?? reference;
  const found = recordAt(call, ROLE, name);
  if (found !== undefined) return found;
  throw new AwsError("NoSuchEntity", `The role with name ${name} cannot be found.`, {
    httpStatus: 404,
    source: "https://docs.aws.amazon.com/IAM/latest/APIReference/API_PutRolePolicy.html",
  });
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judgeTrust(inputs);
  const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
  const source = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
  if (recordAt(call, ROLE, name) !== undefined)
    throw new AwsError("EntityAlreadyExists", `Role with name ${name} already exists.`, {
      httpStatus: 409,
      source,
    });
  const path = text(inputs.path) ?? "/";
  return {
    id: name,
    outputs: {
      ...draft.outputs,
      name,
      arn: globalArn(call, "iam", `role${path}${name}`),
      uniqueId: freshCapitals(call, "AROA", 17),
      createDate: new Date(call.clock.now()).toISOString(),
    },
  };
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html, MalformedPolicyDocument */
function judgeTrust(inputs: Properties): void {
  const document = readPolicy(inputs.assumeRolePolicy);
  const source = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html";
  const refused = (words: string) => new AwsError("MalformedPolicyDocument", words, { source });
  if (document === undefined) throw refused("This policy contains invalid Json");
  const found = statements(document);
  if (found.some((one) => !isGiven(one.Principal) && !isGiven(one.NotPrincipal)))
    throw refused("AssumeRole policy must contain a Principal");
  if (found.some((one) => isGiven(one.Resource) || isGiven(one.NotResource)))
    throw refused("Has prohibited field Resource");
}

/** @see https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html */
function remove(call: ResourceCall, record: CloudRecord): void {
  const source = "https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteRole.html";
  const refused = (words: string) => new AwsError("DeleteConflict", words, { httpStatus: 409, source });
  const of = (type: string, field: string) =>
    recordsGlobal(call, type).filter((one) => text(one.outputs[field])?.split("/").at(-1) === record.id);
  if (of("aws:iam/instanceProfile:InstanceProfile", "role").length > 0)
    throw refused("Cannot delete entity, must remove roles from instance profile first.");
  const attached = of("aws:iam/rolePolicyAttachment:RolePolicyAttachment", "role");
  const written = of("aws:iam/rolePolicy:RolePolicy", "role");
  if (record.outputs.forceDetachPolicies === true) {
    for (const one of [...attached, ...written]) call.world.remove(one);
    return;
  }
  if (attached.length > 0) throw refused("Cannot delete entity, must detach all policies first.");
  if (written.length > 0) throw refused("Cannot delete entity, must delete policies first.");
}
