import * as aws from "@pulumi/aws";
import * as pulumi from "@pulumi/pulumi";
import { arn } from "../shared/arn";
import { type PolicyStatement, policyDocument } from "../shared/policy";
import type { AccountFacts } from "./account-facts";
import type { ResolvedNetworkArgs } from "./resolve";
import type { TierRouteTables } from "./tiers";

/** Services with gateway endpoints. @see https://docs.aws.amazon.com/vpc/latest/privatelink/gateway-endpoints.html */
const SERVICES = ["s3", "dynamodb"] as const;

type GatewayService = (typeof SERVICES)[number];

/**
 * Buckets from which AWS distributes what instances without internet access need.
 *
 * @see https://docs.aws.amazon.com/systems-manager/latest/userguide/ssm-agent-technical-details.html#ssm-agent-minimum-s3-permissions
 * @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/download-CloudWatch-Agent-on-EC2-Instance-commandline-first.html
 * @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/private-subnet-iampolicy.html for the repositories of Amazon Linux
 * @see https://docs.aws.amazon.com/AmazonECR/latest/userguide/vpc-endpoints.html#ecr-minimum-s3-perms
 */
const DISTRIBUTION_BUCKETS: readonly ((region: string) => string)[] = [
  (region) => `aws-ssm-${region}`,
  (region) => `aws-windows-downloads-${region}`,
  (region) => `amazon-ssm-${region}`,
  (region) => `amazon-ssm-packages-${region}`,
  (region) => `${region}-birdwatcher-prod`,
  (region) => `aws-ssm-distributor-file-${region}`,
  (region) => `aws-ssm-document-attachments-${region}`,
  (region) => `patch-baseline-snapshot-${region}`,
  (region) => `amazoncloudwatch-agent-${region}`,
  (region) => `al2023-repos-${region}-de612dc2`,
  (region) => `amazonlinux-2-repos-${region}`,
  (region) => `amazonlinux.${region}.amazonaws.com`,
  (region) => `prod-${region}-starport-layer-bucket`,
];

/**
 * Creates the gateway endpoints for S3 and DynamoDB: one of each for public and private subnets, and one for isolated subnets, whose
 * policy allows only the account's own buckets and tables.
 */
export function createGatewayEndpoints(
  name: string,
  vpcId: pulumi.Input<string>,
  routeTables: TierRouteTables,
  args: ResolvedNetworkArgs,
  facts: AccountFacts,
  parent: pulumi.Resource,
): void {
  const { gatewayAccess, trustedBuckets = [], tags } = args;
  for (const service of SERVICES) {
    const common = {
      vpcId,
      serviceName: pulumi.interpolate`com.amazonaws.${facts.region}.${service}`,
      vpcEndpointType: "Gateway",
      ...(tags ? { tags } : {}),
    };
    const restricted = policyDocument(name, restrictedStatements(service, facts, trustedBuckets));
    const routed = new aws.ec2.VpcEndpoint(
      `${name}-${service}-endpoint`,
      {
        ...common,
        routeTableIds: routeTables.routed,
        policy: gatewayAccess === "account" ? restricted : policyDocument(name, [anyAccess(service)]),
      },
      { parent },
    );
    new aws.ec2.VpcEndpoint(
      `${name}-isolated-${service}-endpoint`,
      { ...common, routeTableIds: routeTables.isolated, policy: restricted },
      // a route table can use one endpoint of a service: a former version associated the isolated ones with the other endpoint
      { parent, dependsOn: [routed] },
    );
  }
}

function anyAccess(service: GatewayService): PolicyStatement {
  return {
    sid: "AnyAccount",
    principals: "everyone",
    actions: [`${service}:*`],
    resources: ["*"],
    wildcardBecause: "these subnets may use what their principals may use",
  };
}

/** @see https://docs.aws.amazon.com/vpc/latest/privatelink/vpc-endpoints-access.html */
function restrictedStatements(
  service: GatewayService,
  { account, partition, region }: AccountFacts,
  trustedBuckets: readonly pulumi.Input<string>[],
): PolicyStatement[] {
  const ownAccount: PolicyStatement = {
    sid: "OwnAccount",
    principals: "everyone",
    actions: [`${service}:*`],
    resources: ["*"],
    conditions: [{ test: "StringEquals", key: "aws:ResourceAccount", values: [account] }],
    wildcardBecause: "the condition limits it to the account's own resources",
  };
  if (service === "dynamodb") return [ownAccount];
  const objectsOf = (bucket: pulumi.Input<string>) =>
    arn({ partition, service: "s3", resource: pulumi.interpolate`${bucket}/*` });
  const distribution: PolicyStatement = {
    sid: "AwsDistribution",
    principals: "everyone",
    actions: ["s3:GetObject"],
    resources: DISTRIBUTION_BUCKETS.map((bucketIn) => objectsOf(region.apply(bucketIn))),
    wildcardBecause: "AWS owns these buckets, and anonymous clients read them",
  };
  if (trustedBuckets.length === 0) return [ownAccount, distribution];
  const trusted: PolicyStatement = {
    sid: "TrustedBuckets",
    principals: "everyone",
    actions: ["s3:*"],
    resources: trustedBuckets.flatMap((bucket) => [
      arn({ partition, service: "s3", resource: bucket }),
      objectsOf(bucket),
    ]),
    wildcardBecause: "the caller trusts these buckets",
  };
  return [ownAccount, distribution, trusted];
}
