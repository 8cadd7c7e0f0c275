import { s3ReplicationRequired } from "../../../policies/baseline/rules/s3-replication-required";
import { prove, ref, resource, set, unset, type World, without } from "../../helpers/policy";

function versioned(name: string) {
  return resource("aws:s3/bucketVersioning:BucketVersioning", `${name}-versioning`, {
    bucket: ref(name),
    versioningConfiguration: { status: "Enabled" },
  });
}

const replication = resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", {
  bucket: ref("data"),
  role: "arn:aws:iam::123456789012:role/replicator",
  rules: [{ id: "all", status: "Enabled", destination: { bucket: ref("replica", "arn") } }],
});
const world: World = [
  resource("aws:s3/bucket:Bucket", "data", { tags: { replicated: "true" } }),
  versioned("data"),
  resource("aws:s3/bucket:Bucket", "replica", {}, { region: "eu-central-1" }),
  versioned("replica"),
  replication,
];

const none =
  "it is tagged replicated=true, but no rule replicates it; add aws.s3.BucketReplicationConfig with an enabled rule";

prove(s3ReplicationRequired, {
  compliant: world,
  alsoCompliant: {
    "a bucket without the tag": [resource("aws:s3/bucket:Bucket", "data", { tags: { replicated: "false" } })],
    "an inline block": [
      resource("aws:s3/bucket:Bucket", "data", {
        tags: { replicated: "true" },
        versioning: { enabled: true },
        replicationConfiguration: {
          rules: [{ status: "Enabled", destination: { bucket: "arn:aws:s3:::replica-of-another-stack" } }],
        },
      }),
    ],
    "an inline block of an alias of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", {
        tags: { replicated: "true" },
        versionings: [{ enabled: true }],
        replicationConfigurations: [
          {
            rules: [
              { status: "Enabled", destinations: [{ bucket: "arn:aws:s3:::replica-of-another-stack" }] },
            ],
          },
        ],
      }),
    ],
    "a rule that knows its source from the versioning": set(
      world,
      "replication",
      "bucket",
      ref("data-versioning", "bucket"),
    ),
  },
  mutants: [
    { given: "no rules", change: (all) => without(all, "replication"), told: { data: none } },
    {
      given: "a rule that is disabled",
      change: (all) => set(all, "replication", "rules.0.status", "Disabled"),
      told: { data: none },
    },
    {
      given: "the tag from the provider",
      change: () => [resource("aws:s3/bucket:Bucket", "data", {}, { defaultTags: { class: "gold" } })],
      settings: { selector: ["replicated=true", "class"] },
      told: {
        data: [
          "it is tagged class, but no rule replicates it; add aws.s3.BucketReplicationConfig with an enabled rule",
          'it is to be replicated, but not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
        ],
      },
    },
    {
      given: "a source without versions",
      change: (all) => without(all, "data-versioning"),
      told: {
        data: 'it is to be replicated, but not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      },
    },
    {
      given: "a destination without versions",
      change: (all) => without(all, "replica-versioning"),
      told: {
        data: 'it is replicated to replica, which is not versioned; add aws.s3.BucketVersioning for replica with versioningConfiguration.status "Enabled"',
      },
    },
    {
      given: "versions that are suspended",
      change: (all) => set(all, "replica-versioning", "versioningConfiguration.status", "Suspended"),
      told: {
        data: 'it is replicated to replica, which is not versioned; add aws.s3.BucketVersioning for replica with versioningConfiguration.status "Enabled"',
      },
    },
    {
      given: "rules for another bucket",
      change: (all) => [
        ...set(all, "replication", "bucket", ref("other")),
        resource("aws:s3/bucket:Bucket", "other", {}),
      ],
      told: { data: none },
    },
    {
      given: "no status",
      change: (all) => unset(all, "replication", "rules.0.status"),
      told: { data: none },
    },
    {
      given: "two destinations of which one has no versions",
      change: (all) => [
        ...set(all, "replication", "rules.1", {
          status: "Enabled",
          destination: { bucket: ref("second", "arn") },
        }),
        resource("aws:s3/bucket:Bucket", "second", {}),
      ],
      when: "up",
      told: {
        data: 'it is replicated to second, which is not versioned; add aws.s3.BucketVersioning for second with versioningConfiguration.status "Enabled"',
      },
    },
    {
      given: "two destinations, one without versions, when nothing tells which rule is whose",
      change: (all) => [
        ...set(all, "replication", "rules.1", {
          status: "Enabled",
          destination: { bucket: ref("second", "arn") },
        }),
        resource("aws:s3/bucket:Bucket", "second", {}),
      ],
      when: "preview",
      told: {
        data: "versions of the destination cannot be decided, since rules.0.destination.bucket of replication is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});
