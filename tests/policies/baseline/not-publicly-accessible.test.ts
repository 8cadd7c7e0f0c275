import { notPubliclyAccessible } from "../../../policies/baseline/rules/not-publicly-accessible";
import { prove, resource } from "../../helpers/policy";
import { mutantsOf } from "../../helpers/requirements";

const blocked = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const PRIVATE = "publiclyAccessible is true, expected false";
const CLUSTER_ADVICE = "; or set vpcConfig.publicAccessCidrs to the networks of the administrators";

prove(notPubliclyAccessible, {
  compliant: [
    resource("aws:rds/instance:Instance", "database", { publiclyAccessible: false }),
    resource("aws:rds/clusterInstance:ClusterInstance", "aurora", { publiclyAccessible: false }),
    resource("aws:neptune/clusterInstance:ClusterInstance", "graph", { publiclyAccessible: false }),
    resource("aws:redshift/cluster:Cluster", "warehouse", { publiclyAccessible: false }),
    resource("aws:redshiftserverless/workgroup:Workgroup", "queries", { publiclyAccessible: false }),
    resource("aws:dms/replicationInstance:ReplicationInstance", "migration", { publiclyAccessible: false }),
    resource("aws:mq/broker:Broker", "broker", { publiclyAccessible: false }),
    resource("aws:msk/cluster:Cluster", "brokers", {
      brokerNodeGroupInfo: { connectivityInfo: { publicAccess: { type: "DISABLED" } } },
    }),
    resource("aws:sagemaker/notebookInstance:NotebookInstance", "notebook", {
      directInternetAccess: "Disabled",
    }),
    resource("aws:eks/cluster:Cluster", "kubernetes", { vpcConfig: { endpointPublicAccess: false } }),
    resource("aws:mwaa/environment:Environment", "airflow", { webserverAccessMode: "PRIVATE_ONLY" }),
    resource("aws:s3/accessPoint:AccessPoint", "access", { publicAccessBlockConfiguration: blocked }),
    resource("aws:s3control/multiRegionAccessPoint:MultiRegionAccessPoint", "access-everywhere", {
      details: { publicAccessBlock: blocked },
    }),
    resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", blocked),
    resource("aws:emr/blockPublicAccessConfiguration:BlockPublicAccessConfiguration", "emr", {
      blockPublicSecurityGroupRules: true,
    }),
    resource("aws:ebs/snapshotBlockPublicAccess:SnapshotBlockPublicAccess", "snapshots", {
      state: "block-all-sharing",
    }),
  ],
  alsoCompliant: {
    "services that are private by default": [
      resource("aws:rds/instance:Instance", "database", {}),
      resource("aws:redshift/cluster:Cluster", "warehouse", {}),
      resource("aws:msk/cluster:Cluster", "brokers", {}),
      resource("aws:mwaa/environment:Environment", "airflow", {}),
      resource("aws:s3/accessPoint:AccessPoint", "access", {}),
    ],
    "a cluster that accepts calls of one network": [
      resource("aws:eks/cluster:Cluster", "kubernetes", {
        vpcConfig: { subnetIds: ["subnet-1"], publicAccessCidrs: ["192.0.2.0/24"] },
      }),
    ],
  },
  mutants: mutantsOf([
    ["database", "publiclyAccessible", true, PRIVATE],
    ["aurora", "publiclyAccessible", true, PRIVATE],
    ["graph", "publiclyAccessible", true, PRIVATE],
    ["warehouse", "publiclyAccessible", true, PRIVATE],
    ["queries", "publiclyAccessible", true, PRIVATE],
    ["migration", "publiclyAccessible", undefined, "publiclyAccessible is missing, expected false"],
    ["broker", "publiclyAccessible", true, PRIVATE],
    [
      "brokers",
      "brokerNodeGroupInfo.connectivityInfo.publicAccess.type",
      "SERVICE_PROVIDED_EIPS",
      'brokerNodeGroupInfo.connectivityInfo.publicAccess.type is "SERVICE_PROVIDED_EIPS", expected "DISABLED"',
    ],
    ["notebook", "directInternetAccess", undefined, 'directInternetAccess is missing, expected "Disabled"'],
    [
      "kubernetes",
      "vpcConfig.endpointPublicAccess",
      undefined,
      `vpcConfig.endpointPublicAccess is missing, expected false${CLUSTER_ADVICE}`,
    ],
    [
      "kubernetes",
      "vpcConfig",
      { endpointPublicAccess: true, publicAccessCidrs: ["192.0.2.0/24", "0.0.0.0/0"] },
      `vpcConfig.endpointPublicAccess is true, expected false${CLUSTER_ADVICE}`,
    ],
    [
      "airflow",
      "webserverAccessMode",
      "PUBLIC_ONLY",
      'webserverAccessMode is "PUBLIC_ONLY", expected "PRIVATE_ONLY"',
    ],
    [
      "access",
      "publicAccessBlockConfiguration.blockPublicPolicy",
      false,
      "publicAccessBlockConfiguration.blockPublicPolicy is false, expected true",
    ],
    [
      "access-everywhere",
      "details.publicAccessBlock.blockPublicAcls",
      false,
      "details.publicAccessBlock.blockPublicAcls is false, expected true",
    ],
    ["account", "ignorePublicAcls", undefined, "ignorePublicAcls is missing, expected true"],
    ["emr", "blockPublicSecurityGroupRules", false, "blockPublicSecurityGroupRules is false, expected true"],
    [
      "snapshots",
      "state",
      "unblocked",
      'state is "unblocked", expected "block-all-sharing" or "block-new-sharing"',
    ],
  ]),
});
