import { checkOneOf } from "../common/checks";
import { valueAt } from "../property-values";
import { bucketConfigurationType } from "./bucket-configuration-type";

/** Owner of the objects in a bucket, which decides whether access control lists work. */
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
