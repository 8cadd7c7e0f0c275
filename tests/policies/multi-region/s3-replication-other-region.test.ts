import { s3ReplicationOtherRegion } from "../../../policies/multi-region/rules/s3-replication-other-region";
import {
  type Fixtures,
  prove,
  ref,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

function bucket(name: string, region: string): Fixtures {
  return [
    resource("aws:s3/bucket:Bucket", name, {}, { region }),
    resource("aws:s3/bucketVersioning:BucketVersioning", `${name}-versioning`, {
      bucket: ref(name),
      versioningConfiguration: { status: "Enabled" },
    }),
  ];
}

function replication(from: string, to: string) {
  return resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", `${from}-to-${to}`, {
    bucket: ref(from),
    role: "arn:aws:iam::123456789012:role/replicator",
    rules: [
      {
        id: "all",
        status: "Enabled",
        sourceSelectionCriteria: { replicaModifications: { status: "Enabled" } },
        destination: {
          bucket: ref(to, "arn"),
          encryptionConfiguration: { replicaKmsKeyId: ref(`${to}-key`, "arn") },
        },
      },
    ],
  });
}

const keys = [
  resource("aws:kms/key:Key", "west-key", {}, { region: "eu-west-1" }),
  resource("aws:kms/replicaKey:ReplicaKey", "central-key", {}, { region: "eu-central-1" }),
];
const fixtures: Fixtures = [
  ...bucket("west", "eu-west-1"),
  ...bucket("central", "eu-central-1"),
  ...keys,
  replication("west", "central"),
  replication("central", "west"),
];
const oneWay = withoutResources(fixtures, "central-to-west", "west-key");
const toSecond = (all: Fixtures, region: string): Fixtures => [
  ...setInput(all, "west-to-central", "rules.1", {
    status: "Enabled",
    destination: { bucket: ref("second", "arn") },
  }),
  ...bucket("second", region),
];

