import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import {
  type ClusterLocation,
  dataStatements,
  logKeyStatements,
  nodeKeyStatements,
  serviceKeyStatements,
  serviceStatements,
} from "./permissions";
import type { ResolvedEphemeralClusterArgs } from "./resolve";

/** EMR's managed policy for its service role, in the account `aws`. */
const MANAGED_POLICY = "policy/service-role/AmazonEMRServicePolicy_v2";

/** Policy of Session Manager for instances. @see https://docs.aws.amazon.com/systems-manager/latest/userguide/session-manager.html */
const SSM_POLICY = "policy/AmazonSSMManagedInstanceCore";

/** Values that both roles depend on. */
export interface RoleContext {
  /** Partition, region and account of the cluster. */
  readonly location: ClusterLocation;
  /** Key of the disks; undefined when they are not encrypted. */
  readonly keyArn: pulumi.Input<string> | undefined;
  /** Tags of roles and profile. */
  readonly tags: Record<string, pulumi.Input<string>>;
}

/** Creates role and instance profile of the nodes, which may use the jobs' data, the logs and the disks' key. */
export function createNodeRole(
  name: string,
  args: ResolvedEphemeralClusterArgs,
  { location, keyArn, tags }: RoleContext,
  parent: pulumi.Resource,
) {
  const child = `${name}-node`;
  const { permissionsBoundaryArn } = args;
  const role = createServiceRole(
    child,
    { service: "ec2.amazonaws.com", permissionsBoundaryArn, tags },
    parent,
  );
  const certificatesUri = args.encryption ? args.encryption.certificatesUri : undefined;
  const readFrom = [
    ...(args.readFrom ?? []),
    ...(args.bootstrapActions ?? []).map(({ scriptUri }) => scriptUri),
    ...(certificatesUri === undefined ? [] : [certificatesUri]),
  ];
  const writeTo = [args.logUri, ...(args.writeTo ?? [])];
  const policy = new aws.iam.RolePolicy(
    child,
    {
      role: role.name,
      policy: policyDocument(name, [
        ...dataStatements(name, location.partition, readFrom, writeTo),
        ...(keyArn === undefined ? [] : nodeKeyStatements(keyArn)),
        ...(args.logKmsKeyArn === undefined ? [] : logKeyStatements(args.logKmsKeyArn)),
      ]),
    },
    { parent },
  );
  const ssm = args.ssmAccess
    ? [
        new aws.iam.RolePolicyAttachment(
          `${child}-ssm`,
          { role: role.name, policyArn: managedPolicyArn(location, SSM_POLICY) },
          { parent },
        ),
      ]
    : [];
  // EMR rejects a profile whose name differs from its role's
  const profile = new aws.iam.InstanceProfile(child, { name: role.name, role: role.name, tags }, { parent });
  return { role, profile, policies: [policy, ...ssm] };
}

/** Creates the role of EMR's service: its managed policy, the subnets, the one role of the nodes, the disks' key. */
export function createEmrRole(
  name: string,
  args: ResolvedEphemeralClusterArgs,
  nodeRoleArn: pulumi.Input<string>,
  { location, keyArn, tags }: RoleContext,
  parent: pulumi.Resource,
) {
  const child = `${name}-service`;
  const { permissionsBoundaryArn } = args;
  const role = createServiceRole(
    child,
    { service: "elasticmapreduce.amazonaws.com", account: location.account, permissionsBoundaryArn, tags },
    parent,
  );
  const policyArn = managedPolicyArn(location, MANAGED_POLICY);
  const managedPolicy = new aws.iam.RolePolicyAttachment(child, { role: role.name, policyArn }, { parent });
  const ownPolicy = new aws.iam.RolePolicy(
    child,
    {
      role: role.name,
      policy: policyDocument(name, [
        ...serviceStatements(location, args.subnetIds, nodeRoleArn),
        ...(keyArn === undefined ? [] : serviceKeyStatements(keyArn)),
      ]),
    },
    { parent },
  );
  return { role, policies: [managedPolicy, ownPolicy] };
}

function managedPolicyArn({ partition }: ClusterLocation, resource: string): pulumi.Output<string> {
  return arn({ partition, service: "iam", account: "aws", resource });
}
