/**
 * Whether EventBridge Scheduler can read an expression: `at(…)`, `rate(…)` or a `cron(…)` of six fields, where one of
 * day-of-month and day-of-week is a question mark.
 *
 * @see https://docs.aws.amazon.com/scheduler/latest/UserGuide/schedule-types.html
 */
export function isScheduleExpression(expression: string): boolean {
  const [, kind, inside = ""] = /^(at|rate|cron)\((.*)\)$/.exec(expression) ?? [];
  if (kind === "at")
    return /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}$/.test(inside) && !Number.isNaN(Date.parse(`${inside}Z`));
  if (kind === "rate") return /^[1-9]\d* (minutes?|hours?|days?)$/.test(inside);
  if (kind !== "cron") return false;
  const fields = inside.trim().split(/\s+/);
  const [, , dayOfMonth, , dayOfWeek] = fields;
  return fields.length === 6 && (dayOfMonth === "?") !== (dayOfWeek === "?");
}
