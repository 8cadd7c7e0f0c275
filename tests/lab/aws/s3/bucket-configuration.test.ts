import assert from "node:assert/strict";
import { UNKNOWN_VALUE } from "../../../../common/special-values";
import type { Properties } from "../../../../lab/aws/property-values";
import { s3 } from "../../../../lab/aws/s3";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const BUCKET = "aws:s3/bucket:Bucket";
const VERSIONING = "aws:s3/bucketVersioning:BucketVersioning";
const LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration";
const REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig";
const POLICY = "aws:s3/bucketPolicy:BucketPolicy";
const OWNERSHIP = "aws:s3/bucketOwnershipControls:BucketOwnershipControls";
const ACL = "aws:s3/bucketAcl:BucketAcl";
const LOGGING = "aws:s3/bucketLogging:BucketLogging";
const ENCRYPTION = "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration";
const PUBLIC = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock";

const ON = { versioningConfiguration: { status: "Enabled" } };

function withBuckets(...names: readonly string[]): Cloud {
  const cloud = new Cloud(s3);
  for (const bucket of names) cloud.create(BUCKET, { bucket });
  return cloud;
}

describe("bucketConfigurationType", () => {
  it("rejects a missing bucket with NoSuchBucket", () => {
    const act = () => new Cloud(s3).create(VERSIONING, { bucket: "none", ...ON });

    assert.equal(refusal(act), "NoSuchBucket: The specified bucket does not exist");
  });

  it("rejects a bucket in another region with PermanentRedirect", () => {
    const cloud = withBuckets("tide");

    assert.equal(
      refusal(() => cloud.create(PUBLIC, { bucket: "tide" }, { region: "us-east-1" })),
      "PermanentRedirect: The bucket you are attempting to access must be addressed using the specified endpoint. Please send all future requests to this endpoint.",
    );
  });

  it("gives a public access block the id of its bucket and false as default", () => {
    const { id, outputs } = withBuckets("tide").create(PUBLIC, { bucket: "tide", blockPublicAcls: true });

    assert.equal(id, "tide");
    assert.deepEqual(outputs, {
      bucket: "tide",
      region: "eu-west-1",
      blockPublicAcls: true,
      blockPublicPolicy: false,
      ignorePublicAcls: false,
      restrictPublicBuckets: false,
    });
  });
});

describe("BucketVersioning", () => {
  it("suspends and enables versioning, and refuses to disable it", () => {
    const cloud = withBuckets("tide");
    const versioning = cloud.create(VERSIONING, { bucket: "tide", ...ON });
    cloud.update(versioning, { versioningConfiguration: { status: "Suspended" } });
    cloud.update(versioning, ON);

    assert.equal(
      refusal(() => cloud.update(versioning, { versioningConfiguration: { status: "Disabled" } })),
      "IllegalVersioningConfigurationException: Indicates that the versioning configuration specified in the request is not valid.",
    );
  });

  it("rejects an unknown status with the list of the three, and accepts an unknown value", () => {
    const cloud = new Cloud(s3);
    const check = (status: string) =>
      cloud.check(VERSIONING, { bucket: "b", versioningConfiguration: { status } });

    assert.deepEqual(reasons(check("On")), {
      "versioningConfiguration.status":
        'expected status to be one of ["Enabled" "Suspended" "Disabled"], got On',
    });
    assert.deepEqual(check(UNKNOWN_VALUE), []);
  });

  it("refuses to suspend or delete versioning while the bucket replicates", () => {
    const cloud = withBuckets("tide", "copy");
    const versioning = cloud.create(VERSIONING, { bucket: "tide", ...ON });
    cloud.create(VERSIONING, { bucket: "copy", ...ON });
    const replication = cloud.create(REPLICATION, replicationTo("copy"));
    const expected =
      "InvalidBucketState: A replication configuration is present on this bucket, so you cannot change the versioning state. To change the versioning state, first delete the replication configuration.";

    assert.equal(
      refusal(() => cloud.update(versioning, { versioningConfiguration: { status: "Suspended" } })),
      expected,
    );
    assert.equal(
      refusal(() => cloud.delete(versioning)),
      expected,
    );
    cloud.delete(replication);
    cloud.delete(versioning);
    assert.equal(cloud.get(versioning), undefined);
  });
});

