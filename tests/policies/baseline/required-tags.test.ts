import assert from "node:assert/strict";
import { requiredTags } from "../../../policies/baseline/rules/required-tags";
import {
  madeFrom,
  prove,
  ref,
  remedied,
  resource,
  set,
  unknown,
  unset,
  type World,
} from "../../helpers/policy";

const defaultTags = { owner: "platform", Environment: "dev", project: "shop", region: "eu-west-1" };
const compliant: World = [
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
    "a value of another resource": [
      resource("aws:sns/topic:Topic", "team", {}, { defaultTags }),
      resource("aws:s3/bucket:Bucket", "own", {
        tags: { ...defaultTags, owner: ref("team", "name"), "app.kubernetes.io/name": madeFrom("x", "team") },
      }),
    ],
  },
  mutants: [
    {
      given: "no owner",
      change: (world) => unset(world, "own", "tags.owner"),
      told: { own: missing('"owner"') },
    },
    {
      given: "no tags at all",
      change: (world) => unset(world, "own", "tags"),
      told: {
        own: 'the tags "owner", "env" (or "environment" or "stage"), "cost" (or "cost-center" or "cost-centre" or "project") and "region" are missing, expected them in tags, or in defaultTags of the provider',
      },
    },
    {
      given: "no environment",
      change: (world) => unset(world, "own", "tags.env"),
      told: { own: missing('"env" (or "environment" or "stage")') },
    },
    {
      given: "an owner without a name, and no region",
      change: (world) => unset(set(world, "own", "tags.owner", ""), "own", "tags.region"),
      told: { own: ['the tag "owner" is empty, expected a value', missing('"region"')] },
    },
    {
      given: "an owner without a name",
      change: (world) => set(world, "own", "tags.owner", ""),
      told: { own: 'the tag "owner" is empty, expected a value' },
    },
    {
      given: "a tag that the settings ask for",
      change: (world) => world,
      settings: { tags: ["owner", "data.class"] },
      told: {
        own: missing('"data.class"'),
        given: missing('"data.class"'),
        everywhere: missing('"data.class"'),
      },
    },
    {
      given: "a group whose provider alone has tags, which groups are not given",
      change: () => [resource("aws:autoscaling/group:Group", "fleet", {}, { defaultTags })],
      settings: { tags: ["owner"] },
      told: { fleet: missing('"owner"', "tags; the group is given none of defaultTags") },
    },
  ],
});

describe("the remedy of required-tags", () => {
  const settings = { "required-tags": { values: { owner: "platform", cost: "1000" } } };

  it("given values of the settings, when put right, then those that are missing are added, and the region", () => {
    const world = [resource("aws:s3/bucket:Bucket", "own", { tags: { env: "dev" } })];

    assert.deepEqual(remedied(requiredTags, world, "own", { settings }), {
      tags: { env: "dev", owner: "platform", cost: "1000", region: "eu-west-1" },
    });
  });

  it("given no tags, when put right, then they are made", () => {
    const world = [resource("aws:s3/bucket:Bucket", "own", {})];
    assert.deepEqual(remedied(requiredTags, world, "own"), { tags: { region: "eu-west-1" } });
  });

  it("given tags that a preview does not know, when put right, then they stay unknown", () => {
    const world = [resource("aws:s3/bucket:Bucket", "own", { tags: unknown })];
    assert.equal(remedied(requiredTags, world, "own", { settings, when: "preview" }), undefined);
  });

  it("given all tags, or none that a resource can have, when put right, then it is left alone", () => {
    for (const name of ["own", "given", "everywhere", "untaggable"]) {
      assert.equal(remedied(requiredTags, compliant, name, { settings }), undefined);
    }
  });
});
