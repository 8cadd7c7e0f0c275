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
  it("given nothing, when created, then its id is a uuid and the account may use it", () => {
    const { id, outputs } = new Cloud(kms).create(KEY, {});

    assert.match(id, /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
    assert.equal(outputs.arn, `arn:aws:kms:eu-west-1:123456789012:key/${id}`);
    assert.match(String(outputs.policy), /arn:aws:iam::123456789012:root/);
    assert.match(new Cloud(kms).create(KEY, { multiRegion: true }).id, /^mrk-[0-9a-f]{32}$/);
  });

  it("given a policy that locks everybody out, when created, then refused unless bypassed", () => {
    const create = (more: Properties) => () =>
      new Cloud(kms).create(KEY, { policy: policy({ Action: "kms:Decrypt" }), ...more });

    assert.equal(
      refusal(create({})),
      "MalformedPolicyDocumentException: The new key policy will not allow you to update the key policy in the future.",
    );
    assert.doesNotThrow(create({ bypassPolicyLockoutSafetyCheck: true }));
  });

  it("given an asymmetric key, when it shall rotate, then refused", () => {
    const act = () =>
      new Cloud(kms).create(KEY, { customerMasterKeySpec: "RSA_2048", enableKeyRotation: true });

    assert.match(refusal(act), /^UnsupportedOperationException/);
  });

  it("given windows out of range, when checked, then told so", () => {
    const faults = new Cloud(kms).check(KEY, { deletionWindowInDays: 6, rotationPeriodInDays: 89 });

    assert.deepEqual(Object.keys(reasons(faults)), ["deletionWindowInDays", "rotationPeriodInDays"]);
  });
});

describe("Alias and KeyPolicy", () => {
  it("given a key, when named, then the alias points at it, once, and goes with it", () => {
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

  it("given no key, when named or given a policy, then NotFoundException", () => {
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

  it("given names out of form, when checked, then told so", () => {
    const check = (name: string) => new Cloud(kms).check(ALIAS, { name, targetKeyId: "k" }).length;

    assert.deepEqual(["alias/a/b_c-d", "app", "alias/aws/s3", "alias/a b"].map(check), [0, 1, 1, 1]);
  });
});
