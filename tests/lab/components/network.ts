import * as aws from "@pulumi/aws";
import { Network } from "../../../components/network";

const seoul = new aws.Provider("seoul", { region: "ap-northeast-2" });
const frankfurt = new aws.Provider("frankfurt", { region: "eu-central-1" });

const network = new Network(
  "sea",
  { cidrBlock: "10.8.0.0/16", zones: 2, nat: "single", tags: { team: "harbour" } },
  { provider: seoul },
);
const logs = new aws.s3.Bucket("logs", {}, { provider: frankfurt });
new Network(
  "creek",
  {
    cidrBlock: "10.9.0.0/20",
    zones: 1,
    nat: "none",
    gatewayAccess: "account",
    flowLogDestination: "s3",
    flowLogBucketArn: logs.arn,
    flowLogFileFormat: "parquet",
  },
  { provider: frankfurt },
);
new Network(
  "deep",
  { cidrBlock: "10.10.0.0/16", zones: 3, nat: "perAz", publicIpOnLaunch: true, flowLogTraffic: "REJECT" },
  { provider: frankfurt },
);

export const { vpcId, publicSubnetIds, privateSubnetIds, isolatedSubnetIds, cidrBlock } = network;
export const { defaultSecurityGroupId, flowLogGroupName } = network;
