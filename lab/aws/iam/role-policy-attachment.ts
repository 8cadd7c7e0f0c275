import type { Draft, ResourceType } from "../resource-type";
import { text } from "../value";
import { refuseMissingPolicy } from "./policy";
import { roleOf } from "./role";

/** A managed policy on a role. */
export const rolePolicyAttachment: ResourceType = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  service: "iam",
  scope: "global",
  name: "none",
  api: { create: "AttachRolePolicy", read: "ListAttachedRolePolicies", delete: "DetachRolePolicy" },
  immutable: ["policyArn", "role"],
  create: (call, inputs, draft): Draft => {
    const role = roleOf(call, text(inputs.role) ?? "");
    const arn = text(inputs.policyArn) ?? "";
    refuseMissingPolicy(call, arn);
    return { id: `${role.id}/${arn}`, outputs: draft.outputs };
  },
  durations: { create: 1, delete: 1 },
};