describe("BucketLifecycleConfiguration", () => {
  it("rejects an invalid rule and accepts it once corrected", () => {
    const cloud = withBuckets("tide");
    const rule = (days: number) => ({
      bucket: "tide",
      rules: [{ id: "ia", status: "Enabled", transitions: [{ days, storageClass: "STANDARD_IA" }] }],
    });

    assert.equal(
      refusal(() => cloud.create(LIFECYCLE, rule(7))),
      "InvalidArgument: 'Days' in Transition action must be greater than or equal to 30 for storageClass 'STANDARD_IA'",
    );
    const configuration = cloud.create(LIFECYCLE, rule(30));
    assert.equal(configuration.outputs.transitionDefaultMinimumObjectSize, "all_storage_classes_128K");
    assert.match(
      refusal(() => cloud.update(configuration, rule(7))),
      /^InvalidArgument/,
    );
  });

  it("reports every invalid enumeration and range", () => {
    const faults = new Cloud(s3).check(LIFECYCLE, {
      bucket: "tide",
      transitionDefaultMinimumObjectSize: "1K",
      rules: [
        {
          id: "",
          status: "On",
          transitions: [{ days: -1, storageClass: "ICE" }],
          noncurrentVersionExpiration: { noncurrentDays: 3, newerNoncurrentVersions: 101 },
        },
      ],
    });

    assert.deepEqual(Object.keys(reasons(faults)).sort(), [
      "rules[0].id",
      "rules[0].noncurrentVersionExpiration.newerNoncurrentVersions",
      "rules[0].status",
      "rules[0].transitions[0].days",
      "rules[0].transitions[0].storageClass",
      "transitionDefaultMinimumObjectSize",
    ]);
  });

  it("rejects lifecycle rules with MFA delete with InvalidBucketState", () => {
    const cloud = withBuckets("tide");
    cloud.create(VERSIONING, {
      bucket: "tide",
      versioningConfiguration: { status: "Enabled", mfaDelete: "Enabled" },
    });

    assert.match(
      refusal(() => cloud.create(LIFECYCLE, { bucket: "tide", rules: [] })),
      /^InvalidBucketState: /,
    );
  });
});

describe("BucketReplicationConfig", () => {
  it("reports which bucket lacks versioning", () => {
    const cloud = withBuckets("tide", "copy");

    assert.equal(
      refusal(() => cloud.create(REPLICATION, replicationTo("copy"))),
      "InvalidRequest: Versioning must be 'Enabled' on the bucket to apply a replication configuration",
    );
    cloud.create(VERSIONING, { bucket: "tide", ...ON });
    assert.equal(
      refusal(() => cloud.create(REPLICATION, replicationTo("copy"))),
      "InvalidRequest: Destination bucket must have versioning enabled.",
    );
    assert.equal(
      refusal(() => cloud.create(REPLICATION, replicationTo("none"))),
      "InvalidRequest: Destination bucket must exist.",
    );
  });

  it("accepts a destination in another region", () => {
    const cloud = withBuckets("tide");
    cloud.create(BUCKET, { bucket: "copy" }, { region: "us-west-2" });
    cloud.create(VERSIONING, { bucket: "tide", ...ON });
    cloud.create(VERSIONING, { bucket: "copy", ...ON }, { region: "us-west-2" });

    assert.equal(cloud.create(REPLICATION, replicationTo("copy")).id, "tide");
  });

  const GUIDE = "Please refer to S3 Developer Guide for more information.";
  const invalid: [string, Properties, string][] = [
    [
      "a filter without a word on delete markers",
      { filter: { prefix: "a" } },
      `InvalidRequest: DeleteMarkerReplication must be specified for this version of Cross Region Replication configuration schema. ${GUIDE}`,
    ],
    [
      "delete markers by tag",
      { filter: { tag: { key: "a", value: "b" } }, deleteMarkerReplication: { status: "Enabled" } },
      `InvalidRequest: Delete marker replication is not supported if any Tag filter is specified. ${GUIDE}`,
    ],
    [
      "a replication time of 10 minutes",
      { destination: { replicationTime: { status: "Enabled", time: { minutes: 10 } } } },
      "InvalidRequest: ReplicationTime minutes must be 15.",
    ],
    [
      "a replication time without metrics",
      { destination: { replicationTime: { status: "Enabled", time: { minutes: 15 } } } },
      "InvalidRequest: Replication destination must contain Metrics when ReplicationTime is specified.",
    ],
  ];
  const KEY = "arn:aws:kms:us-east-1:123456789012:key/example";
  invalid.push(
    [
      "a replica key without the selection of encrypted objects",
      { destination: { encryptionConfiguration: { replicaKmsKeyId: KEY } } },
      "InvalidRequest: SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present.",
    ],
    [
      "the selection of encrypted objects without a replica key",
      { sourceSelectionCriteria: { sseKmsEncryptedObjects: { status: "Enabled" } } },
      "InvalidRequest: ReplicaKmsKeyID must be specified if SseKmsEncryptedObjects tag is present.",
    ],
    [
      "another owner without the account",
      { destination: { accessControlTranslation: { owner: "Destination" } } },
      "InvalidRequest: Account must be specified if the Owner in AccessControlTranslation has a value",
    ],
    [
      "a threshold of metrics without a replication time",
      { destination: { metrics: { status: "Enabled", eventThreshold: { minutes: 15 } } } },
      "InvalidArgument: Metrics cannot contain an event threshold when ReplicationTime is not specified or Disabled",
    ],
    [
      "two kinds of filter",
      {
        filter: { prefix: "a", tag: { key: "a", value: "b" } },
        deleteMarkerReplication: { status: "Disabled" },
      },
      "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema",
    ],
    [
      "one condition under and",
      { filter: { and: { tags: { a: "b" } } }, deleteMarkerReplication: { status: "Disabled" } },
      "MalformedXML: The XML you provided was not well-formed or did not validate against our published schema",
    ],
    [
      "the source as destination",
      { destination: { bucket: "arn:aws:s3:::tide" } },
      "InvalidRequest: Destination bucket cannot be the same as the source bucket.",
    ],
  );
  for (const [what, rule, expected] of invalid)
    it(`rejects ${what}`, () => {
      const cloud = withBuckets("tide", "copy");
      for (const bucket of ["tide", "copy"]) cloud.create(VERSIONING, { bucket, ...ON });

      assert.equal(
        refusal(() => cloud.create(REPLICATION, replicationTo("copy", rule))),
        expected,
      );
    });
});

