import { type Requirement, type Resource, requirementRule } from "../../kit";

const KEY = {
  expected: "set",
  advice: "AWS's own key can neither be revoked nor restricted",
} as const;

/** Data that AWS encrypts with a key of its own, unless a program names another one. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:dynamodb/table:Table"],
    path: "serverSideEncryption.enabled",
    expected: true,
    advice: KEY.advice,
    controls: ["checkov:CKV_AWS_119", "trivy:AWS-0025"],
  },
  {
    types: ["aws:secretsmanager/secret:Secret"],
    path: "kmsKeyId",
    ...KEY,
    controls: ["checkov:CKV_AWS_149", "trivy:AWS-0098"],
  },
  {
    types: ["aws:ecr/repository:Repository"],
    path: "encryptionConfigurations",
    expected: "items",
    advice: KEY.advice,
    controls: ["checkov:CKV_AWS_136", "trivy:AWS-0033"],
  },
  {
    types: ["aws:ecr/repository:Repository"],
    path: "encryptionConfigurations[].encryptionType",
    expected: { oneOf: ["KMS", "KMS_DSSE"] },
    absent: "AES256",
    controls: ["checkov:CKV_AWS_136"],
  },
  {
    types: ["aws:eks/cluster:Cluster"],
    path: "encryptionConfig.provider.keyArn",
    ...KEY,
    controls: ["security-hub:EKS.3", "checkov:CKV_AWS_58", "trivy:AWS-0039"],
  },
  {
    types: ["aws:sagemaker/notebookInstance:NotebookInstance", "aws:sagemaker/domain:Domain"],
    path: "kmsKeyId",
    ...KEY,
    controls: ["checkov:CKV_AWS_22", "checkov:CKV_AWS_187", "cdk-nag:AwsSolutions-SM2"],
  },
  {
    types: ["aws:sagemaker/endpointConfiguration:EndpointConfiguration"],
    path: "kmsKeyArn",
    ...KEY,
    controls: ["checkov:CKV_AWS_98"],
  },
  {
    types: ["aws:backup/vault:Vault"],
    path: "kmsKeyArn",
    ...KEY,
    controls: ["checkov:CKV_AWS_166"],
  },
  {
    types: ["aws:kinesis/videoStream:VideoStream"],
    path: "kmsKeyId",
    ...KEY,
    controls: ["checkov:CKV_AWS_177"],
  },
  {
    types: ["aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"],
    path: "serverSideEncryption.enabled",
    expected: true,
    // The source encrypts its records.
    unless: (stream) => stream.isSet("kinesisSourceConfiguration") || stream.isSet("mskSourceConfiguration"),
    controls: ["security-hub:DataFirehose.1", "checkov:CKV_AWS_240", "cdk-nag:AwsSolutions-KDF1"],
  },
  {
    types: ["aws:athena/database:Database"],
    path: "encryptionConfiguration",
    ...KEY,
    controls: ["checkov:CKV_AWS_77", "trivy:AWS-0006"],
  },
  {
    types: ["aws:codebuild/project:Project"],
    path: "encryptionKey",
    ...KEY,
    unless: (project) => project.string("artifacts.type") === "NO_ARTIFACTS",
    controls: ["checkov:CKV_AWS_147", "cdk-nag:AwsSolutions-CB4"],
  },
  {
    types: ["aws:timestreamwrite/database:Database"],
    path: "kmsKeyId",
    ...KEY,
    controls: ["checkov:CKV_AWS_160", "cdk-nag:AwsSolutions-TS3"],
  },
  {
    types: ["aws:memorydb/cluster:Cluster"],
    path: "kmsKeyArn",
    ...KEY,
    controls: ["checkov:CKV_AWS_201"],
  },
  {
    types: ["aws:ssm/parameter:Parameter"],
    path: "type",
    expected: { oneOf: ["SecureString"] },
    unless: (parameter) => !isSecretName(parameter),
    advice: "its name is that of a secret",
    controls: ["checkov:CKV2_AWS_34"],
  },
  ...[
    "s3Encryption[].s3EncryptionMode",
    "cloudwatchEncryption[].cloudwatchEncryptionMode",
    "jobBookmarksEncryption[].jobBookmarksEncryptionMode",
  ].map((path) => ({
    types: ["aws:glue/securityConfiguration:SecurityConfiguration"],
    path: `encryptionConfiguration[].${path}`,
    expected: { oneOf: ["SSE-KMS", "CSE-KMS", "SSE-S3"] },
    controls: ["checkov:CKV_AWS_99", "cdk-nag:AwsSolutions-GL1", "cdk-nag:AwsSolutions-GL3"],
  })),
  {
    types: ["aws:glue/dataCatalogEncryptionSettings:DataCatalogEncryptionSettings"],
    path: "dataCatalogEncryptionSettings.encryptionAtRest.catalogEncryptionMode",
    expected: { oneOf: ["SSE-KMS", "SSE-KMS-WITH-SERVICE-ROLE"] },
    controls: ["checkov:CKV_AWS_94"],
  },
  {
    types: ["aws:apprunner/service:Service"],
    path: "encryptionConfiguration.kmsKey",
    ...KEY,
    controls: [],
  },
];

/** The owner of a key sees who decrypts, and can stop it. */
export const customerManagedKeys = requirementRule({
  name: "customer-managed-keys",
  title: "Sensitive data has a key of its owner",
  description:
    "Tables, secrets, images, notebooks, vaults and streams are encrypted with a KMS key instead of the default of AWS.",
  level: "advisory",
  severity: "low",
  topic: "storage",
  remediationSteps:
    "Set the property of the message to a KMS key whose policy allows the service; a table takes the key aws/dynamodb with serverSideEncryption.enabled alone.",
  url: "https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html",
  requirements: REQUIREMENTS,
});

function isSecretName(parameter: Resource): boolean {
  const name = parameter.string("name") ?? parameter.name;
  return /(?:^|[/_.-])(?:password|passwd|secret|token|private-?key|api-?key)$/i.test(name);
}
