import { DISTRIBUTION } from "./apps";
import { CLASSIC_LOAD_BALANCER, LOAD_BALANCER } from "./network";

/** Hosted zones of Route 53. */
export const ZONE = ["aws:route53/zone:Zone"] as const;
/** Records of Route 53. */
export const RECORD = ["aws:route53/record:Record"] as const;
/** Health checks of Route 53. */
export const HEALTH_CHECK = ["aws:route53/healthCheck:HealthCheck"] as const;
/** Distributions of CloudFront, multi-tenant ones included. */
export const ANY_DISTRIBUTION = [
  ...DISTRIBUTION,
  "aws:cloudfront/multitenantDistribution:MultitenantDistribution",
] as const;
/** Certificates of ACM. */
export const CERTIFICATE = ["aws:acm/certificate:Certificate"] as const;
/** Resources that wait until a certificate is issued and pass on its ARN. */
export const CERTIFICATE_VALIDATION = ["aws:acm/certificateValidation:CertificateValidation"] as const;
/** Tables of DynamoDB. */
export const TABLE = ["aws:dynamodb/table:Table"] as const;
/** Replicas of tables as separate resources. */
export const TABLE_REPLICA = ["aws:dynamodb/tableReplica:TableReplica"] as const;
/** Keys of KMS that are no replicas. */
export const KEY = ["aws:kms/key:Key", "aws:kms/externalKey:ExternalKey"] as const;
/** Replicas of multi-Region keys. */
export const REPLICA_KEY = [
  "aws:kms/replicaKey:ReplicaKey",
  "aws:kms/replicaExternalKey:ReplicaExternalKey",
] as const;
/** Aliases of KMS keys. */
export const KEY_ALIAS = ["aws:kms/alias:Alias"] as const;
/** Endpoints in one region. */
export const ENDPOINT = [
  ...LOAD_BALANCER,
  ...CLASSIC_LOAD_BALANCER,
  "aws:s3/bucket:Bucket",
  "aws:s3/bucketV2:BucketV2",
  "aws:s3/bucketWebsiteConfiguration:BucketWebsiteConfiguration",
  "aws:s3/bucketWebsiteConfigurationV2:BucketWebsiteConfigurationV2",
  "aws:apigateway/restApi:RestApi",
  "aws:apigateway/stage:Stage",
  "aws:apigateway/deployment:Deployment",
  "aws:apigateway/domainName:DomainName",
  "aws:apigatewayv2/api:Api",
  "aws:apigatewayv2/stage:Stage",
  "aws:apigatewayv2/domainName:DomainName",
  "aws:lambda/functionUrl:FunctionUrl",
  "aws:apprunner/service:Service",
  "aws:elasticbeanstalk/environment:Environment",
  "aws:ec2/instance:Instance",
  "aws:ec2/eip:Eip",
  "aws:ec2/vpcEndpoint:VpcEndpoint",
] as const;
