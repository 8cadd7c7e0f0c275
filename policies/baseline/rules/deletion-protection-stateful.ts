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

/** Property that protects a resource from deletion; the default is always off. */
interface Protection {
  readonly property: string;
  readonly on: true | "ACTIVE";
  readonly off: false | "INACTIVE";
}

function createFlagProtection(property: string): Protection {
  return { property, on: true, off: false };
}

const PROTECTIONS: ReadonlyMap<string, Protection> = new Map([
  ...LOAD_BALANCER.map((type) => [type, createFlagProtection("enableDeletionProtection")] as const),
  ...[TABLE, "aws:dynamodb/tableReplica:TableReplica", "aws:dsql/cluster:Cluster"].map(
    (type) => [type, createFlagProtection("deletionProtectionEnabled")] as const,
  ),
  ...[
    "aws:rds/instance:Instance",
    "aws:rds/cluster:Cluster",
    "aws:rds/globalCluster:GlobalCluster",
    "aws:docdb/cluster:Cluster",
    "aws:docdb/globalCluster:GlobalCluster",
    "aws:neptune/cluster:Cluster",
    "aws:neptune/globalCluster:GlobalCluster",
  ].map((type) => [type, createFlagProtection("deletionProtection")] as const),
  ["aws:cognito/userPool:UserPool", { property: "deletionProtection", on: "ACTIVE", off: "INACTIVE" }],
]);

/** Types that hold data but have no deletion protection. */
const STATEFUL = [
  ...BUCKET,
  "aws:efs/fileSystem:FileSystem",
  "aws:elasticsearch/domain:Domain",
  "aws:kms/key:Key",
  "aws:kms/replicaKey:ReplicaKey",
  "aws:opensearch/domain:Domain",
];

/** Types that the program can recreate without a loss. */
const STATELESS: readonly string[] = LOAD_BALANCER;

/** Resources with data or a public address must survive a mistake; ephemeral ones must be deletable. */
export const deletionProtectionStateful = resourceRule<Settings>({
  name: "deletion-protection-stateful",
  title: "Stateful resources are protected from deletion",
  description:
    "Load balancers, tables, user pools and databases are protected from deletion; ephemeral resources are not.",
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
    'Set enableDeletionProtection, deletionProtectionEnabled or deletionProtection, depending on the resource, to true ("ACTIVE" for a user pool), and, with requireProtect, the resource option protect. Remove both from resources that are tagged as ephemeral.',
  url: "https://docs.aws.amazon.com/elasticloadbalancing/latest/application/application-load-balancers.html",
  settings: {
    requireProtect: {
      type: "boolean",
      default: false,
      description:
        "Whether resources that hold data, including buckets and file systems, must have Pulumi's option protect.",
    },
    ephemeralTag: createTagSetting(
      "Tag of ephemeral resources, as key=value, or key for any value.",
      "lifecycle=ephemeral",
    ),
  },
  types: [...PROTECTIONS.keys(), ...STATEFUL],
  checks: {
    "deletion protection": (resource, { settings }) => {
      const protection = PROTECTIONS.get(resource.type);
      if (!protection) return undefined;
      return hasTag(resource, settings.ephemeralTag)
        ? findUnwantedProtection(resource, protection, settings)
        : collectFindings(
            findMissingProtection(resource, protection),
            ...unprotectedReplicasOf(resource).map((replica) =>
              mustBe(replica, "deletionProtectionEnabled", true, { absent: false }),
            ),
          );
    },
    "protect option": (resource, { settings: { requireProtect, ephemeralTag } }) => {
      const isRequired = requireProtect && !STATELESS.includes(resource.type);
      if (!resource.protect && !isRequired) return undefined;
      const isEphemeral = hasTag(resource, ephemeralTag);
      if (resource.protect && isEphemeral) {
        return `the resource option protect is true, expected false; the tag ${ephemeralTag} marks it as ephemeral`;
      }
      if (resource.protect || isEphemeral) return undefined;
      return "the resource option protect is false, expected true; otherwise a mistake in the program deletes its data";
    },
  },
  remediation: (inputs, resource, { settings }) => {
    const protection = PROTECTIONS.get(resource.type);
    if (!protection) return false;
    const { property, on, off } = protection;
    const isEphemeral = hasTag(resource, settings.ephemeralTag);
    const expected = isEphemeral ? off : on;
    const isWrong = (resource.string(property) ?? String(off)) !== String(expected);
    if (isWrong) inputs[property] = expected;
    const replicas = isEphemeral ? [] : unprotectedReplicasOf(resource);
    for (const replica of replicas) setInput(inputs, `${replica.at}deletionProtectionEnabled`, true);
    return isWrong || replicas.length > 0;
  },
});

interface Settings {
  readonly requireProtect: boolean;
  readonly ephemeralTag: string;
}

function findMissingProtection(resource: Resource, { property, on }: Protection): string | undefined {
  return typeof on === "string"
    ? mustBeOneOf(resource, property, [on])
    : mustBe(resource, property, on, { absent: false });
}

/** Inline replicas of a table without protection; AWS protects each replica separately from the table. */
function unprotectedReplicasOf(resource: Resource): readonly Props[] {
  if (resource.type !== TABLE) return [];
  return resource.list("replicas").filter((replica) => replica.boolean("deletionProtectionEnabled") !== true);
}

function findUnwantedProtection(
  resource: Resource,
  { property, off }: Protection,
  { ephemeralTag }: Settings,
): string | undefined {
  if ((resource.string(property) ?? String(off)) === String(off)) return undefined;
  const expected = JSON.stringify(off);
  return describeMismatch(resource, property, expected, `the tag ${ephemeralTag} marks it as ephemeral`);
}
