import { z } from "zod";
import { DEFAULT_LOG_RETENTION_DAYS } from "../../components/logs/args";
import { RetentionDays } from "./fields";

/** Log groups of each region. */
export const logs = z.strictObject({
  retentionDays: RetentionDays.default(DEFAULT_LOG_RETENTION_DAYS).describe(
    "Days for which log events are retained.",
  ),
});
