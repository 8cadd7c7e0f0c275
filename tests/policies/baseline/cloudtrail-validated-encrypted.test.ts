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

const world: Fixtures = [
  resource("aws:cloudtrail/trail:Trail", "audit", {
    s3BucketName: "trail-of-example",
    enableLogFileValidation: true,
    kmsKeyId: ref("key", "arn"),
  }),
  resource("aws:kms/key:Key", "key", {}),
];

prove(cloudtrailValidatedEncrypted, {
  compliant: world,
  alsoCompliant: { "no key": unsetInput(withoutResources(world, "key"), "audit", "kmsKeyId") },
  mutants: [
    {
      title: "no validation",
      change: (all) => unsetInput(all, "audit", "enableLogFileValidation"),
      messages: { audit: "enableLogFileValidation is missing, expected true" },
    },
    {
      title: "validation that is off",
      change: (all) => setInput(all, "audit", "enableLogFileValidation", false),
      messages: { audit: "enableLogFileValidation is false, expected true" },
    },
    {
      title: "no key where one is required",
      change: (all) => unsetInput(all, "audit", "kmsKeyId"),
      settings: { requireKms: true },
      messages: { audit: "kmsKeyId is missing, expected the ARN of a key of KMS that CloudTrail may use" },
    },
    {
      title: "a key that a preview does not know, from nowhere",
      change: (all) => setInput(all, "audit", "kmsKeyId", unknown),
      settings: { requireKms: true },
      when: "preview",
      messages: {
        audit:
          "key cannot be decided because kmsKeyId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remediation of cloudtrail-validated-encrypted", () => {
  it("given no validation, when put right, then it is on", () => {
    const wrong = unsetInput(unsetInput(world, "audit", "enableLogFileValidation"), "audit", "kmsKeyId");
    assert.deepEqual(remediate(cloudtrailValidatedEncrypted, wrong, "audit"), {
      s3BucketName: "trail-of-example",
      enableLogFileValidation: true,
    });
  });

  it("given validation that is on, or not known, when put right, then it is left alone", () => {
    assert.equal(remediate(cloudtrailValidatedEncrypted, world, "audit"), undefined);
    const open = setInput(world, "audit", "enableLogFileValidation", unknown);
    assert.equal(remediate(cloudtrailValidatedEncrypted, open, "audit"), undefined);
  });
});
