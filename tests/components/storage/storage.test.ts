import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { assertContract, assertTags } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

async function deploy(args?: StorageArgs) {
  const registrations = await recordResources();
  const storage = new Storage("tide", args);
  await waitForChildren(storage);
  return { storage, registrations };
}

async function statementsOf(args?: StorageArgs) {
  const { registrations } = await deploy(args);
  return JSON.parse(findRegistration(registrations, "tide-policy").inputs.policy).Statement;
}

const denyStatement = {
  Effect: "Deny",
  Principal: "*",
  Action: ["s3:*"],
  Resource: ["arn:aws:s3:::tide", "arn:aws:s3:::tide/*"],
};

describe("Storage", () => {
  it("creates a private, versioned and encrypted bucket by default", async () => {
    const { registrations } = await deploy();

    assertContract(registrations, "Storage", "tide", {
      order: { "tide-lifecycle": ["tide-versioning"], "tide-policy": ["tide-public-access"] },
    });
    assert.deepEqual(childNames(registrations), [
      "tide",
      "tide-encryption",
      "tide-lifecycle",
      "tide-ownership",
      "tide-policy",
      "tide-public-access",
      "tide-versioning",
    ]);
    assert.deepEqual(findRegistration(registrations, "tide", "aws:s3/bucket:Bucket").inputs, {
      forceDestroy: false,
    });
    assert.deepEqual(findRegistration(registrations, "tide-versioning").inputs, {
      bucket: "tide",
      versioningConfiguration: { status: "Enabled" },
    });
    assert.deepEqual(findRegistration(registrations, "tide-public-access").inputs, {
      bucket: "tide-id",
      blockPublicAcls: true,
      blockPublicPolicy: true,
      ignorePublicAcls: true,
      restrictPublicBuckets: true,
    });
    assert.deepEqual(findRegistration(registrations, "tide-ownership").inputs, {
      bucket: "tide-id",
      rule: { objectOwnership: "BucketOwnerEnforced" },
    });
    assert.deepEqual(findRegistration(registrations, "tide-encryption").inputs, {
      bucket: "tide-id",
      rules: [{ applyServerSideEncryptionByDefault: { sseAlgorithm: "AES256" } }],
    });
  });

  it("keeps objects readable and expires old versions by default", async () => {
    const { registrations } = await deploy();

    assert.deepEqual(findRegistration(registrations, "tide-lifecycle").inputs, {
      bucket: "tide-id",
      rules: [
        {
          id: "current-versions",
          status: "Enabled",
          filter: {},
          transitions: [{ days: 30, storageClass: "INTELLIGENT_TIERING" }],
        },
        {
          id: "noncurrent-versions",
          status: "Enabled",
          filter: {},
          noncurrentVersionTransitions: [{ noncurrentDays: 30, storageClass: "STANDARD_IA" }],
          noncurrentVersionExpiration: { noncurrentDays: 90 },
        },
        {
          id: "lone-delete-markers",
          status: "Enabled",
          filter: {},
          expiration: { expiredObjectDeleteMarker: true },
        },
        {
          id: "incomplete-uploads",
          status: "Enabled",
          filter: {},
          abortIncompleteMultipartUpload: { daysAfterInitiation: 7 },
        },
      ],
    });
  });

  it("denies plain text and TLS before 1.2 and allows nothing by default", async () => {
    assert.deepEqual(await statementsOf(), [
      { Sid: "DenyPlainText", ...denyStatement, Condition: { Bool: { "aws:SecureTransport": ["false"] } } },
      { Sid: "DenyOldTls", ...denyStatement, Condition: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } } },
    ]);
  });

  it("returns name, ARN, domain and region of the bucket", async () => {
    const { storage } = await deploy();

    assert.equal(await outputValue(storage.bucketName), "tide");
    assert.equal(await outputValue(storage.bucketArn), "arn:aws:s3:::tide");
    assert.equal(await outputValue(storage.bucketRegionalDomainName), "tide.s3.eu-west-1.amazonaws.com");
    assert.equal(await outputValue(storage.bucketRegion), "eu-west-1");
  });

  for (const output of ["bucketName", "bucketArn", "bucketRegionalDomainName", "bucketRegion"] as const) {
    for (const child of ["tide-versioning", "tide-policy"]) {
      it(`resolves ${output} only after ${child} exists`, async () => {
        let exists = false;
        const before = async ({ name }: { readonly name: string }) => {
          if (name !== child) return;
          for (let turn = 0; turn < 100; turn++) await new Promise(setImmediate);
          exists = true;
        };
        await recordResources({ before });
        const storage = new Storage("tide");

        await outputValue(storage[output]);

        assert.ok(exists);
        await waitForChildren(storage);
      });
    }
  }

  it("knows all outputs in a preview that creates the bucket", async () => {
    await recordResources({ preview: true });
    const storage = new Storage("tide");

    for (const output of [storage.bucketName, storage.bucketArn]) assert.ok(await outputValue(output));
    await waitForChildren(storage);
  });

  it("applies lifecycle options to the rules", async () => {
    const { registrations } = await deploy({
      transitions: [{ days: 0, storageClass: "INTELLIGENT_TIERING" }],
      expireAfterDays: 400,
      noncurrentTransitions: [],
      noncurrentExpireAfterDays: 14,
      newerNoncurrentVersions: 5,
      abortUploadsAfterDays: 1,
    });

    const [current, noncurrent, , uploads] = findRegistration(registrations, "tide-lifecycle").inputs.rules;
    assert.deepEqual(current.transitions, [{ days: 0, storageClass: "INTELLIGENT_TIERING" }]);
    assert.deepEqual(current.expiration, { days: 400 });
    assert.equal(noncurrent.noncurrentVersionTransitions, undefined);
    assert.deepEqual(noncurrent.noncurrentVersionExpiration, {
      noncurrentDays: 14,
      newerNoncurrentVersions: 5,
    });
    assert.deepEqual(uploads.abortIncompleteMultipartUpload, { daysAfterInitiation: 1 });
  });

  for (const [args, transitions, noncurrentTransitions] of [
    [{ expireAfterDays: 30 }, undefined, [{ noncurrentDays: 30, storageClass: "STANDARD_IA" }]],
    [{ noncurrentExpireAfterDays: 59 }, [{ days: 30, storageClass: "INTELLIGENT_TIERING" }], undefined],
  ] as const) {
    it(`leaves out a default transition that does not pay with ${JSON.stringify(args)}`, async () => {
      const { registrations } = await deploy(args);

      const [current, noncurrent] = findRegistration(registrations, "tide-lifecycle").inputs.rules;
      assert.deepEqual(current.transitions, transitions);
      assert.deepEqual(noncurrent.noncurrentVersionTransitions, noncurrentTransitions);
    });
  }

  it("archives objects by an explicit transition", async () => {
    const transitions = [{ days: 90, storageClass: "DEEP_ARCHIVE" }] as const;
    const { registrations } = await deploy({ transitions });

    const [current] = findRegistration(registrations, "tide-lifecycle").inputs.rules;
    assert.deepEqual(current.transitions, transitions);
  });

  it("only transitions old versions when they never expire", async () => {
    const { registrations } = await deploy({ noncurrentExpireAfterDays: false });

    const [, noncurrent] = findRegistration(registrations, "tide-lifecycle").inputs.rules;
    assert.equal(noncurrent.noncurrentVersionExpiration, undefined);
    assert.equal(noncurrent.noncurrentVersionTransitions.length, 1);
  });

  it("encrypts with a given key through a bucket key", async () => {
    const { registrations } = await deploy({ kmsKeyArn: "arn:aws:kms:eu-west-1:123456789012:key/example" });

    assert.deepEqual(findRegistration(registrations, "tide-encryption").inputs.rules, [
      {
        applyServerSideEncryptionByDefault: {
          sseAlgorithm: "aws:kms",
          kmsMasterKeyId: "arn:aws:kms:eu-west-1:123456789012:key/example",
        },
        bucketKeyEnabled: true,
      },
    ]);
  });

  it("passes name, tags and forceDestroy to the bucket", async () => {
    const { registrations } = await deploy({
      bucketName: "tide-eu-west-1-example",
      forceDestroy: true,
      tags: { team: "harbour" },
    });

    assert.deepEqual(findRegistration(registrations, "tide", "aws:s3/bucket:Bucket").inputs, {
      bucket: "tide-eu-west-1-example",
      forceDestroy: true,
      tags: { team: "harbour" },
    });
    assertTags(registrations, { team: "harbour" });
  });

  it("allows only distributions of this account to read with cloudFrontRead", async () => {
    const [, , reading] = await statementsOf({ cloudFrontRead: true });

    assert.deepEqual(reading, {
      Sid: "CloudFrontReads",
      Effect: "Allow",
      Principal: { Service: ["cloudfront.amazonaws.com"] },
      Action: ["s3:GetObject"],
      Resource: ["arn:aws:s3:::tide/*"],
      Condition: { ArnLike: { "aws:SourceArn": ["arn:aws:cloudfront::123456789012:distribution/*"] } },
    });
  });

  it("adds given statements and the TLS version to the bucket policy", async () => {
    const statements = await statementsOf({
      minimumTls: "1.3",
      policyStatements: (bucketArn) => [
        { principals: { aws: ["123456789012"] }, actions: ["s3:ListBucket"], resources: [bucketArn] },
      ],
    });

    assert.deepEqual(statements[1].Condition, { NumericLessThan: { "s3:TlsVersion": ["1.3"] } });
    assert.deepEqual(statements.slice(2), [
      {
        Effect: "Allow",
        Principal: { AWS: ["123456789012"] },
        Action: ["s3:ListBucket"],
        Resource: ["arn:aws:s3:::tide"],
      },
    ]);
  });

  for (const [prefix, expected] of [
    [undefined, "tide/"],
    ["from/", "from/"],
  ] as const) {
    it(`writes access logs under ${expected} for the prefix ${prefix}`, async () => {
      const accessLogs = prefix ? { bucketName: "lighthouse", prefix } : { bucketName: "lighthouse" };
      const { registrations } = await deploy({ accessLogs });

      assert.deepEqual(findRegistration(registrations, "tide-access-logs").inputs, {
        bucket: "tide-id",
        targetBucket: "lighthouse",
        targetPrefix: expected,
      });
    });
  }

  it("locks every new version", async () => {
    const { registrations } = await deploy({ lock: { mode: "COMPLIANCE", days: 10 } });

    assert.equal(
      findRegistration(registrations, "tide", "aws:s3/bucket:Bucket").inputs.objectLockEnabled,
      true,
    );
    assert.deepEqual(findRegistration(registrations, "tide-lock").inputs, {
      bucket: "tide-id",
      rule: { defaultRetention: { mode: "COMPLIANCE", days: 10 } },
    });
    assertContract(registrations, "Storage", "tide", {
      order: {
        "tide-lifecycle": ["tide-versioning"],
        "tide-lock": ["tide-versioning"],
        "tide-policy": ["tide-public-access"],
      },
    });
  });

  it("locks by years, and returns that the bucket has object lock", async () => {
    const { storage, registrations } = await deploy({ lock: { mode: "GOVERNANCE", years: 7 } });

    assert.deepEqual(findRegistration(registrations, "tide-lock").inputs.rule, {
      defaultRetention: { mode: "GOVERNANCE", years: 7 },
    });
    assert.equal(await outputValue(storage.objectLock), true);
    assert.equal(await outputValue(new Storage("ebb").objectLock), false);
  });

  const nameForm = "expected 3 to 63 lower-case letters, digits, dots and dashes, by S3's rules";
  for (const bucketName of [
    "ab",
    "Tide",
    "tide_1",
    "-tide",
    "tide-",
    "ti..de",
    "192.0.2.1",
    "xn--tide",
    "sthree-tide",
    "amzn-s3-demo-tide",
    "tide-s3alias",
    "tide--x-s3",
    "t".repeat(64),
  ]) {
    it(`rejects the bucket name ${bucketName}`, async () => {
      await assert.rejects(deploy({ bucketName }), {
        message: `tide: bucketName is "${bucketName}", ${nameForm}`,
      });
    });
  }

  for (const [args, message] of [
    [
      { transitions: [{ days: 1, storageClass: "STANDARD_IA" }] },
      "transitions[0].days is 1, expected at least 30 for STANDARD_IA",
    ],
    [
      { transitions: [{ days: 90, storageClass: "GLACIER_IR" }], expireAfterDays: 90 },
      "expireAfterDays is 90, expected a whole number from 91 to 36500",
    ],
    [{ expireAfterDays: 0 }, "expireAfterDays is 0, expected a whole number from 1 to 36500"],
    [
      {
        cloudFrontRead: true,
        transitions: [
          { days: 30, storageClass: "STANDARD_IA" },
          { days: 60, storageClass: "GLACIER" },
          { days: 90, storageClass: "DEEP_ARCHIVE" },
        ],
      },
      [
        'transitions[1].storageClass is "GLACIER", expected a class that is read immediately, since cloudFrontRead is true',
        'tide: transitions[2].storageClass is "DEEP_ARCHIVE", expected a class that is read immediately, since cloudFrontRead is true',
      ].join("\n"),
    ],
    [
      { noncurrentTransitions: [{ days: 29, storageClass: "ONEZONE_IA" }] },
      "noncurrentTransitions[0].days is 29, expected at least 30 for ONEZONE_IA",
    ],
    [
      { noncurrentTransitions: [{ days: 30, storageClass: "STANDARD_IA" }], noncurrentExpireAfterDays: 30 },
      "noncurrentExpireAfterDays is 30, expected a whole number from 31 to 36500",
    ],
    [
      { newerNoncurrentVersions: 101 },
      "newerNoncurrentVersions is 101, expected a whole number from 1 to 100",
    ],
    [
      { newerNoncurrentVersions: 3, noncurrentExpireAfterDays: false },
      "newerNoncurrentVersions is 3, expected nothing when noncurrentExpireAfterDays is false",
    ],
    [{ abortUploadsAfterDays: 0 }, "abortUploadsAfterDays is 0, expected a whole number from 1 to 365"],
    [{ minimumTls: "1.1" }, 'minimumTls is "1.1", expected one of 1.2, 1.3'],
    [{ lock: { mode: "SOFT", days: 1 } }, 'lock.mode is "SOFT", expected one of GOVERNANCE, COMPLIANCE'],
    [{ lock: { mode: "GOVERNANCE", days: 0 } }, "lock.days is 0, expected a whole number from 1 to 36500"],
    [
      { lock: { mode: "GOVERNANCE", years: 101 } },
      "lock.years is 101, expected a whole number from 1 to 100",
    ],
    [{ lock: { mode: "GOVERNANCE" } }, 'lock is {"mode":"GOVERNANCE"}, expected either days or years'],
    [
      { lock: { mode: "GOVERNANCE", days: 1, years: 1 } },
      'lock is {"mode":"GOVERNANCE","days":1,"years":1}, expected either days or years',
    ],
    [
      { accessLogs: { bucketName: "lighthouse", prefix: "x".repeat(513) } },
      `accessLogs.prefix is "${"x".repeat(199)}…, expected a string of 0 to 512 characters`,
    ],
  ] as const) {
    it(`rejects the arguments when ${message.replace(/, expected.*/, "").slice(0, 58)}`, async () => {
      await assert.rejects(deploy(args as unknown as StorageArgs), { message: `tide: ${message}` });
    });
  }
});
