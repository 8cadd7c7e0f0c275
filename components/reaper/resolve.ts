import { LOG_RETENTION_DAYS, type LogRetentionDays } from "../../common/log-retention";
import { checkAlarmTopics } from "../shared/alarms";
import { checkOneOf, checkWholeNumber } from "../shared/checks";
import { Faults } from "../shared/errors";
import { EXPIRY_TAG } from "../shared/expiry-tag";
import {
  DEFAULT_REAPER_INTERVAL_MINUTES,
  DEFAULT_REAPER_LOG_RETENTION_DAYS,
  MAX_REAPER_INTERVAL_MINUTES,
  type ReaperArgs,
} from "./args";

const MAX_CLUSTER_TAGS = 10;

/** Validated arguments with all defaults filled in. */
export interface ResolvedReaperArgs extends ReaperArgs {
  readonly intervalMinutes: number;
  readonly logRetentionDays: LogRetentionDays;
}

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: no tags of clusters, no topic, a number out of range
 */
export function resolveArgs(name: string, args: ReaperArgs): ResolvedReaperArgs {
  const faults = new Faults(name);
  const intervalMinutes = args.intervalMinutes ?? DEFAULT_REAPER_INTERVAL_MINUTES;
  const logRetentionDays = args.logRetentionDays ?? DEFAULT_REAPER_LOG_RETENTION_DAYS;
  checkClusterTags(faults, args.clusterTags);
  checkAlarmTopics(faults, args.alarmTopicArns, "a cluster that outlives its time needs a reader");
  checkWholeNumber(faults, "intervalMinutes", intervalMinutes, 1, MAX_REAPER_INTERVAL_MINUTES);
  checkOneOf(faults, "logRetentionDays", logRetentionDays, LOG_RETENTION_DAYS);
  checkWholeNumber(faults, "reservedConcurrency", args.reservedConcurrency, 1, 10);
  faults.raise();
  return { ...args, intervalMinutes, logRetentionDays };
}

/** @see https://docs.aws.amazon.com/emr/latest/ManagementGuide/emr-plan-tags.html */
function checkClusterTags(faults: Faults, clusterTags: Readonly<Record<string, string>>): void {
  const entries = Object.entries(clusterTags);
  const valid = entries.length >= 1 && entries.length <= MAX_CLUSTER_TAGS;
  faults.expect(
    valid,
    "clusterTags",
    clusterTags,
    `1 to ${MAX_CLUSTER_TAGS} tags; without one, the reaper would terminate clusters of others`,
  );
  for (const [key, value] of entries) {
    const isKey = key.length >= 1 && key.length <= 128 && !/^aws:/i.test(key) && key !== EXPIRY_TAG;
    const form = `1 to 128 characters, not aws:… and not ${EXPIRY_TAG}`;
    faults.expect(isKey, "a key of clusterTags", key, form);
    const isValue = value.length >= 1 && value.length <= 256 && !/[*?$]/.test(value);
    faults.expect(isValue, `clusterTags.${key}`, value, "1 to 256 characters without * ? $");
  }
}
