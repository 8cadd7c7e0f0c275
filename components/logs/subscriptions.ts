import * as aws from "@pulumi/aws";
import type * as pulumi from "@pulumi/pulumi";
import { checkLength, checkOneOf } from "../shared/checks";
import type { Faults } from "../shared/errors";
import { policyDocument } from "../shared/policy";
import { createServiceRole } from "../shared/roles";
import type { Tags } from "../shared/tags";
import { LOG_DISTRIBUTIONS, type LogSubscriptionSpec, type LogTarget } from "./args";

/** Most subscriptions of one log group. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MAX_PER_GROUP = 2;

/** Checks the subscriptions; `groups` are the labels of the groups that allow them. */
export function checkSubscriptions(
  faults: Faults,
  subscriptions: Readonly<Record<string, LogSubscriptionSpec>>,
  groups: readonly string[],
): void {
  for (const [label, { group, pattern, target, distribution }] of Object.entries(subscriptions)) {
    const path = `subscriptions.${label}`;
    const expectedGroup = groups.length > 0 ? `one of ${groups.join(", ")}` : "a group of class STANDARD";
    faults.expect(groups.includes(group), `${path}.group`, group, expectedGroup);
    checkLength(faults, `${path}.pattern`, pattern, 0, 1024);
    checkOneOf(faults, `${path}.distribution`, distribution, LOG_DISTRIBUTIONS);
    const isUsed = distribution === undefined || "streamArn" in target;
    faults.expect(isUsed, `${path}.distribution`, distribution, "none without streamArn");
  }
  for (const group of groups) {
    const count = Object.values(subscriptions).filter((one) => one.group === group).length;
    faults.expect(
      count <= MAX_PER_GROUP,
      `subscriptions of groups.${group}`,
      count,
      `at most ${MAX_PER_GROUP}`,
    );
  }
}

/** Arguments of {@link createSubscription}. */
export interface SubscriptionArgs {
  /** Subscription. */
  readonly spec: LogSubscriptionSpec;
  /** Log group. */
  readonly logGroup: { readonly name: pulumi.Output<string>; readonly arn: pulumi.Output<string> };
  /** ARN of the policy that limits the role's permissions. */
  readonly permissionsBoundaryArn: pulumi.Input<string> | undefined;
  /** Tags of the role. */
  readonly tags: Tags | undefined;
}

/** Creates a subscription, with the permission or the role that its target needs. */
export function createSubscription(
  name: string,
  { spec, logGroup, permissionsBoundaryArn, tags }: SubscriptionArgs,
  parent: pulumi.Resource,
): void {
  const { target, pattern = "", distribution } = spec;
  const access = createAccess(name, target, logGroup.arn, permissionsBoundaryArn, tags, parent);
  new aws.cloudwatch.LogSubscriptionFilter(
    name,
    {
      logGroup: logGroup.name,
      filterPattern: pattern,
      destinationArn: arnOf(target),
      ...(access.roleArn ? { roleArn: access.roleArn } : {}),
      ...(distribution ? { distribution } : {}),
    },
    // CloudWatch Logs sends a test message to the target immediately, which needs the permission
    { parent, dependsOn: [...access.resources] },
  );
}

interface Access {
  readonly roleArn?: pulumi.Output<string>;
  readonly resources: readonly pulumi.Resource[];
}

function createAccess(
  name: string,
  target: LogTarget,
  logGroupArn: pulumi.Output<string>,
  permissionsBoundaryArn: pulumi.Input<string> | undefined,
  tags: Tags | undefined,
  parent: pulumi.Resource,
): Access {
  if ("destinationArn" in target) return { resources: [] };
  const account = aws.getCallerIdentityOutput({}, { parent }).accountId;
  if ("functionArn" in target) {
    const permission = new aws.lambda.Permission(
      `${name}-permission`,
      {
        action: "lambda:InvokeFunction",
        function: target.functionArn,
        principal: "logs.amazonaws.com",
        sourceArn: logGroupArn.apply((arn) => `${arn}:*`),
        sourceAccount: account,
      },
      { parent },
    );
    return { resources: [permission] };
  }
  const role = createServiceRole(
    `${name}-role`,
    { service: "logs.amazonaws.com", account, permissionsBoundaryArn, tags },
    parent,
  );
  const action = "streamArn" in target ? "kinesis:PutRecord" : "firehose:PutRecord";
  const policy = policyDocument(name, [{ actions: [action], resources: [arnOf(target)] }]);
  const rolePolicy = new aws.iam.RolePolicy(`${name}-policy`, { role: role.id, policy }, { parent });
  return { roleArn: role.arn, resources: [rolePolicy] };
}

function arnOf(target: LogTarget): pulumi.Input<string> {
  if ("functionArn" in target) return target.functionArn;
  if ("streamArn" in target) return target.streamArn;
  return "firehoseArn" in target ? target.firehoseArn : target.destinationArn;
}
