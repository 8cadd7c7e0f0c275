import { length } from "../common/faults";
import { policyFaults } from "../common/policy";
import type { Draft, ResourceType } from "../resource-type";
import { text } from "../value";
import { judgeIdentityPolicy } from "./documents";
import { roleOf } from "./role";

/** A policy written into a role. */
export const rolePolicy: ResourceType = {
  type: "aws:iam/rolePolicy:RolePolicy",
  service: "iam",
  scope: "global",
  name: { property: "name", maxLength: 128 },
  api: {
    create: "PutRolePolicy",
    read: "GetRolePolicy",
    update: "PutRolePolicy",
    delete: "DeleteRolePolicy",
  },
  immutable: ["name", "namePrefix", "role"],
  check: (inputs) => [...length("name", inputs.name, 1, 128), ...policyFaults("policy", inputs.policy)],
  create: (call, inputs, draft): Draft => {
    const role = roleOf(call, text(inputs.role) ?? "");
    judgeIdentityPolicy(inputs.policy);
    const name = text(draft.outputs.name) ?? text(inputs.name) ?? draft.id;
    return { id: `${role.id}:${name}`, outputs: { ...draft.outputs, name } };
  },
  update: (_call, inputs, change) => {
    judgeIdentityPolicy(inputs.policy);
    return change.draft;
  },
  durations: { create: 1, update: 1, delete: 1 },
};
