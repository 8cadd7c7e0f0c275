import { logGroupKms } from "../../../policies/baseline/rules/log-group-kms";
import { prove, ref, resource, unsetInput } from "../../helpers/policy";

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
      title: "no KMS key",
      change: (fixtures) => unsetInput(fixtures, "group", "kmsKeyId"),
      messages: {
        group: "kmsKeyId is missing, expected the ARN of a KMS key that CloudWatch Logs may use",
      },
    },
  ],
});
