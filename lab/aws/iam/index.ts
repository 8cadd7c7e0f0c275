import type { Service } from "../resource-type";
import { instanceProfile } from "./instance-profile";
import { policy } from "./policy";
import { role } from "./role";
import { rolePolicy } from "./role-policy";
import { rolePolicyAttachment } from "./role-policy-attachment";

/** Identity and Access Management. */
export const iam: Service = {
  name: "iam",
  types: [instanceProfile, policy, role, rolePolicy, rolePolicyAttachment],
};
