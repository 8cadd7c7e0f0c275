import assert from "node:assert/strict";
import { deletionProtectionStateful } from "../../../policies/baseline/rules/deletion-protection-stateful";
import {
  prove,
  remedied,
  resource,
  set,
  unknown,
  unset,
  type World,
  withOptions,
} from "../../helpers/policy";

const world: World = [
  resource("aws:lb/loadBalancer:LoadBalancer", "front", { enableDeletionProtection: true }),
  resource("aws:dynamodb/table:Table", "orders", {
    deletionProtectionEnabled: true,
    replicas: [{ regionName: "us-east-1", deletionProtectionEnabled: true }],
  }),
  resource("aws:dynamodb/tableReplica:TableReplica", "orders-2", { deletionProtectionEnabled: true }),
  resource("aws:cognito/userPool:UserPool", "people", { deletionProtection: "ACTIVE" }),
  resource("aws:rds/cluster:Cluster", "ledger", { deletionProtection: true }),
  resource("aws:rds/instance:Instance", "reports", { deletionProtection: true }),
];
const ephemeral = { lifecycle: "ephemeral" };
const passing: World = [
  resource("aws:dynamodb/table:Table", "scratch", { tags: ephemeral }),
  resource("aws:cognito/userPool:UserPool", "guests", { deletionProtection: "INACTIVE", tags: ephemeral }),
];
const inTime = "the tag lifecycle=ephemeral says that it is to be deleted in time";

prove(deletionProtectionStateful, {
  compliant: world,
  alsoCompliant: {
    "what is ephemeral and not protected": passing,
    "what has no protection of its own": [resource("aws:s3/bucket:Bucket", "data", {})],
    "what holds data and has the option protect": withOptions(world, "orders", { protect: true }),
  },
  mutants: [
    {
      given: "a load balancer that is not protected",
      change: (all) => set(all, "front", "enableDeletionProtection", false),
      told: { front: "enableDeletionProtection is false, expected true" },
    },
    {
      given: "tables that say nothing",
      change: (all) =>
        ["orders", "orders-2"].reduce((some, name) => unset(some, name, "deletionProtectionEnabled"), all),
      told: {
        orders: "deletionProtectionEnabled is missing, expected true",
        "orders-2": "deletionProtectionEnabled is missing, expected true",
      },
    },
    {
      given: "a replica that is not protected",
      change: (all) => unset(all, "orders", "replicas.0.deletionProtectionEnabled"),
      told: { orders: "replicas.0.deletionProtectionEnabled is missing, expected true" },
    },
    {
      given: "a user pool that is not protected",
      change: (all) => set(all, "people", "deletionProtection", "INACTIVE"),
      told: { people: 'deletionProtection is "INACTIVE", expected "ACTIVE"' },
    },
    {
      given: "databases that are not protected",
      change: (all) =>
        ["ledger", "reports"].reduce((some, name) => unset(some, name, "deletionProtection"), all),
      told: {
        ledger: "deletionProtection is missing, expected true",
        reports: "deletionProtection is missing, expected true",
      },
    },
    {
      given: "an ephemeral table that is protected",
      change: () => set(passing, "scratch", "deletionProtectionEnabled", true),
      told: { scratch: `deletionProtectionEnabled is true, expected false; ${inTime}` },
    },
    {
      given: "an ephemeral user pool that is protected",
      change: () => set(passing, "guests", "deletionProtection", "ACTIVE"),
      told: { guests: `deletionProtection is "ACTIVE", expected "INACTIVE"; ${inTime}` },
    },
    {
      given: "an ephemeral table with the option protect",
      change: () => withOptions(passing, "scratch", { protect: true }),
      told: { scratch: `the resource option protect is true, expected false; ${inTime}` },
    },
    {
      given: "an ephemeral bucket with the option protect",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { tags: ephemeral }, { protect: true })],
      told: { data: `the resource option protect is true, expected false; ${inTime}` },
    },
    {
      given: "another tag of what is ephemeral",
      settings: { ephemeralTag: "preview" },
      change: () => set(set(passing, "scratch", "tags", { preview: "17" }), "guests", "tags", {}),
      told: { guests: 'deletionProtection is "INACTIVE", expected "ACTIVE"' },
    },
    {
      given: "data without the option protect, where it is required",
      settings: { requireProtect: true },
      change: (all) => [
        ...withOptions(all, "orders", { protect: true }).filter(({ name }) => /^(front|orders)$/.test(name)),
        resource("aws:s3/bucketV2:BucketV2", "data", {}),
        resource("aws:kms/key:Key", "scratch", { tags: ephemeral }),
      ],
      told: {
        data: "the resource option protect is false, expected true; a slip in the program deletes what it holds",
      },
    },
  ],
});

describe("the remedy of deletion-protection-stateful", () => {
  const right = (all: World, name: string, when?: "preview") =>
    remedied(deletionProtectionStateful, all, name, when && { when });

  it("given what is not protected, when put right, then it is, each kind by its own property", () => {
    assert.deepEqual(right(set(world, "front", "enableDeletionProtection", false), "front"), {
      enableDeletionProtection: true,
    });
    assert.deepEqual(right(unset(world, "people", "deletionProtection"), "people"), {
      deletionProtection: "ACTIVE",
    });
  });

  it("given a protected table with a replica that is not, when put right, then the replica is too", () => {
    const loose = set(world, "orders", "replicas.0.deletionProtectionEnabled", false);
    assert.deepEqual(right(loose, "orders"), world[1]?.inputs);
  });

  it("given what is ephemeral and protected, when put right, then it is no longer", () => {
    assert.deepEqual(right(set(passing, "guests", "deletionProtection", "ACTIVE"), "guests"), {
      deletionProtection: "INACTIVE",
      tags: ephemeral,
    });
  });

  it("given what complies or has no protection of its own, when put right, then it is left alone", () => {
    for (const { name } of world) assert.equal(right(world, name), undefined, name);
    for (const { name } of passing) assert.equal(right(passing, name), undefined, name);
    assert.equal(right([resource("aws:s3/bucket:Bucket", "data", {})], "data"), undefined);
  });

  it("given a tag that is not known yet, when put right, then it stays", () => {
    const hidden = set(set(world, "front", "enableDeletionProtection", false), "front", "tags", unknown);
    assert.equal(right(hidden, "front", "preview"), undefined);
  });
});
