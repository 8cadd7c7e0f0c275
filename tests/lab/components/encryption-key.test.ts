// starts processes
import assert from "node:assert/strict";
import { testLifecycle } from "../../helpers/lifecycle";

describe("EncryptionKey in the lab", () => {
  const life = testLifecycle({
    program: "tests/lab/components/encryption-key.ts",
    resources: {
      "pulumi:providers:aws": 1,
      EncryptionKey: 1,
      "EncryptionKey$aws:kms/key:Key": 1,
      "EncryptionKey$aws:kms/alias:Alias": 1,
      Logs: 1,
      "Logs$aws:cloudwatch/logGroup:LogGroup": 1,
      Monitoring: 1,
      "Monitoring$aws:sns/topic:Topic": 1,
      "Monitoring$aws:sns/topicPolicy:TopicPolicy": 1,
    },
  });

  it("encrypts a topic and a log group, and has an alias", () => {
    const { arn, keyId } = life().findOne("kms/key:Key");

    assert.equal(life().findOne("sns/topic:Topic")["kmsMasterKeyId"], arn);
    assert.equal(life().findOne("cloudwatch/logGroup:LogGroup")["kmsKeyId"], arn);
    assert.equal(life().findOne("kms/alias:Alias")["targetKeyId"], keyId);
    assert.match(String(life().findOne("kms/alias:Alias")["name"]), /^alias\/vault-alias-[0-9a-f]{7}$/);
  });
});
