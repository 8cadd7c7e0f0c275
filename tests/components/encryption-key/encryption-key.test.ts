import assert from "node:assert/strict";
import { describe, it } from "mocha";
import { EncryptionKey, type EncryptionKeyArgs } from "../../../components/encryption-key";
import { assertContract } from "../../helpers/contract";
import {
  childNames,
  findRegistration,
  outputValue,
  recordResources,
  waitForChildren,
} from "../../helpers/mocks";

async function deploy(args: EncryptionKeyArgs) {
  const registrations = await recordResources();
  const key = new EncryptionKey("tide", args);
  await waitForChildren(key);
  return { key, registrations };
}

/** Statements of the key's policy, by their identifier. */
function statements(policy: string): Readonly<Record<string, unknown>> {
  const { Statement } = JSON.parse(policy) as { Statement: { Sid: string }[] };
  return Object.fromEntries(Statement.map(({ Sid, ...rest }) => [Sid, rest]));
}

const ROOT = {
  Effect: "Allow",
  Principal: { AWS: ["arn:aws:iam::123456789012:root"] },
  Action: ["kms:*"],
  Resource: ["*"],
};

describe("EncryptionKey", () => {
  it("creates a key with rotation and an alias for alarm topics and log groups by default", async () => {
    const { key, registrations } = await deploy({});
    const { policy, ...inputs } = findRegistration(registrations, "tide", "aws:kms/key:Key").inputs;

    assertContract(registrations, "EncryptionKey", "tide");
    assert.deepEqual(childNames(registrations), ["tide", "tide-alias"]);
    assert.deepEqual(inputs, {
      description: "Key of tide.",
      enableKeyRotation: true,
      rotationPeriodInDays: 365,
      deletionWindowInDays: 30,
    });
    assert.deepEqual(statements(policy), {
      AccountByItsIamPolicies: ROOT,
      PublishersOfTopics: {
        Effect: "Allow",
        Principal: { Service: ["cloudwatch.amazonaws.com"] },
        Action: ["kms:Decrypt", "kms:GenerateDataKey*"],
        Resource: ["*"],
        Condition: { StringEquals: { "aws:SourceAccount": ["123456789012"] } },
      },
      LogGroupsOfThisRegion: {
        Effect: "Allow",
        Principal: { Service: ["logs.eu-west-1.amazonaws.com"] },
        Action: ["kms:Encrypt*", "kms:Decrypt*", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:Describe*"],
        Resource: ["*"],
        Condition: {
          ArnLike: { "kms:EncryptionContext:aws:logs:arn": ["arn:aws:logs:eu-west-1:123456789012:*"] },
        },
      },
    });
    assert.equal(await outputValue(key.keyId), "tide-id");
  });

  it("narrows the policy to the services that are named", async () => {
    const { registrations } = await deploy({ topicPublishers: [], logGroups: false });

    assert.deepEqual(statements(findRegistration(registrations, "tide", "aws:kms/key:Key").inputs.policy), {
      AccountByItsIamPolicies: ROOT,
    });
  });

  it("creates key and alias in another region, for its log groups", async () => {
    const { registrations } = await deploy({
      region: "us-east-1",
      topicPublishers: ["budgets", "costalerts"],
    });
    const { region, policy } = findRegistration(registrations, "tide", "aws:kms/key:Key").inputs;

    assert.deepEqual(
      [region, findRegistration(registrations, "tide-alias").inputs.region],
      ["us-east-1", "us-east-1"],
    );
    assert.match(policy, /"logs\.us-east-1\.amazonaws\.com"/);
    assert.match(policy, /"budgets\.amazonaws\.com","costalerts\.amazonaws\.com"/);
  });

  it("reports every fault together", async () => {
    await assert.rejects(deploy({ deletionWindowDays: 5, rotationDays: 1 }), (error: Error) => {
      assert.match(error.message, /tide: deletionWindowDays is 5, expected a whole number from 7 to 30/);
      assert.match(error.message, /tide: rotationDays is 1, expected a whole number from 90 to 2560/);
      return true;
    });
  });
});
