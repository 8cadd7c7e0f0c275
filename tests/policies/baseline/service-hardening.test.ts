import { serviceHardening } from "../../../policies/baseline/rules/service-hardening";
import { resource } from "../../helpers/policy";
import { proveTable } from "../../helpers/requirements";

const notebook = { rootAccess: "Disabled", subnetId: "subnet-1" };
const repository = { imageTagMutability: "IMMUTABLE", imageScanningConfiguration: { scanOnPush: true } };
const database = { multiAz: true, iamDatabaseAuthenticationEnabled: true, copyTagsToSnapshot: true };
const IMMUTABLE = '"IMMUTABLE" or "IMMUTABLE_WITH_EXCLUSION"';
const NOTEBOOK = "aws:sagemaker/notebookInstance:NotebookInstance";
const REPOSITORY = "aws:ecr/repository:Repository";
const GROUP = "aws:elasticache/replicationGroup:ReplicationGroup";

proveTable(
  serviceHardening,
  [
    [NOTEBOOK, "rootAccess", "Disabled", undefined, '"Disabled"', notebook],
    [NOTEBOOK, "subnetId", "subnet-1", undefined, "a value", notebook],
    ["aws:sagemaker/model:Model", "enableNetworkIsolation", true, undefined, "true"],
    [
      "aws:codebuild/project:Project",
      "environment.privilegedMode",
      false,
      true,
      "false; unless the project builds images",
    ],
    [
      "aws:ec2transitgateway/transitGateway:TransitGateway",
      "autoAcceptSharedAttachments",
      "disable",
      "enable",
      '"disable"',
    ],
    ["aws:ec2/vpcEndpointService:VpcEndpointService", "acceptanceRequired", true, false, "true"],
    [REPOSITORY, "imageTagMutability", "IMMUTABLE", "MUTABLE", IMMUTABLE, repository],
    [REPOSITORY, "imageScanningConfiguration.scanOnPush", true, false, "true", repository],
    ["aws:rds/instance:Instance", "iamDatabaseAuthenticationEnabled", true, undefined, "true", database],
    ["aws:rds/instance:Instance", "multiAz", true, undefined, "true", database],
    [
      "aws:cloudfront/distribution:Distribution",
      "viewerCertificate.sslSupportMethod",
      "sni-only",
      "vip",
      '"sni-only"',
    ],
    ["aws:wafv2/webAcl:WebAcl", "rules", [{ name: "rate" }], undefined, "one item or more"],
    ["aws:rds/cluster:Cluster", "copyTagsToSnapshot", true, undefined, "true", database],
    ["aws:rds/clusterInstance:ClusterInstance", "autoMinorVersionUpgrade", true, false, "true"],
    ["aws:mq/broker:Broker", "autoMinorVersionUpgrade", true, undefined, "true"],
    ["aws:dms/replicationInstance:ReplicationInstance", "autoMinorVersionUpgrade", true, undefined, "true"],
    ["aws:elasticache/cluster:Cluster", "autoMinorVersionUpgrade", "true", "false", "true"],
    [GROUP, "automaticFailoverEnabled", true, undefined, "true"],
    [
      "aws:redshift/cluster:Cluster",
      "allowVersionUpgrade",
      true,
      false,
      "true",
      { enhancedVpcRouting: true },
    ],
    ["aws:redshift/cluster:Cluster", "enhancedVpcRouting", true, undefined, "true"],
    [
      "aws:lb/loadBalancer:LoadBalancer",
      "desyncMitigationMode",
      "strictest",
      "monitor",
      '"defensive" or "strictest"',
    ],
    [
      "aws:appsync/graphQLApi:GraphQLApi",
      "authenticationType",
      "AWS_IAM",
      "API_KEY",
      '"AWS_IAM" or "AMAZON_COGNITO_USER_POOLS" or "OPENID_CONNECT" or "AWS_LAMBDA"; an API key is in every client',
    ],
    [
      "aws:efs/accessPoint:AccessPoint",
      "rootDirectory.path",
      "/data",
      undefined,
      "a value",
      { posixUser: { uid: 1 } },
    ],
    [
      "aws:efs/accessPoint:AccessPoint",
      "posixUser.uid",
      1000,
      undefined,
      "a value",
      { rootDirectory: { path: "/a" } },
    ],
    ["aws:networkfirewall/firewall:Firewall", "deleteProtection", true, undefined, "true"],
    ["aws:guardduty/detector:Detector", "enable", true, false, "true"],
    ["aws:cfg/recorder:Recorder", "recordingGroup.allSupported", true, false, "true"],
    ["aws:cfg/recorderStatus:RecorderStatus", "isEnabled", true, false, "true"],
    [
      "aws:transfer/server:Server",
      "securityPolicyName",
      "TransferSecurityPolicy-2024-01",
      undefined,
      "a value; the default policy of 2018 accepts weak algorithms",
    ],
    [
      "aws:cognito/userPoolClient:UserPoolClient",
      "preventUserExistenceErrors",
      "ENABLED",
      "LEGACY",
      '"ENABLED"',
    ],
    [
      "aws:secretsmanager/secretRotation:SecretRotation",
      "rotationRules.automaticallyAfterDays",
      30,
      365,
      "90 or less days",
    ],
    ["aws:ec2/instance:Instance", "monitoring", true, undefined, "true"],
  ],
  {
    "a database whose engine has no IAM authentication": [
      resource("aws:rds/instance:Instance", "legacy", {
        engine: "oracle-ee",
        copyTagsToSnapshot: true,
        multiAz: true,
      }),
    ],
    "a rotation by schedule": [
      resource("aws:secretsmanager/secretRotation:SecretRotation", "rotation", {
        rotationRules: { scheduleExpression: "rate(10 days)" },
      }),
    ],
  },
);
