import { parseCidrClearingHostBits } from "../../../common/cidr";
import {
  isInternetWide,
  PUBLIC_ACCESS_FLAGS,
  type Requirement,
  type Resource,
  requirementRule,
} from "../../kit";

/** Endpoints that may have an address on the internet. */
const REQUIREMENTS: readonly Requirement[] = [
  {
    types: ["aws:rds/instance:Instance", "aws:rds/clusterInstance:ClusterInstance"],
    path: "publiclyAccessible",
    expected: false,
    absent: false,
    controls: [
      "security-hub:RDS.2",
      "cis-5.0:2.2.3",
      "cis-3.0:2.3.3",
      "checkov:CKV_AWS_17",
      "trivy:AWS-0180",
    ],
  },
  {
    types: ["aws:neptune/clusterInstance:ClusterInstance"],
    path: "publiclyAccessible",
    expected: false,
    absent: false,
    controls: ["checkov:CKV_AWS_102"],
  },
  {
    types: ["aws:redshift/cluster:Cluster"],
    path: "publiclyAccessible",
    expected: false,
    absent: false,
    controls: ["security-hub:Redshift.1", "checkov:CKV_AWS_87", "cdk-nag:AwsSolutions-RS8"],
  },
  {
    types: ["aws:redshiftserverless/workgroup:Workgroup"],
    path: "publiclyAccessible",
    expected: false,
    absent: false,
    controls: ["security-hub:RedshiftServerless.3"],
  },
  {
    types: ["aws:dms/replicationInstance:ReplicationInstance"],
    path: "publiclyAccessible",
    expected: false,
    // AWS's default is public.
    controls: ["security-hub:DMS.1", "checkov:CKV_AWS_89"],
  },
  {
    types: ["aws:mq/broker:Broker"],
    path: "publiclyAccessible",
    expected: false,
    absent: false,
    controls: ["security-hub:MQ.2", "checkov:CKV_AWS_69", "trivy:AWS-0072"],
  },
  {
    types: ["aws:msk/cluster:Cluster"],
    path: "brokerNodeGroupInfo[].connectivityInfo[].publicAccess[].type",
    expected: { oneOf: ["DISABLED"] },
    absent: "DISABLED",
    controls: ["security-hub:MSK.4", "checkov:CKV_AWS_291"],
  },
  {
    types: ["aws:sagemaker/notebookInstance:NotebookInstance"],
    path: "directInternetAccess",
    expected: { oneOf: ["Disabled"] },
    controls: [
      "security-hub:SageMaker.1",
      "checkov:CKV_AWS_122",
      "cdk-nag:AwsSolutions-SM1",
      "cdk-nag:AwsSolutions-SM3",
    ],
  },
  {
    types: ["aws:eks/cluster:Cluster"],
    path: "vpcConfig.endpointPublicAccess",
    expected: false,
    unless: hasOnlyKnownNetworks,
    advice: "or set vpcConfig.publicAccessCidrs to the networks of the administrators",
    controls: [
      "security-hub:EKS.1",
      "checkov:CKV_AWS_38",
      "checkov:CKV_AWS_39",
      "cdk-nag:AwsSolutions-EKS1",
      "trivy:AWS-0040",
      "trivy:AWS-0041",
    ],
  },
  {
    types: ["aws:mwaa/environment:Environment"],
    path: "webserverAccessMode",
    expected: { oneOf: ["PRIVATE_ONLY"] },
    absent: "PRIVATE_ONLY",
    controls: [],
  },
  ...PUBLIC_ACCESS_FLAGS.map((flag) => ({
    types: ["aws:s3/accessPoint:AccessPoint"],
    path: `publicAccessBlockConfiguration[].${flag}`,
    expected: true,
    absent: true,
    controls: ["security-hub:S3.19", "checkov:CKV_AWS_392"],
  })),
  ...PUBLIC_ACCESS_FLAGS.map((flag) => ({
    types: ["aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint"],
    path: `details.publicAccessBlock[].${flag}`,
    expected: true,
    absent: true,
    controls: ["security-hub:S3.24"],
  })),
  ...PUBLIC_ACCESS_FLAGS.map((flag) => ({
    types: ["aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock"],
    path: flag,
    expected: true,
    controls: ["security-hub:S3.1"],
  })),
  {
    types: ["aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration"],
    path: "blockPublicSecurityGroupRules",
    expected: true,
    controls: ["security-hub:EMR.2"],
  },
  {
    types: ["aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess"],
    path: "state",
    expected: { oneOf: ["block-all-sharing", "block-new-sharing"] },
    controls: ["security-hub:EC2.182"],
  },
];

/** A database with a public address is one password away from everyone. */
export const notPubliclyAccessible = requirementRule({
  name: "not-publicly-accessible",
  title: "Data services have no public address",
  description:
    "Databases, brokers, notebooks and control planes have no endpoint on the internet, and settings that block public access stay on.",
  level: "mandatory",
  severity: "critical",
  topic: "network",
  remediationSteps:
    "Set the property of the message; reach the endpoint from its VPC, through Session Manager, a VPN or a peering.",
  url: "https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/protecting-networks.html",
  requirements: REQUIREMENTS,
});

/** Whether the public endpoint of a cluster accepts calls of some networks only. */
function hasOnlyKnownNetworks(cluster: Resource): boolean {
  const blocks = cluster
    .strings("vpcConfig.publicAccessCidrs")
    .map((text) => parseCidrClearingHostBits(text));
  return blocks.length > 0 && blocks.every((block) => block !== undefined && !isInternetWide(block));
}
