import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: StorageArgs) {
  const registrations = await recordResources();
  await waitForChildren(new Storage("tide", args));
  return registrations;
}

/** Rules that follow the four of the whole bucket. */
async function partialRulesOf(lifecycleRules: StorageArgs["lifecycleRules"]) {
  return findRegistration(await deploy({ lifecycleRules }), "tide-lifecycle").inputs.rules.slice(4);
}

describe("Storage with lifecycleRules", () => {
  it("adds rules of parts of the bucket to those of the whole bucket", async () => {
    const rules = await partialRulesOf({
      reports: {
        prefix: "reports/",
        transitions: [{ days: 90, storageClass: "GLACIER" }],
        expireAfterDays: 365,
        noncurrentTransitions: [{ days: 30, storageClass: "STANDARD_IA" }],
        noncurrentExpireAfterDays: 60,
        newerNoncurrentVersions: 2,
        abortUploadsAfterDays: 1,
      },
      drafts: { objectTags: { state: "draft" }, expireAfterDays: 1, enabled: false },
    });

    assert.deepEqual(rules, [
      {
        id: "reports",
        status: "Enabled",
        filter: { prefix: "reports/" },
        transitions: [{ days: 90, storageClass: "GLACIER" }],
        expiration: { days: 365 },
        noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "STANDARD_IA" }],
        noncurrentVersionExpiration: { noncurrentDays: 60, newerNoncurrentVersions: 2 },
        abortIncompleteMultipartUpload: { daysAfterInitiation: 1 },
      },
      {
        id: "drafts",
        status: "Disabled",
        filter: { tag: { key: "state", value: "draft" } },
        expiration: { days: 1 },
      },
    ]);
  });

  for (const [what, selection, filter] of [
    ["a size", { objectSizeGreaterThan: 131_072 }, { objectSizeGreaterThan: 131_072 }],
    [
      "two sizes",
      { objectSizeGreaterThan: 0, objectSizeLessThan: 10 },
      { and: { objectSizeGreaterThan: 0, objectSizeLessThan: 10 } },
    ],
    [
      "prefix, tag and size",
      { prefix: "a/", objectTags: { state: "draft" }, objectSizeLessThan: 10 },
      { and: { prefix: "a/", tags: { state: "draft" }, objectSizeLessThan: 10 } },
    ],
  ] as const) {
    it(`selects objects by ${what}`, async () => {
      const [rule] = await partialRulesOf({ some: { ...selection, expireAfterDays: 1 } });

      assert.deepEqual(rule.filter, filter);
    });
  }

  const expiry = { expireAfterDays: 1 };
  for (const [rules, message] of [
    [
      { all: expiry },
      'lifecycleRules.all is {"expireAfterDays":1}, expected a prefix, objectTags or a size; the whole bucket has arguments of its own',
    ],
    [
      { idle: { prefix: "a" } },
      'lifecycleRules.idle is {"prefix":"a"}, expected at least one transition, expiry or clean-up of uploads',
    ],
    [
      { "current-versions": { prefix: "a", ...expiry } },
      'a key of lifecycleRules is "current-versions", expected another label than the ids of the bucket\'s rules',
    ],
    [
      { Upper: { prefix: "a", ...expiry } },
      'a key of lifecycleRules is "Upper", expected lower-case letters, digits and single dashes, 1 to 40 characters',
    ],
    [
      { tagged: { objectTags: { a: "b" }, abortUploadsAfterDays: 1 } },
      "lifecycleRules.tagged.abortUploadsAfterDays is 1, expected nothing with objectTags or a size, which an incomplete upload does not have",
    ],
    [
      { sized: { objectSizeLessThan: 9, abortUploadsAfterDays: 1 } },
      "lifecycleRules.sized.abortUploadsAfterDays is 1, expected nothing with objectTags or a size, which an incomplete upload does not have",
    ],
    [
      { sized: { objectSizeGreaterThan: 9, objectSizeLessThan: 9, ...expiry } },
      "lifecycleRules.sized.objectSizeLessThan is 9, expected a whole number from 10 to 54975581388800",
    ],
    [
      { some: { prefix: "a", transitions: [{ days: 29, storageClass: "STANDARD_IA" }] } },
      "lifecycleRules.some.transitions[0].days is 29, expected at least 30 for STANDARD_IA",
    ],
    [
      { some: { prefix: "a", transitions: [{ days: 30, storageClass: "GLACIER" }], expireAfterDays: 30 } },
      "lifecycleRules.some.expireAfterDays is 30, expected a whole number from 31 to 36500",
    ],
    [
      { some: { prefix: "a", newerNoncurrentVersions: 3, ...expiry } },
      "lifecycleRules.some.newerNoncurrentVersions is 3, expected nothing without noncurrentExpireAfterDays",
    ],
    [
      { some: { prefix: "x".repeat(1025), ...expiry } },
      `lifecycleRules.some.prefix is "${"x".repeat(199)}…, expected a string of 0 to 1024 characters`,
    ],
  ] as const) {
    it(`rejects the rules when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy({ lifecycleRules: rules as StorageArgs["lifecycleRules"] }), {
        message: `tide: ${message}`,
      });
    });
  }

  it("rejects an archive of objects that CloudFront reads", async () => {
    const old = { prefix: "old/", transitions: [{ days: 90, storageClass: "GLACIER" }] } as const;

    await assert.rejects(deploy({ cloudFrontRead: true, lifecycleRules: { old } }), {
      message:
        'tide: lifecycleRules.old.transitions[0].storageClass is "GLACIER", expected a class that is read immediately, since cloudFrontRead is true',
    });
  });

  it("rejects more rules than S3 accepts", async () => {
    const many = Object.fromEntries(
      Array.from({ length: 991 }, (_, i) => [`r${i}`, { prefix: `${i}/`, ...expiry }]),
    );

    await assert.rejects(deploy({ lifecycleRules: many }), {
      message: "tide: lifecycleRules is 991, expected at most 990 rules",
    });
  });
});
