import * as assert from "node:assert/strict";
import * as fs from "node:fs";
import * as path from "node:path";
import { isRegional } from "../../../lab/aws/declaration";
import { DiskCache } from "../../../lab/provider/declarations/cache";
import { Declarations } from "../../../lab/provider/declarations/declarations";
import { fileOfToken, findSdk } from "../../../lab/provider/declarations/source";
import { temporaryDirectory } from "../../helpers/plugin";

describe("Declarations", () => {
  const sdk = findSdk();
  const folder = temporaryDirectory();
  const declarations = new Declarations(sdk, new DiskCache(folder));

  it("given a type, when read, then inputs, outputs, types and defaults are those of the SDK", () => {
    const topic = declarations.get("aws:sns/topic:Topic");

    assert.ok(topic);
    assert.deepEqual(topic.inputs["fifoTopic"], { type: "boolean", default: false });
    assert.deepEqual(topic.inputs["tags"], { type: { map: "string" } });
    assert.deepEqual(topic.outputs["arn"], { type: "string", required: true });
    assert.equal(topic.inputs["arn"], undefined);
    assert.equal(isRegional(topic), true);
  });

  it("given a global type, when read, then it has no region", () => {
    const role = declarations.get("aws:iam/role:Role");

    assert.ok(role);
    assert.equal(isRegional(role), false);
    assert.deepEqual(role.inputs["assumeRolePolicy"], { type: "json", required: true });
  });

  it("given nested objects, when read, then they are found in both files", () => {
    const rule = declarations.get("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration");

    assert.deepEqual(rule?.inputs["rules"], {
      type: { list: { object: "s3.BucketLifecycleConfigurationRule" } },
    });
    assert.deepEqual(rule?.inputObjects["s3.BucketLifecycleConfigurationRule"]?.["status"], {
      type: "string",
      required: true,
    });
    assert.ok(rule?.outputObjects["s3.BucketLifecycleConfigurationRuleTransition"]);
  });

  it("given a documentation that forces a new resource, when read, then the property says so", () => {
    const attachment = declarations.get("aws:lb/targetGroupAttachment:TargetGroupAttachment");

    assert.equal(attachment?.inputs["quicServerId"]?.replaces, true);
  });

  it("given names that differ from their file, when looked up, then the file is found", () => {
    assert.equal(path.basename(fileOfToken(sdk, "aws:kendra/index:Index") ?? ""), "index_");
    assert.equal(path.basename(fileOfToken(sdk, "aws:datasync/s3Location:S3Location") ?? ""), "s3location");
    assert.ok(declarations.get("aws:guardduty/iPSet:IPSet"));
  });

  it("given what is no type, when looked up, then there is none, and no path is followed", () => {
    for (const token of [
      "aws:foo/bar:Bar",
      "aws:sns/topic:Topik",
      "aws:../sns/topic:Topic",
      "topic",
      "aws:index/index:Index",
    ]) {
      assert.equal(declarations.get(token), undefined, token);
    }
  });

  it("given a cache that another process wrote, when read, then the declaration is the same and nothing is parsed", () => {
    const first = declarations.get("aws:sns/topic:Topic");
    const warm = new Declarations({ ...sdk, folder: "/nowhere" }, new DiskCache(folder));

    assert.deepEqual(warm.get("aws:sns/topic:Topic"), first);
  });

  it("given a damaged cache, when read, then the SDK is read anew", () => {
    const damaged = temporaryDirectory();
    fs.writeFileSync(path.join(damaged, "aws.sns.topic.Topic.json"), '{"token":"aws:sns/to');

    assert.ok(new Declarations(sdk, new DiskCache(damaged)).get("aws:sns/topic:Topic"));
  });

  it("given a folder that cannot be written, when read, then it works without a cache", () => {
    const file = path.join(temporaryDirectory(), "file");
    fs.writeFileSync(file, "");

    assert.ok(new Declarations(sdk, new DiskCache(path.join(file, "cache"))).get("aws:sns/topic:Topic"));
  });
});