prove(s3ReplicationOtherRegion, {
  compliant: fixtures,
  alsoCompliant: {
    "one way, without changes of replicas": setInput(
      oneWay,
      "west-to-central",
      "rules.0.sourceSelectionCriteria.replicaModifications.status",
      "Disabled",
    ),
    "a destination of another stack": setInput(
      withoutResources(oneWay, "central", "central-versioning"),
      "west-to-central",
      "rules.0.destination.bucket",
      "arn:aws:s3:::replica-of-another-stack",
    ),
    "a rule to its own region that is disabled": withOptions(
      setInput(
        setInput(oneWay, "west-to-central", "rules.0.status", "Disabled"),
        "central-key",
        "region",
        "eu-west-1",
      ),
      "central",
      { region: "eu-west-1" },
    ),
    "two destinations": unsetInput(
      toSecond(oneWay, "us-east-1"),
      "west-to-central",
      "rules.0.destination.encryptionConfiguration",
    ),
    "a rule that is called after its source": setInput(oneWay, "west-to-central", "rules.0.id", ref("west")),
    "a second destination of another stack, with a key of its region": [
      ...setInput(
        unsetInput(
          setInput(oneWay, "central", "bucket", "central-of-example"),
          "west-to-central",
          "rules.0.destination.encryptionConfiguration",
        ),
        "west-to-central",
        "rules.1",
        {
          status: "Enabled",
          destination: {
            bucket: "arn:aws:s3:::replica-of-another-stack",
            encryptionConfiguration: { replicaKmsKeyId: ref("west-key", "arn") },
          },
        },
      ),
      ...keys.slice(0, 1),
    ],
    "a bucket with a region of its own": setInput(
      withOptions(oneWay, "central", { region: "eu-west-1" }),
      "central",
      "region",
      "eu-central-1",
    ),
    "an inline block": [
      resource("aws:s3/bucket:Bucket", "data", {
        replicationConfiguration: {
          rules: [
            {
              status: "Enabled",
              destination: {
                bucket: ref("central", "arn"),
                replicaKmsKeyId: "arn:aws:kms:eu-central-1:123456789012:key/0a1b",
              },
            },
          ],
        },
      }),
      ...bucket("central", "eu-central-1"),
    ],
    "a key by an alias, which has no region": setInput(
      withoutResources(oneWay, "central-key"),
      "west-to-central",
      "rules.0.destination.encryptionConfiguration.replicaKmsKeyId",
      "alias/replicas",
    ),
  },
  mutants: [
    {
      title: "a destination in the same region",
      change: () =>
        withOptions(withOptions(oneWay, "central", { region: "eu-west-1" }), "central-key", {
          region: "eu-west-1",
        }),
      messages: {
        "west-to-central":
          "rules.0.destination.bucket is central, in eu-west-1 like its source, expected a bucket in another region; create it with a provider of another region",
      },
    },
    {
      title: "an inline block with a destination in the same region",
      change: () => [
        resource("aws:s3/bucketV2:BucketV2", "data", {
          replicationConfigurations: [
            { rules: [{ status: "Enabled", destinations: [{ bucket: ref("west", "arn") }] }] },
          ],
        }),
        ...bucket("west", "eu-west-1"),
      ],
      messages: {
        data: "replicationConfigurations.0.rules.0.destinations.0.bucket is west, in eu-west-1 like its source, expected a bucket in another region; create it with a provider of another region",
      },
    },
    {
      title: "a bucket that is replicated to itself",
      change: () =>
        unsetInput(
          setInput(oneWay, "west-to-central", "rules.0.destination.bucket", ref("west", "arn")),
          "west-to-central",
          "rules.0.destination.encryptionConfiguration",
        ),
      messages: {
        "west-to-central": "rules.0.destination.bucket is the bucket itself, expected one in another region",
      },
    },
    {
      title: "a pair of regions that is not allowed",
      change: () => oneWay,
      settings: { allowedPairs: ["eu-central-1>eu-west-1"] },
      messages: {
        "west-to-central":
          "rules.0.destination.bucket is central, which makes eu-west-1>eu-central-1, expected one of allowedPairs, eu-central-1>eu-west-1",
      },
    },
    {
      title: "a destination without versions",
      change: () => withoutResources(oneWay, "central-versioning"),
      messages: {
        "west-to-central":
          'rules.0.destination.bucket is central, which is not versioned; add aws.s3.BucketVersioning for central with versioningConfiguration.status "Enabled"',
      },
    },
    {
      title: "two buckets that replicate to each other, but not what is changed in one of them",
      change: (all) =>
        setInput(
          all,
          "west-to-central",
          "rules.0.sourceSelectionCriteria.replicaModifications.status",
          "Disabled",
        ),
      messages: {
        "west-to-central":
          'rules.0.sourceSelectionCriteria.replicaModifications.status is "Disabled", expected "Enabled", since central replicates back to west',
      },
    },
    {
      title: "two buckets that replicate to each other, and nothing said of changes",
      change: (all) => unsetInput(all, "west-to-central", "rules.0.sourceSelectionCriteria"),
      messages: {
        "west-to-central":
          'rules.0.sourceSelectionCriteria.replicaModifications.status is missing, expected "Enabled", since central replicates back to west',
      },
    },
    {
      title: "a key in the source's region",
      change: () => withOptions(oneWay, "central-key", { region: "eu-west-1" }),
      messages: {
        "west-to-central":
          "rules.0.destination.encryptionConfiguration.replicaKmsKeyId is central-key, in eu-west-1, expected a key in eu-central-1, where central is",
      },
    },
    {
      title: "a key of another stack in the source's region",
      change: () =>
        setInput(
          withoutResources(oneWay, "central-key"),
          "west-to-central",
          "rules.0.destination.encryptionConfiguration.replicaKmsKeyId",
          "arn:aws:kms:eu-west-1:123456789012:key/0a1b",
        ),
      messages: {
        "west-to-central":
          'rules.0.destination.encryptionConfiguration.replicaKmsKeyId is "arn:aws:kms:eu-west-1:123456789012:key/0a1b", in eu-west-1, expected a key in eu-central-1, where central is',
      },
    },
    {
      title: "a key by its ARN in the source's region, besides one of this stack",
      change: () =>
        setInput(
          setInput(oneWay, "west-to-central", "rules.1", {
            status: "Enabled",
            destination: { bucket: ref("central", "arn") },
          }),
          "west-to-central",
          "rules.1.destination.encryptionConfiguration.replicaKmsKeyId",
          "arn:aws:kms:eu-west-1:123456789012:key/0a1b",
        ),
      messages: {
        "west-to-central":
          'rules.1.destination.encryptionConfiguration.replicaKmsKeyId is "arn:aws:kms:eu-west-1:123456789012:key/0a1b", in eu-west-1, expected a key in eu-central-1, where central is',
      },
    },
    {
      title: "two destinations, one in the same region, after an up",
      change: () => toSecond(oneWay, "eu-west-1"),
      when: "up",
      messages: {
        "west-to-central":
          "rules.1.destination.bucket is second, in eu-west-1 like its source, expected a bucket in another region; create it with a provider of another region",
      },
    },
    {
      title: "two destinations, one in the same region, in a preview",
      change: () =>
        unsetInput(
          toSecond(oneWay, "eu-west-1"),
          "west-to-central",
          "rules.0.destination.encryptionConfiguration",
        ),
      when: "preview",
      messages: {
        "west-to-central":
          "region of the replicas cannot be decided because rules.0.destination.bucket is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "two keys that a preview cannot assign to their buckets",
      change: () => [
        ...setInput(
          setInput(oneWay, "central", "bucket", "central-of-example"),
          "west-to-central",
          "rules.1",
          {
            status: "Enabled",
            destination: {
              bucket: "arn:aws:s3:::replica-of-another-stack",
              encryptionConfiguration: { replicaKmsKeyId: ref("west-key", "arn") },
            },
          },
        ),
        ...keys.slice(0, 1),
      ],
      when: "preview",
      messages: {
        "west-to-central":
          "key of the replicas cannot be decided because rules.0.destination.encryptionConfiguration.replicaKmsKeyId is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "an unknown destination without a dependency",
      change: () =>
        unsetInput(
          setInput(oneWay, "west-to-central", "rules.0.destination.bucket", unknown),
          "west-to-central",
          "rules.0.destination.encryptionConfiguration",
        ),
      when: "preview",
      messages: {
        "west-to-central": [
          "region of the replicas",
          "versions of the destination",
          "changes of replicas",
          "key of the replicas",
        ].map(
          (check) =>
            `${check} cannot be decided because rules.0.destination.bucket is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy`,
        ),
      },
    },
  ],
});
