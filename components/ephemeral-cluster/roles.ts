import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { policyDocument, trustOfService } from "../shared/policy";
import type { EphemeralClusterArgs } from ".";
import { type ClusterPlace, dataStatements, keyStatements, serviceStatements } from "./security-groups";

/** EMR's managed policy for its service role, in the account `aws`. */
const MANAGED_POLICY = "policy/service-role/AmazonEMRServicePolicy_v2";

/** What both roles are made for. */
export interface RolesFor {
  /** Where the cluster lies. */
  readonly place: ClusterPlace;
  /** Key of the disks; undefined when they are not encrypted. */
  readonly keyArn: pulumi.Input<string> | undefined;
  /** Tags of roles and profile. */
  readonly tags: Record<string, pulumi.Input<string>>;
}

type Here = { parent: pulumi.Resource };

/** Role and instance profile of the nodes: the jobs' data, the logs, the disks' key, nothing else. */
export function nodeAccess(
  name: string,
  args: EphemeralClusterArgs,
  { place, keyArn, tags }: RolesFor,
  here: Here,
) {
  const child = `${name}-node`;
  const role = new aws.iam.Role(
    child,
    { assumeRolePolicy: trustOfService(name, "ec2.amazonaws.com"), tags },
    here,
  );
  const certificates = args.encryption ? args.encryption.certificatesUri : undefined;
  const readFrom = [...(args.readFrom ?? []), ...(certificates === undefined ? [] : [certificates])];
  const policy = new aws.iam.RolePolicy(
    child,
    {
      role: role.name,
      policy: policyDocument(name, [
        ...dataStatements(name, place.partition, readFrom, [args.logUri, ...(args.writeTo ?? [])]),
        ...(keyArn === undefined ? [] : keyStatements(keyArn, false)),
      ]),
    },
    here,
  );
  // EMR refuses a profile whose name is not its role's
  const profile = new aws.iam.InstanceProfile(child, { name: role.name, role: role.name, tags }, here);
  return { role, profile, policy };
}

/** Role of the service: EMR's managed policy, the one subnet, the one role of the nodes, the disks' key. */
export function serviceAccess(
  name: string,
  subnetId: pulumi.Input<string>,
  nodeRoleArn: pulumi.Input<string>,
  { place, keyArn, tags }: RolesFor,
  here: Here,
) {
  const child = `${name}-service`;
  const trust = trustOfService(name, "elasticmapreduce.amazonaws.com", place.account);
  const role = new aws.iam.Role(child, { assumeRolePolicy: trust, tags }, here);
  const policyArn = arn({
    partition: place.partition,
    service: "iam",
    account: "aws",
    resource: MANAGED_POLICY,
  });
  const managed = new aws.iam.RolePolicyAttachment(child, { role: role.name, policyArn }, here);
  const own = new aws.iam.RolePolicy(
    child,
    {
      role: role.name,
      policy: policyDocument(name, [
        ...serviceStatements(place, subnetId, nodeRoleArn),
        ...(keyArn === undefined ? [] : keyStatements(keyArn, true)),
      ]),
    },
    here,
  );
  return { role, policies: [managed, own] };
}
