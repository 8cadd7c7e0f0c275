import { z } from "zod";

/** Settings of the whole account. */
export const accountGuard = z.strictObject({
  blockPublicBuckets: z
    .boolean()
    .default(true)
    .describe(
      "Whether S3 blocks public buckets of the whole account. A destroy leaves the block in place. false where an organization does so.",
    ),
  blockPublicClusters: z
    .boolean()
    .default(true)
    .describe(
      "Whether EMR refuses clusters with public security groups, in each region. false where an organization does so.",
    ),
});
