import { type Collection, listWords } from "./kit/docs/comparison-page";

/** Reasons that hold for several controls. */
const NOT_IN_PROGRAM =
  "a state of the account at run time, which no program describes; AWS Config and Security Hub check it";
const RETIRED = "the service or feature is retired, or AWS enforces the control";
const INTENT = "depends on the intent of the program, so that a rule would only guess";
const OTHER_SERVICE = "a service that neither the components nor the packs cover";

/** AWS Foundational Security Best Practices, for the services of the components and those that protect an account. */
const FSBP: Collection = {
  title: "AWS Foundational Security Best Practices",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
  tagPrefix: "security-hub:",
  controls: listWords(`
    ACM.1 ACM.2 APIGateway.1 APIGateway.2 APIGateway.3 APIGateway.4 APIGateway.5 APIGateway.8 APIGateway.9
    Athena.1 Athena.4 AutoScaling.1 AutoScaling.2 AutoScaling.3 AutoScaling.4 AutoScaling.5 AutoScaling.6
    AutoScaling.9 CloudFront.1 CloudFront.3 CloudFront.4 CloudFront.5 CloudFront.6 CloudFront.7 CloudFront.8
    CloudFront.9 CloudFront.10 CloudFront.12 CloudFront.13 CloudFront.15 CloudTrail.1 CloudTrail.2
    CloudTrail.4 CloudTrail.5 Cognito.2 Cognito.3 Config.1 DynamoDB.1 DynamoDB.2 DynamoDB.3 DynamoDB.6
    DynamoDB.7 EC2.1 EC2.2 EC2.3 EC2.4 EC2.6 EC2.7 EC2.8 EC2.9 EC2.10 EC2.15 EC2.16 EC2.17 EC2.18 EC2.19
    EC2.20 EC2.21 EC2.23 EC2.24 EC2.25 EC2.51 EC2.55 EC2.56 EC2.57 EC2.58 EC2.60 EC2.170 EC2.171 EC2.172
    EC2.173 EC2.180 EC2.181 ECR.1 ECR.2 ECR.3 ElasticBeanstalk.1 ElasticBeanstalk.3 ELB.1 ELB.2 ELB.3 ELB.4
    ELB.5 ELB.6 ELB.7 ELB.9 ELB.10 ELB.12 ELB.13 ELB.14 ELB.17 ELB.18 EMR.1 EMR.2 EMR.3 EMR.4 IAM.1 IAM.2
    IAM.3 IAM.4 IAM.5 IAM.6 IAM.7 IAM.8 IAM.21 Kinesis.1 Kinesis.3 KMS.1 KMS.2 KMS.3 KMS.5 Lambda.1 Lambda.2
    Lambda.5 Opensearch.1 Opensearch.2 Opensearch.3 Opensearch.4 Opensearch.5 Opensearch.6 Opensearch.7
    Opensearch.8 Opensearch.10 Route53.2 S3.1 S3.2 S3.3 S3.5 S3.6 S3.8 S3.9 S3.10 S3.11 S3.12 S3.13 S3.19
    S3.24 S3.25 SecretsManager.1 SecretsManager.2 SecretsManager.3 SecretsManager.4 StepFunctions.1 SNS.1
    SNS.2 SNS.4 SQS.1 SQS.3 SSM.1 SSM.2 SSM.3 SSM.4 SSM.6 SSM.7 WAF.1 WAF.2 WAF.3 WAF.4 WAF.6 WAF.7 WAF.8
    WAF.10 WAF.12 GuardDuty.1 GuardDuty.5 GuardDuty.6 GuardDuty.7 GuardDuty.8 GuardDuty.9 GuardDuty.10
    GuardDuty.11 GuardDuty.12 GuardDuty.13
  `),
  rules: {
    "CloudFront.7": ["cloudfront-baseline"],
    "CloudFront.12": ["region-of-children"],
    "CloudFront.15": ["cloudfront-baseline"],
    "IAM.21": ["iam-no-star"],
    "KMS.3": ["deletion-protection-stateful"],
  },
  reasons: {
    [NOT_IN_PROGRAM]: listWords(`
      EC2.4 EC2.16 EC2.20 IAM.4 IAM.6 IAM.8 Opensearch.10 SecretsManager.2 SecretsManager.3 SSM.1 SSM.2 SSM.3
    `),
    [RETIRED]: listWords(`EC2.24 WAF.1 WAF.2 WAF.3 WAF.4 WAF.6 WAF.7 WAF.8`),
    [INTENT]: listWords(`
      APIGateway.2 APIGateway.4 AutoScaling.6 EC2.10 EC2.17 EC2.55 EC2.56 EC2.57 EC2.58 EC2.60 EC2.171 EC2.172 EC2.180
      KMS.1 KMS.2 S3.11 S3.25 SNS.2 SSM.6 SSM.7
    `),
    "a launch template and a launch configuration are checked for the same faults": ["AutoScaling.9"],
    "volumes of spot fleets have no property for it; aws.ebs.EncryptionByDefault encrypts them": ["EC2.173"],
    "classic-lb-baseline requires TLS, with a certificate of any issuer": ["ELB.2"],
    "buckets have no ACLs by default since 2023; no-access-for-everyone reports public ones": ["S3.12"],
    "a protection plan is a purchase": listWords(`
      GuardDuty.5 GuardDuty.6 GuardDuty.7 GuardDuty.8 GuardDuty.9 GuardDuty.10 GuardDuty.11 GuardDuty.12 GuardDuty.13
    `),
  },
};

