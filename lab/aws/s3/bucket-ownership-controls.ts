import { checkOneOf } from "../common/checks";
import { valueAt } from "../property-values";
import { bucketConfigurationType } from "./bucket-configuration-type";

/** Who owns the objects of a bucket, and thereby whether access control lists work. */
export const bucketOwnershipControls = bucketConfigurationType(
  "bucketOwnershipControls:BucketOwnershipControls",
  {
    immutable: ["bucket", "region"],
    check: (inputs) =>
      checkOneOf("rule.objectOwnership", valueAt(inputs, "rule.objectOwnership"), [
        "BucketOwnerPreferred",
        "ObjectWriter",
        "BucketOwnerEnforced",
      ]),
  },
);
