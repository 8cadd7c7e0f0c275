import * as aws from "@pulumi/aws";
import * as awsx from "@pulumi/awsx";
import * as pulumi from "@pulumi/pulumi";
import { Network } from "../../../components/network";

const provider = new aws.Provider("oregon", { region: "us-west-2" });

/** Network with the children that it had before it passed names of zones to awsx. */
class FormerNetwork extends pulumi.ComponentResource {
  constructor(name: string, cidrBlock: string, opts: pulumi.ComponentResourceOptions) {
    super("archipelago:components:Network", name, {}, opts);
    const here = { parent: this };
    const subnetSpecs = [
      { type: "Public" as const, cidrBlocks: ["10.8.32.0/20", "10.8.96.0/20"] },
      { type: "Private" as const, cidrBlocks: ["10.8.0.0/19", "10.8.64.0/19"] },
      { type: "Isolated" as const, cidrBlocks: ["10.8.48.0/20", "10.8.112.0/20"] },
    ];
    const vpc = new awsx.ec2.Vpc(
      name,
      {
        cidrBlock,
        numberOfAvailabilityZones: 2,
        subnetStrategy: "Auto",
        subnetSpecs,
        natGateways: { strategy: "Single" },
        enableDnsSupport: true,
        enableDnsHostnames: true,
      },
      here,
    );
    const { vpcId } = vpc;
    new aws.ec2.DefaultSecurityGroup(`${name}-default-group`, { vpcId, ingress: [], egress: [] }, here);
    for (const service of ["s3", "dynamodb"])
      new aws.ec2.VpcEndpoint(
        `${name}-${service}-endpoint`,
        {
          vpcId,
          serviceName: `com.amazonaws.us-west-2.${service}`,
          vpcEndpointType: "Gateway",
          routeTableIds: vpc.routeTables.apply((tables) => tables.map((table) => table.id)),
        },
        here,
      );
    const logGroup = new aws.cloudwatch.LogGroup(`${name}-flow-logs`, { retentionInDays: 30 }, here);
    const trust = aws.iam.assumeRolePolicyForPrincipal({ Service: "vpc-flow-logs.amazonaws.com" });
    const role = new aws.iam.Role(`${name}-flow-log-role`, { assumeRolePolicy: trust }, here);
    const statement = { Effect: "Allow" as const, Action: ["logs:PutLogEvents"], Resource: logGroup.arn };
    const policy = { Version: "2012-10-17" as const, Statement: [statement] };
    const rolePolicy = new aws.iam.RolePolicy(`${name}-flow-log-policy`, { role: role.id, policy }, here);
    new aws.ec2.FlowLog(
      `${name}-flow-log`,
      {
        vpcId,
        trafficType: "ALL",
        logDestinationType: "cloud-watch-logs",
        logDestination: logGroup.arn,
        iamRoleArn: role.arn,
      },
      { ...here, dependsOn: [rolePolicy] },
    );
  }
}

const config = new pulumi.Config();
const cidrBlock = "10.8.0.0/16";
const zones = config.getNumber("zones") ?? 2;
if (config.getBoolean("optIn"))
  new aws.ec2.AvailabilityZoneGroup(
    "los-angeles",
    { groupName: "us-west-2-lax-1", optInStatus: "opted-in" },
    { provider },
  );
if (config.requireBoolean("former")) new FormerNetwork("sea", cidrBlock, { provider });
else
  new Network(
    "sea",
    { cidrBlock, zones, flowLogFields: config.getObject<string[]>("fields"), flowLogAggregationSeconds: 600 },
    { provider },
  );
