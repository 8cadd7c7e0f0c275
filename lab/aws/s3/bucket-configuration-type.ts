import type { CloudRecord } from "../cloud-store";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireBucket } from "./bucket-index";

/** What one part of a bucket's configuration refuses, when it is laid down and when it changes. */
type Validation = (call: ResourceCall, inputs: Properties, bucket: CloudRecord) => void;

/**
 * A part of a bucket's configuration that is a resource of its own: its bucket must exist in its region, its id is the
 * bucket's name, and there is one of it in a bucket.
 *
 * @param token resource part of the type, such as `bucketVersioning:BucketVersioning`
 */
export function bucketConfigurationType(
  token: string,
  rules: Partial<ResourceType>,
  validate?: Validation,
): ResourceType {
  const judge = (call: ResourceCall, inputs: Properties): string => {
    const name = asString(inputs.bucket) ?? "";
    const record = requireBucket(call, name);
    validate?.(call, inputs, record);
    return name;
  };
  return {
    type: `aws:s3/${token}`,
    service: "s3",
    name: "none",
    immutable: ["bucket", "expectedBucketOwner", "region"],
    create: (call, inputs, draft): Draft => {
      const name = judge(call, inputs);
      const owner = asString(inputs.expectedBucketOwner);
      return {
        id: owner === undefined ? name : `${name},${owner}`,
        outputs: { ...draft.outputs, bucket: name, region: call.region },
      };
    },
    update: (call, inputs, change) => {
      judge(call, inputs);
      return change.draft;
    },
    durations: { create: 1, update: 1, delete: 1 },
    ...rules,
  };
}
