import assert from "node:assert/strict";
import { cloudtrailValidatedEncrypted } from "../../../policies/baseline/rules/cloudtrail-validated-encrypted";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const fixtures: Fixtures = [
  resource("aws:cloudtrail/trail:Trail", "audit", {
    s3BucketName: "trail-of-example",
    enableLogFileValidation: true,
    kmsKeyId: ref("key", "arn"),
  }),
  resource("aws:kms/key:Key", "key", {}),
];

prove(cloudtrailValidatedEncrypted, {
  compliant: fixtures,
  alsoCompliant: {
    "no key": unsetInput(withoutResources(fixtures, "key"), "audit", "kmsKeyId"),
  },
  mutants: [
    {
      title: "no file validation",
      change: (all) => unsetInput(all, "audit", "enableLogFileValidation"),
      messages: { audit: "enableLogFileValidation is missing, expected true" },
    },
    {
      title: "disabled file validation",
      change: (all) => setInput(all, "audit", "enableLogFileValidation", false),
      messages: { audit: "enableLogFileValidation is false, expected true" },
    },
    {
      title: "no KMS key where one is required",
      change: (all) => unsetInput(all, "audit", "kmsKeyId"),
      settings: { requireKms: true },
      messages: {
        audit: "kmsKeyId is missing, expected the ARN of a KMS key that CloudTrail may use",
      },
    },
    {
      title: "an unknown KMS key without a dependency in a preview",
      change: (all) => setInput(all, "audit", "kmsKeyId", unknown),
      settings: { requireKms: true },
      when: "preview",
      messages: {
        audit:
          "KMS key cannot be decided because kmsKeyId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remediation of cloudtrail-validated-encrypted", () => {
  it("turns on missing file validation", () => {
    const wrong = unsetInput(unsetInput(fixtures, "audit", "enableLogFileValidation"), "audit", "kmsKeyId");
    assert.deepEqual(remediate(cloudtrailValidatedEncrypted, wrong, "audit"), {
      s3BucketName: "trail-of-example",
      enableLogFileValidation: true,
    });
  });

  it("leaves enabled and unknown file validation alone", () => {
    assert.equal(remediate(cloudtrailValidatedEncrypted, fixtures, "audit"), undefined);
    const open = setInput(fixtures, "audit", "enableLogFileValidation", unknown);
    assert.equal(remediate(cloudtrailValidatedEncrypted, open, "audit"), undefined);
  });
});
