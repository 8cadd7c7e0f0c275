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
const advice = "; add aws.s3.BucketServerSideEncryptionConfiguration with such a sseAlgorithm";

prove(s3Encryption, {
  compliant: [bucket, encryption],
  alsoCompliant: {
    "S3's own key": setInput(
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
    "an inline block of an alias of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", {
        serverSideEncryptionConfigurations: [
          { rules: [{ applyServerSideEncryptionByDefaults: [{ sseAlgorithm: "aws:kms:dsse" }] }] },
        ],
      }),
    ],
    "the aliases of version 2": [
      { ...bucket, type: "aws:s3/bucketV2:BucketV2" },
      {
        ...encryption,
        type: "aws:s3/bucketServerSideEncryptionConfigurationV2:BucketServerSideEncryptionConfigurationV2",
      },
    ],
  },
  mutants: [
    {
      title: "nothing about encryption",
      change: (world) => withoutResources(world, "encryption"),
      messages: { data: `nothing encrypts its objects by "AES256" or "aws:kms" or "aws:kms:dsse"${advice}` },
    },
    {
      title: "another algorithm",
      change: (world) =>
        setInput(world, "encryption", "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "DES"),
      messages: {
        data: `nothing encrypts its objects by "AES256" or "aws:kms" or "aws:kms:dsse" (rules.0.applyServerSideEncryptionByDefault.sseAlgorithm is "DES")${advice}`,
      },
    },
    {
      title: "a bucket key without algorithm",
      change: (world) => setInput(world, "encryption", "rules", [{ bucketKeyEnabled: true }]),
      messages: {
        data: `nothing encrypts its objects by "AES256" or "aws:kms" or "aws:kms:dsse" (rules.0.applyServerSideEncryptionByDefault.sseAlgorithm is missing)${advice}`,
      },
    },
    {
      title: "S3's own key where one of KMS is required",
      change: (world) =>
        setInput(world, "encryption", "rules.0.applyServerSideEncryptionByDefault.sseAlgorithm", "AES256"),
      settings: { requireKms: true },
      messages: {
        data: `nothing encrypts its objects by "aws:kms" or "aws:kms:dsse" (rules.0.applyServerSideEncryptionByDefault.sseAlgorithm is "AES256")${advice}`,
      },
    },
    {
      title: "two that set it",
      change: (world) => [...world, { ...encryption, name: "again" }],
      messages: {
        data: "its encryption is set by 2 resources, again and encryption, expected one; remove the others",
      },
    },
    {
      title: "rules that a preview does not know, where that is to fail",
      change: (world) => setInput(world, "encryption", "rules", unknown),
      settings: { onUnknown: "fail" },
      messages: {
        data: "encryption cannot be decided because rules of encryption is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
  settings: { onUnknown: "fail" },
});