describe("rules of BucketReplicationConfig", () => {
  const marked = { filter: {}, deleteMarkerReplication: { status: "Enabled" } };
  const replicate = (...rules: readonly Properties[]) => {
    const cloud = withBuckets("tide", "copy");
    for (const bucket of ["tide", "copy"]) cloud.create(VERSIONING, { bucket, ...ON });
    const [all] = listRules(replicationTo("copy"));
    return cloud.create(REPLICATION, {
      ...replicationTo("copy"),
      rules: rules.map((rule) => ({ ...all, ...rule })),
    });
  };

  it("are accepted with ids and priorities of their own", () => {
    assert.equal(
      replicate({ id: "a", priority: 1, ...marked }, { id: "b", priority: 2, ...marked }).id,
      "tide",
    );
  });

  it("are refused when two share an id", () => {
    assert.equal(
      refusal(() => replicate({ id: "a", priority: 1, ...marked }, { id: "a", priority: 2, ...marked })),
      "InvalidArgument: Rule Id must be unique",
    );
  });

  for (const [what, priority, number] of [
    ["the same priority", { priority: 3 }, 3],
    ["no priority, which the provider sends as 0", {}, 0],
  ] as const)
    it(`are refused when two have ${what}`, () => {
      assert.equal(
        refusal(() => replicate({ id: "a", ...priority, ...marked }, { id: "b", ...priority, ...marked })),
        `InvalidRequest: Found duplicate priority ${number}.`,
      );
    });

  it("are accepted from a locked source to a bucket without lock, as S3 accepts them", () => {
    const cloud = new Cloud(s3);
    cloud.create(BUCKET, { bucket: "tide", objectLockEnabled: true });
    cloud.create(BUCKET, { bucket: "copy" });
    for (const bucket of ["tide", "copy"]) cloud.create(VERSIONING, { bucket, ...ON });

    assert.equal(cloud.create(REPLICATION, replicationTo("copy")).id, "tide");
  });
});

