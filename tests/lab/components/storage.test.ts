// starts processes
import assert from "node:assert/strict";
import { policyOf, testLifecycle } from "../../helpers/lifecycle";

const BUCKETS = ["lighthouse", "tide", "ebb"];

describe("Storage and StorageReplication in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/storage.ts",
    resources: {
      "pulumi:providers:aws": 2,
      "aws:kms/key:Key": 2,
      "aws:lambda/function:Function": 1,
      "aws:sns/topic:Topic": 1,
      "aws:sns/topicPolicy:TopicPolicy": 1,
      Storage: 5,
      "Storage$aws:s3/bucket:Bucket": 5,
      "Storage$aws:s3/bucketOwnershipControls:BucketOwnershipControls": 5,
      "Storage$aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": 5,
      "Storage$aws:s3/bucketVersioning:BucketVersioning": 5,
      "Storage$aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration": 5,
      "Storage$aws:s3/bucketPolicy:BucketPolicy": 5,
      "Storage$aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration": 5,
      "Storage$aws:s3/bucketLogging:BucketLogging": 1,
      "Storage$aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration": 2,
      "Storage$aws:s3/bucketCorsConfiguration:BucketCorsConfiguration": 1,
      "Storage$aws:s3/bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration": 1,
      "Storage$aws:lambda/permission:Permission": 1,
      "Storage$aws:s3/bucketNotification:BucketNotification": 1,
      StorageReplication: 3,
      "StorageReplication$aws:iam/role:Role": 3,
      "StorageReplication$aws:iam/rolePolicy:RolePolicy": 3,
      "StorageReplication$aws:s3/bucketReplicationConfig:BucketReplicationConfig": 3,
      "StorageReplication$aws:cloudwatch/metricAlarm:MetricAlarm": 2,
    },
  });

  const bucket = (name: string) => life().findOne("s3/bucket:Bucket", name);

  it("creates every bucket and its satellites in its own region", () => {
    const regions = life()
      .cloud.filter(({ type }) => type.startsWith("aws:s3/bucket"))
      .map(({ urn, region }) => [urn.split("::").at(-1)?.split("-")[0], region] as const);

    assert.deepEqual(Object.fromEntries(regions), {
      lighthouse: "ap-northeast-2",
      tide: "ap-northeast-2",
      ebb: "us-east-1",
      vault: "ap-northeast-2",
      copy: "us-east-1",
    });
    assert.equal(new Set(regions.map((entry) => entry.join())).size, 5);
  });

  it("creates versioned, encrypted and private buckets by default", () => {
    for (const name of BUCKETS) {
      const { versioningConfiguration } = life().findOne(
        "s3/bucketVersioning:BucketVersioning",
        `${name}-versioning`,
      );
      const block = life().findOne(
        "s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        `${name}-public-access`,
      );
      const { rule } = life().findOne(
        "s3/bucketOwnershipControls:BucketOwnershipControls",
        `${name}-ownership`,
      );
      const { rules } = life().findOne(
        "s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration",
        `${name}-encryption`,
      );

      assert.equal(Object(versioningConfiguration).status, "Enabled");
      for (const key of ["blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"])
        assert.equal(block[key], true, `${name}: ${key}`);
      assert.equal(Object(rule).objectOwnership, "BucketOwnerEnforced");
      assert.equal(Object(rules)[0].applyServerSideEncryptionByDefault.sseAlgorithm, "AES256");
    }
  });

  it("denies plain text and old TLS for every bucket and its objects", () => {
    for (const name of BUCKETS) {
      const { Statement } = policyOf(life().findOne("s3/bucketPolicy:BucketPolicy", `${name}-policy`));
      const arn = bucket(name)["arn"];
      const denyStatement = { Effect: "Deny", Principal: "*", Action: ["s3:*"], Resource: [arn, `${arn}/*`] };

      assert.deepEqual(
        Statement.filter(({ Effect }) => Effect === "Deny"),
        [
          {
            Sid: "DenyPlainText",
            ...denyStatement,
            Condition: { Bool: { "aws:SecureTransport": ["false"] } },
          },
          {
            Sid: "DenyOldTls",
            ...denyStatement,
            Condition: { NumericLessThan: { "s3:TlsVersion": ["1.2"] } },
          },
        ],
      );
    }
  });

  it("applies the lifecycle of each bucket", () => {
    const rules = (name: string): Record<string, Record<string, unknown>> => {
      const { rules } = life().findOne(
        "s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        `${name}-lifecycle`,
      );
      return Object.fromEntries(Object(rules).map((rule: { id: string; status: string }) => [rule.id, rule]));
    };

    const tide = rules("tide");
    assert.deepEqual(Object.keys(tide), [
      "current-versions",
      "noncurrent-versions",
      "lone-delete-markers",
      "incomplete-uploads",
    ]);
    assert.ok(Object.values(tide).every(({ status }) => status === "Enabled"));
    assert.deepEqual(tide["current-versions"]?.["transitions"], [
      { days: 30, storageClass: "INTELLIGENT_TIERING" },
    ]);
    assert.deepEqual(tide["noncurrent-versions"]?.["noncurrentVersionExpiration"], {
      newerNoncurrentVersions: 3,
      noncurrentDays: 90,
    });
    assert.deepEqual(tide["incomplete-uploads"]?.["abortIncompleteMultipartUpload"], {
      daysAfterInitiation: 7,
    });
    const lighthouse = rules("lighthouse");
    assert.equal(Object(lighthouse["current-versions"]?.["expiration"]).days, 90);
    assert.equal(lighthouse["current-versions"]?.["transitions"], undefined);
  });

  it("replicates a locked bucket under a key to a locked bucket under another", () => {
    const arnOf = (name: string) => String(life().findOne("kms/key:Key", name)["arn"]);
    const [rule] = Object(
      life().findOne("s3/bucketReplicationConfig:BucketReplicationConfig", "vault-to-copy"),
    ).rules;
    const { Statement } = policyOf(life().findOne("iam/rolePolicy:RolePolicy", "vault-to-copy-role-policy"));

    assert.equal(rule.destination.encryptionConfiguration.replicaKmsKeyId, arnOf("key-virginia"));
    assert.deepEqual(
      Statement.filter(({ Action }) => String(Action).includes("kms:")).map((one) => [
        Object(one).Action,
        Object(one).Resource,
        Object(one).Condition.StringLike["kms:ViaService"],
      ]),
      [
        [["kms:Decrypt"], [arnOf("key-seoul")], ["s3.ap-northeast-2.amazonaws.com*"]],
        [["kms:Encrypt", "kms:GenerateDataKey"], [arnOf("key-virginia")], ["s3.us-east-1.amazonaws.com*"]],
      ],
    );
  });

  it("replicates in both directions, each with a role that S3 assumes", () => {
    for (const [name, from, to] of [
      ["tide-to-ebb", "tide", "ebb"],
      ["ebb-to-tide", "ebb", "tide"],
    ] as const) {
      const config = life().findOne("s3/bucketReplicationConfig:BucketReplicationConfig", name);
      const role = life().findOne("iam/role:Role", `${name}-role`);

      assert.equal(config["bucket"], bucket(from)["bucket"]);
      assert.equal(Object(config["rules"])[0].destination.bucket, bucket(to)["arn"]);
      assert.equal(config["role"], role["arn"]);
      assert.deepEqual(JSON.parse(String(role["assumeRolePolicy"])).Statement[0].Principal, {
        Service: ["s3.amazonaws.com"],
      });
    }
    assert.equal(
      life().findOne("s3/bucketLogging:BucketLogging")["targetBucket"],
      bucket("lighthouse")["bucket"],
    );
  });
});
