import { snsEncrypted } from "../../../policies/baseline/rules/sns-encrypted";
import { prove, ref, resource, unsetInput } from "../../helpers/policy";

prove(snsEncrypted, {
  compliant: [
    resource("aws:sns/topic:Topic", "alarms", { kmsMasterKeyId: "alias/alarms" }),
    resource("aws:sns/topic:Topic", "jobs", { kmsMasterKeyId: ref("key", "arn") }),
    resource("aws:kms/key:Key", "key", {}),
  ],
  mutants: [
    {
      title: "no KMS key",
      change: (fixtures) => unsetInput(fixtures, "alarms", "kmsMasterKeyId"),
      messages: {
        alarms:
          "kmsMasterKeyId is missing, expected a KMS key; use a customer managed key whose policy allows the publishing services to decrypt and generate data keys",
      },
    },
  ],
});