describe("BucketPolicy", () => {
  const statement = {
    Effect: "Allow",
    Principal: "*",
    Action: "s3:GetObject",
    Resource: "arn:aws:s3:::tide/*",
  };
  const policy = (changes: Properties) =>
    JSON.stringify({ Version: "2012-10-17", Statement: [{ ...statement, ...changes }] });

  const valid: Readonly<Record<string, Properties>> = {
    "the bucket and its objects": { Resource: ["arn:aws:s3:::tide", "arn:aws:s3:::tide/*"], Action: "s3:*" },
    "a wildcard": { Resource: "arn:aws:s3:::*/a", Action: "*" },
    "a refusal": { Effect: "Deny", Condition: { Bool: { "aws:SecureTransport": "false" } } },
  };
  for (const [what, changes] of Object.entries(valid))
    it(`accepts ${what}`, () => {
      assert.equal(
        withBuckets("tide").create(POLICY, { bucket: "tide", policy: policy(changes) }).id,
        "tide",
      );
    });

  const invalid: readonly (readonly [string, Properties, string])[] = [
    ["another bucket", { Resource: "arn:aws:s3:::ebb/*" }, "MalformedPolicy: Policy has invalid resource"],
    ["a queue's action", { Action: "sqs:SendMessage" }, "MalformedPolicy: Policy has invalid action"],
    ["an empty principal", { Principal: "" }, "MalformedPolicy: Missing required field Principal"],
  ];
  for (const [what, changes, expected] of invalid)
    it(`rejects ${what}`, () => {
      const act = () => withBuckets("tide").create(POLICY, { bucket: "tide", policy: policy(changes) });

      assert.equal(refusal(act), expected);
    });

  it("rejects a policy that is not a JSON object", () => {
    const check = (text: string) => reasons(new Cloud(s3).check(POLICY, { bucket: "tide", policy: text }));

    assert.deepEqual(check("[]"), {
      policy: '"policy" contains an invalid JSON policy: contains a JSON array, not a JSON object',
    });
    assert.deepEqual(check("hello"), {
      policy: '"policy" contains an invalid JSON policy: not a JSON object',
    });
    assert.match(check("{,}").policy ?? "", /^"policy" contains an invalid JSON policy: /);
    assert.deepEqual(check(UNKNOWN_VALUE), {});
    assert.deepEqual(check("{}"), {});
  });
});

describe("BucketAcl", () => {
  it("rejects an access control list of a new bucket until its ownership changes", () => {
    const cloud = withBuckets("tide");
    const acl = { bucket: "tide", acl: "log-delivery-write" };

    assert.equal(
      refusal(() => cloud.create(ACL, acl)),
      "AccessControlListNotSupported: The bucket does not allow ACLs",
    );
    cloud.create(OWNERSHIP, { bucket: "tide", rule: { objectOwnership: "BucketOwnerPreferred" } });
    assert.equal(cloud.create(ACL, acl).id, "tide,log-delivery-write");
  });
});

describe("BucketLogging", () => {
  it("rejects a target bucket that is missing or in another region", () => {
    const cloud = withBuckets("tide", "logs");
    cloud.create(BUCKET, { bucket: "far" }, { region: "us-east-1" });
    const to = (targetBucket: string) => ({ bucket: "tide", targetBucket, targetPrefix: "" });

    assert.equal(
      refusal(() => cloud.create(LOGGING, to("none"))),
      "InvalidTargetBucketForLogging: The target bucket for logging does not exist",
    );
    assert.equal(
      refusal(() => cloud.create(LOGGING, to("far"))),
      "CrossLocationLoggingProhibited: Cross S3 location logging not allowed.",
    );
    assert.equal(cloud.create(LOGGING, to("logs")).id, "tide");
  });
});

describe("BucketServerSideEncryptionConfiguration", () => {
  const rules = (standard: Properties) => ({
    bucket: "tide",
    rules: [{ applyServerSideEncryptionByDefault: standard, bucketKeyEnabled: true }],
  });

  it("rejects a key with AES256 and accepts it with aws:kms", () => {
    const cloud = withBuckets("tide");

    assert.equal(
      refusal(() => cloud.create(ENCRYPTION, rules({ sseAlgorithm: "AES256", kmsMasterKeyId: "alias/x" }))),
      "InvalidArgument: a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
    );
    assert.equal(cloud.create(ENCRYPTION, rules({ sseAlgorithm: "aws:kms" })).id, "tide");
  });
});

