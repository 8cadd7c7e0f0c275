import { customerManagedKeys } from "../../../policies/baseline/rules/customer-managed-keys";
import { resource } from "../../helpers/policy";
import { proveTable } from "../../helpers/requirements";

const KEY = "arn:aws:kms:eu-west-1:123456789012:key/1";
const A_KEY = "a value; AWS's own key can neither be revoked nor restricted";
const MODE = '"SSE-KMS" or "CSE-KMS" or "SSE-S3"';

proveTable(
  customerManagedKeys,
  [
    [
      "aws:dynamodb/table:Table",
      "serverSideEncryption.enabled",
      true,
      undefined,
      "true; AWS's own key can neither be revoked nor restricted",
    ],
    ["aws:secretsmanager/secret:Secret", "kmsKeyId", KEY, undefined, A_KEY],
    [
      "aws:ecr/repository:Repository",
      "encryptionConfigurations",
      [{ encryptionType: "KMS" }],
      undefined,
      "one item or more; AWS's own key can neither be revoked nor restricted",
    ],
    [
      "aws:ecr/repository:Repository",
      "encryptionConfigurations.0.encryptionType",
      "KMS",
      "AES256",
      '"KMS" or "KMS_DSSE"',
      { encryptionConfigurations: [{}] },
    ],
    ["aws:eks/cluster:Cluster", "encryptionConfig.provider.keyArn", KEY, undefined, A_KEY],
    ["aws:sagemaker/notebookInstance:NotebookInstance", "kmsKeyId", KEY, undefined, A_KEY],
    ["aws:sagemaker/endpointConfiguration:EndpointConfiguration", "kmsKeyArn", KEY, undefined, A_KEY],
    ["aws:backup/vault:Vault", "kmsKeyArn", KEY, undefined, A_KEY],
    ["aws:kinesis/videoStream:VideoStream", "kmsKeyId", KEY, undefined, A_KEY],
    [
      "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
      "serverSideEncryption.enabled",
      true,
      undefined,
      "true",
    ],
    [
      "aws:athena/database:Database",
      "encryptionConfiguration",
      { encryptionOption: "SSE_S3" },
      undefined,
      A_KEY,
    ],
    ["aws:codebuild/project:Project", "encryptionKey", KEY, undefined, A_KEY],
    ["aws:timestreamwrite/database:Database", "kmsKeyId", KEY, undefined, A_KEY],
    ["aws:memorydb/cluster:Cluster", "kmsKeyArn", KEY, undefined, A_KEY],
    [
      "aws:ssm/parameter:Parameter",
      "type",
      "SecureString",
      "String",
      '"SecureString"; its name is that of a secret',
      { name: "/site/password" },
    ],
    [
      "aws:glue/securityConfiguration:SecurityConfiguration",
      "encryptionConfiguration.s3Encryption.s3EncryptionMode",
      "SSE-S3",
      "DISABLED",
      MODE,
    ],
    [
      "aws:glue/securityConfiguration:SecurityConfiguration",
      "encryptionConfiguration.cloudwatchEncryption.cloudwatchEncryptionMode",
      "SSE-KMS",
      "DISABLED",
      MODE,
    ],
    [
      "aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings",
      "dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode",
      "SSE-KMS",
      "DISABLED",
      '"SSE-KMS" or "SSE-KMS-WITH-SERVICE-ROLE"',
    ],
    ["aws:apprunner/service:Service", "encryptionConfiguration.kmsKey", KEY, undefined, A_KEY],
  ],
  {
    "data without a secret": [
      resource("aws:ssm/parameter:Parameter", "region", { type: "String", name: "/site/region" }),
      resource("aws:codebuild/project:Project", "check", { artifacts: { type: "NO_ARTIFACTS" } }),
      resource("aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream", "copy", {
        kinesisSourceConfiguration: { kinesisStreamArn: "arn", roleArn: "arn" },
      }),
    ],
  },
);
