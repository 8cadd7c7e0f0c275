import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import type { ClusterStep } from ".";
import type { ClusterPlan } from "./plan";

/**
 * Tag without which EMR's managed policy lets the service touch nothing.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-managed-iam-policies.html
 */
export const EMR_TAG = { "for-use-with-amazon-emr-managed-policies": "true" };

type Here = { parent: pulumi.Resource };
type Tags = Record<string, pulumi.Input<string>>;

/** A key for the disks of one cluster; it goes with it, after the shortest wait that KMS knows. */
export function diskKey(name: string, tags: Tags, here: Here): aws.kms.Key {
  return new aws.kms.Key(
    `${name}-disks`,
    { description: `Disks of ${name}.`, enableKeyRotation: true, deletionWindowInDays: 7, tags },
    here,
  );
}

/**
 * Security groups of master, other nodes and EMR's access to a private subnet. EMR's default groups would outlive the
 * cluster and, pointing at each other, block the network's removal; it adds its rules to these as well, hence revokeRulesOnDelete.
 *
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-man-sec-groups.html
 */
export function clusterGroups(name: string, vpcId: pulumi.Input<string>, tags: Tags, here: Here) {
  const group = (role: string, description: string) =>
    new aws.ec2.SecurityGroup(
      `${name}-${role}`,
      { vpcId, description, revokeRulesOnDelete: true, tags },
      here,
    );
  const master = group("master", "EMR master node");
  const core = group("core", "EMR core and task nodes");
  const service = group("service-access", "EMR service access to a private subnet");
  const outward = (role: string, from: aws.ec2.SecurityGroup) =>
    new aws.vpc.SecurityGroupEgressRule(
      `${name}-${role}-outward`,
      {
        securityGroupId: from.id,
        ipProtocol: "-1",
        cidrIpv4: "0.0.0.0/0",
        description: "S3, KMS and EMR, through the network's own ways out",
      },
      here,
    );
  const secretAgent = new aws.vpc.SecurityGroupIngressRule(
    `${name}-service-access-from-master`,
    {
      securityGroupId: service.id,
      referencedSecurityGroupId: master.id,
      ipProtocol: "tcp",
      fromPort: 9443,
      toPort: 9443,
      description: "Master to EMR's secret agent",
    },
    here,
  );
  return { master, core, service, rules: [outward("master", master), outward("core", core), secretAgent] };
}

/** The group of all nodes but the master. */
export function coreGroup({ coreInstanceType, nodes, dataDiskGib }: ClusterPlan) {
  return {
    instanceType: coreInstanceType,
    instanceCount: nodes - 1,
    ebsConfigs: [{ type: "gp3", size: dataDiskGib, volumesPerInstance: 1 }],
  };
}

/** A step in EMR's words. */
export function stepInputs({ name, jar, args = [], onFailure }: ClusterStep) {
  return {
    name,
    actionOnFailure: onFailure ?? "TERMINATE_CLUSTER",
    hadoopJarStep: { jar: jar ?? "command-runner.jar", args: [...args] },
  };
}
