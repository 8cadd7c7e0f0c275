import type { Rule } from "../kit";
import { alarmHasActionAndMissingData } from "./rules/alarm-has-action-and-missing-data";
import { apigatewayBaseline } from "./rules/apigateway-baseline";
import { asgElbHealthCheck } from "./rules/asg-elb-health-check";
import { athenaWorkgroup } from "./rules/athena-workgroup";
import { backupRetention } from "./rules/backup-retention";
import { beanstalkBaseline } from "./rules/beanstalk-baseline";
import { billingAlarmExists } from "./rules/billing-alarm-exists";
import { billingAlarmInUsEast1 } from "./rules/billing-alarm-in-us-east-1";
import { billingAlarmNotifies } from "./rules/billing-alarm-notifies";
import { budgetOrAnomaly } from "./rules/budget-or-anomaly";
import { certificateExpiry } from "./rules/certificate-expiry";
import { classicLbBaseline } from "./rules/classic-lb-baseline";
import { cloudfrontBaseline } from "./rules/cloudfront-baseline";
import { cloudfrontBucketOnePurpose } from "./rules/cloudfront-bucket-one-purpose";
import { cloudtrailBucketProtected } from "./rules/cloudtrail-bucket-protected";
import { cloudtrailMultiRegion } from "./rules/cloudtrail-multi-region";
import { cloudtrailToCloudwatch } from "./rules/cloudtrail-to-cloudwatch";
import { cloudtrailValidatedEncrypted } from "./rules/cloudtrail-validated-encrypted";
import { cognitoBaseline } from "./rules/cognito-baseline";
import { companionResources } from "./rules/companion-resources";
import { containerHardening } from "./rules/container-hardening";
import { corsAndWebsite } from "./rules/cors-and-website";
import { customerManagedKeys } from "./rules/customer-managed-keys";
import { defaultSgClosed } from "./rules/default-sg-closed";
import { deletionProtectionStateful } from "./rules/deletion-protection-stateful";
import { emrBaseline } from "./rules/emr-baseline";
import { emrEphemeral } from "./rules/emr-ephemeral";
import { encryptionAtRest } from "./rules/encryption-at-rest";
import { encryptionInTransit } from "./rules/encryption-in-transit";
import { ephemeralTtlTag } from "./rules/ephemeral-ttl-tag";
import { iamNoStar } from "./rules/iam-no-star";
import { iamPasswordPolicy } from "./rules/iam-password-policy";
import { iamUsers } from "./rules/iam-users";
import { imdsv2 } from "./rules/imdsv2";
import { kinesisEncryptedRetention } from "./rules/kinesis-encrypted-retention";
import { kmsKeyRotation } from "./rules/kms-key-rotation";
import { lambdaBaseline } from "./rules/lambda-baseline";
import { lbTlsAndRedirect } from "./rules/lb-tls-and-redirect";
import { logGroupDeclared } from "./rules/log-group-declared";
import { logGroupKms } from "./rules/log-group-kms";
import { logGroupRetention } from "./rules/log-group-retention";
import { multiAz } from "./rules/multi-az";
import { naclNoWorldIngress } from "./rules/nacl-no-world-ingress";
import { noAccessForEveryone } from "./rules/no-access-for-everyone";
import { noAccessForOtherAccounts } from "./rules/no-access-for-other-accounts";
import { noConflictingSettings } from "./rules/no-conflicting-settings";
import { noPlaintextSecrets } from "./rules/no-plaintext-secrets";
import { noPublicIp } from "./rules/no-public-ip";
import { notPubliclyAccessible } from "./rules/not-publicly-accessible";
import { opensearchAccessPolicy } from "./rules/opensearch-access-policy";
import { opensearchBaseline } from "./rules/opensearch-baseline";
import { requiredTags } from "./rules/required-tags";
import { s3AccessLogging } from "./rules/s3-access-logging";
import { s3Encryption } from "./rules/s3-encryption";
import { s3LifecycleNoncurrent } from "./rules/s3-lifecycle-noncurrent";
import { s3PublicAccessBlock } from "./rules/s3-public-access-block";
import { s3ReplicationRequired } from "./rules/s3-replication-required";
import { s3TlsOnly } from "./rules/s3-tls-only";
import { s3VersioningEnabled } from "./rules/s3-versioning-enabled";
import { s3VersioningStatus } from "./rules/s3-versioning-status";
import { serviceHardening } from "./rules/service-hardening";
import { serviceLogging } from "./rules/service-logging";
import { sgNoWorldIngress } from "./rules/sg-no-world-ingress";
import { sgRuleDescription } from "./rules/sg-rule-description";
import { snsEncrypted } from "./rules/sns-encrypted";
import { sqsDlqEncrypted } from "./rules/sqs-dlq-encrypted";
import { subnetNoAutoPublicIp } from "./rules/subnet-no-auto-public-ip";
import { vpcFlowLogs } from "./rules/vpc-flow-logs";

/** Rules of the pack, in report order. */
export const catalogue: readonly Rule[] = [
  // storage
  s3VersioningEnabled,
  s3VersioningStatus,
  s3LifecycleNoncurrent,
  s3PublicAccessBlock,
  s3TlsOnly,
  s3Encryption,
  s3AccessLogging,
  s3ReplicationRequired,
  encryptionAtRest,
  backupRetention,
  customerManagedKeys,
  corsAndWebsite,
  // logs
  cloudtrailMultiRegion,
  cloudtrailValidatedEncrypted,
  cloudtrailToCloudwatch,
  cloudtrailBucketProtected,
  logGroupRetention,
  logGroupDeclared,
  logGroupKms,
  serviceLogging,
  companionResources,
  // billing and notification
  billingAlarmExists,
  billingAlarmInUsEast1,
  billingAlarmNotifies,
  budgetOrAnomaly,
  alarmHasActionAndMissingData,
  snsEncrypted,
  // network and web tier
  vpcFlowLogs,
  defaultSgClosed,
  sgNoWorldIngress,
  sgRuleDescription,
  naclNoWorldIngress,
  noConflictingSettings,
  noPublicIp,
  subnetNoAutoPublicIp,
  notPubliclyAccessible,
  encryptionInTransit,
  certificateExpiry,
  multiAz,
  imdsv2,
  lbTlsAndRedirect,
  classicLbBaseline,
  asgElbHealthCheck,
  deletionProtectionStateful,
  // edge, apps and data
  cloudfrontBaseline,
  cloudfrontBucketOnePurpose,
  lambdaBaseline,
  sqsDlqEncrypted,
  kinesisEncryptedRetention,
  opensearchBaseline,
  opensearchAccessPolicy,
  athenaWorkgroup,
  cognitoBaseline,
  apigatewayBaseline,
  beanstalkBaseline,
  containerHardening,
  noPlaintextSecrets,
  serviceHardening,
  emrBaseline,
  // ephemeral
  emrEphemeral,
  ephemeralTtlTag,
  // tags and iam
  requiredTags,
  iamNoStar,
  noAccessForEveryone,
  noAccessForOtherAccounts,
  iamPasswordPolicy,
  iamUsers,
  kmsKeyRotation,
];