describe("BucketCorsConfiguration", () => {
  const CORS = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration";
  const rule = {
    allowedMethods: ["GET"],
    allowedOrigins: ["https://*.example.com"],
    exposeHeaders: ["ETag"],
  };
  const put = (changes: Properties) =>
    withBuckets("tide").create(CORS, { bucket: "tide", corsRules: [{ ...rule, ...changes }] });

  it("accepts a rule with a wildcard", () => {
    assert.equal(put({}).id, "tide");
  });

  for (const [changes, expected] of [
    [
      { allowedMethods: ["GET", "OPTIONS"] },
      "Found unsupported HTTP method in CORS config. Unsupported method is OPTIONS",
    ],
    [
      { allowedOrigins: ["https://*.example.*"] },
      'AllowedOrigin "https://*.example.*" can not have more than one wildcard.',
    ],
    [{ allowedHeaders: ["x-*-*"] }, 'AllowedHeader "x-*-*" can not have more than one wildcard.'],
    [
      { exposeHeaders: ["*"] },
      'ExposeHeader "*" contains wildcard. We currently do not support wildcard for ExposeHeader.',
    ],
  ] as const)
    it(`refuses ${JSON.stringify(changes)}`, () => {
      assert.equal(
        refusal(() => put(changes as unknown as Properties)),
        `InvalidRequest: ${expected}`,
      );
    });
});

describe("BucketObjectLockConfiguration", () => {
  const LOCK = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration";
  const lock = { bucket: "tide", rule: { defaultRetention: { mode: "GOVERNANCE", days: 7 } } };

  it("needs versioning, which a bucket with object lock has from the start", () => {
    const cloud = withBuckets("tide");
    cloud.create(BUCKET, { bucket: "locked", objectLockEnabled: true });

    assert.equal(
      refusal(() => cloud.create(LOCK, lock)),
      "InvalidBucketState: Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
    );
    assert.equal(cloud.create(LOCK, { ...lock, bucket: "locked" }).id, "locked");
    cloud.create(VERSIONING, { bucket: "tide", ...ON });
    assert.equal(cloud.create(LOCK, lock).id, "tide");
  });

  it("refuses to suspend versioning, and accepts to enable it again", () => {
    const cloud = new Cloud(s3);
    cloud.create(BUCKET, { bucket: "tide", objectLockEnabled: true });
    const versioning = cloud.create(VERSIONING, { bucket: "tide", ...ON });

    assert.equal(
      refusal(() => cloud.update(versioning, { versioningConfiguration: { status: "Suspended" } })),
      "InvalidBucketState: An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.",
    );
    cloud.update(versioning, ON);
  });

  it("reports an unknown mode", () => {
    const faults = new Cloud(s3).check(LOCK, { bucket: "b", rule: { defaultRetention: { mode: "SOFT" } } });

    assert.deepEqual(Object.keys(reasons(faults)), ["rule.defaultRetention.mode"]);
  });
});

describe("BucketIntelligentTieringConfiguration", () => {
  const TIERS = "aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration";
  const tiers = { bucket: "tide", name: "archive", tierings: [{ accessTier: "ARCHIVE_ACCESS", days: 90 }] };

  it("has the id of bucket and name, so that a bucket may have several", () => {
    const cloud = withBuckets("tide");

    assert.equal(cloud.create(TIERS, tiers).id, "tide:archive");
    assert.equal(cloud.create(TIERS, { ...tiers, name: "more" }).id, "tide:more");
  });

  it("rejects a missing bucket and an unknown tier", () => {
    assert.equal(
      refusal(() => new Cloud(s3).create(TIERS, tiers)),
      "NoSuchBucket: The specified bucket does not exist",
    );
    const faults = new Cloud(s3).check(TIERS, { ...tiers, tierings: [{ accessTier: "ICE", days: 90 }] });
    assert.deepEqual(Object.keys(reasons(faults)), ["tierings[0].accessTier"]);
  });
});

function listRules({ rules }: Properties): readonly Properties[] {
  return rules as readonly Properties[];
}

function replicationTo(bucket: string, rule: Properties = {}): Properties {
  const destination = { bucket: `arn:aws:s3:::${bucket}`, ...(rule.destination as Properties | undefined) };
  return {
    bucket: "tide",
    role: "arn:aws:iam::123456789012:role/replication",
    rules: [{ id: "all", status: "Enabled", ...rule, destination }],
  };
}
