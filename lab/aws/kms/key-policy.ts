import { policyFaults } from "../common/policy";
import type { Draft, ResourceType } from "../resource-type";
import { text } from "../value";
import { keyOf } from "./key";
import { judgeKeyPolicy } from "./key-policy-rules";

/** The policy of a key, as a resource of its own: it can name what was made with the key. */
export const keyPolicy: ResourceType = {
  type: "aws:kms/keyPolicy:KeyPolicy",
  service: "kms",
  name: "none",
  api: { create: "PutKeyPolicy", read: "GetKeyPolicy", update: "PutKeyPolicy", delete: "PutKeyPolicy" },
  immutable: ["keyId", "region"],
  check: (inputs) => policyFaults("policy", inputs.policy),
  create: (call, inputs, draft): Draft => {
    const key = keyOf(call, text(inputs.keyId) ?? "");
    judgeKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
    return { id: key.id, outputs: draft.outputs };
  },
  update: (_call, inputs, change) => {
    judgeKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
    return change.draft;
  },
};
