import assert from "node:assert/strict";
import { cloudtrailValidatedEncrypted } from "../../../policies/baseline/rules/cloudtrail-validated-encrypted";
import {
  prove,
  ref,
  remedied,
  resource,
  set,
  unknown,
  unset,
  type World,
  without,
} from "../../helpers/policy";

const world: World = [
  resource("aws:cloudtrail/trail:Trail", "audit", {
    s3BucketName: "trail-of-example",
    enableLogFileValidation: true,
    kmsKeyId: ref("key", "arn"),
  }),
  resource("aws:kms/key:Key", "key", {}),
];

prove(cloudtrailValidatedEncrypted, {
  compliant: world,
  alsoCompliant: { "no key": unset(without(world, "key"), "audit", "kmsKeyId") },
  mutants: [
    {
      given: "no validation",
      change: (all) => unset(all, "audit", "enableLogFileValidation"),
      told: { audit: "enableLogFileValidation is missing, expected true" },
    },
    {
      given: "validation that is off",
      change: (all) => set(all, "audit", "enableLogFileValidation", false),
      told: { audit: "enableLogFileValidation is false, expected true" },
    },
    {
      given: "no key where one is required",
      change: (all) => unset(all, "audit", "kmsKeyId"),
      settings: { requireKms: true },
      told: { audit: "kmsKeyId is missing, expected the ARN of a key of KMS that CloudTrail may use" },
    },
    {
      given: "a key that a preview does not know, from nowhere",
      change: (all) => set(all, "audit", "kmsKeyId", unknown),
      settings: { requireKms: true },
      when: "preview",
      told: {
        audit:
          "key cannot be decided, since kmsKeyId is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remedy of cloudtrail-validated-encrypted", () => {
  it("given no validation, when put right, then it is on", () => {
    const wrong = unset(unset(world, "audit", "enableLogFileValidation"), "audit", "kmsKeyId");
    assert.deepEqual(remedied(cloudtrailValidatedEncrypted, wrong, "audit"), {
      s3BucketName: "trail-of-example",
      enableLogFileValidation: true,
    });
  });

  it("given validation that is on, or not known, when put right, then it is left alone", () => {
    assert.equal(remedied(cloudtrailValidatedEncrypted, world, "audit"), undefined);
    const open = set(world, "audit", "enableLogFileValidation", unknown);
    assert.equal(remedied(cloudtrailValidatedEncrypted, open, "audit"), undefined);
  });
});
