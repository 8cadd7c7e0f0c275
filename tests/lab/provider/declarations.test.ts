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

  it("reads inputs, outputs, types and defaults from the SDK", () => {
    const topic = declarations.get("aws:sns/topic:Topic");

    assert.ok(topic);
    assert.deepEqual(topic.inputs["fifoTopic"], { type: "boolean", default: false });
    assert.deepEqual(topic.inputs["tags"], { type: { map: "string" } });
    assert.deepEqual(topic.outputs["arn"], { type: "string", required: true });
    assert.equal(topic.inputs["arn"], undefined);
    assert.equal(isRegional(topic), true);
  });

  it("reads a global type without a region", () => {
    const role = declarations.get("aws:iam/role:Role");

    assert.ok(role);
    assert.equal(isRegional(role), false);
    assert.deepEqual(role.inputs["assumeRolePolicy"], { type: "json", required: true });
  });

  it("finds nested objects in both files", () => {
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

  it("marks a property whose documentation forces a new resource", () => {
    const attachment = declarations.get("aws:lb/targetGroupAttachment:TargetGroupAttachment");

    assert.equal(attachment?.inputs["quicServerId"]?.replaces, true);
  });

  it("finds types whose file has another name", () => {
    assert.equal(path.basename(fileOfToken(sdk, "aws:kendra/index:Index") ?? ""), "index_");
    assert.equal(path.basename(fileOfToken(sdk, "aws:datasync/s3Location:S3Location") ?? ""), "s3location");
    assert.ok(declarations.get("aws:guardduty/iPSet:IPSet"));
  });

  it("returns undefined for invalid tokens and follows no path", () => {
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

  it("reads another process's cache without the parser", () => {
    const first = declarations.get("aws:sns/topic:Topic");
    const warm = new Declarations({ ...sdk, folder: "/nowhere" }, new DiskCache(folder));

    assert.deepEqual(warm.get("aws:sns/topic:Topic"), first);
  });

  it("reads the SDK again when the cache is damaged", () => {
    const folder = temporaryDirectory();
    fs.writeFileSync(path.join(folder, "aws.sns.topic.Topic.json"), '{"token":"aws:sns/to');

    assert.ok(new Declarations(sdk, new DiskCache(folder)).get("aws:sns/topic:Topic"));
  });

  it("works without a cache in a read-only folder", () => {
    const file = path.join(temporaryDirectory(), "file");
    fs.writeFileSync(file, "");

    assert.ok(new Declarations(sdk, new DiskCache(path.join(file, "cache"))).get("aws:sns/topic:Topic"));
  });
});
