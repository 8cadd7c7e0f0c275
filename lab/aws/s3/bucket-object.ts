import { createHash } from "node:crypto";
import { unscopedArn } from "../common/arn";
import { checkExclusive, checkOneOf } from "../common/checks";
import { hexOf } from "../common/ids";
import { assignedName } from "../common/inputs";
import { asString, isObject, type Properties, type Value } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { refuseDisabledAcl } from "./bucket-acl";
import { isOwnerEnforced, isVersioned } from "./bucket-configuration";
import { findBucket, requireBucket } from "./bucket-index";
import { putObject, removeObject } from "./objects";

/** An object in a bucket. */
export const bucketObjectv2: ResourceType = {
  type: "aws:s3/bucketObjectv2:BucketObjectv2",
  service: "s3",
  api: { create: "PutObject", update: "PutObject", read: "HeadObject", delete: "DeleteObject" },
  name: { property: "key", exact: true },
  immutable: ["bucket", "key", "region"],
  check: (inputs) => [
    ...checkExclusive(inputs, ["source", "content", "contentBase64"]),
    ...checkOneOf("serverSideEncryption", inputs.serverSideEncryption, [
      "AES256",
      "aws:fsx",
      "aws:kms",
      "aws:kms:dsse",
    ]),
  ],
  create: (call, inputs, draft): Draft => {
    const bucket = asString(inputs.bucket) ?? "";
    const key = assignedName(draft, "key");
    return { id: `${bucket}/${key}`, outputs: put(call, { ...draft.outputs, bucket, key }, inputs) };
  },
  update: (call, inputs, change) => put(call, change.draft, inputs),
  delete: (call, record) => {
    const { bucket, key } = record.outputs;
    if (findBucket(call.store, call.partition, String(bucket)) !== undefined)
      removeObject(call, String(bucket), String(key));
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function put(call: ResourceCall, outputs: Properties, inputs: Properties): Properties {
  const bucket = requireBucket(call, String(outputs.bucket));
  const acl = asString(inputs.acl);
  // With access control lists disabled, S3 accepts the two that change nothing; the provider sends private by default.
  if (acl !== undefined && acl !== "private" && acl !== "bucket-owner-full-control")
    refuseDisabledAcl(isOwnerEnforced(call, bucket));
  const etag = createHash("md5").update(contentOf(inputs)).digest("hex");
  const key = String(outputs.key);
  const version = isVersioned(call, bucket) ? hexOf(`${key}\n${etag}\n${call.clock.now()}`, 32) : "null";
  putObject(call, bucket.id, key, { etag, version, lastModified: call.clock.now() });
  return {
    ...outputs,
    arn: unscopedArn(call, "s3", `${bucket.id}/${key}`),
    etag: asString(inputs.etag) ?? etag,
    versionId: version === "null" ? "" : version,
    storageClass: inputs.storageClass ?? "STANDARD",
    serverSideEncryption: inputs.serverSideEncryption ?? "AES256",
    contentType: inputs.contentType ?? "application/octet-stream",
    region: call.region,
  };
}

// Strings are hashed as S3 does; of an asset, only Pulumi's own hash is known here.
function contentOf(inputs: Properties): Buffer | string {
  const base64 = asString(inputs.contentBase64);
  if (base64 !== undefined) return Buffer.from(base64, "base64");
  const source: Value | undefined = inputs.source;
  if (isObject(source)) return asString(source.text) ?? asString(source.hash) ?? JSON.stringify(source);
  return asString(inputs.content) ?? "";
}
