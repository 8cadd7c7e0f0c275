import { logGroupKms } from "../../../policies/baseline/rules/log-group-kms";
import { prove, ref, resource, unset } from "../../helpers/policy";

prove(logGroupKms, {
  settings: { onUnknown: "fail" },
  compliant: [
    resource("aws:cloudwatch/logGroup:LogGroup", "group", { kmsKeyId: ref("key", "arn") }),
    resource("aws:cloudwatch/logGroup:LogGroup", "other", {
      kmsKeyId: "arn:aws:kms:eu-west-1:123456789012:key/0a1b",
    }),
    resource("aws:kms/key:Key", "key", {}),
  ],
  mutants: [
    {
      given: "no key",
      change: (world) => unset(world, "group", "kmsKeyId"),
      told: { group: "kmsKeyId is missing, expected the ARN of a key of KMS that CloudWatch Logs may use" },
    },
  ],
});
