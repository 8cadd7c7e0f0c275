import { checkPolicy } from "../common/policy";
import { asString } from "../property-values";
import type { Draft, ResourceType } from "../resource-type";
import { requireKey } from "./key";
import { validateKeyPolicy } from "./key-policy-rules";

/** The policy of a key as its own resource, which can refer to resources that use the key. */
export const keyPolicy: ResourceType = {
  type: "aws:kms/keyPolicy:KeyPolicy",
  service: "kms",
  name: "none",
  api: { create: "PutKeyPolicy", read: "GetKeyPolicy", update: "PutKeyPolicy", delete: "PutKeyPolicy" },
  immutable: ["keyId", "region"],
  check: (inputs) => checkPolicy("policy", inputs.policy),
  create: (call, inputs, draft): Draft => {
    const key = requireKey(call, asString(inputs.keyId) ?? "");
    validateKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
    return { id: key.id, outputs: draft.outputs };
  },
  update: (_call, inputs, change) => {
    validateKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
    return change.draft;
  },
};
