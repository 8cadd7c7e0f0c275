import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { StorageReplication, type StorageReplicationArgs } from "../../../components/storage-replication";
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
        Action: ["s3:GetObjectVersionForReplication", "s3:GetObjectVersionAcl", "s3:GetObjectVersionTagging"],
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
      },
      {
        Effect: "Allow",
        Action: ["kms:Encrypt"],
        Resource: ["arn:aws:kms:ap-northeast-2:123456789012:key/replica"],
      },
    ]);
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
