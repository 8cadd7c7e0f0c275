import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import { describe, it } from "mocha";
import { StorageReplication, type StorageReplicationArgs } from "../../../components/storage-replication";
import { keyArn } from "../../../components/storage-replication/keys";
import { resolveArgs } from "../../../components/storage-replication/resolve";
import { replicationRules } from "../../../components/storage-replication/rules";
import { assertContract, assertPermissionsBoundary, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

const base: StorageReplicationArgs = {
  sourceBucketName: "tide",
  sourceBucketArn: "arn:aws:s3:::tide",
  destinations: { "us-east-1": { bucketArn: "arn:aws:s3:::ebb" } },
};

async function deploy(args: Partial<StorageReplicationArgs> = {}) {
  const registrations = await recordResources();
  const replication = new StorageReplication("current", { ...base, ...args });
  await waitForChildren(replication);
  return { replication, registrations };
}

const keyForm = "expected the ARN of a KMS key, not of an alias, since the role's policy names the key";

const CONFIG = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";

describe("StorageReplication", () => {
  it("replicates all keys, delete markers and replica changes by default", async () => {
    const { registrations } = await deploy();

    assertContract(registrations, "StorageReplication", "current", {
      order: { current: ["current-role-policy"] },
    });
    assert.deepEqual(childNames(registrations), ["current", "current-role", "current-role-policy"]);
    assert.deepEqual(findRegistration(registrations, "current", CONFIG).inputs, {
      bucket: "tide",
      role: "arn:aws:mock:::current-role",
      rules: [
        {
          id: "to-us-east-1",
          priority: 1,
          status: "Enabled",
          filter: {},
          deleteMarkerReplication: { status: "Enabled" },
          sourceSelectionCriteria: { replicaModifications: { status: "Enabled" } },
          destination: { bucket: "arn:aws:s3:::ebb" },
        },
      ],
    });
  });

  it("lets only S3 read the source and write the destinations", async () => {
    const { registrations } = await deploy({
      destinations: {
        "us-east-1": { bucketArn: "arn:aws:s3:::ebb" },
        "ap-northeast-2": { bucketArn: "arn:aws:s3:::flow" },
      },
    });

    const trust = JSON.parse(findRegistration(registrations, "current-role").inputs.assumeRolePolicy);
    assert.deepEqual(trust.Statement, [
      { Effect: "Allow", Principal: { Service: ["s3.amazonaws.com"] }, Action: ["sts:AssumeRole"] },
    ]);
    const rights = JSON.parse(findRegistration(registrations, "current-role-policy").inputs.policy);
    assert.deepEqual(rights.Statement, [
      {
        Effect: "Allow",
        Action: ["s3:GetReplicationConfiguration", "s3:ListBucket"],
        Resource: ["arn:aws:s3:::tide"],
      },
      {
        Effect: "Allow",
        Action: [
          "s3:GetObjectVersionForReplication",
          "s3:GetObjectVersionAcl",
          "s3:GetObjectVersionTagging",
          "s3:GetObjectRetention",
          "s3:GetObjectLegalHold",
        ],
        Resource: ["arn:aws:s3:::tide/*"],
      },
      {
        Effect: "Allow",
        Action: ["s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"],
        Resource: ["arn:aws:s3:::ebb/*", "arn:aws:s3:::flow/*"],
      },
    ]);
    const { rules } = findRegistration(registrations, "current", CONFIG).inputs;
    assert.deepEqual(
      rules.map(({ id, priority }: { id: string; priority: number }) => [id, priority]),
      [
        ["to-us-east-1", 1],
        ["to-ap-northeast-2", 2],
      ],
    );
  });

  it("applies every option", async () => {
    const { registrations } = await deploy({
      sourceRegion: "us-east-1",
      sourceKmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/source",
      destinations: {
        seoul: {
          bucketArn: "arn:aws:s3:::ebb",
          storageClass: "STANDARD_IA",
          kmsKeyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/replica",
        },
      },
      prefix: "photos/",
      deleteMarkers: false,
      replicaChanges: false,
      timeControl: true,
    });

    const { region, rules } = findRegistration(registrations, "current", CONFIG).inputs;
    assert.equal(region, "us-east-1");
    assert.deepEqual(rules, [
      {
        id: "to-seoul",
        priority: 1,
        status: "Enabled",
        filter: { prefix: "photos/" },
        deleteMarkerReplication: { status: "Disabled" },
        sourceSelectionCriteria: {
          replicaModifications: { status: "Disabled" },
          sseKmsEncryptedObjects: { status: "Enabled" },
        },
        destination: {
          bucket: "arn:aws:s3:::ebb",
          storageClass: "STANDARD_IA",
          encryptionConfiguration: { replicaKmsKeyId: "arn:aws:kms:ap-northeast-2:123456789012:key/replica" },
          replicationTime: { status: "Enabled", time: { minutes: 15 } },
          metrics: { status: "Enabled", eventThreshold: { minutes: 15 } },
        },
      },
    ]);
    const { Statement } = JSON.parse(findRegistration(registrations, "current-role-policy").inputs.policy);
    assert.deepEqual(Statement.slice(3), [
      {
        Effect: "Allow",
        Action: ["kms:Decrypt"],
        Resource: ["arn:aws:kms:us-east-1:123456789012:key/source"],
        Condition: {
          StringLike: {
            "kms:ViaService": ["s3.us-east-1.amazonaws.com*"],
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::tide", "arn:aws:s3:::tide/*"],
          },
        },
      },
      {
        Effect: "Allow",
        Action: ["kms:Encrypt", "kms:GenerateDataKey"],
        Resource: ["arn:aws:kms:ap-northeast-2:123456789012:key/replica"],
        Condition: {
          StringLike: {
            "kms:ViaService": ["s3.ap-northeast-2.amazonaws.com*"],
            "kms:EncryptionContext:aws:s3:arn": ["arn:aws:s3:::ebb", "arn:aws:s3:::ebb/*"],
          },
        },
      },
    ]);
  });

  const ruleOf = async (args: Partial<StorageReplicationArgs>) => {
    const { registrations } = await deploy(args);
    return findRegistration(registrations, "current", CONFIG).inputs.rules[0];
  };
  const ebb = { bucketArn: "arn:aws:s3:::ebb" };

  for (const [what, args, filter] of [
    ["a tag", { objectTags: { class: "gold" } }, { tag: { key: "class", value: "gold" } }],
    [
      "two tags",
      { objectTags: { class: "gold", team: "harbour" } },
      { and: { tags: { class: "gold", team: "harbour" } } },
    ],
    [
      "prefix and tag",
      { prefix: "a/", objectTags: { class: "gold" } },
      { and: { prefix: "a/", tags: { class: "gold" } } },
    ],
    ["an empty prefix", { prefix: "" }, {}],
  ] as const) {
    it(`selects objects by ${what}`, async () => {
      assert.deepEqual((await ruleOf(args)).filter, filter);
    });
  }

  it("replicates no delete markers by a rule with tags, as S3 demands", async () => {
    const { registrations } = await deploy({
      destinations: { gold: { ...ebb, objectTags: { class: "gold" } }, rest: { ...ebb, prefix: "rest/" } },
    });

    const { rules } = findRegistration(registrations, "current", CONFIG).inputs;
    assert.deepEqual(
      rules.map((rule: { id: string; filter: unknown; deleteMarkerReplication: { status: string } }) => [
        rule.id,
        rule.filter,
        rule.deleteMarkerReplication.status,
      ]),
      [
        ["to-gold", { tag: { key: "class", value: "gold" } }, "Disabled"],
        ["to-rest", { prefix: "rest/" }, "Enabled"],
      ],
    );
  });

  it("keeps a disabled rule, without alarms", async () => {
    const { registrations } = await deploy({
      destinations: { east: { ...ebb, enabled: false } },
      alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:alarms"],
    });

    assert.equal(findRegistration(registrations, "current", CONFIG).inputs.rules[0].status, "Disabled");
    assert.deepEqual(childNames(registrations), ["current", "current-role", "current-role-policy"]);
  });

  it("makes the owner of a bucket in another account the owner of the replicas", async () => {
    const { registrations } = await deploy({
      destinations: {
        partner: { ...ebb, accountId: "210987654321" },
        own: { bucketArn: "arn:aws:s3:::own" },
      },
    });

    const [partner, own] = findRegistration(registrations, "current", CONFIG).inputs.rules;
    assert.deepEqual(partner.destination, {
      bucket: "arn:aws:s3:::ebb",
      account: "210987654321",
      accessControlTranslation: { owner: "Destination" },
    });
    assert.deepEqual(own.destination, { bucket: "arn:aws:s3:::own" });
    const { Statement } = JSON.parse(findRegistration(registrations, "current-role-policy").inputs.policy);
    assert.deepEqual(Statement[3], {
      Effect: "Allow",
      Action: ["s3:ObjectOwnerOverrideToBucketOwner"],
      Resource: ["arn:aws:s3:::ebb/*"],
    });
  });

  it("publishes metrics without the threshold that only time control may have", async () => {
    assert.deepEqual((await ruleOf({ metrics: true })).destination.metrics, { status: "Enabled" });
  });

  it("raises alarms on failures and latency of each rule, and publishes their metrics", async () => {
    const topic = "arn:aws:sns:us-east-1:123456789012:alarms";
    const { replication, registrations } = await deploy({
      sourceRegion: "us-east-1",
      alarmTopicArns: [topic],
      maxLatencySeconds: 3600,
      tags: { team: "harbour" },
    });

    const { rules } = findRegistration(registrations, "current", CONFIG).inputs;
    assert.deepEqual(rules[0].destination.metrics, { status: "Enabled" });
    const common = {
      region: "us-east-1",
      namespace: "AWS/S3",
      dimensions: { SourceBucket: "tide", DestinationBucket: "ebb", RuleId: "to-us-east-1" },
      period: 300,
      comparisonOperator: "GreaterThanOrEqualToThreshold",
      treatMissingData: "notBreaching",
      alarmActions: [topic],
      okActions: [topic],
      tags: { team: "harbour" },
    };
    assert.deepEqual(findRegistration(registrations, "current-failures-to-us-east-1").inputs, {
      ...common,
      metricName: "OperationsFailedReplication",
      statistic: "Sum",
      evaluationPeriods: 1,
      threshold: 1,
      alarmDescription:
        "S3 could not replicate objects to us-east-1; repair the cause, then replicate them with S3 Batch Replication.",
    });
    assert.deepEqual(findRegistration(registrations, "current-latency-to-us-east-1").inputs, {
      ...common,
      metricName: "ReplicationLatency",
      statistic: "Maximum",
      evaluationPeriods: 3,
      threshold: 3600,
      alarmDescription: "Replicas in us-east-1 lag 3600 seconds or more behind the source.",
    });
    assert.deepEqual(await outputValue(replication.alarmArns), {
      "failures-to-us-east-1": "arn:aws:mock:::current-failures-to-us-east-1",
      "latency-to-us-east-1": "arn:aws:mock:::current-latency-to-us-east-1",
    });
    assertTags(registrations, { team: "harbour" });
  });

  it("accepts destinations with object lock for a source with it", async () => {
    const rule = await ruleOf({
      sourceObjectLock: true,
      destinations: { east: { ...ebb, objectLock: true } },
    });

    assert.equal(rule.destination.bucket, "arn:aws:s3:::ebb");
  });

  const lockForm =
    "expected true, since sourceObjectLock is true and S3 replicates such a bucket only to buckets with object lock";
  for (const [what, objectLock] of [
    ["an output", pulumi.output(false)],
    ["no value", undefined],
  ] as const) {
    it(`rejects ${what} for a destination's lock once the source's lock is known`, async () => {
      const args = { sourceObjectLock: pulumi.output(true), destinations: { east: { ...ebb, objectLock } } };
      const [rule] = replicationRules("current", resolveArgs("current", { ...base, ...args }));

      await assert.rejects(outputValue(pulumi.output(rule?.destination).apply((one) => one?.bucket)), {
        message: `current: destinations.east.objectLock is false, ${lockForm}`,
      });
    });
  }

  it("rejects the alias of a key once it is known", async () => {
    const alias = pulumi.output("arn:aws:kms:us-east-1:123456789012:alias/tide");

    await assert.rejects(outputValue(keyArn("current", "sourceKmsKeyArn", alias)), {
      message: `current: sourceKmsKeyArn is an output, ${keyForm}`,
    });
  });

  it("passes permissionsBoundaryArn and tags to the role", async () => {
    const permissionsBoundaryArn = "arn:aws:iam::123456789012:policy/boundary";
    const { registrations } = await deploy({ permissionsBoundaryArn, tags: { team: "harbour" } });

    assertPermissionsBoundary(registrations, permissionsBoundaryArn, 1);
    assertTags(registrations, { team: "harbour" });
  });

  it("returns the role and the ids of the rules", async () => {
    const { replication } = await deploy();

    assert.equal(await outputValue(replication.roleArn), "arn:aws:mock:::current-role");
    assert.deepEqual(await outputValue(replication.ruleIds), { "us-east-1": "to-us-east-1" });
  });

  const many = Object.fromEntries(
    Array.from({ length: 21 }, (_, i) => [`d${i}`, { bucketArn: "arn:aws:s3:::ebb" }]),
  );
  for (const [args, message] of [
    [{ destinations: {} }, "destinations is [], expected 1 to 20 destinations"],
    [
      { destinations: many },
      `destinations is ${JSON.stringify(Object.keys(many))}, expected 1 to 20 destinations`,
    ],
    [
      { destinations: { Seoul: { bucketArn: "arn:aws:s3:::ebb" } } },
      'a key of destinations is "Seoul", expected lower-case letters, digits and single dashes, 1 to 40 characters',
    ],
    [
      { destinations: { seoul: { bucketArn: "arn:aws:s3:::ebb", storageClass: "GLASS" } } },
      'destinations.seoul.storageClass is "GLASS", expected one of STANDARD, STANDARD_IA, ONEZONE_IA, GLACIER_IR, INTELLIGENT_TIERING',
    ],
    [
      { sourceKmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/source" },
      "destinations.us-east-1.kmsKeyArn is undefined, expected a key, since sourceKmsKeyArn is given",
    ],
    [
      {
        destinations: { seoul: { ...ebb, kmsKeyArn: "arn:aws:kms:ap-northeast-2:123456789012:key/replica" } },
      },
      'destinations.seoul.kmsKeyArn is "arn:aws:kms:ap-northeast-2:123456789012:key/replica", expected no key, since sourceKmsKeyArn is not given; replicas of objects with SSE-S3 have SSE-S3 too',
    ],
    [
      {
        sourceKmsKeyArn: "arn:aws:kms:us-east-1:123456789012:key/source",
        destinations: { seoul: { ...ebb, kmsKeyArn: "alias/replica" } },
      },
      `destinations.seoul.kmsKeyArn is "alias/replica", ${keyForm}`,
    ],
    [
      { destinations: { seoul: { bucketArn: "arn:aws:s3:::tide" } } },
      'destinations.seoul.bucketArn is "arn:aws:s3:::tide", expected another bucket than the source',
    ],
    [
      { destinations: { seoul: { ...ebb, accountId: "2109" } } },
      'destinations.seoul.accountId is "2109", expected an account id of 12 digits',
    ],
    [{ sourceObjectLock: true }, `destinations.us-east-1.objectLock is undefined, ${lockForm}`],
    [
      { objectTags: { class: "gold" }, deleteMarkers: true },
      'destinations.us-east-1.objectTags is {"class":"gold"}, expected none, since deleteMarkers is true and S3 replicates no delete markers by tags',
    ],
    [{ objectTags: {} }, "objectTags is [], expected 1 to 10 tags"],
    [
      { objectTags: { "aws:class": "gold" } },
      'a key of objectTags is "aws:class", expected 1 to 128 characters, not beginning with aws:',
    ],
    [{ metrics: false, timeControl: true }, "metrics is false, expected true, since timeControl is true"],
    [
      { metrics: false, alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:alarms"] },
      "metrics is false, expected true, since there are alarms",
    ],
    [{ maxLatencySeconds: 900 }, "maxLatencySeconds is 900, expected nothing without alarmTopicArns"],
    [
      { maxLatencySeconds: 59, alarmTopicArns: ["arn:aws:sns:eu-west-1:123456789012:alarms"] },
      "maxLatencySeconds is 59, expected a whole number from 60 to 604800",
    ],
    [
      { prefix: "x".repeat(1025) },
      `prefix is "${"x".repeat(199)}…, expected a string of 0 to 1024 characters`,
    ],
  ] as const) {
    it(`rejects the arguments when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy(args as unknown as Partial<StorageReplicationArgs>), {
        message: `current: ${message}`,
      });
    });
  }
});
