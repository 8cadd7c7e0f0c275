import assert from "node:assert/strict";
import { s3PublicAccessBlock } from "../../../policies/baseline/rules/s3-public-access-block";
import {
  type Fixtures,
  prove,
  ref,
  remediate,
  resource,
  setInput,
  unknown,
  unsetInput,
  withoutResources,
} from "../../helpers/policy";

const closed = {
  blockPublicAcls: true,
  blockPublicPolicy: true,
  ignorePublicAcls: true,
  restrictPublicBuckets: true,
};
const bucket = resource("aws:s3/bucket:Bucket", "data", {});
const block = resource("aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock", "block", {
  bucket: ref("data"),
  ...closed,
});
const account = resource("aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock", "account", closed);
const world: Fixtures = [bucket, block];

const missing =
  "no block of its own sets blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets; add aws.s3.BucketPublicAccessBlock with all four true";

prove(s3PublicAccessBlock, {
  compliant: world,
  alsoCompliant: {
    "the account's block alone": [bucket, account],
    "two blocks that fill each other's gaps": [
      bucket,
      ...setInput([block], "block", "blockPublicAcls", false),
      { ...account, inputs: { blockPublicAcls: true } },
    ],
    "an alias of version 2": [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }, block],
    "a bucket of another stack": [{ ...block, inputs: { ...closed, bucket: "data-of-another-stack" } }],
    "flags that are written as text": setInput(world, "block", "blockPublicAcls", "true"),
  },
  mutants: [
    {
      title: "no block",
      change: (all) => withoutResources(all, "block"),
      messages: { data: missing },
    },
    {
      title: "the block of another bucket",
      change: (all) => [
        ...setInput(all, "block", "bucket", ref("other")),
        resource("aws:s3/bucket:Bucket", "other", {}),
      ],
      messages: { data: missing },
    },
    {
      title: "an account's block with a gap",
      change: () => [bucket, ...setInput([account], "account", "ignorePublicAcls", false)],
      messages: {
        data: "no block of its own sets ignorePublicAcls, nor does the account's; add aws.s3.BucketPublicAccessBlock with all four true",
      },
    },
    ...Object.keys(closed).map((flag) => ({
      title: `${flag} false`,
      change: (all: Fixtures) => setInput(all, "block", flag, false),
      messages: { block: `${flag} is false, expected true` },
    })),
    {
      title: "a flag that is missing",
      change: (all) => unsetInput(all, "block", "restrictPublicBuckets"),
      messages: { block: "restrictPublicBuckets is missing, expected true" },
    },
    {
      title: "two blocks",
      change: (all) => [...all, { ...block, name: "again" }],
      messages: {
        data: "its public access block is set by 2 resources, again and block, expected one; remove the others",
      },
    },
    {
      title: "a block of which a preview does not know the bucket, from nowhere",
      change: (all) => setInput(all, "block", "bucket", unknown),
      when: "preview",
      messages: {
        data: "block of public access cannot be decided because bucket of block is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "an account's block of which a preview does not know everything",
      change: () => [bucket, ...setInput([account], "account", "ignorePublicAcls", unknown)],
      messages: {
        data: "block of public access cannot be decided because ignorePublicAcls of account is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remediation of s3-public-access-block", () => {
  it("given a block with gaps, when put right, then all four flags are true", () => {
    const open = unsetInput(setInput(world, "block", "blockPublicAcls", false), "block", "ignorePublicAcls");
    const { bucket: _bucket, ...flags } = remediate(s3PublicAccessBlock, open, "block") ?? {};
    assert.deepEqual(flags, closed);
  });

  it("given a block without gaps, or a bucket, when put right, then it is left alone", () => {
    assert.equal(remediate(s3PublicAccessBlock, world, "block"), undefined);
    assert.equal(remediate(s3PublicAccessBlock, world, "data"), undefined);
  });

  it("given a flag that is not known, when put right, then nothing is changed", () => {
    const open = setInput(
      setInput(world, "block", "blockPublicAcls", false),
      "block",
      "ignorePublicAcls",
      unknown,
    );
    assert.equal(remediate(s3PublicAccessBlock, open, "block"), undefined);
  });
});
