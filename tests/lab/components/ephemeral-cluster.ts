import * as aws from "@pulumi/aws";
import { EphemeralCluster } from "../../../components/ephemeral-cluster";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });

const vpc = new aws.ec2.Vpc("tide", { cidrBlock: "10.8.0.0/16" }, { provider });
const subnet = new aws.ec2.Subnet("tide", { vpcId: vpc.id, cidrBlock: "10.8.0.0/24" }, { provider });
const nat = new aws.ec2.NatGateway(
  "tide",
  { subnetId: subnet.id, connectivityType: "private" },
  { provider },
);
const routes = new aws.ec2.RouteTable(
  "tide",
  { vpcId: vpc.id, routes: [{ cidrBlock: "0.0.0.0/0", natGatewayId: nat.id }] },
  { provider },
);
const association = new aws.ec2.RouteTableAssociation(
  "tide",
  { subnetId: subnet.id, routeTableId: routes.id },
  { provider },
);

const cluster = new EphemeralCluster(
  "tide",
  {
    owner: "data@example.com",
    lifetime: { startedAt: "2026-11-23T10:00:00Z", ttlHours: 4 },
    vpcId: vpc.id,
    subnetIds: [subnet.id],
    logUri: "s3://example-logs/emr/",
    readFrom: ["s3://example-in/"],
    writeTo: ["s3://example-out/"],
    steps: [{ name: "report", args: ["spark-submit", "s3://example-in/report.py"] }],
    scaling: { minimum: 2, maximum: 20 },
    tags: { team: "harbour" },
  },
  { provider, dependsOn: [association] },
);

export const { clusterId, clusterArn, masterPublicDns, expiresAt, nodeCount } = cluster;
