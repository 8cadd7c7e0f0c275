import { NAME_LIMITS } from "../../../common/name-limits";
import { checkLength } from "../common/checks";
import { assignedName } from "../common/inputs";
import { checkPolicy } from "../common/policy";
import { asString } from "../property-values";
import type { Draft, ResourceType } from "../resource-type";
import { validateIdentityPolicy } from "./identity-policy";
import { requireRole } from "./role";

/** An inline policy of a role. */
export const rolePolicy: ResourceType = {
  type: "aws:iam/rolePolicy:RolePolicy",
  service: "iam",
  scope: "global",
  name: { property: "name" },
  api: {
    create: "PutRolePolicy",
    read: "GetRolePolicy",
    update: "PutRolePolicy",
    delete: "DeleteRolePolicy",
  },
  immutable: ["name", "namePrefix", "role"],
  check: (inputs) => [
    ...checkLength("name", inputs.name, 1, NAME_LIMITS["aws:iam/rolePolicy:RolePolicy"]),
    ...checkPolicy("policy", inputs.policy),
  ],
  create: (call, inputs, draft): Draft => {
    const role = requireRole(call, asString(inputs.role) ?? "");
    validateIdentityPolicy(inputs.policy);
    const name = assignedName(draft);
    return { id: `${role.id}:${name}`, outputs: { ...draft.outputs, name } };
  },
  update: (_call, inputs, change) => {
    validateIdentityPolicy(inputs.policy);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};
