import { s3LifecycleNoncurrent } from "../../../policies/baseline/rules/s3-lifecycle-noncurrent";
import { prove, ref, resource, setInput, unsetInput, withoutResources } from "../../helpers/policy";

const bucket = resource("aws:s3/bucket:Bucket", "data", {});
const versioning = resource("aws:s3/bucketVersioning:BucketVersioning", "versioning", {
  bucket: ref("data"),
  versioningConfiguration: { status: "Enabled" },
});
const lifecycle = resource("aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration", "lifecycle", {
  bucket: ref("data"),
  rules: [
    { id: "old", status: "Enabled", filter: {}, noncurrentVersionExpiration: { noncurrentDays: 90 } },
    { id: "uploads", status: "Enabled", abortIncompleteMultipartUpload: { daysAfterInitiation: 7 } },
  ],
});

const versionsAdvice =
  "; add to aws.s3.BucketLifecycleConfiguration an enabled rule without a filter that has noncurrentVersionExpiration.noncurrentDays";
const versionsStay = "no rule deletes its noncurrent versions within 365 days in the whole bucket";
const partsAdvice =
  "; add to aws.s3.BucketLifecycleConfiguration an enabled rule without a filter that has abortIncompleteMultipartUpload.daysAfterInitiation";
const partsStay = "no rule deletes the parts of its incomplete uploads within 30 days in the whole bucket";

prove(s3LifecycleNoncurrent, {
  compliant: [bucket, versioning, lifecycle],
  alsoCompliant: {
    "a bucket without versioning": [bucket],
    "a bucket with suspended versioning": [
      bucket,
      { ...versioning, inputs: { bucket: ref("data"), versioningConfiguration: { status: "Suspended" } } },
    ],
    "the defaults of the provider": setInput([bucket, versioning, lifecycle], "lifecycle", "rules.0.filter", {
      prefix: "",
      objectSizeGreaterThan: 0,
    }),
    "alias types of version 2": [
      { ...bucket, type: "aws:s3/bucketV2:BucketV2" },
      { ...versioning, type: "aws:s3/bucketVersioningV2:BucketVersioningV2" },
      { ...lifecycle, type: "aws:s3/bucketLifecycleConfigurationV2:BucketLifecycleConfigurationV2" },
    ],
    "one inline rule for both": [
      resource("aws:s3/bucket:Bucket", "data", {
        versioning: { enabled: true },
        lifecycleRules: [
          {
            enabled: true,
            noncurrentVersionExpiration: { days: 90 },
            abortIncompleteMultipartUploadDays: 7,
          },
        ],
      }),
    ],
    "one inline rule for both in an alias type of version 2": [
      resource("aws:s3/bucketV2:BucketV2", "data", {
        versionings: [{ enabled: true }],
        lifecycleRules: [
          {
            enabled: true,
            noncurrentVersionExpirations: [{ days: 90 }],
            abortIncompleteMultipartUploadDays: 7,
          },
        ],
      }),
    ],
    "a lifecycle that takes its bucket from the versioning": setInput(
      [bucket, versioning, lifecycle],
      "lifecycle",
      "bucket",
      ref("versioning", "bucket"),
    ),
  },
  mutants: [
    {
      title: "no lifecycle",
      change: (fixtures) => withoutResources(fixtures, "lifecycle"),
      messages: { data: [versionsStay + versionsAdvice, partsStay + partsAdvice] },
    },
    {
      title: "a bucket with object lock, and so with versioning, without a lifecycle",
      change: () => [resource("aws:s3/bucket:Bucket", "data", { objectLockEnabled: true })],
      messages: { data: [versionsStay + versionsAdvice, partsStay + partsAdvice] },
    },
    {
      title: "noncurrent versions without expiration",
      change: (fixtures) => unsetInput(fixtures, "lifecycle", "rules.0"),
      messages: { data: versionsStay + versionsAdvice },
    },
    {
      title: "incomplete uploads without expiration",
      change: (fixtures) => unsetInput(fixtures, "lifecycle", "rules.1"),
      messages: { data: partsStay + partsAdvice },
    },
    {
      title: "a disabled rule",
      change: (fixtures) => setInput(fixtures, "lifecycle", "rules.0.status", "Disabled"),
      messages: { data: `${versionsStay} (rules.0 is not enabled)${versionsAdvice}` },
    },
    {
      title: "a rule for a prefix",
      change: (fixtures) => setInput(fixtures, "lifecycle", "rules.0.filter.prefix", "logs/"),
      messages: { data: `${versionsStay} (rules.0 is limited by filter.prefix)${versionsAdvice}` },
    },
    {
      title: "a rule for a prefix in the deprecated form",
      change: (fixtures) => setInput(fixtures, "lifecycle", "rules.0.prefix", "logs/"),
      messages: { data: `${versionsStay} (rules.0 is limited by prefix)${versionsAdvice}` },
    },
    {
      title: "a rule for a tag and large objects",
      change: (fixtures) =>
        setInput(fixtures, "lifecycle", "rules.0.filter", {
          and: { tags: { a: "b" }, objectSizeGreaterThan: 9 },
        }),
      messages: { data: `${versionsStay} (rules.0 is limited by filter.and.tags)${versionsAdvice}` },
    },
    {
      title: "a rule for a tag",
      change: (fixtures) =>
        setInput(fixtures, "lifecycle", "rules.0.filter", { tag: { key: "a", value: "b" } }),
      messages: { data: `${versionsStay} (rules.0 is limited by filter.tag)${versionsAdvice}` },
    },
    {
      title: "noncurrent versions that expire too late",
      change: (fixtures) => fixtures,
      settings: { maxNoncurrentDays: 89 },
      messages: {
        data: `no rule deletes its noncurrent versions within 89 days in the whole bucket (rules.0.noncurrentVersionExpiration.noncurrentDays is 90, expected 1 to 89)${versionsAdvice}`,
      },
    },
    {
      title: "incomplete uploads that expire too late",
      change: (fixtures) => fixtures,
      settings: { abortDays: 6 },
      messages: {
        data: `no rule deletes the parts of its incomplete uploads within 6 days in the whole bucket (rules.1.abortIncompleteMultipartUpload.daysAfterInitiation is 7, expected 1 to 6)${partsAdvice}`,
      },
    },
    {
      title: "two lifecycles",
      change: (fixtures) => [...fixtures, { ...lifecycle, name: "again" }],
      messages: {
        data: "its lifecycle is set by 2 resources, again and lifecycle, expected one; remove the others",
      },
    },
  ],
});
