import { findFlaws, type Resource, type Stack, stackRule } from "../../kit";

/** A setting that a program makes inline or by separate resources, but not both: each update of one undoes the other. */
interface Conflict {
  readonly types: readonly string[];
  /** Inline properties; one of them set is inline. */
  readonly inline: readonly string[];
  /** Separate resources by type, with the property that names the owner of the setting. */
  readonly separate: Readonly<Record<string, string>>;
  /** Whether a separate resource is about this setting. @default - always */
  readonly isAbout?: (separate: Resource) => boolean;
  readonly setting: string;
}

const CONFLICTS: readonly Conflict[] = [
  ...(["ingress", "egress"] as const).map((direction) => ({
    types: ["aws:ec2/securityGroup:SecurityGroup", "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup"],
    inline: [direction],
    separate: {
      "aws:ec2/securityGroupRule:SecurityGroupRule": "securityGroupId",
      ...(direction === "ingress"
        ? { "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule": "securityGroupId" }
        : { "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule": "securityGroupId" }),
    },
    isAbout: (rule: Resource) => (rule.string("type") ?? direction) === direction,
    setting: `${direction} rules`,
  })),
  ...(["ingress", "egress"] as const).map((direction) => ({
    types: ["aws:ec2/networkAcl:NetworkAcl", "aws:ec2/defaultNetworkAcl:DefaultNetworkAcl"],
    inline: [direction],
    separate: { "aws:ec2/networkAclRule:NetworkAclRule": "networkAclId" },
    isAbout: (rule: Resource) => (rule.boolean("egress") === true) === (direction === "egress"),
    setting: `${direction} rules`,
  })),
  {
    types: ["aws:ec2/networkAcl:NetworkAcl"],
    inline: ["subnetIds"],
    separate: { "aws:ec2/networkAclAssociation:NetworkAclAssociation": "networkAclId" },
    setting: "subnets",
  },
  {
    types: ["aws:ec2/routeTable:RouteTable", "aws:ec2/defaultRouteTable:DefaultRouteTable"],
    inline: ["routes"],
    separate: { "aws:ec2/route:Route": "routeTableId" },
    setting: "routes",
  },
  {
    types: ["aws:ec2/managedPrefixList:ManagedPrefixList"],
    inline: ["entries"],
    separate: { "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry": "prefixListId" },
    setting: "entries",
  },
  {
    types: ["aws:iam/role:Role"],
    inline: ["managedPolicyArns"],
    separate: {
      "aws:iam/rolePolicyAttachment:RolePolicyAttachment": "role",
      "aws:iam/policyAttachment:PolicyAttachment": "roles",
    },
    setting: "attached policies",
  },
  {
    types: ["aws:iam/role:Role"],
    inline: ["inlinePolicies"],
    separate: { "aws:iam/rolePolicy:RolePolicy": "role" },
    setting: "inline policies",
  },
  {
    types: ["aws:sqs/queue:Queue"],
    inline: ["policy"],
    separate: { "aws:sqs/queuePolicy:QueuePolicy": "queueUrl" },
    setting: "policy",
  },
  {
    types: ["aws:sns/topic:Topic"],
    inline: ["policy"],
    separate: { "aws:sns/topicPolicy:TopicPolicy": "arn" },
    setting: "policy",
  },
  {
    types: ["aws:secretsmanager/secret:Secret"],
    inline: ["policy"],
    separate: { "aws:secretsmanager/secretPolicy:SecretPolicy": "secretArn" },
    setting: "policy",
  },
  {
    types: ["aws:kms/key:Key"],
    inline: ["policy"],
    separate: { "aws:kms/keyPolicy:KeyPolicy": "keyId" },
    setting: "policy",
  },
  {
    types: ["aws:s3/bucket:Bucket", "aws:s3/bucketV2:BucketV2"],
    inline: ["policy"],
    separate: { "aws:s3/bucketPolicy:BucketPolicy": "bucket" },
    setting: "policy",
  },
  {
    types: ["aws:opensearch/domain:Domain"],
    inline: ["accessPolicies"],
    separate: { "aws:opensearch/domainPolicy:DomainPolicy": "domainName" },
    setting: "access policy",
  },
  {
    types: ["aws:autoscaling/group:Group"],
    inline: ["targetGroupArns", "loadBalancers"],
    separate: { "aws:autoscaling/attachment:Attachment": "autoscalingGroupName" },
    setting: "load balancers",
  },
];

/** Two owners of one setting overwrite each other, update after update. */
export const noConflictingSettings = stackRule({
  name: "no-conflicting-settings",
  title: "Each setting has one owner",
  description:
    "Rules, routes, policies and attachments are set inline or by separate resources, but not both: each update of one removes the other.",
  level: "mandatory",
  severity: "high",
  tags: ["network"],
  remediationSteps: "Move all of them to separate resources, or all of them inline.",
  url: "https://www.pulumi.com/registry/packages/aws/api-docs/ec2/securitygrouprule/",
  types: [...new Set(CONFLICTS.flatMap(({ types }) => types))],
  checks: {
    owner: (resource, { stack }) =>
      findFlaws(
        CONFLICTS.filter(({ types }) => types.includes(resource.type)),
        (conflict) => findConflict(stack, resource, conflict),
      ),
  },
});

function findConflict(stack: Stack, resource: Resource, conflict: Conflict): string | undefined {
  const inline = conflict.inline.find((path) => isInline(resource, path));
  if (inline === undefined) return undefined;
  const { isAbout = () => true } = conflict;
  const others = Object.entries(conflict.separate)
    .flatMap(([type, path]) => stack.findReferrers(resource, [type], path))
    .filter(isAbout);
  if (others.length === 0) return undefined;
  const names = others.slice(0, 3).map(({ name }) => name);
  const more = others.length > names.length ? ` and ${others.length - names.length} more` : "";
  return `${inline} sets its ${conflict.setting}, and so does ${names.join(", ")}${more}, expected one of both; each update of one removes the other`;
}

function isInline(resource: Resource, path: string): boolean {
  const reading = resource.read(path);
  if (reading.state === "known") return !Array.isArray(reading.value) || reading.value.length > 0;
  return resource.isSet(path);
}
