import assert from "node:assert/strict";
import * as pb from "@pulumi/pulumi/proto/resource_pb";
import { aliasUrns } from "../../../../lab/engine/goal/aliases";
import { type AliasSpec, type Goal, toGoal } from "../../../../lab/engine/goal/goal";

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
  it("returns a URN for a whole URN, a name, a type, a stack and a project", () => {
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

  it("returns a repeated alias once and leaves out the resource's own URN", () => {
    assert.deepEqual(urns([{ ...BARE, name: "was" }, { ...BARE, name: "was" }, BARE]), [
      "urn:pulumi:dev::tides::aws:s3/bucket:Bucket::was",
    ]);
  });

  it("leaves out the parent's type for an alias without a parent", () => {
    assert.deepEqual(urns([{ ...BARE, parent: "" }], { parent: PARENT }), [
      "urn:pulumi:dev::tides::aws:s3/bucket:Bucket::b",
    ]);
  });

  it("renames a child whose name starts with its renamed parent's", () => {
    const former = "urn:pulumi:dev::tides::my:index:Zone::busan";
    assert.deepEqual(urns([], { parent: PARENT, parentAliases: [former], name: "seoul-logs" }), [
      "urn:pulumi:dev::tides::my:index:Zone$aws:s3/bucket:Bucket::busan-logs",
    ]);
    assert.deepEqual(urns([], { parent: PARENT, parentAliases: [former], name: "logs" }), [
      "urn:pulumi:dev::tides::my:index:Zone$aws:s3/bucket:Bucket::logs",
    ]);
  });

  it("combines each alias of the parent with each alias of the child", () => {
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
