import { LOG_RETENTION_DAYS } from "../../common/log-retention";
import { checkAlarmTopics } from "../shared/alarms";
import { checkLabels, checkLength, checkOneOf } from "../shared/checks";
import { Faults } from "../shared/errors";
import {
  DEFAULT_LOG_RETENTION_DAYS,
  LOG_GROUP_CLASSES,
  type LogFilterSpec,
  type LogGroupSpec,
  type LogQuerySpec,
  type LogsArgs,
  type ResolvedLogsArgs,
} from "./args";
import { checkFilter } from "./filters";
import { checkMask } from "./masking";
import { checkSubscriptions } from "./subscriptions";

const LOG_GROUP_NAME = /^(?!aws\/)[.\-_/#A-Za-z0-9]{1,512}$/;

/** Most metric filters of one log group. @see https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html */
const MAX_FILTERS_PER_GROUP = 100;

/**
 * Validates the arguments and fills in the defaults.
 *
 * @throws {ArgumentError} with every fault: a retention, pattern, dimension or condition that CloudWatch would reject
 */
export function resolveArgs(name: string, args: LogsArgs): ResolvedLogsArgs {
  const { groups, filters = {}, queries = {}, subscriptions = {}, alarmTopicArns = [], retentionDays } = args;
  const faults = new Faults(name);
  faults.expect(Object.keys(groups).length > 0, "groups", groups, "at least one log group");
  for (const [argument, entries] of Object.entries({ groups, filters, queries, subscriptions })) {
    checkLabels(faults, argument, Object.keys(entries));
  }
  checkOneOf(faults, "retentionDays", retentionDays, LOG_RETENTION_DAYS);
  for (const [label, group] of Object.entries(groups)) checkGroup(faults, `groups.${label}`, group);
  checkFilters(faults, groups, filters);
  checkSubscriptions(faults, subscriptions, standardGroups(groups));
  checkQueries(faults, Object.keys(groups), queries);
  const hasAlarm = Object.values(filters).some(({ alarm }) => alarm);
  checkAlarmTopics(faults, alarmTopicArns, hasAlarm ? "a filter has an alarm" : undefined);
  faults.raise();
  const resolvedGroups = Object.entries(groups).map(([label, group]) => {
    const ownRetentionDays = group.retentionDays ?? retentionDays ?? DEFAULT_LOG_RETENTION_DAYS;
    return [label, { ...group, retentionDays: ownRetentionDays, class: group.class ?? "STANDARD" }] as const;
  });
  return {
    ...args,
    groups: Object.fromEntries(resolvedGroups),
    filters,
    subscriptions,
    queries,
    alarmTopicArns,
  };
}

/** @see https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_CreateLogGroup.html */
function checkGroup(faults: Faults, path: string, group: LogGroupSpec): void {
  checkOneOf(faults, `${path}.retentionDays`, group.retentionDays, LOG_RETENTION_DAYS);
  checkOneOf(faults, `${path}.class`, group.class, LOG_GROUP_CLASSES);
  checkMask(faults, path, group);
  if (group.logGroupName === undefined) return;
  const valid = LOG_GROUP_NAME.test(group.logGroupName);
  const form = "1 to 512 letters, digits and any of . - _ / #, not beginning with aws/";
  faults.expect(valid, `${path}.logGroupName`, group.logGroupName, form);
}

/** Labels of the groups that allow filters and subscriptions. */
function standardGroups(groups: LogsArgs["groups"]): string[] {
  return Object.keys(groups).filter((label) => groups[label]?.class !== "INFREQUENT_ACCESS");
}

function checkFilters(
  faults: Faults,
  groups: LogsArgs["groups"],
  filters: Readonly<Record<string, LogFilterSpec>>,
): void {
  const filterableGroups = standardGroups(groups);
  for (const [label, filter] of Object.entries(filters)) {
    checkFilter(faults, `filters.${label}`, filter, filterableGroups);
  }
  for (const label of Object.keys(groups)) {
    const count = Object.values(filters).filter(({ group }) => group === label).length;
    const limit = `at most ${MAX_FILTERS_PER_GROUP}`;
    faults.expect(count <= MAX_FILTERS_PER_GROUP, `filters of groups.${label}`, count, limit);
  }
}

function checkQueries(
  faults: Faults,
  groupLabels: readonly string[],
  queries: Readonly<Record<string, LogQuerySpec>>,
): void {
  for (const [label, { query, groups = [] }] of Object.entries(queries)) {
    checkLength(faults, `queries.${label}.query`, query, 1, 10_000);
    for (const group of groups) checkOneOf(faults, `queries.${label}.groups`, group, groupLabels);
  }
}
