import { regionalArn } from "../common/arn";
import { between, oneOf } from "../common/faults";
import { freshId } from "../common/ids";
import { lastPart } from "../common/inputs";
import { recordAt, recordsHere } from "../common/lookup";
import { policyFaults } from "../common/policy";
import { AwsError } from "../errors";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { type Properties, text } from "../value";
import type { CloudRecord } from "../world";
import { judgeKeyPolicy } from "./key-policy-rules";

/** Token of keys. */
const KEY = "aws:kms/key:Key";

/** A key. */
export const key: ResourceType = {
  type: KEY,
  service: "kms",
  name: "none",
  api: {
    create: "CreateKey",
    read: "DescribeKey",
    update: "UpdateKeyDescription",
    delete: "ScheduleKeyDeletion",
  },
  immutable: ["customKeyStoreId", "customerMasterKeySpec", "keyUsage", "multiRegion", "region", "xksKeyId"],
  defaults: (inputs) => ({
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    enableKeyRotation: false,
    isEnabled: true,
    keyUsage: "ENCRYPT_DECRYPT",
    multiRegion: false,
    ...inputs,
  }),
  check: (inputs) => [
    ...between("deletionWindowInDays", inputs.deletionWindowInDays, 7, 30),
    ...between("rotationPeriodInDays", inputs.rotationPeriodInDays, 90, 2560),
    ...oneOf("keyUsage", inputs.keyUsage, [
      "SIGN_VERIFY",
      "ENCRYPT_DECRYPT",
      "GENERATE_VERIFY_MAC",
      "KEY_AGREEMENT",
    ]),
    ...policyFaults("policy", inputs.policy),
  ],
  create,
  update: (_call, inputs, change) => {
    judgeKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
    judgeRotation(inputs);
    return change.draft;
  },
  delete: (call, record) => {
    // The aliases of a key go with it.
    for (const alias of recordsHere(call, "aws:kms/alias:Alias"))
      if (alias.outputs.targetKeyArn === record.outputs.arn) call.world.remove(alias);
  },
  durations: { create: 2, update: 1, delete: 1 },
};

/**
 * The key that an id or an ARN means.
 *
 * @throws {AwsError} NotFoundException
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function keyOf(call: Call, reference: string): CloudRecord {
  const found =
    recordAt(call, KEY, lastPart(reference)) ??
    recordAt(call, "aws:kms/replicaKey:ReplicaKey", lastPart(reference));
  if (found !== undefined) return found;
  const arn = reference.startsWith("arn:") ? reference : regionalArn(call, "kms", `key/${reference}`);
  throw new AwsError("NotFoundException", `Key '${arn}' does not exist`, {
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  });
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  judgeKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
  judgeRotation(inputs);
  const hex = freshId(call, "", 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  const id = inputs.multiRegion === true ? `mrk-${hex}` : uuid;
  const policy = text(inputs.policy) ?? ownPolicy(call);
  return { id, outputs: { ...draft.outputs, keyId: id, arn: regionalArn(call, "kms", `key/${id}`), policy } };
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
function judgeRotation(inputs: Properties): void {
  if (inputs.enableKeyRotation !== true || inputs.customerMasterKeySpec === "SYMMETRIC_DEFAULT") return;
  throw new AwsError(
    "UnsupportedOperationException",
    "You can only enable rotation of symmetric encryption keys.",
    {
      source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html",
    },
  );
}

/** @see https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html */
function ownPolicy(call: ResourceCall): string {
  const root = `arn:${call.partition}:iam::${call.account}:root`;
  return JSON.stringify({
    Id: "key-default-1",
    Version: "2012-10-17",
    Statement: [
      {
        Sid: "Enable IAM User Permissions",
        Effect: "Allow",
        Principal: { AWS: root },
        Action: "kms:*",
        Resource: "*",
      },
    ],
  });
}
