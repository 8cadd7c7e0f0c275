import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ResolvedEphemeralClusterArgs } from "./resolve";

type Tags = Readonly<Record<string, pulumi.Input<string>>>;

/**
 * Creates the security groups of master, other nodes and, in a private subnet, EMR's access, with their rules.
 *
 * EMR's default groups would remain after the cluster and, since they refer to each other, block the deletion of the VPC. EMR
 * adds its own rules to these groups as well, which revokeRulesOnDelete removes.
 *
 * @param ruleTags tags of the rules; a reaper goes by the groups, so the rules need only the caller's
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 */
export function createSecurityGroups(
  name: string,
  { vpcId, subnetType }: ResolvedEphemeralClusterArgs,
  tags: Tags,
  ruleTags: Tags | undefined,
  parent: pulumi.Resource,
) {
  const createGroup = (role: string, description: string) =>
    new aws.ec2.SecurityGroup(
      `${name}-${role}`,
      { vpcId, description, revokeRulesOnDelete: true, tags },
      { parent },
    );
  const master = createGroup("master", "EMR master node");
  const core = createGroup("core", "EMR core and task nodes");
  const common = ruleTags ? { tags: ruleTags } : {};
  const createEgressRule = (role: string, group: aws.ec2.SecurityGroup) =>
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-${role}-outward`,
      {
        securityGroupId: group.id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        description: "S3, KMS and EMR, through the network's own ways out",
        ...common,
      },
      { parent },
    );
  const rules: pulumi.Resource[] = [createEgressRule("master", master), createEgressRule("core", core)];
  if (subnetType === "public") return { master, core, service: undefined, rules };
  const service = createGroup("service-access", "EMR service access to a private subnet");
  rules.push(
    new aws.vpc.SecurityGroupIngressRule(
      `${name}-service-access-from-master`,
      {
        securityGroupId: service.id,
        referencedSecurityGroupId: master.id,
        ipProtocol: "tcp",
        fromPort: 9443,
        toPort: 9443,
        description: "Master to EMR's secret agent",
        ...common,
      },
      { parent },
    ),
  );
  return { master, core, service, rules };
}