/** AwsSolutions of cdk-nag. */
const CDK_NAG: Collection = {
  title: "cdk-nag AwsSolutions",
  url: "https://github.com/cdklabs/cdk-nag/blob/main/RULES.md",
  tagPrefix: "cdk-nag:AwsSolutions-",
  controls: listWords(`
    AEC1 AEC3 AEC4 AEC5 AEC6 APIG1 APIG2 APIG3 APIG4 APIG6 AS1 AS2 AS3 ASC3 C91 CB4 CB5 CFR1 CFR2 CFR3 CFR4
    CFR5 CFR6 CFR7 COG1 COG2 COG4 COG7 COG8 DDB3 DDB4 DOC1 DOC2 DOC3 DOC4 DOC5 EB1 EB3 EB4 EC23 EC26 EC27
    EC28 EC29 ECR1 ECS2 ECS4 ECS7 EFS1 EKS1 EKS2 ELB1 ELB2 ELB3 ELB4 ELB5 EMR2 EMR4 EMR5 EMR6 EVB1 GL1 GL3
    IAM4 IAM5 KDA3 KDF1 KDS1 KDS3 KMS5 L1 LEX4 MS1 MS10 MS3 MS4 MS7 MS8 MSK2 MSK3 MSK6 N1 N2 N3 N4 N5 OS1
    OS2 OS3 OS4 OS5 OS7 OS8 OS9 QS1 RDS10 RDS11 RDS13 RDS14 RDS16 RDS2 RDS3 RDS6 RDS8 RS1 RS10 RS11 RS2 RS3
    RS4 RS5 RS6 RS8 RS9 S1 S10 S2 S5 SF1 SF2 SM1 SM2 SM3 SMG4 SNS3 SQS2 SQS3 SQS4 TS3 VPC3 VPC7
  `),
  rules: {
    APIG6: ["apigateway-baseline"],
    AS2: ["asg-elb-health-check"],
    ELB1: ["classic-lb-baseline"],
    EMR2: ["emr-baseline"],
    EMR4: ["emr-baseline"],
    EMR5: ["emr-baseline"],
    EMR6: ["emr-baseline"],
    KDS3: ["kinesis-encrypted-retention"],
    OS1: ["opensearch-baseline"],
    OS2: ["opensearch-baseline"],
    OS4: ["opensearch-baseline"],
    OS7: ["opensearch-baseline"],
    OS8: ["opensearch-baseline"],
    OS9: ["opensearch-baseline"],
    RDS8: ["sg-no-world-ingress"],
    RDS10: ["deletion-protection-stateful"],
  },
  reasons: {
    [RETIRED]: listWords(`AEC1 C91 CFR6 MS1 MS3 MS4 MS7 MS8 MS10 RS2`),
    [INTENT]: listWords(`APIG2 APIG3 AS1 AS3 CB5 CFR1 CFR2 COG4 COG8 EC29 KDA3 LEX4 N1 RDS14 RS11`),
    "another port hides nothing from a scanner": listWords(`AEC5 DOC2 RDS11 RS4`),
    "another user name hides nothing": listWords(`DOC3 RS3`),
    "authentication by the engine; security groups decide who reaches the cache": ["AEC6"],
    "a parameter group decides, whose parameters depend on the engine": ["RS1"],
    "SDKs use TLS unless a program chooses HTTP": listWords(`SNS3 SQS4`),
  },
};

