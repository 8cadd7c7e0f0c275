import assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { DELETES_CONTENT, ephemeralTtlTag } from "../../../policies/baseline/rules/ephemeral-ttl-tag";
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

const compliant: Fixtures = [
  resource("aws:s3/bucket:Bucket", "scratch", {
    forceDestroy: true,
    tags: { lifecycle: "ephemeral", "expires-at": "2026-01-16T12:00:00+01:00" },
  }),
  resource("aws:emr/cluster:Cluster", "cluster", { tags: { expiresAt: "2027-01-01T00:00:00Z" } }),
  resource("aws:s3/bucket:Bucket", "kept", { tags: { lifecycle: "standard" } }, { protect: true }),
];
const MISSING =
  'the tag "expires-at" is missing, expected the moment when it is to be gone, such as "2026-11-23T18:00:00Z"';

prove(ephemeralTtlTag, {
  compliant,
  alsoCompliant: {
    "tags in a list": [
      resource("aws:autoscaling/group:Group", "fleet", {
        tags: [
          { key: "Lifecycle", value: "Ephemeral", propagateAtLaunch: true },
          { key: "ExpiresAt", value: "2026-01-16T12:00:00Z", propagateAtLaunch: true },
        ],
      }),
    ],
    "an end that the provider gives": [
      resource(
        "aws:sqs/queue:Queue",
        "jobs",
        { tags: { lifecycle: "ephemeral" } },
        { defaultTags: { "expires-at": "2026-01-16T12:00:00Z" } },
      ),
    ],
    "something that can have no tags": [
      resource("aws:iam/rolePolicy:RolePolicy", "rights", {}, { defaultTags: { lifecycle: "ephemeral" } }),
    ],
  },
  mutants: [
    {
      title: "no end",
      change: (world) => unsetInput(world, "scratch", "tags.expires-at"),
      messages: { scratch: MISSING },
    },
    {
      title: "what its provider says to be ephemeral, without an end",
      change: (world) =>
        withOptions(unsetInput(world, "kept", "tags"), "kept", {
          defaultTags: { lifecycle: "ephemeral" },
        }),
      messages: {
        kept: [
          MISSING,
          "protect is true, expected false; what is ephemeral must be able to go",
          "forceDestroy is not true, expected true; else what it holds keeps it from being deleted",
        ],
      },
    },
    {
      title: "an end without a zone",
      change: (world) => setInput(world, "scratch", "tags.expires-at", "2026-01-16T12:00:00"),
      messages: {
        scratch:
          'the tag "expires-at" is "2026-01-16T12:00:00", expected a moment in ISO 8601 with its zone, such as "2026-11-23T18:00:00Z"',
      },
    },
    {
      title: "a cluster that has outlived its use",
      change: (world) => setInput(world, "cluster", "tags.expiresAt", "2026-01-15T12:00:00Z"),
      messages: {
        cluster:
          'the tag "expiresAt" is "2026-01-15T12:00:00Z", expected a moment to come; take the resource away, or give it more time',
      },
    },
    {
      title: "a moment of the settings, after the end",
      change: (world) => world,
      settings: { now: "2026-01-16T11:00:00Z" },
      messages: {
        scratch:
          'the tag "expires-at" is "2026-01-16T12:00:00+01:00", expected a moment to come; take the resource away, or give it more time',
      },
    },
    {
      title: "an end far away",
      change: (world) => setInput(world, "scratch", "tags.expires-at", "2026-01-22T12:00:01Z"),
      messages: {
        scratch: 'the tag "expires-at" is "2026-01-22T12:00:01Z", expected a moment within 168 hours',
      },
    },
    {
      title: "a shorter time of the settings",
      change: (world) => world,
      settings: { maxTtlHours: 22 },
      messages: {
        scratch: 'the tag "expires-at" is "2026-01-16T12:00:00+01:00", expected a moment within 22 hours',
      },
    },
    {
      title: "protection",
      change: (world) => withOptions(world, "scratch", { protect: true }),
      messages: { scratch: "protect is true, expected false; what is ephemeral must be able to go" },
    },
    {
      title: "a bucket that is only deleted when it is empty",
      change: (world) => unsetInput(world, "scratch", "forceDestroy"),
      messages: {
        scratch: "forceDestroy is not true, expected true; else what it holds keeps it from being deleted",
      },
    },
  ],
});

describe("the remediation of ephemeral-ttl-tag", () => {
  const endless = unsetInput(compliant, "scratch", "tags.expires-at");
  const options = { settings: { "ephemeral-ttl-tag": { now: "2026-01-15T12:00:00Z", maxTtlHours: 24 } } };

  it("given no end and a moment of the settings, when put right, then it has the last one that may be", () => {
    assert.deepEqual(remediate(ephemeralTtlTag, endless, "scratch", options)?.["tags"], {
      lifecycle: "ephemeral",
      "expires-at": "2026-01-16T12:00:00Z",
    });
  });

  it("given what the provider says to be ephemeral, when put right, then it gets a tag of its own", () => {
    const world = [resource("aws:sqs/queue:Queue", "jobs", {}, { defaultTags: { lifecycle: "ephemeral" } })];
    assert.deepEqual(remediate(ephemeralTtlTag, world, "jobs", options), {
      tags: { "expires-at": "2026-01-16T12:00:00Z" },
    });
  });

  it("given no moment of the settings, when put right, then it is left alone", () => {
    assert.equal(remediate(ephemeralTtlTag, endless, "scratch"), undefined);
  });

  it("given tags that a preview does not know, when put right, then it is left alone", () => {
    const world = [resource("aws:sqs/queue:Queue", "jobs", { tags: unknown })];
    assert.equal(remediate(ephemeralTtlTag, world, "jobs", { ...options, when: "preview" }), undefined);
  });

  it("given an end, or nothing ephemeral, when put right, then it is left alone", () => {
    for (const name of ["scratch", "cluster", "kept"]) {
      assert.equal(remediate(ephemeralTtlTag, compliant, name, options), undefined);
    }
  });
});

describe("DELETES_CONTENT", () => {
  it("given the installed provider, when its declarations are read, then each type has the property", () => {
    const root = path.dirname(require.resolve("@pulumi/aws/package.json"));
    const lacking = Object.entries(DELETES_CONTENT).filter(([type, property]) => {
      const [, file = ""] = type.split(":");
      return !fs
        .readFileSync(path.join(root, `${file}.d.ts`), "utf8")
        .includes(`    ${property}?: pulumi.Input<boolean`);
    });

    assert.deepEqual(lacking, []);
  });
});
