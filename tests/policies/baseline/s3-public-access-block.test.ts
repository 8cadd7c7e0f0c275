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
const fixtures: Fixtures = [bucket, block];

const missing =
  "no public access block of the bucket sets blockPublicAcls, blockPublicPolicy, ignorePublicAcls, restrictPublicBuckets; add aws.s3.BucketPublicAccessBlock with all four true";

prove(s3PublicAccessBlock, {
  compliant: fixtures,
  alsoCompliant: {
    "only the account's block": [bucket, account],
    "two incomplete blocks that complement each other": [
      bucket,
      ...setInput([block], "block", "blockPublicAcls", false),
      { ...account, inputs: { blockPublicAcls: true } },
    ],
    "an alias type of version 2": [{ ...bucket, type: "aws:s3/bucketV2:BucketV2" }, block],
    "a bucket of another stack": [{ ...block, inputs: { ...closed, bucket: "data-of-another-stack" } }],
    "a flag as a string": setInput(fixtures, "block", "blockPublicAcls", "true"),
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
      title: "an incomplete account's block",
      change: () => [bucket, ...setInput([account], "account", "ignorePublicAcls", false)],
      messages: {
        data: "no public access block of the bucket sets ignorePublicAcls, nor does the account's block; add aws.s3.BucketPublicAccessBlock with all four true",
      },
    },
    ...Object.keys(closed).map((flag) => ({
      title: `${flag} false`,
      change: (all: Fixtures) => setInput(all, "block", flag, false),
      messages: { block: `${flag} is false, expected true` },
    })),
    {
      title: "a missing flag",
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
      title: "a block with an unknown bucket without a dependency in a preview",
      change: (all) => setInput(all, "block", "bucket", unknown),
      when: "preview",
      messages: {
        data: "public access block cannot be decided because bucket of block is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
    {
      title: "an account's block with an unknown flag in a preview",
      change: () => [bucket, ...setInput([account], "account", "ignorePublicAcls", unknown)],
      messages: {
        data: "public access block cannot be decided because ignorePublicAcls of account is unknown; derive it from values that a preview knows, such as names instead of ARNs, or set onUnknown for this policy",
      },
    },
  ],
});

describe("the remediation of s3-public-access-block", () => {
  it("sets all four flags of an incomplete block", () => {
    const open = unsetInput(
      setInput(fixtures, "block", "blockPublicAcls", false),
      "block",
      "ignorePublicAcls",
    );
    const { bucket: _bucket, ...flags } = remediate(s3PublicAccessBlock, open, "block") ?? {};
    assert.deepEqual(flags, closed);
  });

  it("leaves complete blocks and buckets alone", () => {
    assert.equal(remediate(s3PublicAccessBlock, fixtures, "block"), undefined);
    assert.equal(remediate(s3PublicAccessBlock, fixtures, "data"), undefined);
  });

  it("leaves a block with an unknown flag alone", () => {
    const open = setInput(
      setInput(fixtures, "block", "blockPublicAcls", false),
      "block",
      "ignorePublicAcls",
      unknown,
    );
    assert.equal(remediate(s3PublicAccessBlock, open, "block"), undefined);
  });
});
