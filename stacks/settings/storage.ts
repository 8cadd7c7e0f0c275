import { z } from "zod";
import { DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS } from "../../components/storage/args";

/** Buckets of each region. */
export const storage = z.strictObject({
  infrequentAfterDays: z
    .int()
    .min(30)
    .max(3650)
    .default(30)
    .describe("Age of an object, in days, at which it transitions to STANDARD_IA."),
  archiveAfterDays: z
    .int()
    .min(60)
    .max(3650)
    .default(90)
    .describe(
      "Age of an object, in days, at which it transitions to GLACIER_IR; at least 30 more than infrequentAfterDays.",
    ),
  noncurrentDays: z
    .int()
    .min(1)
    .max(3650)
    .default(DEFAULT_NONCURRENT_EXPIRE_AFTER_DAYS)
    .describe("Days for which replaced and deleted versions are retained."),
  noncurrentInfrequentAfterDays: z
    .int()
    .min(30)
    .max(3650)
    .default(30)
    .describe(
      "Days after which such a version transitions to STANDARD_IA, unless it is deleted within the 30 days that are charged.",
    ),
  noncurrentArchiveAfterDays: z
    .int()
    .min(60)
    .max(3650)
    .default(90)
    .describe(
      "Days after which such a version transitions to GLACIER_IR, unless it is deleted within the 90 days that are charged; at least 30 more than noncurrentInfrequentAfterDays.",
    ),
  emptyOnDestroy: z
    .boolean()
    .default(false)
    .describe("Whether destroy deletes the objects too; otherwise a bucket with objects is not deleted."),
  accessLogs: z
    .boolean()
    .default(false)
    .describe("Whether each region has a log bucket that receives the access logs of its other buckets."),
  accessLogDays: z.int().min(1).max(3650).default(90).describe("Days for which access logs are retained."),
  replication: z
    .enum(["none", "secondary", "all"])
    .default("secondary")
    .describe(
      "Regions to which new objects of the primary's bucket are replicated: none, the secondary, all others.",
    ),
  replicationAlarms: z
    .boolean()
    .default(false)
    .describe(
      "Whether alarms report objects that S3 cannot replicate, and replicas that lag 15 minutes; S3 then publishes metrics of each rule, which cost.",
    ),
});
