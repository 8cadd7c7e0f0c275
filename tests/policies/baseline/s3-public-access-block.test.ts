import assert from "node:assert/strict";
import { s3PublicAccessBlock } from "../../../policies/baseline/rules/s3-public-access-block";
import {
  prove,
  ref,
  remedied,
  resource,
  set,
  unknown,
  unset,
  type World,
  without,
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
const world: World = [bucket, block];

const missing =
  "no block of its own sets blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets; add aws.s3.BucketPublicAccessBlock with all four true";

prove(s3PublicAccessBlock, {
  compliant: world,
  alsoCompliant: {
    "the account's block alone": [bucket, account],
    "two blocks that fill each other's gaps": [
      bucket,
      ...set([block], "block", "blockPublicAcls", false),
      { ...account, inputs: { blockPublicAcls: true } },
    ],
    "an alias of version 2": [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }, block],
    "a bucket of another stack": [{ ...block, inputs: { ...closed, bucket: "data-of-another-stack" } }],
    "flags that are written as text": set(world, "block", "blockPublicAcls", "true"),
  },
  mutants: [
    {
      given: "no block",
      change: (all) => without(all, "block"),
      told: { data: missing },
    },
    {
      given: "the block of another bucket",
      change: (all) => [
        ...set(all, "block", "bucket", ref("other")),
        resource("aws:s3/bucket:Bucket", "other", {}),
      ],
      told: { data: missing },
    },
    {
      given: "an account's block with a gap",
      change: () => [bucket, ...set([account], "account", "ignorePublicAcls", false)],
      told: {
        data: "no block of its own sets ignorePublicAcls, nor does the account's; add aws.s3.BucketPublicAccessBlock with all four true",
      },
    },
    ...Object.keys(closed).map((flag) => ({
      given: `${flag} false`,
      change: (all: World) => set(all, "block", flag, false),
      told: { block: `${flag} is false, expected true` },
    })),
    {
      given: "a flag that is missing",
      change: (all) => unset(all, "block", "restrictPublicBuckets"),
      told: { block: "restrictPublicBuckets is missing, expected true" },
    },
    {
      given: "two blocks",
      change: (all) => [...all, { ...block, name: "again" }],
      told: {
        data: "its public access block is set by 2 resources, again and block, expected one; remove the others",
      },
    },
    {
      given: "a block of which a preview does not know the bucket, from nowhere",
      change: (all) => set(all, "block", "bucket", unknown),
      when: "preview",
      told: {
        data: "block of public access cannot be decided, since bucket of block is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
    {
      given: "an account's block of which a preview does not know everything",
      change: () => [bucket, ...set([account], "account", "ignorePublicAcls", unknown)],
      told: {
        data: "block of public access cannot be decided, since ignorePublicAcls of account is not known yet; make it of values that a preview knows, such as names in place of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remedy of s3-public-access-block", () => {
  it("given a block with gaps, when put right, then all four flags are true", () => {
    const open = unset(set(world, "block", "blockPublicAcls", false), "block", "ignorePublicAcls");
    const { bucket: _bucket, ...flags } = remedied(s3PublicAccessBlock, open, "block") ?? {};
    assert.deepEqual(flags, closed);
  });

  it("given a block without gaps, or a bucket, when put right, then it is left alone", () => {
    assert.equal(remedied(s3PublicAccessBlock, world, "block"), undefined);
    assert.equal(remedied(s3PublicAccessBlock, world, "data"), undefined);
  });

  it("given a flag that is not known, when put right, then nothing is changed", () => {
    const open = set(set(world, "block", "blockPublicAcls", false), "block", "ignorePublicAcls", unknown);
    assert.equal(remedied(s3PublicAccessBlock, open, "block"), undefined);
  });
});
