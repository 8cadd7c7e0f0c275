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

function tagged(
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

describe("tagPlaces", () => {
  it("given tags of a resource and of its provider, when listed, then its own come first", () => {
    const places = listTags(tagged({ owner: "me" }, { owner: "all", "app.example.com/name": "shop" }));

    assert.deepEqual(
      places.map(({ key, value, isSet }) => [key, value(), isSet()]),
      [
        ["owner", "me", true],
        ["owner", "all", true],
        ["app.example.com/name", "shop", true],
      ],
    );
  });

  it("given a tag that is empty, when asked, then it is not set", () => {
    const places = listTags(tagged({ owner: "", "data.owner": "" }));
    assert.deepEqual(
      places.map(({ isSet }) => isSet()),
      [false, false],
    );
  });

  it("given a tag whose value is not known, when listed, then only asking for that value fails", () => {
    const places = listTags(tagged({ Name: UNKNOWN_VALUE, owner: "me" }));

    assert.deepEqual(
      places.map(({ key }) => key),
      ["Name", "owner"],
    );
    assert.equal(places[1]?.value(), "me");
    assert.throws(() => places[0]?.value(), Undecided);
    assert.throws(() => places[0]?.isSet(), Undecided);
  });

  it("given tags that are not known, when listed, then it is undecided", () => {
    assert.throws(() => listTags(tagged(UNKNOWN_VALUE)), Undecided);
  });

  it("given a group of instances, when listed, then its tags are those of its list alone", () => {
    const group = tagged([{ key: "owner", value: "me" }], { env: "dev" }, "aws:autoscaling/group:Group");
    assert.deepEqual(
      listTags(group).map(({ key, value }) => [key, value()]),
      [["owner", "me"]],
    );
  });
});

describe("tagLike", () => {
  it("given keys that people write differently, when looked for, then each is found", () => {
    for (const key of ["expires-at", "ExpiresAt", "expires_at", "EXPIRES AT", "expires.at", "expires:at"]) {
      assert.equal(
        findTag(tagged({ Name: UNKNOWN_VALUE, [key]: "soon" }), "expires-at")?.value(),
        "soon",
        key,
      );
    }
    assert.equal(findTag(tagged({ expires: "soon" }), "expires-at"), undefined);
  });

  it("given a key, when made plain twice, then it is as after the first time", () => {
    assert.equal(normalizeTagKey(normalizeTagKey("Cost-Center")), "costcenter");
  });
});

describe("isTaggable", () => {
  it("given types with tags of either form and without, when asked, then it tells", () => {
    const types = ["aws:s3/bucket:Bucket", "aws:autoscaling/group:Group", "aws:s3/bucketPolicy:BucketPolicy"];
    assert.deepEqual(types.map(isTaggable), [true, true, false]);
  });
});
