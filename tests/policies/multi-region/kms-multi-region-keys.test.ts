import { kmsMultiRegionKeys } from "../../../policies/multi-region/rules/kms-multi-region-keys";
import {
  prove,
  ref,
  resource,
  setInput,
  unsetInput,
  withOptions,
  withoutResources,
} from "../../helpers/policy";

const US = { region: "us-east-1" };

const key = (name: string, inputs: Readonly<Record<string, unknown>> = { multiRegion: true }, options = {}) =>
  resource("aws:kms/key:Key", name, inputs, options);
const replica = (of: string) =>
  resource("aws:kms/replicaKey:ReplicaKey", `${of}-us`, { primaryKeyArn: ref(of, "arn") }, US);
const bucket = (name: string, options = {}) => resource("aws:s3/bucket:Bucket", name, {}, options);
const encryption = (of: string, kmsMasterKeyId: unknown, options = {}) =>
  resource(
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
    `${of}-encryption`,
    {
      bucket: ref(of),
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "aws:kms", kmsMasterKeyId } }],
    },
    options,
  );

const buckets = [
  bucket("data"),
  bucket("copy", US),
  key("s3"),
  replica("s3"),
  encryption("data", ref("s3", "arn")),
  encryption("copy", ref("s3-us", "arn"), US),
  resource("aws:s3/bucketReplicationConfig:BucketReplicationConfig", "replication", {
    bucket: ref("data"),
    rules: [
      {
        status: "Enabled",
        destination: {
          bucket: ref("copy", "arn"),
          encryptionConfiguration: { replicaKmsKeyId: ref("s3-us", "arn") },
        },
      },
    ],
  }),
];
const tables = [
  key("db"),
  replica("db"),
  resource("aws:dynamodb/table:Table", "orders", {
    serverSideEncryption: { enabled: true, kmsKeyArn: ref("db", "arn") },
    replicas: [{ regionName: "us-east-1", kmsKeyArn: ref("db-us", "arn") }],
  }),
];

prove(kmsMultiRegionKeys, {
  compliant: [...buckets, ...tables],
  alsoCompliant: {
    "a key of one region for data of one region": [
      key("own", {}),
      bucket("data"),
      encryption("data", ref("own", "arn")),
      resource("aws:dynamodb/table:Table", "orders", {
        serverSideEncryption: { kmsKeyArn: ref("own", "arn") },
      }),
    ],
    "replication that is off": [
      ...withoutResources(setInput(buckets, "replication", "rules.0.status", "Disabled"), "s3"),
      key("s3", {}),
    ],
    "a key that nothing in the stack uses": [key("own", {})],
    "S3's own keys": [bucket("data"), key("own", {}), encryption("data", undefined)],
  },
  mutants: [
    {
      title: "a key of one region, for a replicated bucket",
      change: (fixtures) => withoutResources(unsetInput(fixtures, "s3", "multiRegion"), "db-us", "orders"),
      messages: {
        s3: "multiRegion is missing, expected true, since it encrypts replicated bucket data, which is also in us-east-1",
      },
    },
    {
      title: "a key of one region, for a global table with a replica apart",
      change: (fixtures) => [
        ...unsetInput(setInput(fixtures, "db", "multiRegion", false), "orders", "replicas"),
        resource(
          "aws:dynamodb/tableReplica:TableReplica",
          "orders-us",
          { globalTableArn: ref("orders", "arn") },
          US,
        ),
      ],
      messages: {
        db: "multiRegion is false, expected true, since it encrypts global table orders, which is also in us-east-1",
      },
    },
    {
      title: "no replica where a table is",
      change: (fixtures) => withoutResources(unsetInput(fixtures, "orders", "replicas.0.kmsKeyArn"), "db-us"),
      messages: {
        db: "it has no replica in us-east-1, where global table orders is too; add aws.kms.ReplicaKey there with its ARN as primaryKeyArn",
      },
    },
    {
      title: "a replica in a third region",
      change: (fixtures) => withOptions(fixtures, "s3-us", { region: "us-west-2" }),
      messages: {
        s3: "it has no replica in us-east-1, where replicated bucket data is too; add aws.kms.ReplicaKey there with its ARN as primaryKeyArn",
      },
    },
    {
      title: "a key by its alias, and an inline block",
      change: () => [
        key("s3", {}),
        resource("aws:kms/alias:Alias", "alias", { name: "alias/data", targetKeyId: ref("s3", "keyId") }),
        bucket("copy", US),
        resource("aws:s3/bucketV2:BucketV2", "data", {
          serverSideEncryptionConfigurations: [
            { rules: [{ applyServerSideEncryptionByDefaults: [{ kmsMasterKeyId: "alias/data" }] }] },
          ],
          replicationConfigurations: [
            { rules: [{ status: "Enabled", destinations: [{ bucket: ref("copy", "arn") }] }] },
          ],
        }),
      ],
      messages: {
        s3: "multiRegion is missing, expected true, since it encrypts replicated bucket data, which is also in us-east-1",
      },
    },
  ],
});