/** AWSGuard of Pulumi. */
const AWSGUARD: Collection = {
  title: "AWSGuard",
  url: "https://github.com/pulumi/pulumi-policy-aws",
  controls: listWords(`
    acmCertificateExpiration albHttpToHttpsRedirection apiGatewayEndpointType apiGatewayMethodCachedAndEncrypted
    apiGatewayStageCached cmkBackingKeyRotationEnabled dynamodbTableEncryptionEnabled
    ec2InstanceDetailedMonitoringEnabled ec2InstanceNoPublicIP ec2VolumeInUse efsEncrypted
    elasticsearchEncryptedAtRest elasticsearchInVpcOnly elbAccessLoggingEnabled elbDeletionProtectionEnabled
    encryptedVolumes iamAccessKeysRotated iamMfaEnabledForConsoleAccess iamRoleNoPolicyManagementConflicts
    rdsInstanceBackupEnabled rdsInstanceMultiAZEnabled rdsInstancePublicAccess rdsStorageEncrypted
    redshiftClusterConfiguration redshiftClusterMaintenanceSettings redshiftClusterPublicAccess
    s3BucketLoggingEnabled securityGroupNoRuleManagementConflicts
  `),
  rules: {
    acmCertificateExpiration: ["certificate-expiry"],
    albHttpToHttpsRedirection: ["lb-tls-and-redirect"],
    apiGatewayMethodCachedAndEncrypted: ["encryption-at-rest"],
    cmkBackingKeyRotationEnabled: ["kms-key-rotation"],
    dynamodbTableEncryptionEnabled: ["customer-managed-keys"],
    ec2InstanceDetailedMonitoringEnabled: ["service-hardening"],
    ec2InstanceNoPublicIP: ["no-public-ip"],
    efsEncrypted: ["encryption-at-rest"],
    elasticsearchEncryptedAtRest: ["opensearch-baseline"],
    elasticsearchInVpcOnly: ["opensearch-baseline"],
    elbAccessLoggingEnabled: ["lb-tls-and-redirect", "classic-lb-baseline"],
    elbDeletionProtectionEnabled: ["deletion-protection-stateful"],
    encryptedVolumes: ["encryption-at-rest"],
    iamAccessKeysRotated: ["iam-users"],
    iamMfaEnabledForConsoleAccess: ["iam-users"],
    iamRoleNoPolicyManagementConflicts: ["no-conflicting-settings"],
    rdsInstanceBackupEnabled: ["backup-retention"],
    rdsInstanceMultiAZEnabled: ["service-hardening"],
    rdsInstancePublicAccess: ["not-publicly-accessible"],
    rdsStorageEncrypted: ["encryption-at-rest"],
    redshiftClusterConfiguration: ["encryption-at-rest", "companion-resources"],
    redshiftClusterMaintenanceSettings: ["service-hardening", "backup-retention"],
    redshiftClusterPublicAccess: ["not-publicly-accessible"],
    s3BucketLoggingEnabled: ["s3-access-logging"],
    securityGroupNoRuleManagementConflicts: ["no-conflicting-settings"],
  },
  reasons: {
    [INTENT]: ["apiGatewayEndpointType", "apiGatewayStageCached"],
    "an unused volume costs money, but is no risk": ["ec2VolumeInUse"],
  },
};

