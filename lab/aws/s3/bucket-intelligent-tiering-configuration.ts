import { checkOneOf } from "../common/checks";
import { listObjects } from "../common/inputs";
import { asString } from "../property-values";
import type { Draft } from "../resource-type";
import { bucketConfigurationType } from "./bucket-configuration-type";
import { requireBucket } from "./bucket-index";

/** Archive tiers of a bucket's objects in INTELLIGENT_TIERING; a bucket may have several of it, by name. */
export const bucketIntelligentTieringConfiguration = bucketConfigurationType(
  "bucketIntelligentTieringConfiguration:BucketIntelligentTieringConfiguration",
  {
    immutable: ["bucket", "name", "region"],
    check: (inputs) =>
      listObjects(inputs.tierings).flatMap((tiering, index) =>
        checkOneOf(`tierings[${index}].accessTier`, tiering.accessTier, [
          "ARCHIVE_ACCESS",
          "DEEP_ARCHIVE_ACCESS",
        ]),
      ),
    defaults: (inputs) => ({ status: "Enabled", ...inputs }),
    create: (call, inputs, draft): Draft => {
      const bucket = asString(inputs.bucket) ?? "";
      requireBucket(call, bucket);
      return {
        id: `${bucket}:${asString(inputs.name)}`,
        outputs: { ...draft.outputs, region: call.region },
      };
    },
  },
);
