import assert from "node:assert/strict";
import { requiredTags } from "../../../policies/baseline/rules/required-tags";
import {
  derivedFrom,
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
} from "../../helpers/policy";

const defaultTags = { owner: "platform", Environment: "dev", project: "shop", region: "eu-west-1" };
const compliant: Fixtures = [
  resource("aws:s3/bucket:Bucket", "own", {
    tags: { owner: "platform", env: "dev", "Cost-Center": "1000", region: "eu-west-1" },
  }),
  resource("aws:s3/bucket:Bucket", "given", {}, { defaultTags }),
  resource("aws:iam/role:Role", "everywhere", {
    tags: { owner: "platform", env: "dev", cost_center: "1000" },
  }),
  resource("aws:s3/bucketVersioning:BucketVersioning", "untaggable", { bucket: ref("own") }),
];
const missing = (keys: string, place = "tags, or in defaultTags of the provider") =>
  `the tag ${keys} is missing, expected it in ${place}`;

prove(requiredTags, {
  compliant,
  alsoCompliant: {
    "tags in a list": [
      resource("aws:autoscaling/group:Group", "fleet", {
        tags: Object.entries(defaultTags).map(([key, value]) => ({ key, value, propagateAtLaunch: true })),
      }),
    ],
    "a value from another resource": [
      resource("aws:sns/topic:Topic", "team", {}, { defaultTags }),
      resource("aws:s3/bucket:Bucket", "own", {
        tags: {
          ...defaultTags,
          owner: ref("team", "name"),
          "app.kubernetes.io/name": derivedFrom("x", "team"),
        },
      }),
    ],
  },
  mutants: [
    {
      title: "no owner",
      change: (fixtures) => unsetInput(fixtures, "own", "tags.owner"),
      messages: { own: missing('"owner"') },
    },
    {
      title: "no tags at all",
      change: (fixtures) => unsetInput(fixtures, "own", "tags"),
      messages: {
        own: 'the tags "owner", "env" (or "environment" or "stage"), "cost" (or "cost-center" or "cost-centre" or "project") and "region" are missing, expected them in tags, or in defaultTags of the provider',
      },
    },
    {
      title: "no environment",
      change: (fixtures) => unsetInput(fixtures, "own", "tags.env"),
      messages: { own: missing('"env" (or "environment" or "stage")') },
    },
    {
      title: "an empty owner and no region",
      change: (fixtures) => unsetInput(setInput(fixtures, "own", "tags.owner", ""), "own", "tags.region"),
      messages: { own: ['the tag "owner" is empty, expected a value', missing('"region"')] },
    },
    {
      title: "an empty owner",
      change: (fixtures) => setInput(fixtures, "own", "tags.owner", ""),
      messages: { own: 'the tag "owner" is empty, expected a value' },
    },
    {
      title: "a tag that the settings require",
      change: (fixtures) => fixtures,
      settings: { tags: ["owner", "data.class"] },
      messages: {
        own: missing('"data.class"'),
        given: missing('"data.class"'),
        everywhere: missing('"data.class"'),
      },
    },
    {
      title: "a group whose tags are only in defaultTags, which do not apply to groups",
      change: () => [resource("aws:autoscaling/group:Group", "fleet", {}, { defaultTags })],
      settings: { tags: ["owner"] },
      messages: { fleet: missing('"owner"', "tags; defaultTags do not apply to the group") },
    },
  ],
});

describe("the remediation of required-tags", () => {
  const settings = { "required-tags": { values: { owner: "platform", cost: "1000" } } };

  it("adds missing tags from the settings, and the region", () => {
    const fixtures = [resource("aws:s3/bucket:Bucket", "own", { tags: { env: "dev" } })];

    assert.deepEqual(remediate(requiredTags, fixtures, "own", { settings }), {
      tags: { env: "dev", owner: "platform", cost: "1000", region: "eu-west-1" },
    });
  });

  it("creates tags where none are set", () => {
    const fixtures = [resource("aws:s3/bucket:Bucket", "own", {})];
    assert.deepEqual(remediate(requiredTags, fixtures, "own"), { tags: { region: "eu-west-1" } });
  });

  it("leaves unknown tags alone in a preview", () => {
    const fixtures = [resource("aws:s3/bucket:Bucket", "own", { tags: unknown })];
    assert.equal(remediate(requiredTags, fixtures, "own", { settings, when: "preview" }), undefined);
  });

  it("leaves complete tags and types without tags alone", () => {
    for (const name of ["own", "given", "everywhere", "untaggable"]) {
      assert.equal(remediate(requiredTags, compliant, name, { settings }), undefined);
    }
  });
});
