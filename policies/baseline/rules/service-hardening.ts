import { type Requirement, requirementRule } from "../../kit";

/** Defaults and choices that weaken a service, besides those about encryption, access, logs and backups. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:rds/instance:Instance"],
    path: "multiAz",
    expected: true,
    // Aurora and replicas have other copies.
    unless: (instance) =>
      instance.isSet("replicateSourceDb") || /^aurora/.test(instance.string("engine") ?? ""),
    controls: ["security-hub:RDS.5", "checkov:CKV_AWS_157", "cdk-nag:AwsSolutions-RDS3"],
  },
  {
    types: ["aws:cloudfront/distribution:Distribution"],
    path: "viewerCertificate[].sslSupportMethod",
    expected: { oneOf: ["sni-only"] },
    absent: "sni-only",
    controls: ["security-hub:CloudFront.8"],
  },
  {
    types: ["aws:wafv2/webAcl:WebAcl"],
    path: "rules",
    expected: "items",
    unless: (acl) => acl.isSet("ruleJson"),
    controls: ["security-hub:WAF.10", "checkov:CKV_AWS_175"],
  },
  {
    types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
    path: "rootAccess",
    expected: { oneOf: ["Disabled"] },
    controls: ["security-hub:SageMaker.3", "checkov:CKV_AWS_307"],
  },
  {
    types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
    path: "subnetId",
    expected: "set",
    controls: ["security-hub:SageMaker.2", "checkov:CKV_AWS_306", "cdk-nag:AwsSolutions-SM1"],
  },
  {
    types: ["aws:sagemaker/model:Model"],
    path: "enableNetworkIsolation",
    expected: true,
    controls: ["security-hub:SageMaker.5", "checkov:CKV_AWS_370"],
  },
  {
    types: ["aws:codebuild/project:Project"],
    path: "environment.privilegedMode",
    expected: false,
    absent: false,
    advice: "unless the project builds images",
    controls: ["security-hub:CodeBuild.5", "checkov:CKV_AWS_316"],
  },
  {
    types: ["aws:ec2transitgateway/transitGateway:TransitGateway"],
    path: "autoAcceptSharedAttachments",
    expected: { oneOf: ["disable"] },
    absent: "disable",
    controls: ["security-hub:EC2.23", "checkov:CKV_AWS_331"],
  },
  {
    types: ["aws:ec2/vpcEndpointService:VpcEndpointService"],
    path: "acceptanceRequired",
    expected: true,
    controls: ["checkov:CKV_AWS_123"],
  },
  {
    types: ["aws:ecr/repository:Repository"],
    path: "imageTagMutability",
    expected: { oneOf: ["IMMUTABLE", "IMMUTABLE_WITH_EXCLUSION"] },
    controls: ["security-hub:ECR.2", "checkov:CKV_AWS_51", "trivy:AWS-0031"],
  },
  {
    types: ["aws:ecr/repository:Repository"],
    path: "imageScanningConfiguration.scanOnPush",
    expected: true,
    // The registry scans all repositories.
    unless: (_repository, { stack }) =>
      (stack?.ofTypes(["aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration"]).length ?? 0) >
      0,
    controls: ["security-hub:ECR.1", "checkov:CKV_AWS_163", "trivy:AWS-0030"],
  },
  {
    types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster", "aws:neptune/cluster:Cluster"],
    path: "iamDatabaseAuthenticationEnabled",
    expected: true,
    unless: (database) => /^(oracle|sqlserver|custom|db2)/.test(database.string("engine") ?? ""),
    controls: [
      "security-hub:RDS.10",
      "security-hub:RDS.12",
      "security-hub:Neptune.7",
      "checkov:CKV_AWS_161",
      "checkov:CKV_AWS_162",
      "cdk-nag:AwsSolutions-RDS6",
      "cdk-nag:AwsSolutions-N5",
    ],
  },
  {
    types: [
      "aws:rds/instance:Instance",
      "aws:rds/clusterInstance:ClusterInstance",
      "aws:neptune/clusterInstance:ClusterInstance",
    ],
    path: "autoMinorVersionUpgrade",
    expected: true,
    absent: true,
    controls: ["security-hub:RDS.13", "checkov:CKV_AWS_226", "cdk-nag:AwsSolutions-N2"],
  },
  {
    types: ["aws:mq/broker:Broker"],
    path: "autoMinorVersionUpgrade",
    expected: true,
    controls: ["security-hub:MQ.3", "checkov:CKV_AWS_207"],
  },
  {
    types: ["aws:dms/replicationInstance:ReplicationInstance"],
    path: "autoMinorVersionUpgrade",
    expected: true,
    controls: ["security-hub:DMS.6", "checkov:CKV_AWS_222"],
  },
  {
    types: ["aws:elasticache/replicationGroup:ReplicationGroup", "aws:elasticache/cluster:Cluster"],
    path: "autoMinorVersionUpgrade",
    expected: true,
    absent: true,
    controls: ["security-hub:ElastiCache.2", "checkov:CKV_AWS_322"],
  },
  {
    types: ["aws:redshift/cluster:Cluster"],
    path: "allowVersionUpgrade",
    expected: true,
    absent: true,
    controls: ["security-hub:Redshift.6", "checkov:CKV_AWS_141", "cdk-nag:AwsSolutions-RS9"],
  },
  {
    types: ["aws:redshift/cluster:Cluster"],
    path: "enhancedVpcRouting",
    expected: true,
    controls: ["security-hub:Redshift.7", "checkov:CKV_AWS_321"],
  },
  {
    types: ["aws:rds/instance:Instance", "aws:rds/cluster:Cluster"],
    path: "copyTagsToSnapshot",
    expected: true,
    unless: (database) =>
      database.type === "aws:rds/instance:Instance" && database.isSet("replicateSourceDb"),
    controls: ["security-hub:RDS.16", "security-hub:RDS.17", "checkov:CKV_AWS_313", "checkov:CKV2_AWS_60"],
  },
  {
    types: ["aws:elasticache/replicationGroup:ReplicationGroup"],
    path: "automaticFailoverEnabled",
    expected: true,
    unless: (group) => group.isSet("globalReplicationGroupId"),
    controls: ["security-hub:ElastiCache.3", "checkov:CKV2_AWS_50", "cdk-nag:AwsSolutions-AEC4"],
  },
  {
    types: [
      "aws:lb/loadBalancer:LoadBalancer",
      "aws:alb/loadBalancer:LoadBalancer",
      "aws:elb/loadBalancer:LoadBalancer",
    ],
    path: "desyncMitigationMode",
    expected: { oneOf: ["defensive", "strictest"] },
    absent: "defensive",
    controls: ["security-hub:ELB.12", "security-hub:ELB.14", "checkov:CKV_AWS_328"],
  },
  {
    types: ["aws:appsync/graphQLApi:GraphQLApi"],
    path: "authenticationType",
    expected: { oneOf: ["AWS_IAM", "AMAZON_COGNITO_USER_POOLS", "OPENID_CONNECT", "AWS_LAMBDA"] },
    advice: "an API key is in every client",
    controls: ["security-hub:AppSync.5"],
  },
  {
    types: ["aws:efs/accessPoint:AccessPoint"],
    path: "rootDirectory.path",
    expected: "set",
    controls: ["security-hub:EFS.3", "checkov:CKV_AWS_329"],
  },
  {
    types: ["aws:efs/accessPoint:AccessPoint"],
    path: "posixUser.uid",
    expected: "set",
    controls: ["security-hub:EFS.4", "checkov:CKV_AWS_330"],
  },
  {
    types: ["aws:networkfirewall/firewall:Firewall"],
    path: "deleteProtection",
    expected: true,
    controls: ["security-hub:NetworkFirewall.9", "checkov:CKV_AWS_344"],
  },
  {
    types: ["aws:guardduty/detector:Detector"],
    path: "enable",
    expected: true,
    absent: true,
    controls: ["security-hub:GuardDuty.1", "checkov:CKV_AWS_238"],
  },
  {
    types: ["aws:cfg/recorder:Recorder"],
    path: "recordingGroup[].allSupported",
    expected: true,
    absent: true,
    controls: ["security-hub:Config.1", "cis-5.0:3.3", "checkov:CKV2_AWS_48"],
  },
  {
    types: ["aws:cfg/recorderStatus:RecorderStatus"],
    path: "isEnabled",
    expected: true,
    controls: ["security-hub:Config.1", "checkov:CKV2_AWS_45"],
  },
  {
    types: ["aws:transfer/server:Server"],
    path: "securityPolicyName",
    expected: "set",
    advice: "the default policy of 2018 accepts weak algorithms",
    controls: ["checkov:CKV_AWS_380"],
  },
  {
    types: ["aws:cognito/userPoolClient:UserPoolClient"],
    path: "preventUserExistenceErrors",
    expected: { oneOf: ["ENABLED"] },
    controls: [],
  },
  {
    types: ["aws:secretsmanager/secretRotation:SecretRotation"],
    path: "rotationRules.automaticallyAfterDays",
    expected: { max: 90, unit: "days" },
    unless: (rotation) => rotation.isSet("rotationRules.scheduleExpression"),
    controls: ["security-hub:SecretsManager.4", "checkov:CKV_AWS_304"],
  },
  {
    types: ["aws:ec2/instance:Instance"],
    path: "monitoring",
    expected: true,
    controls: [
      "checkov:CKV_AWS_126",
      "cdk-nag:AwsSolutions-EC28",
      "config:EC2_INSTANCE_DETAILED_MONITORING_ENABLED",
    ],
  },
];

/** Each of these is a small weakness that an attacker or an outage combines with another. */
export const serviceHardening = requirementRule({
  name: "service-hardening",
  title: "Services have no weak settings",
  description:
    "Notebooks, builds, images, databases, gateways and detectors have none of the settings that weaken them.",
  level: "advisory",
  severity: "low",
  topic: "apps",
  remediationSteps: "Set the property of the message.",
  url: "https://docs.aws.amazon.com/securityhub/latest/userguide/fsbp-standard.html",
  requirements: REQUIREMENTS,
});
