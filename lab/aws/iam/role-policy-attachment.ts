import { asString } from "../property-values";
import type { Draft, ResourceType } from "../resource-type";
import { requirePolicy } from "./policy";
import { requireRole } from "./role";

/** An attachment of a managed policy to a role. */
export const rolePolicyAttachment: ResourceType = {
  type: "aws:iam/rolePolicyAttachment:RolePolicyAttachment",
  service: "iam",
  scope: "global",
  name: "none",
  api: { create: "AttachRolePolicy", read: "ListAttachedRolePolicies", delete: "DetachRolePolicy" },
  immutable: ["policyArn", "role"],
  create: (call, inputs, draft): Draft => {
    const role = requireRole(call, asString(inputs.role) ?? "");
    const arn = asString(inputs.policyArn) ?? "";
    requirePolicy(call, arn);
    return { id: `${role.id}/${arn}`, outputs: draft.outputs };
  },
  durations: { create: 1, delete: 1 },
};