/** The classic AWS policies of Pulumi's compliance policies. */
const COMPLIANCE_POLICIES: Collection = {
  title: "Pulumi compliance policies",
  url: "https://github.com/pulumi/compliance-policies",
  controls: listWords(`
    alb/Listener/configureSecureTls alb/Listener/disallowUnencryptedTraffic
    alb/LoadBalancer/configureAccessLogging alb/LoadBalancer/enableAccessLogging
    apigateway/DomainName/configureSecurityPolicy apigatewayv2/DomainName/configureDomainNameSecurityPolicy
    apigatewayv2/DomainName/enableDomainNameConfiguration apigatewayv2/Stage/configureAccessLogging
    apigatewayv2/Stage/enableAccessLogging appflow/ConnectorProfile/configureCustomerManagedKey
    appflow/Flow/configureCustomerManagedKey appflow/Flow/missingDescription
    athena/DataCatalog/missingDescription athena/Database/configureCustomerManagedKey
    athena/Database/disallowUnencryptedDatabase athena/Database/missingDescription
    athena/NamedQuery/missingDescription athena/Workgroup/configureCustomerManagedKey
    athena/Workgroup/disallowUnencryptedWorkgroup athena/Workgroup/enforceConfiguration
    athena/Workgroup/missingDescription cloudfront/Distribution/configureAccessLogging
    cloudfront/Distribution/configureSecureTls cloudfront/Distribution/configureSecureTlsToOrigin
    cloudfront/Distribution/configureWaf cloudfront/Distribution/disallowUnencryptedTraffic
    cloudfront/Distribution/enableAccessLogging cloudfront/Distribution/enableTlsToOrigin
    ebs/Volume/configureCustomerManagedKey ebs/Volume/disallowUnencryptedVolume
    ec2/Instance/disallowPublicIp ec2/Instance/disallowUnencryptedBlockDevice
    ec2/Instance/disallowUnencryptedRootBlockDevice ec2/LaunchConfiguration/disallowPublicIp
    ec2/LaunchConfiguration/disallowUnencryptedBlockDevice
    ec2/LaunchConfiguration/disallowUnencryptedRootBlockDevice
    ec2/LaunchTemplate/configureCustomerManagedKey ec2/LaunchTemplate/disallowPublicIp
    ec2/LaunchTemplate/disallowUnencryptedBlockDevice ec2/SecurityGroup/disallowInboundHttpTraffic
    ec2/SecurityGroup/disallowPublicInternetIngress ec2/SecurityGroup/missingDescription
    ec2/SecurityGroup/missingEgressRuleDescription ec2/SecurityGroup/missingIngressRuleDescription
    ecr/Repository/configureCustomerManagedKey ecr/Repository/configureImageScan
    ecr/Repository/disallowMutableImage ecr/Repository/disallowUnencryptedRepository
    ecr/Repository/enableImageScan efs/FileSystem/configureCustomerManagedKey
    efs/FileSystem/disallowSingleAvailabilityZone efs/FileSystem/disallowUnencryptedFileSystem
    eks/Cluster/disallowApiEndpointPublicAccess eks/Cluster/enableClusterEncryptionConfig
    elb/LoadBalancer/configureAccessLogging elb/LoadBalancer/configureMultiAvailabilityZone
    elb/LoadBalancer/disallowUnencryptedTraffic elb/LoadBalancer/enableHealthCheck
    iam/AccountPasswordPolicy/minimumPasswordLength iam/AccountPasswordPolicy/passwordReusePrevention
    iam/PolicyAttachment/onlyPermissionsViaGroups iam/UserPolicyAttachment/onlyPermissionsViaGroups
    kms/Key/disallowBypassPolicyLockoutSafetyCheck kms/Key/enableKeyRotation kms/Key/missingDescription
    lambda/Function/configureTracingConfig lambda/Function/enableTracingConfig
    lambda/Function/missingDescription lambda/Permission/configureSourceArn lb/Listener/configureSecureTls
    lb/Listener/disallowUnencryptedTraffic lb/LoadBalancer/configureAccessLogging
    lb/LoadBalancer/enableAccessLogging rds/Cluster/configureBackupRetention
    rds/Cluster/configureCustomerManagedKey rds/Cluster/disallowSingleAvailabilityZone
    rds/Cluster/disallowUnencryptedStorage rds/Cluster/enableBackupRetention
    rds/ClusterInstance/disallowPublicAccess rds/ClusterInstance/disallowUnencryptedPerformanceInsights
    rds/ClusterInstance/enablePerformanceInsights rds/Instance/configureBackupRetention
    rds/Instance/configureCustomerManagedKey rds/Instance/disallowPublicAccess
    rds/Instance/disallowUnencryptedPerformanceInsights rds/Instance/disallowUnencryptedStorage
    rds/Instance/enableBackupRetention rds/Instance/enablePerformanceInsights
    s3/Bucket/configureReplicationConfiguration s3/Bucket/configureServerSideEncryptionCustomerManagedKey
    s3/Bucket/configureServerSideEncryptionKms s3/Bucket/disallowPublicRead
    s3/Bucket/enableReplicationConfiguration s3/Bucket/enableServerSideEncryption
    s3/Bucket/enableServerSideEncryptionBucketKey secretsmanager/Secret/configureCustomerManagedKey
    secretsmanager/Secret/missingDescription
  `),
  rules: {
    "alb/Listener/configureSecureTls": ["lb-tls-and-redirect"],
    "alb/Listener/disallowUnencryptedTraffic": ["lb-tls-and-redirect"],
    "alb/LoadBalancer/configureAccessLogging": ["lb-tls-and-redirect"],
    "alb/LoadBalancer/enableAccessLogging": ["lb-tls-and-redirect"],
    "apigateway/DomainName/configureSecurityPolicy": ["apigateway-baseline"],
    "apigatewayv2/DomainName/configureDomainNameSecurityPolicy": ["apigateway-baseline"],
    "apigatewayv2/DomainName/enableDomainNameConfiguration": ["apigateway-baseline"],
    "apigatewayv2/Stage/configureAccessLogging": ["apigateway-baseline"],
    "apigatewayv2/Stage/enableAccessLogging": ["apigateway-baseline"],
    "athena/Database/configureCustomerManagedKey": ["customer-managed-keys"],
    "athena/Database/disallowUnencryptedDatabase": ["customer-managed-keys"],
    "athena/Workgroup/configureCustomerManagedKey": ["athena-workgroup"],
    "athena/Workgroup/disallowUnencryptedWorkgroup": ["athena-workgroup"],
    "athena/Workgroup/enforceConfiguration": ["athena-workgroup"],
    "cloudfront/Distribution/configureAccessLogging": ["cloudfront-baseline"],
    "cloudfront/Distribution/configureSecureTls": ["cloudfront-baseline"],
    "cloudfront/Distribution/configureSecureTlsToOrigin": ["cloudfront-baseline"],
    "cloudfront/Distribution/configureWaf": ["cloudfront-baseline"],
    "cloudfront/Distribution/disallowUnencryptedTraffic": ["cloudfront-baseline"],
    "cloudfront/Distribution/enableAccessLogging": ["cloudfront-baseline"],
    "cloudfront/Distribution/enableTlsToOrigin": ["cloudfront-baseline"],
    "ebs/Volume/disallowUnencryptedVolume": ["encryption-at-rest"],
    "ec2/Instance/disallowPublicIp": ["no-public-ip"],
    "ec2/Instance/disallowUnencryptedBlockDevice": ["encryption-at-rest"],
    "ec2/Instance/disallowUnencryptedRootBlockDevice": ["encryption-at-rest"],
    "ec2/LaunchConfiguration/disallowPublicIp": ["no-public-ip"],
    "ec2/LaunchConfiguration/disallowUnencryptedBlockDevice": ["encryption-at-rest"],
    "ec2/LaunchConfiguration/disallowUnencryptedRootBlockDevice": ["encryption-at-rest"],
    "ec2/LaunchTemplate/disallowPublicIp": ["no-public-ip"],
    "ec2/LaunchTemplate/disallowUnencryptedBlockDevice": ["encryption-at-rest"],
    "ec2/SecurityGroup/disallowInboundHttpTraffic": ["sg-no-world-ingress"],
    "ec2/SecurityGroup/disallowPublicInternetIngress": ["sg-no-world-ingress"],
    "ec2/SecurityGroup/missingDescription": ["sg-rule-description"],
    "ec2/SecurityGroup/missingEgressRuleDescription": ["sg-rule-description"],
    "ec2/SecurityGroup/missingIngressRuleDescription": ["sg-rule-description"],
    "ecr/Repository/configureCustomerManagedKey": ["customer-managed-keys"],
    "ecr/Repository/configureImageScan": ["service-hardening"],
    "ecr/Repository/disallowMutableImage": ["service-hardening"],
    "ecr/Repository/disallowUnencryptedRepository": ["customer-managed-keys"],
    "ecr/Repository/enableImageScan": ["service-hardening"],
    "efs/FileSystem/disallowUnencryptedFileSystem": ["encryption-at-rest"],
    "eks/Cluster/disallowApiEndpointPublicAccess": ["not-publicly-accessible"],
    "eks/Cluster/enableClusterEncryptionConfig": ["customer-managed-keys"],
    "elb/LoadBalancer/configureAccessLogging": ["classic-lb-baseline"],
    "elb/LoadBalancer/configureMultiAvailabilityZone": ["multi-az"],
    "elb/LoadBalancer/disallowUnencryptedTraffic": ["classic-lb-baseline"],
    "elb/LoadBalancer/enableHealthCheck": ["classic-lb-baseline"],
    "iam/AccountPasswordPolicy/minimumPasswordLength": ["iam-password-policy"],
    "iam/AccountPasswordPolicy/passwordReusePrevention": ["iam-password-policy"],
    "iam/PolicyAttachment/onlyPermissionsViaGroups": ["iam-users"],
    "iam/UserPolicyAttachment/onlyPermissionsViaGroups": ["iam-users"],
    "kms/Key/disallowBypassPolicyLockoutSafetyCheck": ["kms-key-rotation"],
    "kms/Key/enableKeyRotation": ["kms-key-rotation"],
    "lambda/Function/configureTracingConfig": ["lambda-baseline"],
    "lambda/Function/enableTracingConfig": ["lambda-baseline"],
    "lambda/Permission/configureSourceArn": ["no-access-for-everyone"],
    "lb/Listener/configureSecureTls": ["lb-tls-and-redirect"],
    "lb/Listener/disallowUnencryptedTraffic": ["lb-tls-and-redirect"],
    "lb/LoadBalancer/configureAccessLogging": ["lb-tls-and-redirect"],
    "lb/LoadBalancer/enableAccessLogging": ["lb-tls-and-redirect"],
    "rds/Cluster/configureBackupRetention": ["backup-retention"],
    "rds/Cluster/disallowUnencryptedStorage": ["encryption-at-rest"],
    "rds/Cluster/enableBackupRetention": ["backup-retention"],
    "rds/ClusterInstance/disallowPublicAccess": ["not-publicly-accessible"],
    "rds/Instance/configureBackupRetention": ["backup-retention"],
    "rds/Instance/disallowPublicAccess": ["not-publicly-accessible"],
    "rds/Instance/disallowUnencryptedStorage": ["encryption-at-rest"],
    "rds/Instance/enableBackupRetention": ["backup-retention"],
    "s3/Bucket/configureReplicationConfiguration": ["s3-replication-required"],
    "s3/Bucket/configureServerSideEncryptionCustomerManagedKey": ["s3-encryption"],
    "s3/Bucket/configureServerSideEncryptionKms": ["s3-encryption"],
    "s3/Bucket/disallowPublicRead": ["no-access-for-everyone", "s3-public-access-block"],
    "s3/Bucket/enableReplicationConfiguration": ["s3-replication-required"],
    "s3/Bucket/enableServerSideEncryption": ["s3-encryption"],
    "s3/Bucket/enableServerSideEncryptionBucketKey": ["s3-encryption"],
    "secretsmanager/Secret/configureCustomerManagedKey": ["customer-managed-keys"],
  },
  reasons: {
    [OTHER_SERVICE]: [
      "appflow/ConnectorProfile/configureCustomerManagedKey",
      "appflow/Flow/configureCustomerManagedKey",
    ],
    "a description protects nothing": [
      "appflow/Flow/missingDescription",
      "athena/DataCatalog/missingDescription",
      "athena/Database/missingDescription",
      "athena/NamedQuery/missingDescription",
      "athena/Workgroup/missingDescription",
      "kms/Key/missingDescription",
      "lambda/Function/missingDescription",
      "secretsmanager/Secret/missingDescription",
    ],
    "the account has a default key for volumes (aws.ebs.DefaultKmsKey)": [
      "ebs/Volume/configureCustomerManagedKey",
      "ec2/LaunchTemplate/configureCustomerManagedKey",
    ],
    "the choice between a key of AWS and one of the owner is left to the program": [
      "efs/FileSystem/configureCustomerManagedKey",
      "rds/Cluster/configureCustomerManagedKey",
      "rds/Instance/configureCustomerManagedKey",
    ],
    [INTENT]: ["efs/FileSystem/disallowSingleAvailabilityZone"],
    "Aurora stores data in three zones; instances are counted by no rule": [
      "rds/Cluster/disallowSingleAvailabilityZone",
    ],
    "Performance Insights is always encrypted, and whether to pay for it is a choice": [
      "rds/ClusterInstance/disallowUnencryptedPerformanceInsights",
      "rds/ClusterInstance/enablePerformanceInsights",
      "rds/Instance/disallowUnencryptedPerformanceInsights",
      "rds/Instance/enablePerformanceInsights",
    ],
  },
};

/** Collections of controls that the packs are compared with. */
export const COLLECTIONS: readonly Collection[] = [AWSGUARD, COMPLIANCE_POLICIES, CDK_NAG, FSBP];
