import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { Storage, type StorageArgs } from "../../../components/storage";
import { findRegistration, recordResources, waitForChildren } from "../../helpers/mocks";

async function deploy(args: StorageArgs) {
  const registrations = await recordResources();
  await waitForChildren(new Storage("tide", args));
  return registrations;
}

async function denied(args: StorageArgs) {
  const { inputs } = findRegistration(await deploy(args), "tide-policy");
  const { Statement } = JSON.parse(inputs.policy);
  return Object.fromEntries(
    Statement.filter(({ Action }: { Action: string[] }) => Action.includes("s3:PutObject")).map(
      ({ Sid, Condition }: { Sid: string; Condition: unknown }) => [Sid, Condition],
    ),
  );
}

const customerKeys = { Null: { "s3:x-amz-server-side-encryption-customer-algorithm": ["false"] } };

describe("Storage with enforceEncryption", () => {
  it("denies keys of customers and KMS for a bucket with SSE-S3", async () => {
    assert.deepEqual(await denied({ enforceEncryption: true }), {
      DenyCustomerKeys: customerKeys,
      DenyOtherEncryption: { StringNotEqualsIfExists: { "s3:x-amz-server-side-encryption": ["AES256"] } },
    });
  });

  it("denies every other key, and aws:kms without a key, for a bucket with a key", async () => {
    const kmsKeyArn = "arn:aws:kms:eu-west-1:123456789012:key/example";

    assert.deepEqual(await denied({ enforceEncryption: true, kmsKeyArn }), {
      DenyCustomerKeys: customerKeys,
      DenyOtherEncryption: { StringNotEqualsIfExists: { "s3:x-amz-server-side-encryption": ["aws:kms"] } },
      DenyOtherKeys: {
        StringEquals: { "s3:x-amz-server-side-encryption": ["aws:kms"] },
        StringNotEquals: { "s3:x-amz-server-side-encryption-aws-kms-key-id": [kmsKeyArn] },
      },
    });
  });

  it("denies no encryption by default", async () => {
    assert.deepEqual(await denied({}), {});
  });
});
