import assert from "node:assert/strict";
import { kms } from "../../../../lab/aws/kms";
import type { Properties } from "../../../../lab/aws/property-values";
import { Cloud, reasons, refusal } from "../../../helpers/cloud";

const KEY = "aws:kms/key:Key";
const ALIAS = "aws:kms/alias:Alias";
const POLICY = "aws:kms/keyPolicy:KeyPolicy";

const policy = (more: Properties = {}) =>
  JSON.stringify({
    Statement: [{ Effect: "Allow", Principal: { AWS: "*" }, Action: "kms:*", Resource: "*", ...more }],
  });

describe("Key", () => {
  it("gives a key a UUID as id and a policy for the account", () => {
    const { id, outputs } = new Cloud(kms).create(KEY, {});

    assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(outputs.arn, `arn:aws:kms:eu-west-1:123456789012:key/${id}`);
    assert.match(String(outputs.policy), /arn:aws:iam::123456789012:root/);
    assert.match(new Cloud(kms).create(KEY, { multiRegion: true }).id, /^mrk-[0-9a-f]{32}$/);
  });

  it("rejects a policy that locks every principal out unless the check is bypassed", () => {
    const create = (more: Properties) => () =>
      new Cloud(kms).create(KEY, { policy: policy({ Action: "kms:Decrypt" }), ...more });

    assert.equal(
      refusal(create({})),
      "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.",
    );
    assert.doesNotThrow(create({ bypassPolicyLockoutSafetyCheck: true }));
  });

  it("rejects rotation of an asymmetric key", () => {
    const act = () =>
      new Cloud(kms).create(KEY, { customerMasterKeySpec: "RSA_2048", enableKeyRotation: true });

    assert.match(refusal(act), /^UnsupportedOperationException/);
  });

  it("rejects windows out of range", () => {
    const faults = new Cloud(kms).check(KEY, { deletionWindowInDays: 6, rotationPeriodInDays: 89 });

    assert.deepEqual(Object.keys(reasons(faults)), ["deletionWindowInDays", "rotationPeriodInDays"]);
  });
});

describe("Alias and KeyPolicy", () => {
  it("points an alias at one key, and deletes it with the key", () => {
    const cloud = new Cloud(kms);
    const key = cloud.create(KEY, {});
    const alias = cloud.create(ALIAS, { name: "alias/app", targetKeyId: String(key.outputs.arn) });

    assert.equal(alias.outputs.targetKeyArn, key.outputs.arn);
    assert.match(
      refusal(() => cloud.create(ALIAS, { name: "alias/app", targetKeyId: key.id })),
      /^AlreadyExistsException/,
    );
    cloud.delete(key);
    assert.deepEqual(cloud.list(), []);
  });

  it("rejects a missing key with NotFoundException", () => {
    const cloud = new Cloud(kms);

    assert.equal(
      refusal(() => cloud.create(ALIAS, { name: "alias/app", targetKeyId: "k" })),
      "NotFoundException: Key 'arn:aws:kms:eu-west-1:123456789012:key/k' does not exist",
    );
    assert.match(
      refusal(() => cloud.create(POLICY, { keyId: "k", policy: policy() })),
      /^NotFoundException/,
    );
  });

  it("rejects invalid names of aliases", () => {
    const check = (name: string) => new Cloud(kms).check(ALIAS, { name, targetKeyId: "k" }).length;

    assert.deepEqual(["alias/a/b_c-d", "app", "alias/aws/s3", "alias/a b"].map(check), [0, 1, 1, 1]);
  });
});
