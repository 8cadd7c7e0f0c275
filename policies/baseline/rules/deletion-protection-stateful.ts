import {
  BUCKET,
  collectFindings,
  createTagSetting,
  describeMismatch,
  hasTag,
  LOAD_BALANCER,
  mustBe,
  mustBeOneOf,
  type Props,
  type Resource,
  resourceRule,
  setInput,
} from "../../kit";

const TABLE = "aws:dynamodb/table:Table";

/** The property by which a resource is protected from deletion; all are off unless they are set. */
interface Protection {
  readonly property: string;
  readonly on: true | "ACTIVE";
  readonly off: false | "INACTIVE";
}

function switchOf(property: string): Protection {
  return { property, on: true, off: false };
}

const PROTECTIONS: ReadonlyMap<string, Protection> = new Map([
  ...LOAD_BALANCER.map((type) => [type, switchOf("enableDeletionProtection")] as const),
  ...[TABLE, "aws:dynamodb/tableReplica:TableReplica", "aws:dsql/cluster:Cluster"].map(
    (type) => [type, switchOf("deletionProtectionEnabled")] as const,
  ),
  ...[
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
    "aws:docdb/cluster:Cluster",
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/cluster:Cluster",
    "aws:neptune/globalCluster:GlobalCluster",
  ].map((type) => [type, switchOf("deletionProtection")] as const),
  ["aws:cognito/userPool:UserPool", { property: "deletionProtection", on: "ACTIVE", off: "INACTIVE" }],
]);

/** What holds data and has no deletion protection of its own. */
const STATEFUL = [
  ...BUCKET,
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticsearch/domain:Domain",
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:opensearch/domain:Domain",
];

/** What can be made anew from the program alone. */
const NO_DATA: readonly string[] = LOAD_BALANCER;

/** What holds data, or has the address that clients know, is not deleted by a slip; what is ephemeral goes in time. */
export const deletionProtectionStateful = resourceRule<Settings>({
  name: "deletion-protection-stateful",
  title: "Stateful resources are protected from deletion",
  description:
    "Load balancers, tables, user pools and databases are protected from deletion, and what is ephemeral is not.",
  level: "advisory",
  severity: "medium",
  framework: {
    name: "AWS Foundational Security Best Practices",
    version: "1.0.0",
    reference: "ELB.6",
    specification: "Application, Gateway, and Network Load Balancers should have deletion protection enabled",
  },
  tags: ["network", "security-hub:DynamoDB.6", "checkov:CKV_AWS_150"],
  remediationSteps:
    'Set enableDeletionProtection, deletionProtectionEnabled or deletionProtection, whichever the resource has, to true (of a user pool to "ACTIVE"), and, where requireProtect is on, the resource option protect. Take both from what is tagged as ephemeral.',
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  settings: {
    requireProtect: {
      type: "boolean",
      default: false,
      description:
        "Whether what holds data must have Pulumi's option protect, buckets and file systems included.",
    },
    ephemeralTag: createTagSetting(
      "Tag, as key=value or key, of what is to be deleted in time.",
      "lifecycle=ephemeral",
    ),
  },
  types: [...PROTECTIONS.keys(), ...STATEFUL],
  checks: {
    "deletion protection": (resource, { settings }) => {
      const protection = PROTECTIONS.get(resource.type);
      if (!protection) return undefined;
      return hasTag(resource, settings.ephemeralTag)
        ? loosened(resource, protection, settings)
        : collectFindings(
            protectionOf(resource, protection),
            ...openReplicasOf(resource).map((replica) =>
              mustBe(replica, "deletionProtectionEnabled", true, { absent: false }),
            ),
          );
    },
    "the option protect": (resource, { settings: { requireProtect, ephemeralTag } }) => {
      const isRequired = requireProtect && !NO_DATA.includes(resource.type);
      if (!resource.protect && !isRequired) return undefined;
      const isEphemeral = hasTag(resource, ephemeralTag);
      if (resource.protect && isEphemeral) {
        return `the resource option protect is true, expected false; the tag ${ephemeralTag} says that it is to be deleted in time`;
      }
      if (resource.protect || isEphemeral) return undefined;
      return "the resource option protect is false, expected true; a slip in the program deletes what it holds";
    },
  },
  remediation: (inputs, resource, { settings }) => {
    const protection = PROTECTIONS.get(resource.type);
    if (!protection) return false;
    const { property, on, off } = protection;
    const isEphemeral = hasTag(resource, settings.ephemeralTag);
    const wanted = isEphemeral ? off : on;
    const isWrong = (resource.string(property) ?? String(off)) !== String(wanted);
    if (isWrong) inputs[property] = wanted;
    const replicas = isEphemeral ? [] : openReplicasOf(resource);
    for (const replica of replicas) setInput(inputs, `${replica.at}deletionProtectionEnabled`, true);
    return isWrong || replicas.length > 0;
  },
});

interface Settings {
  readonly requireProtect: boolean;
  readonly ephemeralTag: string;
}

function protectionOf(resource: Resource, { property, on }: Protection): string | undefined {
  return typeof on === "string"
    ? mustBeOneOf(resource, property, [on])
    : mustBe(resource, property, on, { absent: false });
}

/** Replicas that a table lists and that are not protected: each is deleted, and protected, apart from the table. */
function openReplicasOf(resource: Resource): readonly Props[] {
  if (resource.type !== TABLE) return [];
  return resource.list("replicas").filter((replica) => replica.boolean("deletionProtectionEnabled") !== true);
}

function loosened(
  resource: Resource,
  { property, off }: Protection,
  { ephemeralTag }: Settings,
): string | undefined {
  if ((resource.string(property) ?? String(off)) === String(off)) return undefined;
  const expected = JSON.stringify(off);
  return describeMismatch(
    resource,
    property,
    expected,
    `the tag ${ephemeralTag} says that it is to be deleted in time`,
  );
}
