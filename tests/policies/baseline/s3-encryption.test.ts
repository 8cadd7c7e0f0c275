import { s3Encryption } from "../../../policies/baseline/rules/s3-encryption";
import { prove, ref, resource, setInput, unknown, withoutResources } from "../../helpers/policy";

const bucket = resource("aws:s3/bucket:Bucket", "data", {});
const encryption = resource(
  "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
  "encryption",
  {
    bucket: ref("data"),
    rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms" }, bucketKeyEnabled: true }],
  },
);
const advice = "; add aws.s3.BucketServerSideEncryptionConfiguration with such an sseAlgorithm";

prove(s3Encryption, {
  compliant: [bucket, encryption],
  alsoCompliant: {
    "S3-managed encryption": setInput(
      [bucket, encryption],
      "encryption",
      "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm",
      "AES256",
    ),
    "an inline block": [
      resource("aws:s3/bucket:Bucket", "data", {
        serverSideEncryptionConfiguration: {
          rule: { applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } },
        },
      }),
    ],
    "an inline block of an alias type of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", {
        serverSideEncryptionConfigurations: [
          { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms:dsse" }] }] },
        ],
      }),
    ],
    "alias types of version 2": [
      { ...bucket, type: "aws:s3/bucketV2:BucketV2" },
      {
        ...encryption,
        type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      },
    ],
  },
  mutants: [
    {
      title: "no encryption",
      change: (fixtures) => withoutResources(fixtures, "encryption"),
      messages: {
        data: `no rule encrypts its objects with "AES256" or "aws:kms" or "aws:kms:dsse"${advice}`,
      },
    },
    {
      title: "another algorithm",
      change: (fixtures) =>
        setInput(fixtures, "encryption", "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "DES"),
      messages: {
        data: `no rule encrypts its objects with "AES256" or "aws:kms" or "aws:kms:dsse" (rules.0.applyServerSideEncryptionByDefault.sseAlgorithm is "DES")${advice}`,
      },
    },
    {
      title: "a bucket key without an algorithm",
      change: (fixtures) => setInput(fixtures, "encryption", "rules", [{ bucketKeyEnabled: true }]),
      messages: {
        data: `no rule encrypts its objects with "AES256" or "aws:kms" or "aws:kms:dsse" (rules.0.applyServerSideEncryptionByDefault.sseAlgorithm is missing)${advice}`,
      },
    },
    {
      title: "S3-managed encryption where a KMS key is required",
      change: (fixtures) =>
        setInput(fixtures, "encryption", "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "AES256"),
      settings: { requireKms: true },
      messages: {
        data: `no rule encrypts its objects with "aws:kms" or "aws:kms:dsse" (rules.0.applyServerSideEncryptionByDefault.sseAlgorithm is "AES256")${advice}`,
      },
    },
    {
      title: "two encryption configurations",
      change: (fixtures) => [...fixtures, { ...encryption, name: "again" }],
      messages: {
        data: "its encryption is set by 2 resources, again and encryption, expected one; remove the others",
      },
    },
    {
      title: "unknown rules in a preview where unknown values fail",
      change: (fixtures) => setInput(fixtures, "encryption", "rules", unknown),
      settings: { onUnknown: "fail" },
      messages: {
        data: "encryption cannot be decided because rules of encryption is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
  settings: { onUnknown: "fail" },
});
