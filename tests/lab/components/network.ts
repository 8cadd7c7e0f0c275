import * as aws from "@pulumi/aws";
import { Network } from "../../../components/network";

const provider = new aws.Provider("seoul", { region: "ap-northeast-2" });

const network = new Network(
  "sea",
  { cidrBlock: "10.8.0.0/16", zones: 2, nat: "single", tags: { team: "harbour" } },
  { provider },
);

export const { vpcId, publicSubnetIds, privateSubnetIds, isolatedSubnetIds, cidrBlock } = network;
export const { defaultSecurityGroupId, flowLogGroupName } = network;
