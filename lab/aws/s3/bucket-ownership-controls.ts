import { oneOf } from "../common/faults";
import { at } from "../resource-type";
import { satellite } from "./satellite";

/** Who owns the objects of a bucket, and thereby whether access control lists work. */
export const bucketOwnershipControls = satellite("bucketOwnershipControls:BucketOwnershipControls", {
  immutable: ["bucket", "region"],
  check: (inputs) =>
    oneOf("rule.objectOwnership", at(inputs, "rule.objectOwnership"), [
      "BucketOwnerPreferred",
      "ObjectWriter",
      "BucketOwnerEnforced",
    ]),
});
