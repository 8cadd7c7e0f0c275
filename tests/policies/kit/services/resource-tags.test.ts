import assert from "node:assert/strict";
import { unknownCheckingProxy } from "@pulumi/policy";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import {
  findTag,
  isTaggable,
  listTags,
  normalizeTagKey,
  Props,
  Resource,
  Undecided,
} from "../../../../policies/kit";

function createTagged(
  tags: unknown,
  defaultTags?: Readonly<Record<string, string>>,
  type = "aws:s3/bucket:Bucket",
) {
  const props = defaultTags ? { defaultTags: JSON.stringify({ tags: defaultTags }) } : {};
  const inputs: Record<string, unknown> = tags === undefined ? {} : { tags };
  return new Resource({
    type,
    urn: "urn:pulumi:dev::program::type::it",
    name: "it",
    protect: false,
    inputs: unknownCheckingProxy(inputs),
    provider: { name: "aws", urn: "urn", type: "pulumi:providers:aws", props: new Props([props]) },
  });
}

describe("listTags", () => {
  it("lists its own tags before those of its provider", () => {
    const places = listTags(createTagged({ owner: "me" }, { owner: "all", "app.example.com/name": "shop" }));

    assert.deepEqual(
      places.map(({ key, value, isSet }) => [key, value(), isSet()]),
      [
        ["owner", "me", true],
        ["owner", "all", true],
        ["app.example.com/name", "shop", true],
      ],
    );
  });

  it("takes an empty tag for not set", () => {
    const places = listTags(createTagged({ owner: "", "data.owner": "" }));
    assert.deepEqual(
      places.map(({ isSet }) => isSet()),
      [false, false],
    );
  });

  it("is undecided only about the unknown value of a tag", () => {
    const places = listTags(createTagged({ Name: UNKNOWN_VALUE, owner: "me" }));

    assert.deepEqual(
      places.map(({ key }) => key),
      ["Name", "owner"],
    );
    assert.equal(places[1]?.value(), "me");
    assert.throws(() => places[0]?.value(), Undecided);
    assert.throws(() => places[0]?.isSet(), Undecided);
  });

  it("is undecided when the tags are unknown", () => {
    assert.throws(() => listTags(createTagged(UNKNOWN_VALUE)), Undecided);
  });

  it("lists only the own tags of an Auto Scaling group", () => {
    const group = createTagged(
      [{ key: "owner", value: "me" }],
      { env: "dev" },
      "aws:autoscaling/group:Group",
    );
    assert.deepEqual(
      listTags(group).map(({ key, value }) => [key, value()]),
      [["owner", "me"]],
    );
  });
});

describe("findTag", () => {
  it("finds a key in any spelling", () => {
    for (const key of ["expires-at", "ExpiresAt", "expires_at", "EXPIRES AT", "expires.at", "expires:at"]) {
      assert.equal(
        findTag(createTagged({ Name: UNKNOWN_VALUE, [key]: "soon" }), "expires-at")?.value(),
        "soon",
        key,
      );
    }
    assert.equal(findTag(createTagged({ expires: "soon" }), "expires-at"), undefined);
  });

  it("normalizes a key idempotently", () => {
    assert.equal(normalizeTagKey(normalizeTagKey("Cost-Center")), "costcenter");
  });
});

describe("isTaggable", () => {
  it("is true for types with tags as a map or a list", () => {
    const types = ["aws:s3/bucket:Bucket", "aws:autoscaling/group:Group", "aws:s3/bucketPolicy:BucketPolicy"];
    assert.deepEqual(types.map(isTaggable), [true, true, false]);
  });
});
