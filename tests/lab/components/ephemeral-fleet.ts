import * as aws from "@pulumi/aws";
import { EphemeralCluster } from "../../../components/ephemeral-cluster";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });

const network = aws.ec2.getVpcOutput({ default: true }, { provider });
const subnets = ["ap-northeast-2a", "ap-northeast-2c"].map(
  (availabilityZone) =>
    aws.ec2.getSubnetOutput({ vpcId: network.id, availabilityZone, defaultForAz: true }, { provider }).id,
);

const cluster = new EphemeralCluster(
  "tide",
  {
    owner: "data@example.com",
    lifetime: { startedAt: "2026-11-23T10:00:00Z", ttlHours: 4 },
    vpcId: network.id,
    subnetIds: subnets,
    subnetType: "public",
    coreFleet: { instanceTypes: { "m5.xlarge": 1, "m5.2xlarge": 2 }, onDemandUnits: 1, spotUnits: 3 },
    scaling: { minimum: 2, maximum: 8 },
    logUri: "s3://example-logs/emr/",
    bootstrapActions: [{ name: "init", scriptUri: "s3://example-jobs/init.sh" }],
    configurations: [{ classification: "hive-site", properties: { "hive.exec.parallel": "true" } }],
    stepConcurrency: 4,
    osReleaseLabel: "2023.6.20250218.0",
    ssmAccess: true,
  },
  { provider },
);

export const { clusterId, clusterArn, masterPublicDns, expiresAt, nodeCount } = cluster;
