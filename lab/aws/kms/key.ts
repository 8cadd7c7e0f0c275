import type { CloudRecord } from "../cloud-store";
import { regionalArn } from "../common/arn";
import { checkBetween, checkOneOf } from "../common/checks";
import { createHexId } from "../common/ids";
import { lastPart } from "../common/inputs";
import { checkPolicy } from "../common/policy";
import { findRecord, listRegionalRecords } from "../common/records";
import { AwsError } from "../errors";
import { asString, type Properties } from "../property-values";
import type { Call, Draft, ResourceCall, ResourceType } from "../resource-type";
import { validateKeyPolicy } from "./key-policy-rules";

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
    ...checkBetween("deletionWindowInDays", inputs.deletionWindowInDays, 7, 30),
    ...checkBetween("rotationPeriodInDays", inputs.rotationPeriodInDays, 90, 2560),
    ...checkOneOf("keyUsage", inputs.keyUsage, [
      "SIGN_VERIFY",
      "ENCRYPT_DECRYPT",
      "GENERATE_VERIFY_MAC",
      "KEY_AGREEMENT",
    ]),
    ...checkPolicy("policy", inputs.policy),
  ],
  create,
  update: (_call, inputs, change) => {
    validateKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
    validateRotation(inputs);
    return change.draft;
  },
  delete: (call, record) => {
    // The aliases of a key go with it.
    for (const alias of listRegionalRecords(call, "aws:kms/alias:Alias"))
      if (alias.outputs.targetKeyArn === record.outputs.arn) call.store.remove(alias);
  },
  durations: { create: 2, update: 1, delete: 1 },
};

/**
 * Finds the key of an id or an ARN.
 *
 * @throws {AwsError} NotFoundException
 * @see https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html
 */
export function requireKey(call: Call, reference: string): CloudRecord {
  const record =
    findRecord(call, KEY, lastPart(reference)) ??
    findRecord(call, "aws:kms/replicaKey:ReplicaKey", lastPart(reference));
  if (record !== undefined) return record;
  const arn = reference.startsWith("arn:") ? reference : regionalArn(call, "kms", `key/${reference}`);
  throw new AwsError("NotFoundException", `Key '${arn}' does not exist`, {
    source: "https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateAlias.html",
  });
}

function create(call: ResourceCall, inputs: Properties, draft: Draft): Draft {
  validateKeyPolicy(inputs.policy, inputs.bypassPolicyLockoutSafetyCheck === true);
  validateRotation(inputs);
  const hex = createHexId(call, "", 32);
  const uuid = [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join(
    "-",
  );
  const id = inputs.multiRegion === true ? `mrk-${hex}` : uuid;
  const policy = asString(inputs.policy) ?? defaultPolicy(call);
  return { id, outputs: { ...draft.outputs, keyId: id, arn: regionalArn(call, "kms", `key/${id}`), policy } };
}

/** @see https://docs.aws.amazon.com/kms/latest/APIReference/API_EnableKeyRotation.html */
function validateRotation(inputs: Properties): void {
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
function defaultPolicy(call: ResourceCall): string {
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
