import { s3ReplicationRequired } from "../../../policies/baseline/rules/s3-replication-required";
import {
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

function createVersioning(name: string) {
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
const fixtures: Fixtures = [
  resource("aws:s3/bucket:Bucket", "data", { tags: { replicated: "true" } }),
  createVersioning("data"),
  resource("aws:s3/bucket:Bucket", "replica", {}, { region: "eu-central-1" }),
  createVersioning("replica"),
  replication,
];

const none =
  "it is tagged replicated=true, but no rule replicates it; add aws.s3.BucketReplicationConfig with an enabled rule";

prove(s3ReplicationRequired, {
  compliant: fixtures,
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
    "an inline block of an alias type of version 2": [
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
    "a rule that takes its source from the versioning": setInput(
      fixtures,
      "replication",
      "bucket",
      ref("data-versioning", "bucket"),
    ),
  },
  mutants: [
    { title: "no rules", change: (all) => withoutResources(all, "replication"), messages: { data: none } },
    {
      title: "a disabled rule",
      change: (all) => setInput(all, "replication", "rules.0.status", "Disabled"),
      messages: { data: none },
    },
    {
      title: "the tag from the provider",
      change: () => [resource("aws:s3/bucket:Bucket", "data", {}, { defaultTags: { class: "gold" } })],
      settings: { selector: ["replicated=true", "class"] },
      messages: {
        data: [
          "it is tagged class, but no rule replicates it; add aws.s3.BucketReplicationConfig with an enabled rule",
          'it must be replicated, but is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
        ],
      },
    },
    {
      title: "a source without versioning",
      change: (all) => withoutResources(all, "data-versioning"),
      messages: {
        data: 'it must be replicated, but is not versioned; add aws.s3.BucketVersioning with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "a destination without versioning",
      change: (all) => withoutResources(all, "replica-versioning"),
      messages: {
        data: 'it is replicated to replica, which is not versioned; add aws.s3.BucketVersioning for replica with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "suspended versioning",
      change: (all) => setInput(all, "replica-versioning", "versioningConfiguration.status", "Suspended"),
      messages: {
        data: 'it is replicated to replica, which is not versioned; add aws.s3.BucketVersioning for replica with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "rules for another bucket",
      change: (all) => [
        ...setInput(all, "replication", "bucket", ref("other")),
        resource("aws:s3/bucket:Bucket", "other", {}),
      ],
      messages: { data: none },
    },
    {
      title: "no status",
      change: (all) => unsetInput(all, "replication", "rules.0.status"),
      messages: { data: none },
    },
    {
      title: "two destinations, one without versioning",
      change: (all) => [
        ...setInput(all, "replication", "rules.1", {
          status: "Enabled",
          destination: { bucket: ref("second", "arn") },
        }),
        resource("aws:s3/bucket:Bucket", "second", {}),
      ],
      when: "up",
      messages: {
        data: 'it is replicated to second, which is not versioned; add aws.s3.BucketVersioning for second with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "two destinations, one without versioning, with unassignable rules",
      change: (all) => [
        ...setInput(all, "replication", "rules.1", {
          status: "Enabled",
          destination: { bucket: ref("second", "arn") },
        }),
        resource("aws:s3/bucket:Bucket", "second", {}),
      ],
      when: "preview",
      messages: {
        data: "destination versioning cannot be decided because rules.0.destination.bucket of replication is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});
