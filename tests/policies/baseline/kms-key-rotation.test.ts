import { kmsKeyRotation } from "../../../policies/baseline/rules/kms-key-rotation";
import { prove, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

prove(kmsKeyRotation, {
  compliant: [
    resource("aws:kms/key:Key", "key", { enableKeyRotation: true, bypassPolicyLockoutSafetyCheck: false }),
    resource("aws:kms/replicaKey:ReplicaKey", "replica", { bypassPolicyLockoutSafetyCheck: false }),
  ],
  alsoCompliant: {
    "keys that cannot rotate": [
      resource("aws:kms/key:Key", "signing", { customerMasterKeySpec: "ECC_NIST_P256" }),
      resource("aws:kms/key:Key", "hsm", { customKeyStoreId: "cks-0a1b2c3d" }),
      resource("aws:kms/externalKey:ExternalKey", "imported", {}),
    ],
  },
  mutants: mutantsOf([
    ["key", "enableKeyRotation", undefined, "enableKeyRotation is missing, expected true"],
    ["key", "enableKeyRotation", false, "enableKeyRotation is false, expected true"],
    [
      "replica",
      "bypassPolicyLockoutSafetyCheck",
      true,
      "bypassPolicyLockoutSafetyCheck is true, expected false; otherwise a mistake in the policy makes the key unmanageable",
    ],
  ]),
});
