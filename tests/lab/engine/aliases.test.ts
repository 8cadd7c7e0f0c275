import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { aliasUrns } from "../../../lab/engine/register/aliases";
import { type AliasSpec, type Goal, toGoal } from "../../../lab/engine/register/goal";

const BARE = { name: "", type: "", stack: "", project: "", parent: undefined };
const PARENT = "urn:pulumi:dev::tides::my:index:Region::seoul";

function goal(aliases: readonly AliasSpec[], name = "b"): Goal {
  const request = new pb.RegisterResourceRequest().setType("aws:s3/bucket:Bucket").setName(name);
  return { ...toGoal(request), aliases };
}

function urns(
  aliases: readonly AliasSpec[],
  { parent = "", parentAliases = [] as readonly string[], name = "b" } = {},
): readonly string[] {
  return aliasUrns(goal(aliases, name), { stack: "dev", project: "tides", parent, parentAliases });
}

describe("aliasUrns", () => {
  it("given a whole URN, a name, a type, a stack and a project, when asked, then each makes a URN", () => {
    assert.deepEqual(
      urns([
        { urn: "urn:pulumi:old::tides::x:y:Z::b" },
        { ...BARE, name: "was" },
        { ...BARE, type: "aws:s3/bucketV2:BucketV2" },
        { ...BARE, stack: "test", project: "waves" },
      ]),
      [
        "urn:pulumi:old::tides::x:y:Z::b",
        "urn:pulumi:dev::tides::aws:s3/bucket:Bucket::was",
        "urn:pulumi:dev::tides::aws:s3/bucketV2:BucketV2::b",
        "urn:pulumi:test::waves::aws:s3/bucket:Bucket::b",
      ],
    );
  });

  it("given the same alias twice, or its own name, when asked, then it is there once, or not at all", () => {
    assert.deepEqual(urns([{ ...BARE, name: "was" }, { ...BARE, name: "was" }, BARE]), [
      "urn:pulumi:dev::tides::aws:s3/bucket:Bucket::was",
    ]);
  });

  it("given an alias without a parent, when now under one, then the parent's type is left out", () => {
    assert.deepEqual(urns([{ ...BARE, parent: "" }], { parent: PARENT }), [
      "urn:pulumi:dev::tides::aws:s3/bucket:Bucket::b",
    ]);
  });

  it("given a parent that was renamed, when the child's name starts with it, then it was renamed along", () => {
    const former = "urn:pulumi:dev::tides::my:index:Zone::busan";
    assert.deepEqual(urns([], { parent: PARENT, parentAliases: [former], name: "seoul-logs" }), [
      "urn:pulumi:dev::tides::my:index:Zone$aws:s3/bucket:Bucket::busan-logs",
    ]);
    assert.deepEqual(urns([], { parent: PARENT, parentAliases: [former], name: "logs" }), [
      "urn:pulumi:dev::tides::my:index:Zone$aws:s3/bucket:Bucket::logs",
    ]);
  });

  it("given aliases of both parent and child, when asked, then each is combined with each", () => {
    const former = "urn:pulumi:dev::tides::my:index:Zone::seoul";
    assert.deepEqual(
      [...urns([{ ...BARE, name: "was" }], { parent: PARENT, parentAliases: [former] })].sort(),
      [
        "urn:pulumi:dev::tides::my:index:Region$aws:s3/bucket:Bucket::was",
        "urn:pulumi:dev::tides::my:index:Zone$aws:s3/bucket:Bucket::b",
        "urn:pulumi:dev::tides::my:index:Zone$aws:s3/bucket:Bucket::was",
      ],
    );
  });
});
