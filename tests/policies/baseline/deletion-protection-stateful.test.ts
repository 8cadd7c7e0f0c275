import assert from "node:assert/strict";
import { deletionProtectionStateful } from "../../../policies/baseline/rules/deletion-protection-stateful";
import {
  type Fixtures,
  prove,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withOptions,
} from "../../helpers/policy";

const world: Fixtures = [
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
const passing: Fixtures = [
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
      title: "a load balancer that is not protected",
      change: (all) => setInput(all, "front", "enableDeletionProtection", false),
      messages: { front: "enableDeletionProtection is false, expected true" },
    },
    {
      title: "tables that say nothing",
      change: (all) =>
        ["orders", "orders-2"].reduce(
          (some, name) => unsetInput(some, name, "deletionProtectionEnabled"),
          all,
        ),
      messages: {
        orders: "deletionProtectionEnabled is missing, expected true",
        "orders-2": "deletionProtectionEnabled is missing, expected true",
      },
    },
    {
      title: "a replica that is not protected",
      change: (all) => unsetInput(all, "orders", "replicas.0.deletionProtectionEnabled"),
      messages: { orders: "replicas.0.deletionProtectionEnabled is missing, expected true" },
    },
    {
      title: "a user pool that is not protected",
      change: (all) => setInput(all, "people", "deletionProtection", "INACTIVE"),
      messages: { people: 'deletionProtection is "INACTIVE", expected "ACTIVE"' },
    },
    {
      title: "databases that are not protected",
      change: (all) =>
        ["ledger", "reports"].reduce((some, name) => unsetInput(some, name, "deletionProtection"), all),
      messages: {
        ledger: "deletionProtection is missing, expected true",
        reports: "deletionProtection is missing, expected true",
      },
    },
    {
      title: "an ephemeral table that is protected",
      change: () => setInput(passing, "scratch", "deletionProtectionEnabled", true),
      messages: { scratch: `deletionProtectionEnabled is true, expected false; ${inTime}` },
    },
    {
      title: "an ephemeral user pool that is protected",
      change: () => setInput(passing, "guests", "deletionProtection", "ACTIVE"),
      messages: { guests: `deletionProtection is "ACTIVE", expected "INACTIVE"; ${inTime}` },
    },
    {
      title: "an ephemeral table with the option protect",
      change: () => withOptions(passing, "scratch", { protect: true }),
      messages: { scratch: `the resource option protect is true, expected false; ${inTime}` },
    },
    {
      title: "an ephemeral bucket with the option protect",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { tags: ephemeral }, { protect: true })],
      messages: { data: `the resource option protect is true, expected false; ${inTime}` },
    },
    {
      title: "another tag of what is ephemeral",
      settings: { ephemeralTag: "preview" },
      change: () => setInput(setInput(passing, "scratch", "tags", { preview: "17" }), "guests", "tags", {}),
      messages: { guests: 'deletionProtection is "INACTIVE", expected "ACTIVE"' },
    },
    {
      title: "data without the option protect, where it is required",
      settings: { requireProtect: true },
      change: (all) => [
        ...withOptions(all, "orders", { protect: true }).filter(({ name }) => /^(front|orders)$/.test(name)),
        resource("aws:s3/bucketV2:BucketV2", "data", {}),
        resource("aws:kms/key:Key", "scratch", { tags: ephemeral }),
      ],
      messages: {
        data: "the resource option protect is false, expected true; a slip in the program deletes what it holds",
      },
    },
  ],
});

describe("the remediation of deletion-protection-stateful", () => {
  const right = (all: Fixtures, name: string, when?: "preview") =>
    remediate(deletionProtectionStateful, all, name, when && { when });

  it("given what is not protected, when put right, then it is, each kind by its own property", () => {
    assert.deepEqual(right(setInput(world, "front", "enableDeletionProtection", false), "front"), {
      enableDeletionProtection: true,
    });
    assert.deepEqual(right(unsetInput(world, "people", "deletionProtection"), "people"), {
      deletionProtection: "ACTIVE",
    });
  });

  it("given a protected table with a replica that is not, when put right, then the replica is too", () => {
    const loose = setInput(world, "orders", "replicas.0.deletionProtectionEnabled", false);
    assert.deepEqual(right(loose, "orders"), world[1]?.inputs);
  });

  it("given what is ephemeral and protected, when put right, then it is no longer", () => {
    assert.deepEqual(right(setInput(passing, "guests", "deletionProtection", "ACTIVE"), "guests"), {
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
    const hidden = setInput(
      setInput(world, "front", "enableDeletionProtection", false),
      "front",
      "tags",
      unknown,
    );
    assert.equal(right(hidden, "front", "preview"), undefined);
  });
});
