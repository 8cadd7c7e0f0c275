import { regexes } from "zod/v4/core";
import type { Faults } from "../shared/errors";
import { type ClusterLifetime, MAX_CLUSTER_TTL_HOURS } from "./args";

/** Timestamps with an offset, to the second or to the minute, on a day that exists. @see https://www.rfc-editor.org/rfc/rfc3339#section-5.6 */
const TIMESTAMPS = [regexes.datetime({ offset: true }), regexes.datetime({ offset: true, precision: -1 })];

const HOUR_IN_MS = 3_600_000;

/**
 * Returns the end of life in UTC, to the second. It depends on the arguments alone and not on the current time, so every run
 * returns the same.
 */
export function resolveExpiry(faults: Faults, lifetime: ClusterLifetime): string {
  const [key, moment] =
    "expiresAt" in lifetime ? ["expiresAt", lifetime.expiresAt] : ["startedAt", lifetime.startedAt];
  const start = TIMESTAMPS.some((form) => form.test(moment)) ? Date.parse(moment) : Number.NaN;
  faults.expect(
    !Number.isNaN(start),
    `lifetime.${key}`,
    moment,
    "a moment in ISO 8601 with its offset such as 2026-11-23T18:00:00Z",
  );
  const hours = "ttlHours" in lifetime ? lifetime.ttlHours : 0;
  if ("ttlHours" in lifetime) {
    faults.expect(
      hours > 0 && hours <= MAX_CLUSTER_TTL_HOURS,
      "lifetime.ttlHours",
      hours,
      `hours above 0 and at most ${MAX_CLUSTER_TTL_HOURS}`,
    );
  }
  const end = start + hours * HOUR_IN_MS;
  return Number.isNaN(end) ? "" : new Date(end).toISOString().replace(/\.\d{3}Z$/, "Z");
}
