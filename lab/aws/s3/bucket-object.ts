import { createHash } from "node:crypto";
import { bareArn } from "../common/arn";
import { exclusive, oneOf } from "../common/faults";
import { hexOf } from "../common/ids";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { isObject, type Properties, text, type Value } from "../value";
import { refuseDisabled } from "./bucket-acl";
import { bucketHere, bucketNamed } from "./bucket-index";
import { isOwnerEnforced, isVersioned } from "./configuration";
import { putObject, removeObject } from "./objects";

/** An object that a program lays into a bucket. */
export const bucketObjectv2: ResourceType = {
  type: "aws:s3/bucketObjectv2:BucketObjectv2",
  service: "s3",
  api: { create: "PutObject", update: "PutObject", read: "HeadObject", delete: "DeleteObject" },
  name: { property: "key", exact: true },
  immutable: ["bucket", "key", "region"],
  check: (inputs) => [
    ...exclusive(inputs, ["source", "content", "contentBase64"]),
    ...oneOf("serverSideEncryption", inputs.serverSideEncryption, [
      "AES256",
      "aws:fsx",
      "aws:kms",
      "aws:kms:dsse",
    ]),
  ],
  create: (call, inputs, draft): Draft => {
    const bucket = text(inputs.bucket) ?? "";
    const key = text(draft.outputs.key) ?? text(inputs.key) ?? draft.id;
    return { id: `${bucket}/${key}`, outputs: lay(call, { ...draft.outputs, bucket, key }, inputs) };
  },
  update: (call, inputs, change) => lay(call, change.draft, inputs),
  delete: (call, record) => {
    const { bucket, key } = record.outputs;
    if (bucketNamed(call.world, call.partition, String(bucket)) !== undefined)
      removeObject(call, String(bucket), String(key));
  },
  durations: { create: 1, update: 1, delete: 1 },
};

function lay(call: ResourceCall, outputs: Properties, inputs: Properties): Properties {
  const bucket = bucketHere(call, String(outputs.bucket));
  const acl = text(inputs.acl);
  // With lists switched off S3 still takes the two that say nothing new; the provider sends private by default.
  if (acl !== undefined && acl !== "private" && acl !== "bucket-owner-full-control")
    refuseDisabled(isOwnerEnforced(call, bucket));
  const etag = createHash("md5").update(contentOf(inputs)).digest("hex");
  const key = String(outputs.key);
  const version = isVersioned(call, bucket) ? hexOf(`${key}\n${etag}\n${call.clock.now()}`, 32) : "null";
  putObject(call, bucket.id, key, { etag, version, lastModified: call.clock.now() });
  return {
    ...outputs,
    arn: bareArn(call, "s3", `${bucket.id}/${key}`),
    etag: text(inputs.etag) ?? etag,
    versionId: version === "null" ? "" : version,
    storageClass: inputs.storageClass ?? "STANDARD",
    serverSideEncryption: inputs.serverSideEncryption ?? "AES256",
    contentType: inputs.contentType ?? "application/octet-stream",
    region: call.region,
  };
}

// Text is hashed as S3 hashes it; of an asset only what Pulumi says about it is known here.
function contentOf(inputs: Properties): Buffer | string {
  const encoded = text(inputs.contentBase64);
  if (encoded !== undefined) return Buffer.from(encoded, "base64");
  const source: Value | undefined = inputs.source;
  if (isObject(source)) return text(source.text) ?? text(source.hash) ?? JSON.stringify(source);
  return text(inputs.content) ?? "";
}
