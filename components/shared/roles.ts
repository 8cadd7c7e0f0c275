import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { fromAccount, policyDocument } from "./policy";
import type { Tags } from "./tags";

/** Arguments of {@link createServiceRole}. */
export interface ServiceRoleArgs {
  /** Service that may assume the role, such as `ec2.amazonaws.com`. */
  readonly service: string;
  /** Account for which the service must act. @default - any */
  readonly account?: pulumi.Input<string> | undefined;
  /** ARN of the policy that limits the role's permissions. */
  readonly permissionsBoundaryArn: pulumi.Input<string> | undefined;
  /** Tags of the role. */
  readonly tags: Tags | undefined;
}

/** Creates a role that one AWS service may assume. */
export function createServiceRole(
  name: string,
  { service, account, permissionsBoundaryArn, tags }: ServiceRoleArgs,
  parent: pulumi.Resource,
): aws.iam.Role {
  const trust = {
    principals: { services: [service] },
    actions: ["sts:AssumeRole"],
    conditions: account ? [fromAccount(account)] : [],
  };
  return new aws.iam.Role(
    name,
    {
      assumeRolePolicy: policyDocument(name, [trust]),
      ...(permissionsBoundaryArn ? { permissionsBoundary: permissionsBoundaryArn } : {}),
      ...(tags ? { tags } : {}),
    },
    { parent },
  );
}
