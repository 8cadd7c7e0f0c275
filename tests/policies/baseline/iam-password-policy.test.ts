import { iamPasswordPolicy } from "../../../policies/baseline/rules/iam-password-policy";
import { prove, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

prove(iamPasswordPolicy, {
  compliant: [
    resource("aws:iam/accountPasswordPolicy:AccountPasswordPolicy", "passwords", {
      minimumPasswordLength: 14,
      passwordReusePrevention: 24,
      requireLowercaseCharacters: true,
      requireNumbers: true,
      requireSymbols: true,
      requireUppercaseCharacters: true,
    }),
  ],
  mutants: mutantsOf([
    [
      "passwords",
      "minimumPasswordLength",
      undefined,
      "minimumPasswordLength is missing, expected 14 or more characters",
    ],
    ["passwords", "minimumPasswordLength", 8, "minimumPasswordLength is 8, expected 14 or more characters"],
    [
      "passwords",
      "passwordReusePrevention",
      5,
      "passwordReusePrevention is 5, expected 24 or more passwords",
    ],
    ["passwords", "requireNumbers", undefined, "requireNumbers is missing, expected true"],
    ["passwords", "requireSymbols", false, "requireSymbols is false, expected true"],
  ]),
});
