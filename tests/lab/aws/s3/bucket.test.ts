import assert from "node:assert/strict";
import { s3 } from "../../../../lab/aws/s3";
import { isBucketName } from "../../../../lab/aws/s3/bucket-name";
import { Cloud, refusal } from "../../../helpers/cloud";

const BUCKET = "aws:s3/bucket:Bucket";
const OBJECT = "aws:s3/bucketObjectv2:BucketObjectv2";

describe("isBucketName", () => {
  const validNames = ["abc", "a.b-c.9", "x".repeat(63), "1a1"];
  const invalidNames = [
    "ab",
    "x".repeat(64),
    "Abc",
    "a_b",
    "-abc",
    "abc-",
    "a..b",
    "192.168.5.4",
    "xn--abc",
    "sthree-abc",
    "abc-s3alias",
    "abc--ol-s3",
  ];
  for (const name of validNames) it(`accepts ${name}`, () => assert.equal(isBucketName(name), true));
  for (const name of invalidNames) it(`rejects ${name}`, () => assert.equal(isBucketName(name), false));
});

describe("Bucket", () => {
  it("gives a bucket the outputs of its region", () => {
    const { id, outputs } = new Cloud(s3).create(BUCKET, { bucket: "tide" }, { region: "ap-northeast-2" });

    assert.equal(id, "tide");
    assert.deepEqual(outputs, {
      bucket: "tide",
      arn: "arn:aws:s3:::tide",
      bucketDomainName: "tide.s3.amazonaws.com",
      bucketRegionalDomainName: "tide.s3.ap-northeast-2.amazonaws.com",
      bucketRegion: "ap-northeast-2",
      hostedZoneId: "Z3W03O7B5YMIYP",
      forceDestroy: false,
      objectLockEnabled: false,
      region: "ap-northeast-2",
    });
  });

  it("gives a bucket in China the ARN and domain of its partition", () => {
    const { outputs } = new Cloud(s3).create(BUCKET, { bucket: "tide" }, { region: "cn-north-1" });

    assert.equal(outputs.arn, "arn:aws-cn:s3:::tide");
    assert.equal(outputs.bucketDomainName, "tide.s3.amazonaws.com.cn");
  });

  it("rejects an invalid name with InvalidBucketName", () => {
    const act = () => new Cloud(s3).create(BUCKET, { bucket: "Tide_1" });

    assert.equal(refusal(act), "InvalidBucketName: The specified bucket is not valid.");
  });

  it("rejects a name of 64 characters", () => {
    const name = "x".repeat(64);

    assert.deepEqual(new Cloud(s3).check(BUCKET, { bucket: name }), [
      { property: "bucket", reason: `expected length of bucket to be in the range (0 - 63), got ${name}` },
    ]);
  });

  const takenNames = [
    {
      by: "one's own in another region",
      region: "us-west-2",
      account: "123456789012",
      code: "BucketAlreadyOwnedByYou",
    },
    {
      by: "one's own in the same region",
      region: "eu-west-1",
      account: "123456789012",
      code: "BucketAlreadyOwnedByYou",
    },
    { by: "another account's", region: "eu-west-1", account: "210987654321", code: "BucketAlreadyExists" },
  ];
  for (const { by, region, account, code } of takenNames)
    it(`rejects a name that is ${by} with ${code}`, () => {
      const cloud = new Cloud(s3);
      cloud.create(BUCKET, { bucket: "tide" }, { region, account });

      const text = refusal(() => cloud.create(BUCKET, { bucket: "tide" }));

      assert.equal(text.split(":")[0], code);
    });

  it("rejects the caller's own bucket in us-east-1 with BucketAlreadyExists", () => {
    const cloud = new Cloud(s3);
    cloud.create(BUCKET, { bucket: "tide" }, { region: "us-east-1" });

    assert.equal(
      refusal(() => cloud.create(BUCKET, { bucket: "tide" }, { region: "us-east-1" })),
      "BucketAlreadyExists: The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
    );
  });

  it("accepts a name of another partition or of a deleted bucket", () => {
    const cloud = new Cloud(s3);
    const first = cloud.create(BUCKET, { bucket: "tide" });
    cloud.create(BUCKET, { bucket: "tide" }, { region: "cn-north-1" });
    cloud.delete(first);

    assert.equal(cloud.create(BUCKET, { bucket: "tide" }, { account: "210987654321" }).id, "tide");
  });

  it("refuses to delete a bucket with objects unless forceDestroy is set", () => {
    const cloud = new Cloud(s3);
    const bucket = cloud.create(BUCKET, { bucket: "tide" });
    cloud.create(OBJECT, { bucket: "tide", key: "a/b", content: "x" });

    assert.equal(
      refusal(() => cloud.delete(bucket)),
      "BucketNotEmpty: The bucket you tried to delete is not empty",
    );
    cloud.delete(cloud.update(bucket, { forceDestroy: true }));
    assert.deepEqual(cloud.notes("s3/object"), []);
  });

  it("ignores objects of a bucket whose name begins with the deleted one's", () => {
    const cloud = new Cloud(s3);
    const bucket = cloud.create(BUCKET, { bucket: "tide" });
    cloud.create(BUCKET, { bucket: "tide-2" });
    cloud.create(OBJECT, { bucket: "tide-2", key: "a", content: "x" });

    cloud.delete(bucket);

    assert.equal(cloud.get(bucket), undefined);
  });
});

describe("BucketObjectv2", () => {
  it("derives ARN, etag and storage class of an object from its content", () => {
    const cloud = new Cloud(s3);
    cloud.create(BUCKET, { bucket: "tide" });

    const { id, outputs } = cloud.create(OBJECT, { bucket: "tide", key: "a.txt", content: "hello" });

    assert.equal(id, "tide/a.txt");
    assert.equal(outputs.arn, "arn:aws:s3:::tide/a.txt");
    assert.equal(outputs.etag, "5d41402abc4b2a76b9719d911017c592");
    assert.equal(outputs.storageClass, "STANDARD");
    assert.equal(outputs.versionId, "");
  });

  it("rejects the list public-read while access control lists are disabled", () => {
    const cloud = new Cloud(s3);
    cloud.create(BUCKET, { bucket: "tide" });

    assert.equal(
      refusal(() => cloud.create(OBJECT, { bucket: "tide", key: "a", content: "", acl: "public-read" })),
      "AccessControlListNotSupported: The bucket does not allow ACLs",
    );
    assert.doesNotThrow(() =>
      cloud.create(OBJECT, { bucket: "tide", key: "a", content: "", acl: "bucket-owner-full-control" }),
    );
  });

  it("empties the bucket when its object is deleted", () => {
    const cloud = new Cloud(s3);
    const bucket = cloud.create(BUCKET, { bucket: "tide" });
    const object = cloud.create(OBJECT, { bucket: "tide", key: "a", content: "x" });

    cloud.delete(object);
    cloud.delete(bucket);

    assert.equal(cloud.get(bucket), undefined);
  });

  it("rejects two sources of content", () => {
    const faults = new Cloud(s3).check(OBJECT, {
      bucket: "tide",
      key: "a",
      content: "x",
      contentBase64: "eA==",
    });

    assert.deepEqual(faults, [{ property: "content", reason: '"content": conflicts with content_base64' }]);
  });
});
