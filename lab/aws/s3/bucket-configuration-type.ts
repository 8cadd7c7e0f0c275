import { typeName } from "../api-names";
import type { CloudRecord } from "../cloud-store";
import { asString, type Properties } from "../property-values";
import type { Draft, ResourceCall, ResourceType } from "../resource-type";
import { requireBucket } from "./bucket-index";

/** Refuses a setting of a bucket, when it is created and when it changes. */
type Validation = (call: ResourceCall, inputs: Properties, bucket: CloudRecord) => void;

/**
 * Creates the type of a bucket's setting that is a resource of its own: the bucket must exist in the resource's region,
 * the id is the bucket's name, and a bucket has one of it.
 *
 * @param token resource part of the type, such as `bucketVersioning:BucketVersioning`
 */
export function bucketConfigurationType(
  token: string,
  rules: Partial<ResourceType>,
  validate?: Validation,
): ResourceType {
  const requireValid = (call: ResourceCall, inputs: Properties): string => {
    const name = asString(inputs.bucket) ?? "";
    const bucket = requireBucket(call, name);
    validate?.(call, inputs, bucket);
    return name;
  };
  const operation = `Put${typeName(token)}`;
  return {
    type: `aws:s3/${token}`,
    service: "s3",
    name: "none",
    api: { create: operation, update: operation },
    immutable: ["bucket", "expectedBucketOwner", "region"],
    create: (call, inputs, draft): Draft => {
      const name = requireValid(call, inputs);
      const owner = asString(inputs.expectedBucketOwner);
      return {
        id: owner === undefined ? name : `${name},${owner}`,
        outputs: { ...draft.outputs, bucket: name, region: call.region },
      };
    },
    update: (call, inputs, change) => {
      requireValid(call, inputs);
      return change.draft;
    },
    durations: { create: 1, update: 1, delete: 1 },
    ...rules,
  };
}
