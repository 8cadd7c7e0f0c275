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
  'the tag "expires-at" is missing, expected the time of its expiry, such as "2026-11-23T18:00:00Z"';

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
    "an expiry tag from the provider": [
      resource(
        "aws:sqs/queue:Queue",
        "jobs",
        { tags: { lifecycle: "ephemeral" } },
        { defaultTags: { "expires-at": "2026-01-16T12:00:00Z" } },
      ),
    ],
    "a type without tags": [
      resource("aws:iam/rolePolicy:RolePolicy", "rights", {}, { defaultTags: { lifecycle: "ephemeral" } }),
    ],
  },
  mutants: [
    {
      title: "no expiry tag",
      change: (fixtures) => unsetInput(fixtures, "scratch", "tags.expires-at"),
      messages: { scratch: MISSING },
    },
    {
      title: "a resource marked ephemeral by its provider, without an expiry tag",
      change: (fixtures) =>
        withOptions(unsetInput(fixtures, "kept", "tags"), "kept", {
          defaultTags: { lifecycle: "ephemeral" },
        }),
      messages: {
        kept: [
          MISSING,
          "protect is true, expected false; an ephemeral resource must be deletable",
          "forceDestroy is not true, expected true; otherwise its content prevents its deletion",
        ],
      },
    },
    {
      title: "an expiry without a time zone",
      change: (fixtures) => setInput(fixtures, "scratch", "tags.expires-at", "2026-01-16T12:00:00"),
      messages: {
        scratch:
          'the tag "expires-at" is "2026-01-16T12:00:00", expected an ISO 8601 time with its time zone, such as "2026-11-23T18:00:00Z"',
      },
    },
    {
      title: "a cluster past its expiry",
      change: (fixtures) => setInput(fixtures, "cluster", "tags.expiresAt", "2026-01-15T12:00:00Z"),
      messages: {
        cluster:
          'the tag "expiresAt" is "2026-01-15T12:00:00Z", expected a time in the future; delete the resource, or extend its expiry',
      },
    },
    {
      title: "a time in the settings after the expiry",
      change: (fixtures) => fixtures,
      settings: { now: "2026-01-16T11:00:00Z" },
      messages: {
        scratch:
          'the tag "expires-at" is "2026-01-16T12:00:00+01:00", expected a time in the future; delete the resource, or extend its expiry',
      },
    },
    {
      title: "an expiry beyond the maximum",
      change: (fixtures) => setInput(fixtures, "scratch", "tags.expires-at", "2026-01-22T12:00:01Z"),
      messages: {
        scratch: 'the tag "expires-at" is "2026-01-22T12:00:01Z", expected a time within 168 hours',
      },
    },
    {
      title: "a lower maximum in the settings",
      change: (fixtures) => fixtures,
      settings: { maxTtlHours: 22 },
      messages: {
        scratch: 'the tag "expires-at" is "2026-01-16T12:00:00+01:00", expected a time within 22 hours',
      },
    },
    {
      title: "the option protect",
      change: (fixtures) => withOptions(fixtures, "scratch", { protect: true }),
      messages: { scratch: "protect is true, expected false; an ephemeral resource must be deletable" },
    },
    {
      title: "a bucket without forceDestroy",
      change: (fixtures) => unsetInput(fixtures, "scratch", "forceDestroy"),
      messages: {
        scratch: "forceDestroy is not true, expected true; otherwise its content prevents its deletion",
      },
    },
  ],
});

describe("the remediation of ephemeral-ttl-tag", () => {
  const endless = unsetInput(compliant, "scratch", "tags.expires-at");
  const options = { settings: { "ephemeral-ttl-tag": { now: "2026-01-15T12:00:00Z", maxTtlHours: 24 } } };

  it("adds the latest allowed expiry when the settings have a time", () => {
    assert.deepEqual(remediate(ephemeralTtlTag, endless, "scratch", options)?.["tags"], {
      lifecycle: "ephemeral",
      "expires-at": "2026-01-16T12:00:00Z",
    });
  });

  it("adds an expiry tag to a resource that its provider marks as ephemeral", () => {
    const fixtures = [
      resource("aws:sqs/queue:Queue", "jobs", {}, { defaultTags: { lifecycle: "ephemeral" } }),
    ];
    assert.deepEqual(remediate(ephemeralTtlTag, fixtures, "jobs", options), {
      tags: { "expires-at": "2026-01-16T12:00:00Z" },
    });
  });

  it("leaves a resource alone when the settings have no time", () => {
    assert.equal(remediate(ephemeralTtlTag, endless, "scratch"), undefined);
  });

  it("leaves a resource with unknown tags alone in a preview", () => {
    const fixtures = [resource("aws:sqs/queue:Queue", "jobs", { tags: unknown })];
    assert.equal(remediate(ephemeralTtlTag, fixtures, "jobs", { ...options, when: "preview" }), undefined);
  });

  it("does not change resources that have an expiry or are not ephemeral", () => {
    for (const name of ["scratch", "cluster", "kept"]) {
      assert.equal(remediate(ephemeralTtlTag, compliant, name, options), undefined);
    }
  });
});

describe("DELETES_CONTENT", () => {
  it("lists only properties that the installed provider declares", () => {
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
