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

const fixtures: Fixtures = [
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
const unprotected: Fixtures = [
  resource("aws:dynamodb/table:Table", "scratch", { tags: ephemeral }),
  resource("aws:cognito/userPool:UserPool", "guests", { deletionProtection: "INACTIVE", tags: ephemeral }),
];
const ephemeralAdvice = "the tag lifecycle=ephemeral marks it as ephemeral";

prove(deletionProtectionStateful, {
  compliant: fixtures,
  alsoCompliant: {
    "an unprotected ephemeral resource": unprotected,
    "a type without deletion protection": [resource("aws:s3/bucket:Bucket", "data", {})],
    "a table with the option protect": withOptions(fixtures, "orders", { protect: true }),
  },
  mutants: [
    {
      title: "an unprotected load balancer",
      change: (all) => setInput(all, "front", "enableDeletionProtection", false),
      messages: { front: "enableDeletionProtection is false, expected true" },
    },
    {
      title: "tables without deletion protection",
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
      title: "an unprotected replica",
      change: (all) => unsetInput(all, "orders", "replicas.0.deletionProtectionEnabled"),
      messages: { orders: "replicas.0.deletionProtectionEnabled is missing, expected true" },
    },
    {
      title: "an unprotected user pool",
      change: (all) => setInput(all, "people", "deletionProtection", "INACTIVE"),
      messages: { people: 'deletionProtection is "INACTIVE", expected "ACTIVE"' },
    },
    {
      title: "unprotected databases",
      change: (all) =>
        ["ledger", "reports"].reduce((some, name) => unsetInput(some, name, "deletionProtection"), all),
      messages: {
        ledger: "deletionProtection is missing, expected true",
        reports: "deletionProtection is missing, expected true",
      },
    },
    {
      title: "a protected ephemeral table",
      change: () => setInput(unprotected, "scratch", "deletionProtectionEnabled", true),
      messages: { scratch: `deletionProtectionEnabled is true, expected false; ${ephemeralAdvice}` },
    },
    {
      title: "a protected ephemeral user pool",
      change: () => setInput(unprotected, "guests", "deletionProtection", "ACTIVE"),
      messages: { guests: `deletionProtection is "ACTIVE", expected "INACTIVE"; ${ephemeralAdvice}` },
    },
    {
      title: "an ephemeral table with the option protect",
      change: () => withOptions(unprotected, "scratch", { protect: true }),
      messages: { scratch: `the resource option protect is true, expected false; ${ephemeralAdvice}` },
    },
    {
      title: "an ephemeral bucket with the option protect",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { tags: ephemeral }, { protect: true })],
      messages: { data: `the resource option protect is true, expected false; ${ephemeralAdvice}` },
    },
    {
      title: "another ephemeral tag in the settings",
      settings: { ephemeralTag: "preview" },
      change: () =>
        setInput(setInput(unprotected, "scratch", "tags", { preview: "17" }), "guests", "tags", {}),
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
        data: "the resource option protect is false, expected true; otherwise a mistake in the program deletes its data",
      },
    },
  ],
});

describe("the remediation of deletion-protection-stateful", () => {
  const runRemediation = (all: Fixtures, name: string, when?: "preview") =>
    remediate(deletionProtectionStateful, all, name, when && { when });

  it("protects each type by its own property", () => {
    assert.deepEqual(
      runRemediation(setInput(fixtures, "front", "enableDeletionProtection", false), "front"),
      {
        enableDeletionProtection: true,
      },
    );
    assert.deepEqual(runRemediation(unsetInput(fixtures, "people", "deletionProtection"), "people"), {
      deletionProtection: "ACTIVE",
    });
  });

  it("protects an unprotected replica of a protected table", () => {
    const loose = setInput(fixtures, "orders", "replicas.0.deletionProtectionEnabled", false);
    assert.deepEqual(runRemediation(loose, "orders"), fixtures[1]?.inputs);
  });

  it("removes the protection of ephemeral resources", () => {
    assert.deepEqual(
      runRemediation(setInput(unprotected, "guests", "deletionProtection", "ACTIVE"), "guests"),
      {
        deletionProtection: "INACTIVE",
        tags: ephemeral,
      },
    );
  });

  it("does not change compliant resources and types without protection", () => {
    for (const { name } of fixtures) assert.equal(runRemediation(fixtures, name), undefined, name);
    for (const { name } of unprotected) assert.equal(runRemediation(unprotected, name), undefined, name);
    assert.equal(runRemediation([resource("aws:s3/bucket:Bucket", "data", {})], "data"), undefined);
  });

  it("leaves a resource with an unknown tag alone", () => {
    const hidden = setInput(
      setInput(fixtures, "front", "enableDeletionProtection", false),
      "front",
      "tags",
      unknown,
    );
    assert.equal(runRemediation(hidden, "front", "preview"), undefined);
  });
});
